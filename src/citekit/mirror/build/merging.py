"""The steps after the segments; each makes a folder that is whole or not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citekit.matching.bulk.compact import decode
from citekit.matching.bulk.record_keys import index_text
from citekit.mirror.index import fulltext, heap, layout, merge, segment
from citekit.mirror.index.heap import Heap
from citekit.mirror.index.layout import ShardNotes
from citekit.mirror.index.merge import ALIVE, Part
from citekit.mirror.index.segment import COMPACTS

SHARD_ROWS = 2_000_000
"""Rows of one full-text shard: fewer are quicker to build again, more are quicker to search."""


class Merge(NamedTuple):
    """What is to be put together."""

    folder: Path
    generation: str
    parts: tuple[Part, ...]
    """Tables: those of the generation before, then those of the segments since."""
    segments: tuple[Part, ...]
    """All segments: who replaces whom."""
    shards: tuple[ShardNotes, ...]

    @property
    def target(self) -> Path:
        """The folder of the generation."""
        return layout.merged(self.folder, self.generation)

    @property
    def rows(self) -> int:
        """Records, living and dead."""
        return sum(part.records for part in self.segments)


class Step(NamedTuple):
    """One step: a table, or the full text of a range of rows."""

    what: Merge
    name: str
    shard: ShardNotes | None = None


def steps(what: Merge) -> list[Step]:
    """List the steps that can be done at the same time, once `tell_living` is done."""
    tables = [Step(what, name) for name in segment.TABLES]
    shards = [Step(what, _FULL_TEXT, one) for one in what.shards]
    return [*shards, Step(what, COMPACTS), *tables]


def tell_living(what: Merge) -> None:
    """Tell the living from the dead, which all tables need."""
    if not (what.target / ALIVE).exists():
        bits = merge.alive(what.segments)
        with segment.made(what.target / ALIVE) as folder:
            # numpy's tofile says nothing where the disk is full: half would be taken for whole.
            (folder / ALIVE).write_bytes(bits.tobytes())


def living(what: Merge) -> NDArray[np.bool_]:
    """Tell for every row whether its record lives, once `tell_living` is done."""
    bits = np.fromfile(what.target / ALIVE / ALIVE, np.uint8)
    return np.unpackbits(bits, count=what.rows, bitorder="little").astype(bool)


def do(step: Step) -> None:
    """Do one step, unless it is done."""
    target = _target(step)
    if not target.exists():
        with segment.made(target) as folder:
            _HOW.get(step.name, _table)(step, folder)


def _target(step: Step) -> Path:
    if step.shard is not None:
        return layout.shard(step.what.folder, step.shard.name)
    return step.what.target / step.name


def _table(step: Step, folder: Path) -> None:
    bits = np.fromfile(step.what.target / ALIVE / ALIVE, np.uint8)
    merge.table(step.what.parts, step.name, bits, folder)


def _compacts(step: Step, folder: Path) -> None:
    heap.join((_heap_of(part) for part in step.what.parts), COMPACTS, folder)


def _full_text(step: Step, folder: Path) -> None:
    if step.shard is not None:
        start = step.shard.base
        fulltext.write(folder, _texts(step.what.parts, start, start + SHARD_ROWS))


def _texts(parts: tuple[Part, ...], start: int, end: int) -> Iterator[str]:
    """Yield the words of each record from one row to below another."""
    return chain.from_iterable(
        _of_part(part, start, end)
        for part in parts
        if part.base < end and part.base + part.records > start
    )


def _of_part(part: Part, start: int, end: int) -> Iterator[str]:
    compacts = Heap(_heap_of(part), COMPACTS)
    first, last = max(start - part.base, 0), min(end - part.base, part.records)
    return (index_text(decode(compacts[row])) for row in range(first, last))


def _heap_of(part: Part) -> Path:
    return part.folder if part.runs else part.folder / COMPACTS


_FULL_TEXT = "fts"
_HOW: dict[str, Callable[[Step, Path], None]] = {COMPACTS: _compacts, _FULL_TEXT: _full_text}
