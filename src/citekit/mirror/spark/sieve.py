"""A Bloom filter of keys: what it holds back no record has, so that nobody need look for it.

One word of 64 bits for every few keys, and a few bits in it for each: a key costs one look into
memory. The file is the words alone, little endian; processes of one machine map it and share it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from citekit.mirror.index.numbers import KEYS, Keys, append, mapped

KEYS_A_WORD = 4
"""16 bits a key: of strange keys some 1 in 100 passes."""
_BITS = 6
_AT_ONCE = 4_000_000
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


class SieveWriter:
    """Collects keys, of which there will be about so many."""

    def __init__(self, expected: int) -> None:
        self._words = np.zeros(max(1, expected // KEYS_A_WORD), np.uint64)

    def add(self, keys: Keys) -> None:
        """Add keys, in any order and as often as one likes."""
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            np.bitwise_or.at(self._words, _places(some, len(self._words)), _masks(some))

    def write(self, path: Path) -> None:
        """Write the file."""
        with path.open("wb") as stream:
            append(stream, self._words.astype(KEYS, copy=False))


class Sieve:
    """Reads what `SieveWriter` wrote; raises OSError where the file is not there."""

    def __init__(self, path: Path) -> None:
        self._words: Keys = mapped(path, KEYS)

    def passes(self, keys: Keys) -> NDArray[np.bool_]:
        """Tell of each key whether a record may have it."""
        masks = _masks(keys)
        held: NDArray[np.bool_] = self._words[_places(keys, len(self._words))] & masks == masks
        return held


def _places(keys: Keys, words: int) -> NDArray[np.int64]:
    # The upper half of a hash, as a share of all words.
    return (((keys >> _HALF) * np.uint64(words)) >> _HALF).astype(np.int64)


def _masks(keys: Keys) -> Keys:
    # The lower bits chose no word; spread, six of them at a time choose a bit.
    hashes = keys * _SPREAD
    masks = np.zeros(len(keys), np.uint64)
    for turn in range(_BITS):
        masks |= np.uint64(1) << ((hashes >> np.uint64(58 - 6 * turn)) & np.uint64(63))
    return masks
