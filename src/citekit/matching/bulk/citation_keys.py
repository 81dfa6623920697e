"""The keys that a citation may be found by: every plausible reading of its numbers and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citekit.matching.bulk.query import Query
from citekit.matching.bulk.record_keys import (
    author_page_year,
    author_volume_page,
    content,
    shingles,
    volume_page_year,
)

MOST_NUMBERS = 7
"""Volume and page stand near the end, behind whatever numbers a title has."""
MOST_AUTHORS = 4
"""The first author's family is among the first words."""


def place_keys(query: Query) -> tuple[int, ...]:
    """Make the keys of every place that its numbers can mean, ascending.

    The volume stands before the page in every style.
    """
    return tuple(sorted(set(_places(query))))


def near_year_keys(query: Query) -> tuple[int, ...]:
    """Make the keys of the same places a year earlier and later, ascending."""
    years = sorted({str(int(year) + off) for year in query.years for off in (-1, 1)})
    return tuple(
        sorted({volume_page_year(*pair, year) for pair in _pairs(query) for year in years})
    )


def title_keys(query: Query) -> tuple[int, ...]:
    """Make the keys of every run of words that can be a title's, ascending."""
    return tuple(sorted(shingles(content(query.folded))))


def citation_keys(query: Query) -> tuple[int, ...]:
    """Make all the keys, ascending."""
    return tuple(sorted({*place_keys(query), *near_year_keys(query), *title_keys(query)}))


def _places(query: Query) -> Iterator[int]:
    authors = _authors(query)
    pairs = list(_pairs(query))
    for volume, page in pairs:
        for year in query.years:
            yield volume_page_year(volume, page, year)
        for author in authors:
            yield author_volume_page(author, volume, page)
    for page in _pages(query, _numbers(query)):
        for year in query.years:
            for author in authors:
                yield author_page_year(author, page, year)


def _pairs(query: Query) -> Iterator[tuple[str, str]]:
    """Give every number that may be a volume with every one behind it that may be its page."""
    numbers = _numbers(query)
    pages = _pages(query, numbers)
    for n, number in enumerate(numbers):
        if number in pages:
            yield from ((volume, number) for volume in dict.fromkeys(numbers[:n]))


def _pages(query: Query, numbers: Sequence[str]) -> Sequence[str]:
    """Give the numbers that may be a first page: those of a range, where there is one."""
    ranges = [number for number in numbers if number in query.ends]
    return ranges or list(dict.fromkeys(numbers))


def _numbers(query: Query) -> list[str]:
    """Give the last numbers in every reading; of several years the later ones may be pages."""
    first_year = query.years[0] if query.years else ""
    read: list[str] = []
    for number in query.numbers:
        if number != first_year and (number not in query.days or number in query.ends):
            read += (number, *query.readings(number))
    return read[-MOST_NUMBERS:]


def _authors(query: Query) -> list[str]:
    some: list[str] = []
    for word in query.words[:12]:
        if len(word) > 1 and word.isalpha() and word not in some:
            some.append(word)
    return some[:MOST_AUTHORS]
