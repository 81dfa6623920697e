"""Full text on a worker: the mirror's, or the shards that Spark made; opened once in a process."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

from citekit.errors import SettingsError
from citekit.mirror import manifest
from citekit.mirror.index.fulltext import Shard
from citekit.mirror.index.shelf import Shelf
from citekit.mirror.spark import tables
from citekit.mirror.spark.tables import Notes

_REMEMBERED = 500_000


class Words(Protocol):
    """What the full-text step asks; see `matching.bulk.lookups.Lookups`."""

    def said(self, terms: Sequence[str], limit: int) -> Sequence[int]:
        """See `Lookups.said`."""

    def rarity(self, term: str) -> int:
        """See `Lookups.rarity`."""


class Shards:
    """Shards of records that are all alive."""

    def __init__(self, folder: Path, bases: Sequence[int]) -> None:
        self._shards = [Shard(folder / str(base), base) for base in bases]
        self.rarity = lru_cache(maxsize=_REMEMBERED)(self._rarity)

    def said(self, terms: Sequence[str], limit: int) -> Sequence[int]:
        """See `Words.said`."""
        if not terms:
            return []
        found = [(-score, row) for one in self._shards for score, row in one.said(terms, limit)]
        return [row for _, row in sorted(found)[:limit]]

    def _rarity(self, term: str) -> int:
        return sum(one.count(term) for one in self._shards)


@cache
def opened(folder: str) -> Words:
    """Open the full text that goes with a folder of tables; raises SettingsError."""
    notes = tables.read(Path(folder))
    if notes.mirror is None:
        return Shards(Path(folder) / tables.FULL_TEXT, notes.shards)
    return _shelf(notes, Path(notes.mirror))


def is_reachable(folder: Path, notes: Notes) -> bool:
    """Tell whether there is any full text; raises SettingsError where it is of other rows."""
    if notes.mirror is None:
        return bool(notes.shards)
    if not (Path(notes.mirror) / manifest.NAME).exists():
        return False
    opened(str(folder))
    return True


def _shelf(notes: Notes, mirror: Path) -> Shelf:
    told = manifest.read(mirror)
    if told.index is None or told.index.generation != notes.generation:
        raise SettingsError(
            f"{mirror} has changed since its tables were written: export them again"
        )
    return Shelf(mirror, told.index, told.title)
