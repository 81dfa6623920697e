"""Where the bibliography of a document is found, and what is said where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from citekit.settings import Settings
from citekit.verbs.sources import Gathered, gather

ENTRY = "@article{liang2010, title = {Allogenic cells}, doi = {10.1136/ard.2009.123463}}\n"
RIS = "TY  - JOUR\nID  - liang2010\nTI  - Cells\nDO  - 10.1136/ard.2009.123463\nER  - \n"
CSL = '[{"id": "liang2010", "type": "article", "title": "Cells", "DOI": "10.1136/ard.2009.123463"}]'


def read(*sources: str) -> Gathered:
    return gather(sources or ["paper.md"], Settings(offline=True))


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(**files: str) -> None:
    for name, text in files.items():
        path = Path(name.replace("__", "/").replace("_", "."))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.mark.parametrize(
    "files",
    [
        {"paper_md": "---\nbibliography: refs.bib\n---\n[@liang2010]", "refs_bib": ENTRY},
        {"paper_md": "---\nbibliography: [a.json]\n---\n[@liang2010]", "a_json": CSL},
        {"paper_md": "---\nbibliography: sub/a.ris\n---\n[@liang2010]", "sub__a_ris": RIS},
        {"paper_md": "[@liang2010]", "mine_bib": ENTRY, "package_json": "{}"},
        {"paper_md": "[@liang2010]", "mine_ris": RIS},
        {"paper_md": "[@liang2010]", "mine_json": CSL},
        {"paper_md": "as @liang2010 says", "mine_bib": ENTRY},
    ],
)
def test_a_bibliography_is_named_or_stands_beside(files: dict[str, str]) -> None:
    write(**files)
    gathered = read()

    assert [one.identifiers for one in gathered.citations] == [{"doi": "10.1136/ard.2009.123463"}]
    assert not gathered.problems
    assert not gathered.rejected


def test_the_path_is_relative_to_the_document() -> None:
    write(docs__paper_tex="\\bibliography{../refs}\\cite{liang2010}", refs_bib=ENTRY)

    (found,) = read("docs/paper.tex").citations
    assert (found.key, found.identifiers) == ("liang2010", {"doi": "10.1136/ard.2009.123463"})
    assert found.place is not None
    assert (found.place.path, found.place.line, found.place.column) == ("docs/paper.tex", 1, 29)


def test_a_bibliography_that_is_missing_is_a_problem_and_costs_no_other_citation() -> None:
    write(paper_md="---\nbibliography: gone.bib\n---\n[@liang2010] doi:10.1002/art.27548")
    gathered = read()

    assert [one.identifiers for one in gathered.citations] == [{"doi": "10.1002/art.27548"}]
    assert gathered.problems == ["paper.md:2: its bibliography gone.bib: no such file"]
    assert [one.reason for one in gathered.rejected] == ["no entry for key liang2010 in gone.bib"]


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("https://example.org/refs.bib", "is an address; save it and name the file"),
        ("/etc/passwd", "is of a kind that citekit does not read"),
        ("refs.yaml", "is of a kind that citekit does not read"),
        ("x\x00.bib", "no such file"),
        ("x.bib/y.bib", "no such file"),
    ],
)
def test_what_is_no_bibliography_is_not_opened(named: str, says: str) -> None:
    write(paper_tex=f"\\addbibresource{{{named}}}\\cite{{liang2010}}")

    (problem,) = read("paper.tex").problems
    assert problem.startswith("paper.tex:1: its bibliography ")
    assert says in problem


def test_several_beside_it_are_none() -> None:
    write(paper_md="[@liang2010]", a_bib=ENTRY, b_bib=ENTRY)

    (rejected,) = read().rejected
    assert rejected.reason == (
        "no entry for key liang2010 in the document: it names no bibliography, "
        "and 2 .bib files stand beside it"
    )


def test_a_document_without_keys_needs_no_bibliography() -> None:
    write(paper_md="---\nbibliography: gone.bib\n---\ndoi:10.1002/art.27548")

    assert not read().problems


def test_a_folder_with_a_lock_file_of_word(tmp_path: Path) -> None:
    write(in__paper_md="[@liang2010]", in__refs_bib=ENTRY)
    (tmp_path / "in" / "~$paper.docx").write_bytes(b"\x06me")
    gathered = read("in")

    assert not gathered.problems
    assert [one.place.path for one in gathered.citations if one.place] == [
        "in/paper.md",
        "in/refs.bib",
    ]
