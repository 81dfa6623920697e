"""`--format` is one option: the same names mean the same bytes, whichever command prints them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from citekit.cli.app import app
from tests.conftest import Citekit

KEY = "Muller2010Stem"
LISTING = {
    "list": ["list"],
    "search": ["search", "stem"],
    "show": ["show", KEY],
    "notices": ["notices"],
    "history": ["history", KEY],
    "diff": ["diff", "--since", "2000-01-01"],
    "ack": ["ack"],
}
WORKS = ("list", "search", "show")


@pytest.mark.parametrize("name", ["bibtex", "csv"])
def test_a_work_is_written_as_export_writes_it(shelved: Citekit, name: str) -> None:
    whole = shelved("export", "--format", name)
    one = shelved("export", "--format", name, KEY)
    assert one.code == whole.code == 0
    assert shelved("list", "--format", name).out == whole.out
    assert shelved("show", KEY, "--format", name).out == one.out


@pytest.mark.parametrize("verb", LISTING)
def test_every_list_is_a_table_json_and_csv(shelved: Citekit, verb: str) -> None:
    line = LISTING[verb]
    assert shelved(*line, "--format", "json").json["schema"] == f"citekit/{verb}/1"
    heading, *rows = csv.reader(io.StringIO(shelved(*line, "--format", "csv").out, newline=""))
    assert "key" in heading
    assert all(len(row) == len(heading) for row in rows)
    assert bool(rows) == (verb != "ack")


def test_a_table_is_text_by_another_name(shelved: Citekit) -> None:
    assert shelved("list", "--format", "table").out == shelved("list").out
    assert "(did you mean table?)" in shelved("list", "--format", "tabel").err


@pytest.mark.parametrize("verb", ["list", "notices", "resolve", "check", "export", "report"])
def test_an_unknown_format_is_refused_with_those_there_are(shelved: Citekit, verb: str) -> None:
    line = LISTING.get(verb, [verb, *(["x"] if verb in {"resolve", "add"} else [])])
    run = shelved(*line, "--format", "nonsense")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("citekit: there is no format 'nonsense'; known are ")


def test_every_format_option_is_the_shared_one() -> None:
    """A command with a list of its own would know other names."""
    import typer

    root = typer.main.get_command(app)
    found = [
        (name, option.metavar)
        for name, command in root.commands.items()  # type: ignore[attr-defined]
        for option in command.params
        if "--format" in option.opts
    ]
    assert len(found) >= 15
    assert {metavar for _, metavar in found} == {"FORMAT"}


def test_what_is_resolved_is_written_without_a_library(citekit: Citekit, desk: Path) -> None:
    asked = ["pmid:20650877", "10.1136/ard.2009.123463", "pmid:20506343"]
    run = citekit("--offline", "resolve", *asked, "--format", "bibtex")
    assert run.code == 0
    assert list(desk.iterdir()) == []
    added = citekit("--offline", "add", *asked, "--format", "bibtex")
    assert run.out == added.out == citekit("export", "--format", "bibtex").out
    assert run.out.count("@article{") == 2


def test_what_is_not_resolved_is_told_beside_the_file(citekit: Citekit) -> None:
    run = citekit("--offline", "resolve", "pmid:20650877", "pmid:99999999", "--format", "ris")
    assert run.code == 3
    assert run.out.count("TY  - ") == 1
    assert "99999999" in run.err


def test_the_past_and_the_sources_have_no_file(shelved: Citekit) -> None:
    for more in (["--sources"], ["--as-of", "2099-01-01"], ["--answer", "pubmed"]):
        run = shelved("show", KEY, *more, "--format", "ris")
        assert (run.code, run.out) == (2, "")
        assert "as it is now" in run.err


def test_no_cell_of_a_list_is_a_formula(shelved: Citekit) -> None:
    shelved("set", KEY, "title==1+1")
    for line in (["history", KEY], ["diff", "--since", "2000-01-01"]):
        out = shelved(*line, "--format", "csv").out
        assert ",'=1+1" in out
        assert ",=1+1" not in out
