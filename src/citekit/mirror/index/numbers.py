"""Flat files of numbers, little endian on every machine."""

from __future__ import annotations

import sys
from array import array
from pathlib import Path
from typing import BinaryIO, TypeVar

import numpy as np
from numpy.typing import NDArray

KEYS = np.dtype("<u8")
ROWS = np.dtype("<u4")
ENDS = np.dtype("<u8")

_Number = TypeVar("_Number", np.uint64, np.uint32)

Keys = NDArray[np.uint64]
Rows = NDArray[np.uint32]


def mapped(
    path: Path, kind: np.dtype[np.uint64] | np.dtype[np.uint32]
) -> NDArray[np.unsignedinteger]:
    """Map a file of numbers; raises OSError where there is none."""
    if path.stat().st_size == 0:  # which cannot be mapped
        return np.empty(0, kind)
    # A plain array costs less at every turn than the subclass that the map is.
    return np.asarray(np.memmap(path, kind, mode="r"))


def append(stream: BinaryIO, numbers: NDArray[_Number]) -> None:
    """Write numbers behind what a file holds."""
    stream.write(np.ascontiguousarray(numbers).data)


def write_array(stream: BinaryIO, numbers: array[int]) -> None:
    """Write numbers of the standard library's own kind."""
    if sys.byteorder == "big":
        numbers.byteswap()
    stream.write(numbers)
