"""Records that PubMed really has twice: either PMID is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from benchmarks.matching.parts import Parts

from citekit.text import titles


def classes(records: Mapping[str, Parts]) -> list[frozenset[str]]:
    """Find PMIDs with one title, journal, year and first page, and no two first authors.

    A page is needed: regular columns have the same title in every issue.
    """
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for pmid, parts in records.items():
        title = titles.fold(parts.title)
        if title and parts.first:
            found[title, parts.short, parts.year, parts.volume, parts.first].add(pmid)
    twins = (frozenset(one) for one in found.values() if len(one) > 1)
    return [one for one in twins if len(_first_authors(records[pmid] for pmid in one)) < 2]


def by_pmid(twins: Iterable[frozenset[str]]) -> dict[str, frozenset[str]]:
    """Look classes up by each PMID in them."""
    return {pmid: one for one in twins for pmid in one}


def _first_authors(records: Iterable[Parts]) -> set[str]:
    return {titles.fold(parts.authors[0].family) for parts in records if parts.authors}
