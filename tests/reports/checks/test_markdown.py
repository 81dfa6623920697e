"""`check` as Markdown: no title breaks out of its cell."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from citekit.findings import Checked, Unchecked
from citekit.reports.checks import markdown
from tests.reports.checks import samples
from tests.reports.checks.samples import CLEAN, TITLE


def message(text: str) -> str:
    told = samples.printed("markdown", replace(CLEAN, findings=(replace(TITLE, message=text),)))
    return told.split("\n")[-1].removesuffix(" |").rpartition(" | ")[2]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a|b", "a&#124;b"),
        ("`a` \\", "&#96;a&#96; &#92;"),
        ("<!-- <img src=x>", "&#60;&#33;-- &#60;img src=x&#62;"),
        ("&lt;", "&#38;&#8203;lt;"),
        ("@someone and me@d.example", "&#64;&#8203;someone and me&#64;&#8203;d.example"),
        ("#12, GH-12, !12", "&#35;&#8203;12, GH&#8203;-12, &#33;&#8203;12"),
        ("[a](b) ![c][d]", "&#91;a&#93;(b) &#33;&#8203;&#91;c&#93;&#91;d&#93;"),
        ("https://d.example www.d.example", "https:&#8203;//d.example www&#8203;.d.example"),
        ("_a_ *b* ~c~ $d$", "&#95;a&#95; &#42;b&#42; &#126;&#8203;c&#126; &#36;&#8203;d&#36;"),
        ("two\r\n\n| lines |", "two &#124; lines &#124;"),
        ("10.1000/a.b(c):1-2; 5%", "10.1000/a.b(c):1-2; 5%"),
    ],
)
def test_what_means_something_to_a_host_means_nothing(text: str, told: str) -> None:
    assert message(text) == told


@samples.for_any_outcome
def test_every_row_has_five_cells_without_structure(checked: Checked) -> None:
    lines = samples.printed("markdown", checked).split("\n")
    rows = [line for line in lines if line.startswith("|")][2:]
    assert len(rows) == len(checked.findings)
    for row in rows:
        assert row.count("|") == 6
        assert not re.search(r"[\\`*_{}\[\]<>@]|://", row)
        assert not re.search(r"#(?!\d+;)", row)


@samples.for_any_outcome
def test_there_is_nothing_but_the_outcome_rows_and_bullets(checked: Checked) -> None:
    for line in samples.printed("markdown", checked).split("\n"):
        assert line[:2] in {"", "**", "| ", "- ", "Co"}


def test_a_comment_is_cut_with_a_sentence() -> None:
    many = tuple(replace(TITLE, message="@a " * 300, key=f"Doe{n}") for n in range(500))
    silent = tuple(
        Unchecked(f"mirror {n // 9}", f"<{'@' * 900} {n}", samples.LONG) for n in range(81)
    )
    text = samples.printed("markdown", replace(CLEAN, findings=many, unchecked=silent))
    assert len(text.encode()) <= markdown.COMMENT
    assert re.search(r"\n\n\d+ more findings, for which there is no room here\.\n\n\d+ more", text)
