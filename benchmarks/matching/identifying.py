"""Whether enough of a citation survives to tell which record it is of, by rule.

Either four telling words of the title or more, 70 % of all its telling words, stand in the text as
the record has them, and no other record has the title; or the volume and the first page do, with
the journal, the first author or the year, and no other record begins on that page, or the first
author stands there and tells them apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from benchmarks.matching.parts import Parts

from citekit.matching.words import STOP_WORDS
from citekit.text import titles
from citekit.text.characters import ascii_words

LEAST_WORDS, LEAST_SHARE = 4, 0.7
_NUMBERED = re.compile(r"[a-z]*[0-9]+[a-z]*")


class Known:
    """How many records share a title, a page, and a page and its first author."""

    def __init__(self, records: Iterable[Parts]) -> None:
        self._count: Counter[tuple[str, ...]] = Counter()
        for parts in records:
            self._count.update({("title", title_key(parts)), place_key(parts), author_key(parts)})

    def identifies(self, text: str, parts: Parts) -> bool:
        """Say whether a written text tells that it is of this record."""
        words = ascii_words(re.sub(r"-\n", "", text))
        run = words.replace(" ", "")
        if has_title(words, run, parts) and self._count["title", title_key(parts)] < 2:
            return True
        return self._has_place(words, run, parts)

    def _has_place(self, words: str, run: str, parts: Parts) -> bool:
        if not parts.volume or not parts.first:
            return False
        numbers = set(_NUMBERED.findall(words))
        wanted = _NUMBERED.findall(ascii_words(f"{parts.volume} {parts.first}"))
        if not wanted or not numbers.issuperset(wanted):
            return False
        author = bool(parts.authors) and _run(parts.authors[0].family) in run
        if self._count[place_key(parts)] > 1:
            return author and self._count[author_key(parts)] < 2
        return author or parts.year in numbers or _names_journal(run, parts)


def has_title(words: str, run: str, parts: Parts) -> bool:
    """Say whether enough of the title stands in a text, folded and without its spaces."""
    for title in filter(None, (parts.title, parts.original)):
        telling = [word for word in titles.tokens(title) if word not in STOP_WORDS]
        there = set(words.split())
        kept = sum(word in there or (len(word) > 4 and word in run) for word in telling)
        if kept >= LEAST_WORDS and kept >= LEAST_SHARE * len(telling):
            return True
    return False


def title_key(parts: Parts) -> str:
    """Give what two records with one title share."""
    return titles.fold(parts.title)


def place_key(parts: Parts) -> tuple[str, ...]:
    """Give what two records that begin on one page share."""
    return ("place", parts.short, parts.volume, parts.first)


def author_key(parts: Parts) -> tuple[str, ...]:
    """Give what two records of one author on one page share."""
    author = parts.authors[0].family if parts.authors else ""
    return ("author", parts.short, parts.volume, parts.first, author)


def _run(name: str) -> str:
    return ascii_words(name).replace(" ", "")


def _names_journal(run: str, parts: Parts) -> bool:
    return _run(parts.short) in run or _run(parts.journal) in run
