"""A title as it is compared: its words, whether it is a notice's, which part of a series it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from citekit.matching import words
from citekit.matching.words import Word
from citekit.text import titles

# Kinds of `titles.notice_prefix` that mark the work itself ("RETRACTED: …"), not a notice of it.
_MARKERS = frozenset({"retracted", "withdrawn", "removal"})
_SAME_KIND = {"correction": "erratum", "addendum": "erratum", "partial retraction": "retraction"}

# The longest real titles have some 600 characters; a file may claim anything.
_LONGEST_TITLE = 2000

# What a notice has before a title in quotes is this short: "Author's reply", "Corrigendum to".
_LONGEST_PREFIX = 4

_NUMERAL_BEHIND = re.compile(
    r"\W{0,3}(?:[(\[]\s*(?:[IVX]{1,5}|[0-9]{1,2})\s*[)\]]|[Pp]art\s(?:[IVX]{1,5}|[0-9]{1,2})\b)"
)


_ARTICLE = re.compile(
    r"^\W*(?:a|an|the|some|further|brief)\s(?=\w+\s(?:on|to|for|of)\s)", re.IGNORECASE
)


class Heading(NamedTuple):
    """A title without its notice prefix."""

    kind: str | None
    part: int | None
    words: tuple[Word, ...]


def read(title: str) -> Heading:
    """Read a title that stands alone."""
    title = title[:_LONGEST_TITLE]
    kind, rest = _notice_prefix(title)
    split = words.split(rest) or words.split(title)
    return Heading(kind, titles.part_numeral(title), split)


def read_in_text(
    text: str, split: Sequence[Word], low: int, high: int, title: tuple[Word, ...]
) -> Heading:
    """Read a title that stands in the sentences from `low` to `high` of a text.

    A notice's prefix may end in a full stop or a quotation mark, a part numeral be in brackets.
    """
    start, end = words.sentence_span(text, low, high)
    before = [word for word in split if word.sentence == low - 1]
    if 0 < len(before) <= _LONGEST_PREFIX:
        start = words.sentence_span(text, low - 1, high)[0]
    numeral = _NUMERAL_BEHIND.match(text, end)
    written = text[start : numeral.end() if numeral else end]
    kind, rest = _notice_prefix(written)
    if kind is not None:
        kept = frozenset(titles.tokens(rest))
        title = tuple(word for word in title if word.text in kept)
    return Heading(kind, titles.part_numeral(written), title)


def _notice_prefix(title: str) -> tuple[str | None, str]:
    """Split off what makes a title a notice's, `A comment on "…"` too."""
    kind, rest = titles.notice_prefix(_ARTICLE.sub("", title))
    if kind is None:
        return None, title
    return (None if kind in _MARKERS else _SAME_KIND.get(kind, kind)), rest
