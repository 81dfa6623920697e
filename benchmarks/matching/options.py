"""How one citation is written within its style: what real papers vary."""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random
from typing import NamedTuple

from anyascii import anyascii
from benchmarks.matching.parts import Author, Parts

_SMALL = frozenset(
    (
        *("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of"),
        *("on", "or", "over", "per", "the", "to", "via", "vs", "with"),
    )
)
_WORD = re.compile(r"[^\W\d_][\w'’]*")


class Options(NamedTuple):
    """One way to write a citation."""

    et_al: int = 0
    """Authors before *et al.*; 0: as the style has it."""
    journal: str = ""
    """`full`, `short` or `dotted`; empty: as the style has it."""
    pages: str = ""
    """`whole`, `short` or `first`; empty: as the style has it."""
    dash: str = ""
    """Between pages; empty: as the style has it."""
    issue: bool = True
    month: bool = True
    doi: bool = False
    prefix: str = ""
    """`[12] ` or `12. `."""
    quotes: str = ""
    """Around titles, where the style has quotes; empty: its own."""
    case: str = ""
    """`sentence` or `title`; empty: as the record has it."""
    diacritics: bool = True


PLAIN = Options()
"""Each style as its manual has it."""


def draw(rng: Random, *, doi: bool = False) -> Options:
    """Draw a way to write; most citations keep to most of their style's rules."""
    number = rng.randint(1, 120)
    return Options(
        et_al=rng.choice((0, 0, 0, 1, 3, 6)),
        journal=rng.choice(("", "", "", "full", "short", "dotted")),
        pages=rng.choice(("", "", "", "", "whole", "short")),
        dash=rng.choice(("", "", "-", "–")),
        issue=rng.random() < 0.7,
        month=rng.random() < 0.5,
        doi=doi,
        prefix=rng.choice(("", "", "", "", f"[{number}] ", f"{number}. ")),
        quotes=rng.choice(("", "", "“”", '""', "''")),
        case=rng.choice(("", "", "", "title", "sentence")),
        diacritics=rng.random() < 0.7,
    )


def prepared(parts: Parts, options: Options) -> Parts:
    """Leave out and rewrite what the options say, whatever the style."""
    changed = parts
    if not options.issue:
        changed = changed._replace(issue="")
    if not options.month:
        changed = changed._replace(month="", day="")
    if not options.doi or parts.ahead:
        changed = changed._replace(doi="")
    if not options.diacritics:
        changed = _plain(changed)
    if options.case and changed.title:
        changed = changed._replace(title=cased(changed.title, options.case))
    return changed


def journal(parts: Parts, options: Options, own: str) -> str:
    """Name the journal: `own` is how the style does."""
    way = options.journal or own
    if way == "full":
        return full_journal(parts.journal)
    return dotted(parts.short, parts.journal) if way == "dotted" else parts.short


@lru_cache(maxsize=16384)
def full_journal(name: str) -> str:
    """Spell a journal out as papers do: in capitals, without what PubMed adds behind a colon."""
    bare = re.sub(r"\s*(?:[:=;] .*|\(.*\))$", "", name)
    return cased(bare, "title")


@lru_cache(maxsize=16384)
def dotted(short: str, full: str) -> str:
    """Dot what is abbreviated: ``J. Bacteriol.``, but ``Nature`` and ``Plant Cell``."""
    whole = set(re.findall(r"\w+", full.lower()))
    words = short.split()
    if len(words) == 1 and words[0].lower() in whole:
        return short
    return " ".join(_dotted(word, whole) for word in words)


def _dotted(word: str, whole: set[str]) -> str:
    bare = word.strip("().").lower()
    if (bare in whole and len(bare) > 1) or bare.isdigit():
        return word
    return f"{word[:-1]}.)" if word.endswith(")") else f"{word}."


def cased(title: str, case: str) -> str:
    """Write a title in title case, or in sentence case; acronyms and symbols stay."""
    if case == "title":
        first = title.split(" ", 1)[0]
        return _WORD.sub(lambda m: _capital(m.group(), small=m.start() >= len(first)), title)
    head, *rest = title.split(" ")
    return " ".join([head, *(_lower(word) for word in rest)])


def _capital(word: str, *, small: bool) -> str:
    if not word.islower() or (small and word in _SMALL):
        return word
    return word[0].upper() + word[1:]


def _lower(word: str) -> str:
    return word.lower() if word.istitle() and len(word) > 3 else word


def _plain(parts: Parts) -> Parts:
    return parts._replace(
        authors=tuple(Author(*map(plain, author)) for author in parts.authors),
        title=plain(parts.title),
        journal=plain(parts.journal),
        short=plain(parts.short),
    )


def plain(text: str) -> str:
    """Drop diacritics, Greek spelt in Latin letters."""
    return text if text.isascii() else anyascii(text)
