"""A citation's text made ready for comparison with many records, without taking it apart.

Nothing says which of its words are the title: they are looked for where a record expects them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from citekit.matching.bulk.compact import fold
from citekit.matching.words import STOP_WORDS
from citekit.text import dates, mentions
from citekit.text.characters import hyphens, word_set

_BEFORE, _HEAD = 4, 20
LONGEST = 2000
"""Characters; what is longer is no citation, and its rest is not looked at."""

_LABEL = re.compile(r"[\s\[({]{0,3}[0-9]{1,3}(?:[\])}.:]|\s(?=[A-Z]))\s{0,3}(?=\D)")
_MAYBE_ADDRESS = re.compile(
    r"http|www\.|doi|pm[ci]|is[sb]n|arxiv|[0-9]{2}\.[0-9]{3}", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"https?:?//?\s?\S+|www\.\S+|\bdoi\b[\s:.]{0,3}\S*[0-9]\S*|\S*[0-9]{2}\.[0-9]{3,5}/?\S+"
    r"|\b(?:doi|pmid|pmcid|issn|isbn)\b[:\s]{0,3}",
    re.IGNORECASE,
)
"""Addresses and identifiers, misspelt ones too, whose digits are no volume and no page."""
_MONTHS = frozenset((*dates.MONTHS, *(month[:3] for month in dates.MONTHS), "sept"))
_NUMBER = re.compile(r"[a-z]{0,5}[0-9]{1,9}[a-z]?")
_YEAR = re.compile(r"(?:1[6-9]|20)[0-9]{2}")
_YEAR_WITH_LETTER = re.compile(r"((?:1[6-9]|20)[0-9]{2})[a-z]")
_RANGE = re.compile(
    r"\b([a-z]{0,4})([0-9]{1,7})([a-z]?)\s?-{1,3}\s?([a-z]{0,4})([0-9]{1,7})\b", re.IGNORECASE
)
_GLUED = re.compile(r"(?:pp?|vol?|no|page|pages|vol)([0-9]{1,7}[a-z]?)")
_LOOK_ALIKE = str.maketrans("lio", "110")
_BROKEN = re.compile(r"(?<=[a-z])-\s*\n\s*(?=[a-z])")
_PRINTED = word_set(
    "et al pp p vol no doi pmid pmcid epub ahead of print online available from accessed suppl "
    "supplement issue pages page volume in ed eds january february march april may june july "
    "august september october november december jan feb mar apr jun jul aug sep sept oct nov dec "
    "http https www org com journal"
)
"""Words that citations have and records have not."""


@dataclass(frozen=True)
class Query:
    """What a citation says, folded once."""

    names: tuple[str, ...]
    """Identifiers written in it, as ``scheme:value``, in order."""
    folded: str
    """Its words without identifiers and labels, with one space around each."""
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    """Words with digits, in order, those read as a year or a day too."""
    years: tuple[str, ...]
    ends: dict[str, str]
    """First pages of ranges, with the last page completed."""
    days: frozenset[str]

    @cached_property
    def head(self) -> tuple[str, ...]:
        """The first words, and neighbours of them glued: where the first author is named."""
        head = self.words[:_HEAD]
        return (*head, *map("".join, pairwise(head)))

    @cached_property
    def known(self) -> frozenset[str]:
        """All its words."""
        return frozenset(self.words)

    @cached_property
    def figures(self) -> frozenset[str]:
        """Its numbers in every reading: ``pp123`` is 123 too, ``l29`` 129."""
        return frozenset(self.numbers) | frozenset(map(_alike, self.numbers))

    def readings(self, number: str) -> tuple[str, ...]:
        """Give what else a number with letters can be."""
        other = _alike(number)
        return () if other == number else (other,)

    @cached_property
    def row(self) -> tuple[str, ...]:
        """Its words without stop words, in order."""
        return tuple(word for word in self.words if word not in STOP_WORDS)

    @cached_property
    def begins(self) -> dict[str, list[int]]:
        """Where in `row` the words with each first letter stand."""
        places: dict[str, list[int]] = {}
        for n, word in enumerate(self.row):
            places.setdefault(word[0], []).append(n)
        return places

    def before(self, title: str) -> tuple[str, ...]:
        """Give the few words that stand before a title, or before its first words."""
        head = f" {' '.join(title.split()[:3])} "
        place = self.folded.find(head)
        return tuple(self.folded[:place].split()[-_BEFORE:]) if place > 0 else ()

    def behind(self, title: str) -> str:
        """Give the word behind a title that stands in the text whole; empty at the end."""
        rest = self.folded.partition(f" {title} ")[2]
        return rest.partition(" ")[0]

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """Its words that a record should explain: no numbers, initials or printer's words."""
        return tuple(
            word
            for word in self.words
            if len(word) > 2
            and word not in _PRINTED
            and word not in STOP_WORDS
            and not word[-1].isdigit()
        )


def prepare(text: str) -> Query:
    """Make a citation ready for comparison."""
    plain = hyphens(text[:LONGEST])
    if "\n" in plain:
        plain = _BROKEN.sub("", plain)
    label = _LABEL.match(plain)
    plain, names = _without_names(plain[label.end() :] if label else plain)
    words = tuple(fold(plain).split())
    numbers = tuple(word for word in words if word[-1].isdigit() or word[0].isdigit())
    ends = dict(map(_range, _RANGE.finditer(plain))) if "-" in plain else {}
    return Query(
        names=names,
        folded=f" {' '.join(words)} ",
        words=words,
        numbers=tuple(number for number in numbers if _NUMBER.fullmatch(number)),
        years=_years(numbers, ends),
        ends=ends,
        days=frozenset(_days(words)),
    )


def _without_names(text: str) -> tuple[str, tuple[str, ...]]:
    """Take identifiers and addresses out of a text."""
    if not _MAYBE_ADDRESS.search(text):
        return text, ()
    found = mentions.find(text)
    for mention in reversed(found):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    names = dict.fromkeys(str(mention.identifier) for mention in found)
    return _ADDRESS.sub(" ", text), tuple(names)


def _days(words: Sequence[str]) -> Iterator[str]:
    """Find the days beside a month's name: `Jan 31`, `31 January`."""
    for n, word in enumerate(words):
        if word in _MONTHS:
            for beside in (*words[max(0, n - 1) : n], *words[n + 1 : n + 2]):
                if len(beside) < 3 and beside.isdigit():
                    yield beside


def _years(numbers: Sequence[str], pages: Container[str]) -> tuple[str, ...]:
    """Read the years; a page of ``2079-83`` is one only where there is no other."""
    read = dict.fromkeys(year for number in numbers if (year := _year(number)))
    return tuple(year for year in read if year not in pages) or tuple(read)


def _year(word: str) -> str | None:
    if _YEAR.fullmatch(word):
        return word
    # `2003a`: the letter tells two works of one year apart, in one list of references.
    match = _YEAR_WITH_LETTER.fullmatch(word)
    return match[1] if match else None


def _range(match: re.Match[str]) -> tuple[str, str]:
    letters, first, letter, _, last = match.groups()
    whole = first[: -len(last)] + last if len(last) < len(first) else last
    return f"{letters}{first}{letter}".casefold(), whole


def _alike(word: str) -> str:
    glued = _GLUED.fullmatch(word)
    if glued:
        return glued[1]
    return word if word.isdigit() else word.translate(_LOOK_ALIKE)
