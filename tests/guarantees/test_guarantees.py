"""Every guarantee is tried a few times in the ordinary tests, and its figures stand in the docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.guarantees import page
from tests.guarantees.guarantee import Guarantee, Told
from tests.guarantees.run import Outcome, chosen, read, run
from tests.guarantees.table import GUARANTEES


@pytest.mark.parametrize("one", GUARANTEES, ids=lambda one: one.name)
def test_what_is_promised_holds_a_few_times(one: Guarantee, tmp_path: Path) -> None:
    if lacking := one.lacks():
        pytest.skip(lacking)
    for number in range(one.few):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert one.trial(number, folder).broken == ""


def test_the_page_tells_the_figures_that_were_recorded() -> None:
    assert page.PAGE.read_text() == page.written(GUARANTEES)


def test_what_is_done_is_not_tried_again(tmp_path: Path) -> None:
    done = tmp_path / "done.jsonl"
    done.write_text(
        '{"name": "x", "number": 0, "told": {"broken": "it fell", "figures": {"s": 2}}}\n{"name'
    )
    tried = Guarantee("x", "never falls", 1, lambda number, folder: Told())
    assert list(run([tried], done)) == [Outcome("x", 0, Told("it fell", {"s": 2}))]
    assert list(read(done)) == [("x", 0)]


def test_a_tenth_of_the_trials_has_something_of_everything() -> None:
    numbers = chosen(400, 10)
    assert len(set(numbers)) == 40
    assert max(numbers) < 400
    for turns in (2, 3, 6, 10):
        assert {number % turns for number in numbers} == set(range(turns))
    assert chosen(5, 1) == [0, 1, 2, 3, 4]
    assert chosen(5, 10) == [0]


def test_a_promise_that_was_broken_is_told_with_the_largest_figures() -> None:
    outcomes = [Outcome("x", 0, Told("", {"s": 1.5})), Outcome("x", 1, Told("it fell", {"s": 2.5}))]
    rows = page.summed(outcomes)
    promised = Guarantee("x", "Never falls", 10, lambda number, folder: Told())
    line = page.table([promised], rows).splitlines()[-1]
    assert line.startswith("| Never falls | `make guarantees ONLY=x` | 2 of 10 | 1 | s 2.5 | ")
