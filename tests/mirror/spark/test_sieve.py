import random
from pathlib import Path

import numpy as np

from citekit.mirror.spark.sieve import Sieve, SieveWriter


def some(seed: int, count: int) -> list[int]:
    rng = random.Random(seed)
    return [rng.getrandbits(64) for _ in range(count)]


def sieve(path: Path, keys: list[int]) -> Sieve:
    writer = SieveWriter(len(keys))
    for start in range(0, len(keys), 1000):
        writer.add(np.array(keys[start : start + 1000], np.uint64))
    writer.write(path)
    return Sieve(path)


def test_no_key_that_is_there_is_held_back(tmp_path: Path) -> None:
    keys = [0, 1, (1 << 63) - 1, 1 << 63, (1 << 64) - 1, *some(1, 20_000)]
    assert sieve(tmp_path / "sieve", keys).passes(np.array(keys, np.uint64)).all()


def test_of_strange_keys_few_pass(tmp_path: Path) -> None:
    held = sieve(tmp_path / "sieve", some(1, 50_000))
    assert held.passes(np.array(some(2, 50_000), np.uint64)).sum() < 1_000


def test_an_empty_sieve_holds_everything_back(tmp_path: Path) -> None:
    held = sieve(tmp_path / "sieve", [])
    assert not held.passes(np.array(some(1, 100), np.uint64)).any()
    assert len(held.passes(np.empty(0, np.uint64))) == 0


def test_it_costs_two_bytes_a_key(tmp_path: Path) -> None:
    sieve(tmp_path / "sieve", some(1, 10_000))
    assert (tmp_path / "sieve").stat().st_size == 20_000
