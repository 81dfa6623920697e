"""Which records PubMed has not modified since they were fetched.

E-utilities have no conditional request, and a search gives no dates: only which of some PMIDs were
last modified within a span of days. So PubMed is asked for those modified *before* the records
were fetched: to be named proves that a record exists and stands. And for those modified since,
which must not name it too: a server that ignores the dates names everything twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from citekit.registries.batches import split
from citekit.registries.ncbi import Ncbi
from citekit.registries.questions import NoAnswer
from citekit.registries.record_cache import Kept

SEARCHED = 1000
"""PMIDs in one search."""
WORTH = 100
"""Fewer are fetched: two searches would save less than half an efetch."""
OVERLAP = timedelta(days=3)
"""One day because a day is all that is told of a modification, one because NCBI's day is not that
of UTC, one for records that are dated before they are shown."""
ONE_DAY = timedelta(days=1)
FIRST, LAST = "1900", "3000"


def confirm(ncbi: Ncbi, stale: Mapping[str, Kept], until: float) -> dict[str, str]:
    """Give the PMIDs of records that stand, with when PubMed said so.

    The days are counted from when the bodies were fetched, not from the last confirmation: however
    late a modification comes into the index, it is found then.
    """
    said: dict[str, str] = {}
    for batch in split(sorted(stale, key=lambda pmid: stale[pmid].fetched_at), SEARCHED):
        if len(batch) < WORTH:
            break
        since = _day(min(stale[pmid].fetched_at for pmid in batch)) - OVERLAP
        try:
            before, at = ncbi.modified(batch, FIRST, _written(since - ONE_DAY), until)
            after, _ = ncbi.modified(batch, _written(since), LAST, until)
        except NoAnswer:
            break  # what cannot be searched now may still be fetched
        said |= dict.fromkeys(before - after, at)
    return said


def _day(at: str) -> date:
    return date.fromisoformat(at[:10])


def _written(day: date) -> str:
    return day.strftime("%Y/%m/%d")
