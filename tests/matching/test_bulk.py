"""Real records written down in two styles, each with one thing wrong, among their neighbours.

A small version of the check that the weights were set by: every
string must find its record, and with that record left out nothing may be accepted.
"""

from __future__ import annotations

import gzip
import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from citekit import records
from citekit.formats import crossref_json
from citekit.matching.decide import decide
from citekit.model import Candidate, Citation, CslItem, Record, Stamp
from citekit.text import dates, names, titles
from tests.conftest import ROOT

DATA = ROOT.parent / "shared" / "data" / "crossref-works.jsonl.gz"
SAMPLE, NEIGHBOURS, WANTED_RECALL = 60, 12, 0.95

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="needs the shared Crossref sample")


class Parts(NamedTuple):
    """A citation about to be written down."""

    people: list[str]
    title: str
    journal: str
    year: int
    volume: str
    pages: str


def vancouver(parts: Parts) -> str:
    people = ", ".join(parts.people[:3]) + (", et al" if len(parts.people) > 3 else "")
    title = f"{parts.title}. " if parts.title else ""
    return f"{people}. {title}{parts.journal}. {parts.year};{parts.volume}:{parts.pages}."


def apa(parts: Parts) -> str:
    people = ", ".join(name.replace(" ", ", ", 1) for name in parts.people[:6])
    title = f"{parts.title}. " if parts.title else ""
    place = f"{parts.journal}, {parts.volume}, {parts.pages.replace('-', '–')}"
    return f"{people} ({parts.year}). {title}{place}."


def slipped(word: str) -> str:
    return word[:2] + word[3:2:-1] + word[4:] if len(word) > 5 else word


def with_typo(title: str) -> str:
    longest = max(title.split(), key=len)
    return title.replace(longest, slipped(longest), 1)


SLIPS: dict[str, Callable[[Parts], Parts]] = {
    "nothing": lambda parts: parts,
    "author": lambda parts: parts._replace(people=[slipped(parts.people[0]), *parts.people[1:]]),
    "one author": lambda parts: parts._replace(people=parts.people[:1]),
    "a year late": lambda parts: parts._replace(year=parts.year + 1),
    "four years early": lambda parts: parts._replace(year=parts.year - 4),
    "no title": lambda parts: parts._replace(title=""),
    "typo": lambda parts: parts._replace(title=with_typo(parts.title)),
    "subtitle": lambda parts: parts._replace(title=parts.title.partition(":")[0]),
    "small letters": lambda parts: parts._replace(title=parts.title.lower()),
    "hyphens": lambda parts: parts._replace(title=parts.title.replace("-", "\u2010")),
}


def parts_of(item: CslItem) -> Parts | None:
    year = dates.year(item.get("issued"))
    title = titles.plain(item.get("title", "")).rstrip(".")
    people = [
        f"{name['family']} {names.initials(name.get('given', ''))}".strip()
        for name in item.get("author", [])
        if "family" in name
    ]
    needed = (people, item.get("container-title"), year, item.get("volume"), item.get("page"))
    if not all(needed) or len(titles.tokens(title)) < 5 or titles.notice_prefix(title)[0]:
        return None
    return Parts(people, title, item["container-title"], year or 0, item["volume"], item["page"])


def told(record: Record) -> set[str]:
    item = record.item
    words = titles.tokens(f"{item.get('title', '')} {item.get('container-title', '')}")
    return {word for word in words if len(word) > 3}


@pytest.fixture(scope="module")
def works() -> list[Record]:
    with gzip.open(DATA) as stream:
        read = crossref_json.read_lines(stream, Stamp("crossref", "2026-11-22T00:00:00Z"))
        return [records.merge([each]) for each in read if isinstance(each, Candidate)]


def written(works: list[Record]) -> Iterator[tuple[str, Record, list[Record]]]:
    """Each string with its record and the records that share most with it, rare words first."""
    spoken = {id(record): told(record) for record in works}
    common = Counter(word for words in spoken.values() for word in words)
    usable = [(record, parts) for record in works if (parts := parts_of(record.item))]
    for place, (record, parts) in enumerate(random.Random(7).sample(usable, SAMPLE)):
        slip = list(SLIPS.values())[place % len(SLIPS)]
        style = (vancouver, apa)[place // len(SLIPS) % 2]

        def shared(other: Record, own: frozenset[str] = frozenset(told(record))) -> float:
            return sum(1 / common[word] for word in own & spoken[id(other)])

        others = sorted((each for each in works if each is not record), key=shared, reverse=True)
        yield style(slip(parts)), record, others[:NEIGHBOURS]


def test_real_records_are_found_and_never_mistaken(works: list[Record]) -> None:
    found = 0
    for raw, record, neighbours in written(works):
        accepted = decide(Citation(raw), [*neighbours, record]).accepted
        assert accepted is None or accepted.record is record, raw
        found += accepted is not None
        without = decide(Citation(raw), neighbours)
        assert (without.accepted, without.ambiguous) == (None, False), raw
    assert found >= WANTED_RECALL * SAMPLE
