"""Citation keys: made once, in ASCII, never changed by us."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Final

from anyascii import anyascii

from citekit.model import CslItem, CslName
from citekit.text import dates, titles
from citekit.text.characters import word_set

DEFAULT_TEMPLATE: Final = "{family}{year}{word}"

_STOP_WORDS = word_set(
    "about after against among been before between does during following from have into more over "
    "than that their them then these they this those through toward towards under upon using via "
    "versus were what when where which while whose will with within without"
)


def make_key(item: CslItem, taken: Callable[[str], bool], template: str = DEFAULT_TEMPLATE) -> str:
    """Make a key like ``Liang2010Allogenic``; where `taken` says so, with b, c … behind it.

    BibTeX compares keys without regard to case, so `taken` has to do it too. Raises ValueError
    for a template that `check_template` does.
    """
    check_template(template)
    stem = _PLACEHOLDER.sub(lambda match: _filled(match, item), template)
    return _free(stem[:_LONGEST] or "Work", taken)


def check_template(template: str) -> str:
    """Give the template as it is; raises ValueError for unknown placeholders and odd signs."""
    for match in re.finditer(r"\{[^{}]*\}?", template):
        if not _PLACEHOLDER.fullmatch(match[0]):
            known = ", ".join("{words:3}" if name == "words" else f"{{{name}}}" for name in _PARTS)
            raise ValueError(f"there is no placeholder {match[0]}; known are {known}")
    rest = _PLACEHOLDER.sub("", template)
    if not _LITERAL.fullmatch(rest):
        raise ValueError("beside placeholders a key has ASCII letters, digits and : _ . + / - only")
    if rest == template:
        raise ValueError("without a placeholder all keys would be one")
    return template


def _filled(match: re.Match[str], item: CslItem) -> str:
    return _PARTS[match["name"] or "words"](item, int(match["count"] or 1))


def _family(item: CslItem, _count: int) -> str:
    for people in (item.get("author"), item.get("editor")):
        if people and (word := _camel(_called(people[0]))):
            return word
    return "Anon"


def _called(name: CslName) -> str:
    if "family" in name:
        return name["family"]
    words = re.findall(r"[^\W_]+", name.get("literal", ""))
    capitals = [word[0] for word in words if word[0].isupper()]
    return "".join(capitals) if len(capitals) > 1 else " ".join(words[:1])


def _year(item: CslItem, _count: int) -> str:
    return str(dates.year(item.get("issued")) or "")


def _title_words(item: CslItem, count: int) -> str:
    words = re.findall(r"[A-Za-z0-9]+", anyascii(titles.plain(item.get("title", ""))[:500]))
    telling = (
        word
        for word in words
        if len(word) > 3 and word.casefold() not in _STOP_WORDS and not word.isdigit()
    )
    return "".join(_camel(word) for word in islice(telling, count))


def _journal(item: CslItem, _count: int) -> str:
    return _camel(
        titles.plain(item.get("container-title-short") or item.get("container-title", ""))
    )


def _pmid(item: CslItem, _count: int) -> str:
    return re.sub(r"[^0-9]", "", str(item.get("PMID", "")))


def _doi(item: CslItem, _count: int) -> str:
    """Give the DOI, as far as a key can hold it."""
    return re.sub(r"[^A-Za-z0-9:_.+/-]+", "-", anyascii(str(item.get("DOI", ""))).casefold())


def _camel(text: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", re.sub(r"['’`]", "", anyascii(text)))
    return "".join(word[0].upper() + word[1:] for word in words)[:40]


_PARTS: Final[Mapping[str, Callable[[CslItem, int], str]]] = {
    "family": _family,
    "year": _year,
    "word": _title_words,
    "words": _title_words,
    "journal": _journal,
    "pmid": _pmid,
    "doi": _doi,
}
_PLACEHOLDER = re.compile(
    r"\{(?:(?P<name>family|year|word|journal|pmid|doi)|words:(?P<count>[1-9]))\}"
)
_LITERAL = re.compile(r"[A-Za-z0-9:_.+/-]*")
_LONGEST: Final = 150
"""Of a key, without the letters that tell it from its like."""


def _free(stem: str, taken: Callable[[str], bool]) -> str:
    """Find a free key of this stem in steps that grow: a thousand papers may share one."""
    last_taken, step = -1, 1
    while taken(stem + _letters(last_taken + step)):
        last_taken += step
        step *= 2
    while step > 1:
        step //= 2
        if taken(stem + _letters(last_taken + step)):
            last_taken += step
    return stem + _letters(last_taken + 1)


def _letters(number: int) -> str:
    """Count b, c … z, ba, bb …"""
    letters = ""
    while number:
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
