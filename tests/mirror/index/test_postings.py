from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.mirror.index import merge, postings
from citekit.mirror.index.merge import Part
from citekit.mirror.index.postings import Postings, PostingsWriter

KEYS = (
    st.integers(0, 7) | st.sampled_from([2**63, 2**64 - 1, 2**64 - 2]) | st.integers(0, 2**64 - 1)
)
PAIRS = st.lists(st.tuples(KEYS, st.integers(0, 30)), max_size=60)


def model(pairs: list[tuple[int, int]]) -> dict[int, list[int]]:
    held: dict[int, set[int]] = {}
    for key, row in pairs:
        held.setdefault(key, set()).add(row)
    return {key: sorted(rows) for key, rows in held.items()}


@given(PAIRS, st.lists(KEYS, max_size=10), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_a_table_answers_as_a_dictionary_does(
    pairs: list[tuple[int, int]], asked: list[int], most: int
) -> None:
    told = model(pairs)
    with TemporaryDirectory() as name:
        writer = PostingsWriter(Path(name), "t")
        for key, row in pairs:
            writer.add([key], row)
        writer.close()
        table = Postings(Path(name), "t.0")
        assert {key: table.under(key) for key in [*told, *asked]} == {
            key: told.get(key, []) for key in [*told, *asked]
        }
        expected = sorted(
            row for key in set(asked) for row in told.get(key, []) if len(told[key]) <= most
        )
        assert table.under_any(asked, most) == expected


@given(st.lists(st.tuples(PAIRS, st.integers(31, 40)), max_size=4), st.sets(st.integers(0, 120)))
@settings(max_examples=40, deadline=None)
def test_merged_tables_answer_as_a_dictionary_of_the_living_does(
    parts: list[tuple[list[tuple[int, int]], int]], dead: set[int]
) -> None:
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "RUN", 7)
        patch.setattr(merge, "AT_ONCE", 5)
        made, every, base = [], [], 0
        for number, (pairs, records) in enumerate(parts):
            folder = Path(name) / str(number)
            folder.mkdir()
            writer = PostingsWriter(folder, "t")
            for key, row in pairs:
                writer.add([key], row)
            writer.close()
            made.append(Part(folder, base, records, {"t": writer.runs}))
            every += [(key, base + row) for key, row in pairs if base + row not in dead]
            base += records
        living = merge.np.array([row not in dead for row in range(base)], bool)
        bits = merge.np.packbits(living, bitorder="little")
        merge.table(made, "t", bits, Path(name))
        merged = Postings(Path(name), "t")
        told = model(every)
        assert {key: merged.under(key) for key in told} == told
        assert merged.keys.tolist() == sorted(merged.keys.tolist())
        assert len(merged) == sum(map(len, told.values()))


def test_a_row_stands_once_for_each_of_its_keys(tmp_path: Path) -> None:
    writer = PostingsWriter(tmp_path, "t")
    for row in (3, 1):
        writer.add([5, 9], row)
    writer.close()
    assert Postings(tmp_path, "t.0").under_any([9, 5, 9], 200) == [1, 1, 3, 3]


def test_a_missing_table_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        Postings(tmp_path, "none")
