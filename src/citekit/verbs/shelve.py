"""Store what was resolved, one transaction for each work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from citekit.library.store import Library
from citekit.model import Resolution
from citekit.vocab import Outcome


def shelve(resolutions: Sequence[Resolution], library: Library) -> list[Resolution]:
    """Store every resolved citation and return all of them, the stored ones with their keys.

    What is ambiguous, not found or unavailable is never stored. A work and its links are stored
    together or not at all; a later work's failure leaves the earlier ones in.
    """
    return [_one(resolution, library) for resolution in resolutions]


def _one(resolution: Resolution, library: Library) -> Resolution:
    if resolution.outcome is not Outcome.RESOLVED or resolution.record is None:
        return resolution
    with library.write():
        added = library.add(resolution)
    return replace(resolution, key=added.key)
