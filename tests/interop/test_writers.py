"""A thousand real records through each writer: nothing of them becomes syntax."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

import pytest

from citekit.formats.bibtex_patch import spans
from citekit.model import StoredWork
from citekit.verbs.export import FORMATS, format_named, render, ways
from tests.formats.test_latex_ascii import ALLOWED, COMMAND
from tests.interop import corpus

pytestmark = pytest.mark.interop

# What begins a formula in a spreadsheet (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def works() -> list[StoredWork]:
    return corpus.works()


def written(works: list[StoredWork], name: str, flavour: str | None = None, **told: bool) -> str:
    form = format_named(name, None)
    return render(works, form, ways(form, flavour, ascii_only=told.get("ascii_only", False)))


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_latex_has_only_our_commands_and_balanced_braces(
    works: list[StoredWork], name: str, ascii_only: bool
) -> None:
    text = written(works, name, ascii_only=ascii_only)
    assert not ascii_only or text.isascii()
    assert set(COMMAND.findall(text)) <= ALLOWED
    entries = re.split(r"^(?=@)", text, flags=re.MULTILINE)[1:]
    assert len(entries) == corpus.WORKS
    for entry in entries:
        assert entry.count("{") == entry.count("}"), entry
        assert all(deepest(entry[one.value : one.end]) >= 0 for one in spans(entry)), entry
        lines = len(entry.strip().splitlines())
        assert len(spans(entry)) == lines - 2, entry


def deepest(value: str) -> int:
    """Give the lowest depth of braces that is reached inside of a value."""
    depth, lowest = 0, 0
    for character in value:
        depth += {"{": 1, "}": -1}.get(character, 0)
        lowest = min(lowest, depth)
    return lowest


RIS_FLAVOURS = (None, *next(one.flavours for one in FORMATS if one.name == "ris"))


@pytest.mark.parametrize("flavour", RIS_FLAVOURS)
def test_every_line_of_ris_is_a_tag_that_was_meant(
    works: list[StoredWork], flavour: str | None
) -> None:
    lines = [line for line in written(works, "ris", flavour).split("\n") if line.strip()]
    assert [line for line in lines if not re.match(r"[A-Z][A-Z0-9]  - ", line)] == []
    counts = Counter(line[:2] for line in lines)
    assert counts["TY"] == counts["ER"] == corpus.WORKS
    tags = [line[:2] for line in lines if line[:2] in {"TY", "ER"}]
    assert tags == ["TY", "ER"] * corpus.WORKS


def test_every_line_of_nbib_is_a_tag_or_goes_on(works: list[StoredWork]) -> None:
    lines = [line for line in written(works, "nbib").split("\n") if line.strip()]
    assert [line for line in lines if not re.match(r"[A-Z]{2,4} *- |      \S", line)] == []
    assert all(line[4:6] == "- " for line in lines if not line.startswith(" "))


def test_every_line_of_enw_is_a_tag(works: list[StoredWork]) -> None:
    lines = [line for line in written(works, "enw").split("\n") if line.strip()]
    assert [line for line in lines if not re.match(r"%\S ", line)] == []
    assert sum(line.startswith("%0 ") for line in lines) == corpus.WORKS


def test_no_cell_of_csv_begins_a_formula(works: list[StoredWork]) -> None:
    rows = list(csv.reader(io.StringIO(written(works, "csv"), newline="")))
    assert len(rows) == corpus.WORKS + 1
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == []


def test_a_reference_list_has_one_line_for_each_work(works: list[StoredWork]) -> None:
    lines = written(works, "vancouver").splitlines()
    numbers = [int(one[1]) for line in lines if (one := re.match(r"(\d+)\. ", line))]
    assert numbers == list(range(1, corpus.WORKS + 1))
