"""The registries' own bytes of each record, several records compressed together."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

import zstandard

from citekit.mirror.index.heap import Heap, HeapWriter

TOGETHER = 16
"""Records in one pack: more compress better, and cost whoever wants one of them more."""
_LEVEL = 1
_NAME = "raw"


class PacksWriter:
    """Writes records; their numbers count from 0 in the order of adding."""

    def __init__(self, folder: Path) -> None:
        self._packs = HeapWriter(folder, _NAME)
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL)
        self._waiting: list[bytes] = []

    def add(self, record: bytes) -> None:
        """Add one record's bytes."""
        self._waiting.append(record)
        if len(self._waiting) == TOGETHER:
            self._write()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._waiting:
            self._write()
        self._packs.__exit__(kind, error, trace)

    def _write(self) -> None:
        self._packs.add(self._compressor.compress(_joined(self._waiting)))
        self._waiting = []


class Packs:
    """Reads what `PacksWriter` wrote; raises OSError where the files are not there."""

    def __init__(self, folder: Path) -> None:
        self._packs = Heap(folder, _NAME)
        self._records = lru_cache(maxsize=4)(self._read)

    def __getitem__(self, number: int) -> bytes:
        return self._records(number // TOGETHER)[number % TOGETHER]

    def _read(self, pack: int) -> Sequence[bytes]:
        return _parted(zstandard.ZstdDecompressor().decompress(self._packs[pack]))


def _joined(records: Sequence[bytes]) -> bytes:
    lengths = struct.pack(f"<{len(records) + 1}I", len(records), *map(len, records))
    return b"".join([lengths, *records])


def _parted(pack: bytes) -> list[bytes]:
    (count,) = struct.unpack_from("<I", pack)
    records: list[bytes] = []
    start = 4 * (count + 1)
    for length in struct.unpack_from(f"<{count}I", pack, 4):
        records.append(pack[start : start + length])
        start += length
    return records
