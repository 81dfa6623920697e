"""Files that cite are checked in place: each verdict at its line, and none too many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from citekit.checks.run import check_files
from citekit.findings import Checked
from citekit.settings import Settings
from tests.checks import papers
from tests.checks.papers import CITED, PAPERS, Paper, bibtex
from tests.registry_server import RegistryServer

Expected = list[tuple[str, int, str]]
"""Rules, each with its file and line."""


def ris(one: Paper) -> str:
    return (
        f"TY  - JOUR\nID  - {one.key}\nAU  - {one.family}, {one.given}\nTI  - {one.title}\n"
        f"JO  - {one.journal}\nPY  - {one.year}\nVL  - {one.volume}\nIS  - {one.issue}\n"
        f"SP  - {one.page}\nEP  - {one.last_page}\nDO  - {one.doi}\nER  - \n"
    )


def nbib(one: Paper) -> str:
    number = f"PMID- {one.pmid}\n" if one.pmid else ""
    return (
        f"{number}DP  - {one.year}\nVI  - {one.volume}\nIP  - {one.issue}\n"
        f"PG  - {one.page}-{one.last_page[-1:]}\nTI  - {one.title}.\n"
        f"FAU - {one.family}, {one.given}\nAU  - {one.family} {one.given[0]}\n"
        f"TA  - {one.abbreviated}\nJT  - {one.journal}\nPT  - Journal Article\n"
        f"LID - {one.doi} [doi]\n"
    )


def write(path: Path, written: Callable[[Paper], str], cited: Sequence[Paper]) -> list[int]:
    """Write entries with a line between them; gives the line of each."""
    lines, text = [], ""
    for one in cited:
        lines.append(text.count("\n") + 1)
        text += written(one) + "\n"
    path.write_text(text)
    return lines


@pytest.fixture
def filled(registries: RegistryServer, desk: Path) -> Path:
    papers.fill(registries)
    return desk


def found(checked: Checked) -> Expected:
    return [
        (one.place.path, one.place.line, one.rule.code)
        for one in checked.findings
        if one.place is not None
    ]


@pytest.mark.parametrize(
    ("name", "written"), [("refs.bib", bibtex), ("refs.ris", ris), ("refs.nbib", nbib)]
)
def test_each_entry_has_its_verdict_at_its_line(
    filled: Path, settings: Settings, name: str, written: Callable[[Paper], str]
) -> None:
    lines = write(filled / name, written, [one for one, _ in CITED])
    checked, gathered = check_files([name], settings)
    expected = [(name, line, rule) for line, (_, rule) in zip(lines, CITED, strict=True) if rule]
    assert found(checked) == expected
    assert (checked.unchecked, checked.count, gathered.problems) == ((), len(CITED), [])


MARKDOWN = "---\ntitle: A review\nbibliography: refs.bib\n---\n\n# Results\n\n"
LATEX = "\\documentclass{article}\n\\begin{document}\n\n"
LATEX_END = "\\bibliography{refs}\n\\end{document}\n"
MANUSCRIPTS = {
    "review.md": (MARKDOWN, "As was shown [@%s, p. 3].\n\n", ""),
    "review.qmd": (MARKDOWN, "It is known since @%s.\n\n", ""),
    "review.tex": (LATEX, "As was shown \\citep[see][p.~3]{%s}.\n\n", LATEX_END),
}


@pytest.mark.parametrize("name", MANUSCRIPTS)
def test_each_key_of_a_manuscript_has_its_entrys_verdict_at_its_own_line(
    filled: Path, settings: Settings, name: str
) -> None:
    write(filled / "refs.bib", bibtex, [one for one, _ in CITED])
    head, sentence, end = MANUSCRIPTS[name]
    (filled / name).write_text(head + "".join(sentence % one.key for one, _ in CITED) + end)
    first = head.count("\n") + 1
    checked, gathered = check_files([name], settings)
    assert found(checked) == [
        (name, first + 2 * number, rule) for number, (_, rule) in enumerate(CITED) if rule
    ]
    assert (checked.unchecked, checked.count, gathered.problems) == ((), len(CITED), [])


@pytest.mark.parametrize("name", MANUSCRIPTS)
def test_a_key_without_an_entry_and_one_of_a_broken_entry(
    filled: Path, settings: Settings, name: str
) -> None:
    clean, retracted = PAPERS["Alder2010"], PAPERS["Birch2011"]
    broken = "@article{Cedar2012,\n  title = {Cut off,\n\n"
    (filled / "refs.bib").write_text(broken + bibtex(clean) + bibtex(retracted))
    head, sentence, end = MANUSCRIPTS[name]
    keys = ("Alder2010", "Cedar2012", "Nobody2020", "Birch2011")
    (filled / name).write_text(head + "".join(sentence % key for key in keys) + end)
    first = head.count("\n") + 1
    checked, _ = check_files([name], settings)
    assert found(checked) == [
        (name, first + 2, "CK405"), (name, first + 4, "CK405"), (name, first + 6, "CK101"),
    ]  # fmt: skip


def test_entries_that_bibtex_would_lose_are_found(filled: Path, settings: Settings) -> None:
    clean, other = PAPERS["Alder2010"], PAPERS["Juniper2019"]
    taken = bibtex(other).replace("Juniper2019", "ALDER2010")
    broken = "@article{Cedar2012,\n  title = {Cut off,\n\n"
    text = bibtex(clean) + taken + broken + bibtex(PAPERS["Birch2011"])
    (filled / "refs.bib").write_text(text)
    checked, _ = check_files(["refs.bib"], settings)
    lines = [
        text[: text.index(start)].count("\n") + 1
        for start in ("@article{ALDER", "@article{Ced", "@article{Bir")
    ]
    assert found(checked) == [
        ("refs.bib", line, rule)
        for line, rule in zip(lines, ("CK404", "CK403", "CK101"), strict=True)
    ]


def test_a_reference_that_is_written_out(filled: Path, settings: Settings) -> None:
    """In a list of references each stands on its line; identifiers may be wrong there too."""

    def written(one: Paper) -> str:
        return (
            f"{one.family} {one.given[0]}. {one.title}. {one.abbreviated}. {one.year};{one.volume}"
            f"({one.issue}):{one.page}-{one.last_page}. doi:{one.doi}"
        )

    text = "# References\n\n" + "".join(
        f"{n}. {written(one)}\n" for n, (one, _) in enumerate(CITED, 1)
    )
    (filled / "review.md").write_text(text)
    checked, _ = check_files(["review.md"], settings)
    assert found(checked) == [
        ("review.md", 3 + n, rule) for n, (_, rule) in enumerate(CITED) if rule
    ]


def test_without_an_identifier_a_work_is_found_by_its_description(
    filled: Path, settings: Settings
) -> None:
    def written(one: Paper) -> str:
        return bibtex(one).replace(f"  doi = {{{one.doi}}},\n", "")

    cited = [(one, rule) for one, rule in CITED if rule != "CK202"]
    lines = write(filled / "refs.bib", written, [one for one, _ in cited])
    checked, _ = check_files(["refs.bib"], settings)
    verdicts = {(line, rule) for line, (_, rule) in zip(lines, cited, strict=True) if rule}
    unknown = {line for line, rule in verdicts if rule == "CK201"}
    expected = {(line, "CK203" if line in unknown else rule) for line, rule in verdicts}
    expected |= {(line, "CK402") for line in lines if line not in unknown}
    assert {(line, rule) for _, line, rule in found(checked)} == expected
    assert len(checked.findings) == len(expected)
