"""What a record is looked up by in an index: blocking keys, and the words of its full text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citekit.matching.bulk.compact import Compact
from citekit.matching.bulk.hashes import of_key
from citekit.matching.words import STOP_WORDS

SHINGLE = 3
"""Telling words of a title that make one key."""
WINDOW = 3
"""Of so many neighbouring shingles the one with the smallest hash is kept, so that two texts with
SHINGLE + WINDOW - 1 words in a row in common share a key (winnowing: Schleimer and others 2003)."""


def record_keys(record: Compact) -> tuple[int, ...]:
    """Make the blocking keys of a record, each once, in ascending order."""
    return tuple(sorted({*_places(record), *shingles(content(record.title))}))


def index_text(record: Compact) -> str:
    """Write the words that full text search looks in, with one space between."""
    place = (record.volume, record.first, record.last)
    years = map(str, record.years)
    return " ".join(
        filter(None, (record.title, *record.families, *record.journals, *place, *years))
    )


def content(folded: str) -> list[str]:
    """Give the telling words of a folded text."""
    return [word for word in folded.split() if word not in STOP_WORDS]


def author_key(families: Sequence[str]) -> str:
    """Give the word of the first author that keys are made of; empty where there is none."""
    return families[0].rpartition(" ")[2] if families else ""


def figure(number: str) -> str:
    """Give the figure of a volume: 41 of ``41 pt 1``; the whole where it has none."""
    return next((word for word in number.split() if word[-1:].isdigit()), number)


def volume_page_year(volume: str, page: str, year: str) -> int:
    """Make the key of a place."""
    return of_key("v", volume, page, year)


def author_page_year(author: str, page: str, year: str) -> int:
    """Make the key of a first author's page."""
    return of_key("y", author, page, year)


def author_volume_page(author: str, volume: str, page: str) -> int:
    """Make the key of a first author's place, whatever the year."""
    return of_key("a", author, volume, page)


def shingles(words: Sequence[str]) -> set[int]:
    """Make the keys of a run of telling words; fewer than SHINGLE make none."""
    hashes = [of_key("t", *words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)]
    if len(hashes) <= WINDOW:
        return {min(hashes)} if hashes else set()
    return {min(hashes[n : n + WINDOW]) for n in range(len(hashes) - WINDOW + 1)}


def _places(record: Compact) -> Iterator[int]:
    author, page, volume = author_key(record.families), record.first, figure(record.volume)
    if not page:
        return
    if author and volume:
        yield author_volume_page(author, volume, page)
    for year in map(str, record.years):
        if volume:
            yield volume_page_year(volume, page, year)
        if author:
            yield author_page_year(author, page, year)
