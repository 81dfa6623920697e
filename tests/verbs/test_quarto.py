"""Quarto projects: which bibliographies serve a document that stands in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from citekit.settings import Settings
from citekit.verbs.sources import Gathered, gather

ENTRY = "@article{liang2010, title = {Cells}, doi = {10.1136/ard.2009.123463}}\n"
OTHER = "@article{sun2010, title = {Umbilical}, doi = {10.1002/art.27548}}\n"
A, B = "10.1136/ard.2009.123463", "10.1002/art.27548"
PROJECT = "project:\n  type: website\nbibliography: refs.bib  # ours\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)


def read(*sources: str) -> Gathered:
    return gather(sources, Settings(offline=True))


def dois(*sources: str) -> list[str]:
    gathered = read(*sources)
    assert (gathered.problems, gathered.rejected) == ([], [])
    return [one.identifiers["doi"] for one in gathered.citations]


LAYOUTS = {
    "beside": {"a.qmd": "[@liang2010]", "_quarto.yml": PROJECT, "refs.bib": ENTRY},
    "above": {"in/deep/a.qmd": "[@liang2010]", "_quarto.yml": PROJECT, "refs.bib": ENTRY},
    "yaml": {"a.md": "[@liang2010]", "_quarto.yaml": PROJECT, "refs.bib": ENTRY},
    "a list": {
        "in/a.Rmd": "@liang2010 says",
        "_quarto.yml": "bibliography:\n  - no.bib\n  - refs/a.json\n",
        "no.bib": OTHER,
        "refs/a.json": f'[{{"id": "liang2010", "type": "article", "DOI": "{A}"}}]',
    },
    "not the document's folder": {
        "in/a.qmd": "[@liang2010]",
        "_quarto.yml": PROJECT,
        "refs.bib": ENTRY,
        "in/refs.bib": OTHER,
    },
    "the nearest": {
        "in/a.qmd": "[@liang2010]",
        "in/_quarto.yml": PROJECT,
        "in/refs.bib": ENTRY,
        "_quarto.yml": "bibliography: gone.bib",
    },
    "of a folder": {
        "in/a.qmd": "[@liang2010]",
        "in/_metadata.yml": "bibliography: [mine.bib]",
        "in/mine.bib": ENTRY,
        "_quarto.yml": "project:\n",
    },
    "before the one beside it": {
        "in/a.qmd": "[@liang2010]",
        "in/other.bib": OTHER,
        "_quarto.yml": PROJECT,
        "refs.bib": ENTRY,
    },
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_the_project_names_serves_its_documents(layout: str) -> None:
    write(LAYOUTS[layout])

    assert dois(next(iter(LAYOUTS[layout]))) == [A]


def test_the_documents_own_and_the_projects_serve_together_its_own_first() -> None:
    write(
        {
            "in/a.qmd": "---\nbibliography: own.bib\n---\n[@liang2010; @sun2010]",
            "in/own.bib": ENTRY,
            "_quarto.yml": PROJECT,
            "refs.bib": ENTRY.replace(A, "10.1234/other") + OTHER,
        }
    )
    assert dois("in/a.qmd") == [A, B]


@pytest.mark.parametrize(
    ("name", "reasons"),
    [("a.qmd", ["no entry for key gone in refs.bib"]), ("a.md", [])],
)
def test_in_a_document_of_quartos_every_name_is_a_key(name: str, reasons: list[str]) -> None:
    write({name: "@liang2010 and @gone say", "_quarto.yml": PROJECT, "refs.bib": ENTRY})
    gathered = read(name)

    assert [one.identifiers for one in gathered.citations] == [{"doi": A}]
    assert [one.reason for one in gathered.rejected] == reasons


@pytest.mark.parametrize(
    "text", ["", "\x00", "- a\n- b", "bibliography:\n", "{[", "a: &b\n  <<: *c"]
)
def test_a_project_that_names_none_leaves_the_one_beside(text: str) -> None:
    write({"a.qmd": "[@liang2010]", "_quarto.yml": text, "refs.bib": ENTRY})

    assert dois("a.qmd") == [A]


def test_a_missing_bibliography_of_the_project_is_told_once_where_it_is_named() -> None:
    write({"in/a.qmd": "[@liang2010]", "in/b.qmd": "[@sun2010]", "_quarto.yml": PROJECT})
    gathered = read("in")

    assert gathered.problems == ["_quarto.yml:3: its bibliography refs.bib: no such file"]
    assert [one.reason for one in gathered.rejected] == [
        "no entry for key liang2010 in refs.bib", "no entry for key sun2010 in refs.bib",
    ]  # fmt: skip


def test_a_project_file_that_is_no_text_is_a_problem_and_costs_no_other_citation() -> None:
    write({"a.qmd": "[@liang2010] doi:10.1002/art.27548", "b.qmd": "[@liang2010]"})
    write({"refs.bib": ENTRY})
    Path("_quarto.yml").write_bytes(b"\x89PNG\r\n\x1a\n")
    gathered = read("a.qmd", "b.qmd")

    assert [one.identifiers["doi"] for one in gathered.citations] == [A, B, A]
    assert gathered.problems == [
        "_quarto.yml: this is a PNG image, not text; give the text it shows, or a DOI or PMID"
    ]


@pytest.mark.parametrize("top", ["repository", "home"])
def test_nothing_above_the_repository_and_the_home_folder_is_looked_at(
    top: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"mine/in/a.qmd": "[@liang2010]", "_quarto.yml": PROJECT, "refs.bib": ENTRY})
    if top == "home":
        monkeypatch.setenv("HOME", str(tmp_path / "mine"))
    else:
        (tmp_path / "mine" / ".git").mkdir()
    (rejected,) = read("mine/in/a.qmd").rejected

    assert rejected.reason.endswith("it names no bibliography, and none stands beside it")
    write({"mine/_quarto.yml": PROJECT, "mine/refs.bib": ENTRY})
    assert dois("mine/in/a.qmd") == [A]


def test_the_projects_file_is_found_from_inside_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"in/a.qmd": "[@liang2010]", "_quarto.yml": PROJECT})
    monkeypatch.chdir("in")

    assert read("a.qmd").problems == [
        f"{tmp_path}/_quarto.yml:3: its bibliography {tmp_path}/refs.bib: no such file"
    ]


@pytest.mark.parametrize("name", ["a.tex", "a.txt"])
def test_what_is_no_document_of_quartos_has_no_project(name: str) -> None:
    write({name: "\\documentclass{x}\\cite{liang2010}", "_quarto.yml": PROJECT})
    write({"refs/refs.bib": ENTRY})

    assert read(name).problems == []
