"""Whose record is alive: the last of each ident, unless it was deleted after that."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.mirror.index import merge
from citekit.mirror.index.merge import Part
from citekit.mirror.index.postings import PostingsWriter
from citekit.mirror.index.segment import GONE, KEPT

EVENTS = st.lists(st.tuples(st.sampled_from(["add", "delete"]), st.integers(1, 6)), max_size=12)


def written(folder: Path, events: list[tuple[str, int]], base: int, rank: int) -> Part:
    folder.mkdir()
    kept, gone, row = PostingsWriter(folder, KEPT), PostingsWriter(folder, GONE), 0
    for what, ident in events:
        if what == "add":
            kept.add([ident], row)
            row += 1
        else:
            gone.add([ident], row)
    kept.close()
    gone.close()
    return Part(folder, base, row, {KEPT: kept.runs, GONE: gone.runs}, rank)


def expected(segments: list[list[tuple[str, int]]], ranks: list[int]) -> list[bool]:
    base = 0
    starts = []
    for events in segments:
        starts.append(base)
        base += sum(1 for what, _ in events if what == "add")
    alive: dict[int, int] = {}
    for number in sorted(range(len(segments)), key=ranks.__getitem__):
        row = starts[number]
        for what, ident in segments[number]:
            if what == "add":
                alive[ident] = row
                row += 1
            else:
                alive.pop(ident, None)
    return [row in set(alive.values()) for row in range(base)]


@given(st.lists(EVENTS, max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_living_are_those_of_a_dictionary(segments, random) -> None:
    ranks = list(range(len(segments)))
    random.shuffle(ranks)
    with TemporaryDirectory() as name:
        parts, base = [], 0
        for number, events in enumerate(segments):
            part = written(Path(name) / str(number), events, base, ranks[number])
            parts.append(part)
            base += part.records
        bits = merge.alive(parts)
        told = merge.np.unpackbits(bits, count=base, bitorder="little").astype(bool).tolist()
    assert told == expected(segments, ranks)
