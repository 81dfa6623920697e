"""Records that PubMed really has twice: either PMID is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from benchmarks.matching.parts import Parts
from rapidfuzz import fuzz

from citekit.text import titles
from citekit.text.notice_titles import notice_prefix
from citekit.text.part_titles import part_numeral

ALIKE = 92
"""Of 100: how like each other two titles on the same pages are that differ by a slip."""


def classes(records: Mapping[str, Parts]) -> list[frozenset[str]]:
    """Find PMIDs of one paper: one journal, year, volume and page, one title but for slips.

    A page is needed, as regular columns have the same title in every issue. First authors may be
    missing, not different; parts of a series and notices are papers of their own.
    """
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for pmid, parts in records.items():
        if parts.title and parts.first:
            places[parts.short, parts.year, parts.volume, parts.first].append(pmid)
    crowded = (pmids for pmids in places.values() if len(pmids) > 1)
    return [one for pmids in crowded for one in _joined(pmids, records)]


def by_pmid(twins: Iterable[frozenset[str]]) -> dict[str, frozenset[str]]:
    """Look classes up by each PMID in them."""
    return {pmid: one for one in twins for pmid in one}


def _joined(pmids: Sequence[str], records: Mapping[str, Parts]) -> Iterator[frozenset[str]]:
    groups: list[set[str]] = []
    for one, other in combinations(pmids, 2):
        if _same(records[one], records[other]):
            touched = [group for group in groups if not group.isdisjoint((one, other))]
            groups = [group for group in groups if group not in touched]
            groups.append({one, other}.union(*touched))
    return map(frozenset, groups)


def _same(one: Parts, other: Parts) -> bool:
    left, right = titles.fold(one.title), titles.fold(other.title)
    if not _authors_agree(one, other):
        return False
    if left == right:
        return bool(left)
    return (
        one.last == other.last
        and fuzz.ratio(left, right) >= ALIKE
        and part_numeral(one.title) == part_numeral(other.title)
        # `Correction to Lancet Oncol 2021; 22: 872-82` differs from its neighbours in digits only.
        and not any(notice_prefix(parts.title)[0] for parts in (one, other))
    )


def _authors_agree(one: Parts, other: Parts) -> bool:
    if not one.authors or not other.authors:
        return True
    left, right = (titles.fold(parts.authors[0].family) for parts in (one, other))
    return fuzz.ratio(left, right) >= 80
