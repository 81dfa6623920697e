"""Which records of an index could be meant by a citation: good for recall, decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from citekit.matching.bulk.cascade import STEPS, weighable
from citekit.matching.bulk.decide import weigh
from citekit.matching.bulk.lookups import Lookups
from citekit.matching.bulk.query import LONGEST, prepare
from citekit.model import Citation, CslItem
from citekit.text import dates

MOST = 30
"""Rows that are given at most; several registries share an index."""


def retrieve(lookups: Lookups, citation: Citation) -> list[int]:
    """Give the rows of records that a citation could mean, the likeliest first."""
    best: dict[int, float] = {}
    for text in _texts(citation):
        query = prepare(text)
        rows = dict.fromkeys(row for step in STEPS for row in step(query, lookups))
        for row, record in weighable(query, lookups, rows):
            points = weigh(query, row, record).points
            best[row] = max(points, best.get(row, points))
    return sorted(best, key=lambda row: (-best[row], row))[:MOST]


def _texts(citation: Citation) -> Iterator[str]:
    """Give what was written, unless it is a page, and what was read off it."""
    if citation.raw and len(citation.raw) <= LONGEST:
        yield citation.raw
    if said := _written(citation.said):
        yield said


def _written(said: CslItem) -> str:
    """Write the fields as a citation: author, title, journal, year, volume, pages."""
    names = (one.get("family") or one.get("literal", "") for one in said.get("author", [])[:3])
    year = dates.year(said.get("issued"))
    place = f"{said.get('volume', '')}: {said.get('page') or said.get('number', '')}"
    parts = (", ".join(filter(None, names)), said.get("title"), said.get("container-title"))
    return ". ".join(filter(None, (*parts, str(year or ""), place.strip(" :"))))
