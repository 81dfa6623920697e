"""Heaps, packs and full text give back what was put in."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.mirror.index import fulltext, heap
from citekit.mirror.index.fulltext import Shard
from citekit.mirror.index.heap import Heap, HeapWriter
from citekit.mirror.index.packs import Packs, PacksWriter

BODIES = st.lists(st.binary(max_size=300), max_size=50)


@given(BODIES, BODIES)
@settings(max_examples=30, deadline=None)
def test_joined_heaps_hold_all_texts_in_order(first: list[bytes], second: list[bytes]) -> None:
    with TemporaryDirectory() as name:
        folders = [Path(name) / "a", Path(name) / "b"]
        for folder, bodies in zip(folders, (first, second), strict=True):
            folder.mkdir()
            with HeapWriter(folder, "x") as writer:
                for body in bodies:
                    writer.add(body)
        heap.join(folders, "x", Path(name))
        held = Heap(Path(name), "x")
        assert [held[n] for n in range(len(held))] == first + second


@given(BODIES)
@settings(max_examples=30, deadline=None)
def test_packs_give_back_every_record(bodies: list[bytes]) -> None:
    with TemporaryDirectory() as name:
        with PacksWriter(Path(name)) as writer:
            for body in bodies:
                writer.add(body)
        held = Packs(Path(name))
        order = [*range(len(bodies))][::-1]
        assert [held[n] for n in order] == [bodies[n] for n in order]


def test_full_text_gives_the_best_rows_first_and_ties_by_row(tmp_path: Path) -> None:
    fulltext.write(tmp_path, ["red fox", "red red hen", "blue fish", "red fox", "the end"])
    shard = Shard(tmp_path, 100)
    assert [row for _, row in shard.said(["fox", "red"], 10)] == [100, 103, 101]
    assert [row for _, row in shard.said(["fox"], 1)] == [100]
    assert shard.said(["nobody"], 10) == []
    assert (shard.count("red"), shard.count("nobody")) == (3, 0)
