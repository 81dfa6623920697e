"""Tables fit what they are printed on, lose nothing where they wrap, and colours only repeat."""

from __future__ import annotations

import re
import unicodedata
from random import Random

import pytest

from citekit.reports import safe
from citekit.reports.surface import BEGINS, ENDS, Ink, Surface, folded, table

TITLE = "Allogenic mesenchymal stem cells transplantation in refractory lupus"
ROWS = [("Liang2010", "2010", "corrected", TITLE), ("W", "2011", "-", "Short")]
HEADED = [("notice", "pubmed", "retraction-watch"), ("erratum", "says nothing", "not asked")]


def printed(rows, surface: Surface, **more: object) -> list[str]:
    return "\n".join(table(rows, surface, **more)).split("\n")  # type: ignore[arg-type]


def test_what_a_pipe_gets_is_one_line_a_row_and_cut() -> None:
    assert printed(ROWS, Surface(60)) == [
        "Liang2010  2010  corrected  Allogenic mesenchymal stem cell…",
        "W          2011  -          Short",
    ]


def test_on_a_terminal_the_title_goes_on_beneath_itself() -> None:
    assert printed(ROWS, Surface(60, wraps=True)) == [
        "Liang2010  2010  corrected  Allogenic mesenchymal stem cells",
        "                            transplantation in refractory",
        "                            lupus",
        "W          2011  -          Short",
    ]


def test_on_a_narrow_one_it_stands_beneath_its_row() -> None:
    assert printed(ROWS, Surface(40, wraps=True)) == [
        "Liang2010  2010  corrected",
        "    Allogenic mesenchymal stem cells",
        "    transplantation in refractory lupus",
        "W          2011  -",
        "    Short",
    ]


def test_columns_get_narrower_down_to_their_words() -> None:
    assert printed(HEADED, Surface(36, wraps=True), beneath=False) == [
        "notice   pubmed     retraction-watch",
        "erratum  says       not asked",
        "         nothing",
    ]


def test_where_words_would_break_each_cell_has_a_line() -> None:
    assert printed(HEADED, Surface(30, wraps=True), beneath=False) == [
        "",
        "erratum",
        "    pubmed: says nothing",
        "    retraction-watch: not",
        "    asked",
    ]


@pytest.mark.parametrize("seed", range(40))
def test_nothing_is_lost_and_everything_fits(seed: int) -> None:
    chance = Random(seed)
    columns, beneath = chance.randint(30, 120), chance.random() < 0.5
    words = ["".join(chance.choices("abc中文é", k=chance.randint(1, 30))) for _ in range(20)]
    text = " ".join(words)
    rows = [("key", "state", "title"), ("k", "none", text)]
    lines = printed(rows, Surface(columns, wraps=True), beneath=beneath)
    assert max(map(safe.width, lines)) <= columns
    told = re.sub(r"\s|title:|state:", "", "".join(lines))
    assert re.sub(r"\s", "", text) in told


@pytest.mark.parametrize("wraps", [True, False])
def test_a_text_without_end_takes_no_time(wraps: bool) -> None:
    rows = [("k", "x" * 200_000), ("k", "x y " * 20_000)]
    assert printed(rows, Surface(80, wraps=wraps))


def test_a_line_flows_a_little_further_in_and_keeps_its_words() -> None:
    doi = "doi:10.1136/ard.2010.132639.and.much.longer.than.the.line"
    surface = Surface(30, wraps=True)
    assert surface.flow(f"    Comment in: Ann Rheum Dis. {doi} [pubmed]").split("\n") == [
        "    Comment in: Ann Rheum Dis.",
        f"        {doi}",
        "        [pubmed]",
    ]
    assert surface.flow("short") == "short"
    assert Surface(30).flow("x " * 40) == "x " * 40


def test_a_cell_keeps_its_indentation() -> None:
    assert folded("  one two three", 9) == ["  one two", "  three"]
    assert folded("", 9) == [""]


def test_paint_takes_no_room_and_lies_around_the_word_alone() -> None:
    inks = {2: {"corrected": Ink.DOUBT}.get}
    painted = printed(ROWS, Surface(60, wraps=True, painted=True), inks=inks)
    plain = printed(ROWS, Surface(60, wraps=True))
    assert f"{BEGINS}dcorrected{ENDS}" in painted[0]
    assert [re.sub(f"{BEGINS}.|{ENDS}", "", line) for line in painted] == plain
    assert printed(ROWS, Surface(60, wraps=True), inks=inks) == plain


def test_no_text_that_is_made_safe_holds_the_marks() -> None:
    assert BEGINS not in safe.line(f"a{BEGINS}b")
    assert {unicodedata.category(mark) for mark in (BEGINS, ENDS)} == {"Cc"}
