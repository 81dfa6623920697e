"""Which records of an index could be meant by a citation: good for recall, decided elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from citekit.matching.bulk.compact import of_item
from citekit.matching.bulk.lookups import Lookups
from citekit.matching.bulk.record_keys import content, record_keys
from citekit.model import Citation, CslItem
from citekit.text import sources, titles

MOST = 30
"""Rows that are given at most; several registries share an index."""
_TERMS = 8


def retrieve(lookups: Lookups, citation: Citation) -> list[int]:
    """Give the rows of records that a citation could mean, the likeliest first."""
    votes: Counter[int] = Counter()
    for keys in _keys(citation):
        votes.update(set(lookups.keyed(keys)))
    keyed = sorted(votes, key=lambda row: (-votes[row], row))
    return list(dict.fromkeys([*keyed[:MOST], *_said(lookups, citation)]))[:MOST]


def _said(lookups: Lookups, citation: Citation) -> list[int]:
    words = dict.fromkeys(content(titles.fold(f"{citation.raw} {citation.said.get('title', '')}")))
    known = [(count, word) for word in words if (count := lookups.rarity(word))]
    terms = [word for _, word in sorted(known)[:_TERMS]]
    return list(lookups.said(terms, MOST)) if terms else []


def _keys(citation: Citation) -> Iterator[tuple[int, ...]]:
    for item in _readings(citation):
        yield record_keys(of_item(item, citation.identifiers))


def _readings(citation: Citation) -> Iterator[CslItem]:
    yield citation.said
    yield {"title": citation.raw}
    for source in sources.find(citation.raw):
        yield source.item
