"""Sorted tables from 64-bit keys to rows: `NAME.key` and `NAME.row`, flat and little endian.

Within a key the rows ascend; a pair stands once.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from citekit.mirror.index.numbers import KEYS, ROWS, Keys, Rows, append, mapped

RUN = 4_000_000
"""Pairs that are sorted in memory at a time."""


class PostingsWriter:
    """Writes pairs in any order as one or more sorted runs, `NAME.0`, `NAME.1` …"""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._keys, self._rows = array("Q"), array("I")
        self.runs = 0

    def add(self, keys: Sequence[int], row: int) -> None:
        """Add one row under each of these keys."""
        self._keys.extend(keys)
        self._rows.extend([row] * len(keys))
        if len(self._keys) >= RUN:
            self._write_run()

    def close(self) -> None:
        """Write what is left; at least one run is there afterwards."""
        if self._keys or not self.runs:
            self._write_run()

    def _write_run(self) -> None:
        keys = np.frombuffer(self._keys, np.uint64)
        rows = np.frombuffer(self._rows, np.uint32)
        write(self._folder, f"{self._name}.{self.runs}", keys, rows)
        self.runs += 1
        self._keys, self._rows = array("Q"), array("I")


def write(folder: Path, name: str, keys: Keys, rows: Rows) -> None:
    """Write one table of pairs, whatever their order is."""
    keys, rows = arranged(keys, rows)
    with (folder / f"{name}.key").open("wb") as stream:
        append(stream, keys.astype(KEYS, copy=False))
    with (folder / f"{name}.row").open("wb") as stream:
        append(stream, rows.astype(ROWS, copy=False))


def arranged(keys: Keys, rows: Rows) -> tuple[Keys, Rows]:
    """Sort pairs by key, then row, and drop those that are there twice."""
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    if len(keys) < 2:
        return keys, rows
    first = np.ones(len(keys), bool)
    np.logical_or(keys[1:] != keys[:-1], rows[1:] != rows[:-1], out=first[1:])
    return (keys, rows) if first.all() else (keys[first], rows[first])


class Postings:
    """Reads one table; raises OSError where it is not there."""

    def __init__(self, folder: Path, name: str) -> None:
        self.keys: Keys = mapped(folder / f"{name}.key", KEYS)
        self.rows: Rows = mapped(folder / f"{name}.row", ROWS)

    def __len__(self) -> int:
        return len(self.keys)

    def under(self, key: int) -> list[int]:
        """List the rows of one key, in ascending order."""
        wanted = np.uint64(key)
        start = int(self.keys.searchsorted(wanted))
        end = int(self.keys.searchsorted(wanted, "right"))
        rows: list[int] = self.rows[start:end].tolist()
        return rows

    def under_any(self, keys: Sequence[int], most: int) -> list[int]:
        """List the rows of all these keys in ascending order, one entry for each key of a row.

        Keys with more than `most` rows are left out.
        """
        if not len(self.keys):
            return []
        wanted = np.array(keys, np.uint64)
        # In ascending order, so that each search goes on from where the last one ended.
        wanted.sort()
        starts = self.keys.searchsorted(wanted)
        there = np.flatnonzero(self.keys.take(starts, mode="clip") == wanted)
        if not there.size:
            return []
        ends = self.keys.searchsorted(wanted[there], "right").tolist()
        found: list[int] = []
        # The same key twice has the same start, which a dictionary holds once.
        for start, end in dict(zip(starts[there].tolist(), ends, strict=True)).items():
            if end - start <= most:
                found += self.rows[start:end].tolist()
        found.sort()
        return found
