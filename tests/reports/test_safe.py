"""No character of a record may act on a terminal."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.reports import safe
from citekit.reports.surface import Surface, cut, table


@given(st.text(st.characters(exclude_categories=[])))
def test_a_safe_line_has_no_control_or_direction_character(given_text: str) -> None:
    made = safe.line(given_text)
    assert not [c for c in made if unicodedata.category(c) == "Cc"]
    made.encode()
    assert not set(made) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def test_an_escape_sequence_loses_its_escape() -> None:
    assert safe.line("a\x1b[31mred\x1b]8;;http://x\x07b\x9b2J") == "a [31mred ]8;;http://x b 2J"


@pytest.mark.parametrize(("given_text", "columns"), [("abc", 3), ("中文", 4), ("e\u0301", 1)])
def test_width_counts_terminal_columns(given_text: str, columns: int) -> None:
    assert safe.width(given_text) == columns


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_a_cut_text_fits(given_text: str, columns: int) -> None:
    assert safe.width(cut(safe.line(given_text), columns)) <= columns


def test_a_table_aligns_and_cuts_its_last_column() -> None:
    rows = [("a", "bb", "a title that is long enough to be cut"), ("ccc", "d", "short")]
    assert list(table(rows, Surface(30))) == [
        "a    bb  a title that is long…",
        "ccc  d   short",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("short", "short"),
        ("x \ud800 a\nb", "x \ufffd a b"),
        ("abcdef ghij", "abcdef gh…"),
        ("abcdefgh ij", "abcdefgh…"),
        (" " * 101 + "a", "…"),
        ("", ""),
    ],
)
def test_a_brief_text_is_one_line_and_marked_where_it_is_cut(text: str, told: str) -> None:
    assert safe.brief(text, 10) == told


def test_a_path_keeps_its_blanks() -> None:
    assert safe.path("a  b\n\x1b\udcff\u202e.bib ") == "a  b\ufffd\ufffd\ufffd\ufffd.bib "


def test_json_keeps_its_values_and_its_lines() -> None:
    value = {"a": "\x7f\x9b\u2028\u202e\ufeff é\n\x1b"}
    text = safe.json_text(json.dumps(value, ensure_ascii=False, indent=2))
    assert json.loads(text) == value
    assert text == '{\n  "a": "\\u007f\\u009b\\u2028\\u202e\\ufeff é\\n\\u001b"\n}'
    assert safe.json_text('"\ud800"') == '"\ufffd"'


def test_a_page_keeps_its_lines_and_nothing_that_acts() -> None:
    given = "a\tb\r\nc\n\x1b[2J\rd\u202e\u200f\ufeff\x9b"
    assert safe.page(given) == "a\tb\r\nc\n\ufffd[2J\ufffdd\ufffd\ufffd\ufffd\ufffd"
