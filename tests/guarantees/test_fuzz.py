"""What fuzzing would find is found: each way to fail is planted once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import pytest

from citekit.errors import FormatError
from citekit.model import Citation, Entry, Place, Rejected
from tests.guarantees.fuzz import counts, trials
from tests.guarantees.fuzz.mutate import LARGEST, made
from tests.guarantees.fuzz.readers import READERS, Reader
from tests.guarantees.fuzz.ten_megabytes import _NAMES, _UNITS

BIB = READERS[0]


def entry(raw: str, line: int = 1) -> Entry:
    return Entry(None, {}, Place("x", line), raw)


def reading(found: Callable[[bytes], Iterator[object]], like: Reader = BIB) -> Reader:
    return replace(like, read=lambda data, _name: found(data))


def raising(error: BaseException) -> Reader:
    def read(_data: bytes) -> Iterator[object]:
        raise error
        yield

    return reading(read)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_an_input_is_the_same_each_time_and_never_too_long(reader: Reader) -> None:
    first, second = (list(trials.inputs(reader, 7, 5)) for _ in range(2))
    assert first == second
    assert first != list(trials.inputs(reader, 8, 5))
    assert max(len(made(Random(n), reader.kit())) for n in range(20)) <= LARGEST


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_few_inputs_are_read_or_refused(reader: Reader) -> None:
    told = [trials.judge(reader, data).broken for data in trials.inputs(reader, 1, 3)]
    assert told == [""] * 3


@pytest.mark.parametrize(
    "error", [KeyError("x"), RecursionError(), AssertionError(), MemoryError()]
)
def test_any_error_but_citekits_own_is_told(error: Exception) -> None:
    assert trials.judge(raising(error), b"").broken.startswith(type(error).__name__)


def test_an_error_of_citekits_own_needs_words() -> None:
    assert trials.judge(raising(FormatError("it is cut")), b"").broken == ""
    assert trials.judge(raising(FormatError(" ")), b"").broken


def test_what_takes_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "SLOWEST", -1.0)
    assert trials.judge(BIB, b"@a{b}").broken.startswith("took ")


def test_what_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_data: bytes) -> Iterator[object]:
        while True:
            pass
        yield

    monkeypatch.setattr(trials, "_GIVEN_UP", 0.05)
    assert trials.judge(reading(endless), b"").broken == "not read after 0.05 s"


def test_a_command_that_fails_is_told(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_arguments: object) -> int:
        return 70

    monkeypatch.setattr(trials, "main", broken)
    assert trials.trial(BIB, 0, tmp_path).broken.startswith("input 0: import ended with 70")


LOST = {
    "an entry": (counts.bibtex, b"@a{b}\n@c{d}\n", [entry("@a{b}")]),
    "a line": (counts.lines, b"TY  - A\nER  - \nTY  - B\n", [entry("TY  - A\nER  -")]),
    "a line twice": (counts.lines, b"x\n", [entry("x"), entry("x")]),
    "an item": (counts.json_list, b"[1, 2]", [entry("1")]),
    "a cut file": (counts.json_list, b"{", []),
    "a json line": (counts.json_lines, b"{}\n{}\n", [entry("{}")]),
    "an element": (counts.elements("r"), b"<x><r/><r/></x>", [entry("<r/>")]),
    "a row": (counts.rows, b"a,b\n1,2\n3,4\n", [entry("1,2")]),
    "a place": (counts.places, b"one\n", [Citation("x", Place("x", 9))]),
    "a column": (counts.places, b"one\n", [Rejected(Place("x", 1, 0), "x", "why")]),
}


@pytest.mark.parametrize("name", LOST)
def test_what_is_lost_is_told(name: str) -> None:
    count, data, found = LOST[name]
    assert count(data, found)


def test_nothing_is_told_where_nothing_is_lost() -> None:
    assert counts.bibtex(b"@a{b}\n\n@c{d}", [entry("@a{b}"), entry("@c{d}", 3)]) == ""
    assert counts.lines(b"1.\r\nTY  - A\r\nER  - \r\n", [entry("TY  - A\nER  -")]) == ""
    assert counts.json_list(b"[1, 2]", [entry("1"), entry("2")]) == ""
    assert counts.elements("r")(b"<x><r/></x>", [entry("<r/>")]) == ""
    assert counts.rows(b"a,b\n1,2\n", [entry("1,2")]) == ""


def test_there_are_ten_megabytes_for_every_reader_of_one_format() -> None:
    assert set(_NAMES) == set(_UNITS) == {reader.name for reader in READERS} - {"any"}
    assert all(unit(1) != unit(2) for unit in _UNITS.values())
