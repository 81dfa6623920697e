"""Texts by number: a file of bytes one behind the other, and a file of where each ends.

`NAME.bin` and `NAME.ends`, the latter unsigned 64 bit numbers, little endian, of which the first is
always 0. Files are read through memory maps: what is not asked for is not read.
"""

from __future__ import annotations

import mmap
import shutil
import struct
from array import array
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from citekit.mirror.index.numbers import ENDS, append, mapped, write_array

_PAIR = struct.Struct("<QQ")
_WIDTH = 8
_PENDING = 65_536
"""Ends that are kept before they are written."""


class HeapWriter:
    """Writes texts; their numbers count from 0 in the order of adding."""

    def __init__(self, folder: Path, name: str) -> None:
        self._bodies = (folder / f"{name}.bin").open("wb")
        self._ends = (folder / f"{name}.ends").open("wb")
        self._pending = array("Q", [0])
        self._end = 0

    def add(self, body: bytes) -> None:
        """Add one text."""
        self._bodies.write(body)
        self._end += len(body)
        self._pending.append(self._end)
        if len(self._pending) >= _PENDING:
            self._flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._flush()
        self._bodies.close()
        self._ends.close()

    def _flush(self) -> None:
        write_array(self._ends, self._pending)
        del self._pending[:]


class Heap:
    """Reads what `HeapWriter` wrote; raises OSError where the files are not there."""

    def __init__(self, folder: Path, name: str) -> None:
        self._ends = _mapped(folder / f"{name}.ends")
        self._bodies = _mapped(folder / f"{name}.bin")

    def __len__(self) -> int:
        return len(self._ends) // _WIDTH - 1

    def __getitem__(self, number: int) -> bytes:
        start, end = _PAIR.unpack_from(self._ends, number * _WIDTH)
        return self._bodies[start:end]


def join(folders: Iterable[Path], name: str, target: Path) -> None:
    """Write one heap of several, in their order."""
    end = 0
    with (
        (target / f"{name}.bin").open("wb") as bodies,
        (target / f"{name}.ends").open("wb") as all_,
    ):
        all_.write(bytes(_WIDTH))
        for folder in folders:
            with (folder / f"{name}.bin").open("rb") as one:
                shutil.copyfileobj(one, bodies, 1 << 20)
            ends = mapped(folder / f"{name}.ends", ENDS)[1:]
            append(all_, ends + ENDS.type(end))
            end = bodies.tell()


def _mapped(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as stream:
        if path.stat().st_size == 0:  # which cannot be mapped
            return b""
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
