"""All segments as one: which records are alive, and each table as one sorted whole.

Keys are taken range by range, as many as fit into bounded memory; a range is read from every
segment, sorted, and written behind the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citekit.mirror.index.numbers import KEYS, ROWS, Keys, Rows, append
from citekit.mirror.index.postings import Postings, arranged
from citekit.mirror.index.segment import GONE, KEPT

AT_ONCE = 3_000_000
"""Pairs that are sorted in memory at a time."""
_GRID = 1 << 14
"""Ranges of keys that are counted before they are put together."""
ALIVE = "alive.bits"

Bits = NDArray[np.uint8]


class Part(NamedTuple):
    """Tables of one segment, or those that were merged of the first ones."""

    folder: Path
    base: int
    """The row of its first record."""
    records: int
    runs: dict[str, int]
    """How many sorted runs a table has; 0: it is not in runs but already one."""
    rank: int = 0
    """Whose records replace whose: those of a higher rank the others'."""


def alive(parts: Sequence[Part]) -> Bits:
    """Tell for every row, a bit each, whether its record is neither replaced nor deleted.

    Of the records of one ident only the last is alive: in the order of rank, then of row.
    """
    total = max((part.base + part.records for part in parts), default=0)
    dead = np.zeros(total, bool)
    kept, gone = _tables(parts, KEPT), _tables(parts, GONE)
    for low, high in _ranges([*kept, *gone]):
        keys, order, rows = _ordered(kept, low, high)
        last = np.r_[keys[1:] != keys[:-1], True] if len(keys) else np.empty(0, bool)
        dead[rows[~last]] = True
        _bury(dead, (keys[last], order[last], rows[last]), _ordered(gone, low, high))
    return np.packbits(~dead, bitorder="little")


def is_alive(bits: Bits, rows: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Look rows up in `alive`."""
    picked = (bits[rows >> 3] >> (rows & 7).astype(np.uint8)) & 1
    living: NDArray[np.bool_] = picked.astype(bool)
    return living


def table(parts: Sequence[Part], name: str, bits: Bits, target: Path) -> int:
    """Write one table of all parts, of living records only; gives its number of pairs."""
    tables, count = _tables(parts, name), 0
    with (
        (target / f"{name}.key").open("wb") as key_file,
        (target / f"{name}.row").open("wb") as row_file,
    ):
        for low, high in _ranges(tables):
            keys, rows = _living(tables, low, high, bits)
            append(key_file, keys.astype(KEYS, copy=False))
            append(row_file, rows.astype(ROWS, copy=False))
            count += len(keys)
    return count


class _Table(NamedTuple):
    postings: Postings
    part: Part

    def slice(self, low: int, high: int) -> tuple[Keys, NDArray[np.int64]]:
        """Give the pairs from one key to below another; rows are those of the whole."""
        keys = self.postings.keys
        start = int(keys.searchsorted(np.uint64(low)))
        end = len(keys) if high > _HIGHEST else int(keys.searchsorted(np.uint64(high)))
        return keys[start:end], self.postings.rows[start:end].astype(np.int64) + self.part.base


_HIGHEST = (1 << 64) - 1


def _tables(parts: Sequence[Part], name: str) -> list[_Table]:
    return [_Table(one, part) for part in parts for one in _postings(part, name)]


def _postings(part: Part, name: str) -> Iterator[Postings]:
    if not part.runs:
        yield Postings(part.folder / name, name)
    for run in range(part.runs.get(name, 0)):
        yield Postings(part.folder, f"{name}.{run}")


def _ranges(tables: Sequence[_Table]) -> Iterator[tuple[int, int]]:
    """Cut the keys into ranges of at most some `AT_ONCE` pairs; hashes are not spread evenly."""
    grid = np.arange(_GRID, dtype=np.uint64) * np.uint64((1 << 64) // _GRID)
    counts = np.zeros(_GRID, np.int64)
    for one in tables:
        places = np.r_[one.postings.keys.searchsorted(grid), len(one.postings)]
        counts += np.diff(places)
    low, held = 0, 0
    for place, count in enumerate(counts.tolist()):
        if held and held + count > AT_ONCE:
            yield low, int(grid[place])
            low, held = int(grid[place]), 0
        held += count
    yield low, _HIGHEST + 1


def _living(tables: Sequence[_Table], low: int, high: int, bits: Bits) -> tuple[Keys, Rows]:
    slices = [one.slice(low, high) for one in tables]
    keys = np.concatenate([np.empty(0, np.uint64), *(keys for keys, _ in slices)])
    rows = np.concatenate([np.empty(0, np.int64), *(rows for _, rows in slices)])
    living = is_alive(bits, rows)
    return arranged(keys[living], rows[living].astype(np.uint32))


def _ordered(
    tables: Sequence[_Table], low: int, high: int
) -> tuple[Keys, NDArray[np.int64], NDArray[np.int64]]:
    """Give keys, their places in the order of replacing, and rows, sorted by the first two."""
    slices = [(one.slice(low, high), one.part.rank) for one in tables]
    keys = np.concatenate([np.empty(0, np.uint64), *(keys for (keys, _), _ in slices)])
    rows = np.concatenate([np.empty(0, np.int64), *(rows for (_, rows), _ in slices)])
    ranked = np.concatenate(
        [np.empty(0, np.int64), *(rows + (rank << 32) for (_, rows), rank in slices)]
    )
    order = np.lexsort((ranked, keys))
    return keys[order], ranked[order], rows[order]


def _bury(
    dead: NDArray[np.bool_],
    last: tuple[Keys, NDArray[np.int64], NDArray[np.int64]],
    gone: tuple[Keys, NDArray[np.int64], NDArray[np.int64]],
) -> None:
    """Mark as dead what was deleted after it had been added for the last time."""
    keys, order, rows = last
    gone_keys, gone_order, _ = gone
    if not len(gone_keys):
        return
    ends = gone_keys.searchsorted(keys, "right")
    is_gone = ends > gone_keys.searchsorted(keys)
    # A deletion's own place is the row that would have come next: what is before it goes.
    latest = gone_order[np.maximum(ends, 1) - 1]
    dead[rows[is_gone & (latest > order)]] = True
