"""An index opened for asking: records by number (row), and the rows under names, keys and words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from citekit.errors import SettingsError
from citekit.matching.bulk.compact import Compact, decode
from citekit.matching.bulk.hashes import of_name
from citekit.matching.bulk.lookups import HOT
from citekit.mirror.index import layout
from citekit.mirror.index.fulltext import Shard
from citekit.mirror.index.heap import Heap
from citekit.mirror.index.layout import IndexNotes
from citekit.mirror.index.merge import ALIVE
from citekit.mirror.index.normaliser import normaliser
from citekit.mirror.index.packs import Packs
from citekit.mirror.index.postings import Postings
from citekit.mirror.index.segment import BLOCKS, COMPACTS, NAMES, SPEAKS

_OPEN_SEGMENTS = 128
_REMEMBERED = 500_000


class Shelf:
    """Answers `matching.bulk.lookups.Lookups` and hands out records; dead ones never come out.

    `title` names the mirror in messages. Raises SettingsError where the index is of another
    version or folded otherwise, or its files are not there.
    """

    def __init__(self, folder: Path, notes: IndexNotes, title: str) -> None:
        _check(notes, title)
        self.notes = notes
        self._folder = folder
        merged = layout.merged(folder, notes.generation)
        try:
            self._names = Postings(merged / NAMES, NAMES)
            self._blocks = Postings(merged / BLOCKS, BLOCKS)
            self._speaks = Postings(merged / SPEAKS, SPEAKS)
            self._compacts = Heap(merged / COMPACTS, COMPACTS)
            self._alive = np.fromfile(merged / ALIVE / ALIVE, np.uint8)
            self._shards = _shards(folder, notes)
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"{title} is not whole: {error}. Build or copy it again."
            ) from error
        self._compare(title)
        self._bases = [one.base for one in notes.segments]
        self.rarity = lru_cache(maxsize=_REMEMBERED)(self._rarity)
        self._packs = lru_cache(maxsize=_OPEN_SEGMENTS)(self._open_packs)

    @property
    def records(self) -> Mapping[str, int]:
        """Living records by registry."""
        return {one.registry: one.records for one in self.notes.registries}

    def named(self, name: str) -> Sequence[int]:
        """See `Lookups.named`."""
        return self._names.under(of_name(name))

    def keyed(self, keys: Sequence[int]) -> Sequence[int]:
        """See `Lookups.keyed`."""
        return self._blocks.under_any(keys, HOT)

    def said(self, terms: Sequence[str], limit: int) -> Sequence[int]:
        """See `Lookups.said`."""
        wanted = tuple(dict.fromkeys(terms))
        if not wanted or limit < 1:
            return []
        found = sorted(
            (-score, row) for one in self._shards for score, row in self._living(one, wanted, limit)
        )
        return [row for _, row in found[:limit]]

    def compact(self, row: int) -> Compact:
        """See `Lookups.compact`."""
        return decode(self._compacts[row])

    def registry(self, row: int) -> str:
        """Name the registry whose record it is."""
        return self.notes.segments[self._segment(row)].registry

    def raw(self, row: int) -> bytes:
        """Give the registry's own bytes of a record."""
        number = self._segment(row)
        return self._packs(number)[row - self._bases[number]]

    def speaking_of(self, name: str) -> Sequence[int]:
        """List the rows of records that carry a notice about the work of this name."""
        return self._speaks.under(of_name(name))

    def is_alive(self, row: int) -> bool:
        """Tell whether a record is neither replaced nor deleted."""
        return bool(self._alive[row >> 3] >> (row & 7) & 1)

    def rows(self) -> Iterator[int]:
        """Yield the rows of all living records, in ascending order."""
        return (row for row in range(self.notes.rows) if self.is_alive(row))

    def _living(
        self, shard: Shard, terms: Sequence[str], limit: int
    ) -> Sequence[tuple[float, int]]:
        """Search one shard, on and on where dead records take the places of living ones."""
        asked = limit
        while True:
            hits = shard.said(terms, asked)
            living = [hit for hit in hits if self.is_alive(hit[1])]
            if len(living) >= limit or len(hits) < asked:
                return living[:limit]
            asked *= 2

    def _rarity(self, term: str) -> int:
        return sum(one.count(term) for one in self._shards)

    def _segment(self, row: int) -> int:
        return bisect_right(self._bases, row) - 1

    def _open_packs(self, number: int) -> Packs:
        return Packs(layout.segment(self._folder, self.notes.segments[number].name))

    def _compare(self, title: str) -> None:
        if len(self._compacts) != self.notes.rows:
            raise SettingsError(
                f"{title} promises {self.notes.rows} rows, it has {len(self._compacts)}. "
                "Build or copy it again."
            )


def _check(notes: IndexNotes, title: str) -> None:
    if notes.schema != layout.SCHEMA:
        raise SettingsError(
            f"{title} has an index of version {notes.schema}; this citekit reads version "
            f"{layout.SCHEMA}. Build it again, or use the citekit that built it."
        )
    if notes.normaliser != normaliser():
        raise SettingsError(
            f"{title} has an index whose texts were folded otherwise ({notes.normaliser}, here "
            f"{normaliser()}). Build it again, or use the citekit and Python that built it."
        )


def _shards(folder: Path, notes: IndexNotes) -> list[Shard]:
    return [Shard(layout.shard(folder, one.name), one.base) for one in notes.shards]
