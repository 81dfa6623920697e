"""`citekit check`: what it prints, where it writes, and how it leaves."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from citekit.cli.check import Form
from citekit.reports.checks.formats import FORMATS
from tests.conftest import EXAMPLES, Citekit

A = "title = {Allogenic mesenchymal stem cells transplantation in refractory systemic lupus erythematosus: a pilot clinical study}"  # noqa: E501
B = "title = {Umbilical cord mesenchymal stem cell transplantation in severe and refractory systemic lupus erythematosus}"  # noqa: E501
REFS = f"""@article{{liang,
  {A},
  doi = {{10.1136/ard.2009.123463}},
}}

@article{{wang,
  {B},
  volume = 63,
  pmid = {{20506343}},
}}
"""
ERRATUM = (
    "refs.bib:1: warning: CK105: liang: PubMed reports an erratum, 2011-01: "
    "Ann Rheum Dis. 2011 Jan;70(1):237.\n"
)
COMMENT = (
    "refs.bib:1: note: CK106: liang: PubMed reports a comment, 2010-08: "
    "Ann Rheum Dis. 2010 Aug;69(8):1413-4.\n"
)
VOLUME = "refs.bib:6: warning: CK215: wang: the volume here is 63; PubMed and Crossref have 62\n"
SUMMARY = "2 checked, 3 findings (2 warnings, 1 note)\n"


@pytest.fixture
def refs(desk: Path) -> Path:
    path = desk / "refs.bib"
    path.write_text(REFS, encoding="utf-8")
    return path


def test_files_are_checked_in_place(citekit: Citekit, refs: Path) -> None:
    run = citekit("--offline", "check", "refs.bib")
    assert run.out == ERRATUM + COMMENT + VOLUME + SUMMARY
    assert (run.err, run.code) == ("citekit: refs.bib: 2 findings\n", 1)
    assert refs.read_text(encoding="utf-8") == REFS
    assert [one.name for one in refs.parent.iterdir()] == ["refs.bib"]


@pytest.mark.parametrize(
    ("fail_on", "count", "code"),
    [
        ("error", 0, 0),
        ("warning", 2, 1),
        ("note", 3, 1),
        ("never", 0, 0),
        ("CK106", 1, 1),
        ("volume,retracted", 1, 1),
    ],
)
def test_fail_on_decides_the_exit_not_what_is_printed(
    citekit: Citekit, refs: Path, fail_on: str, count: int, code: int
) -> None:
    run = citekit("--offline", "check", refs.name, "--fail-on", fail_on)
    assert run.out == ERRATUM + COMMENT + VOLUME + SUMMARY
    told = f"citekit: refs.bib: {count} finding{'s' if count > 1 else ''}\n" if count else ""
    assert (run.err, run.code) == (told, code)


def test_every_output_is_written_findings_or_not(citekit: Citekit, refs: Path) -> None:
    outputs = [f"--output={form}=out.{form}" for form in ("sarif", "junit", "json", "text")]
    run = citekit("--offline", "check", refs.name, "--format", "markdown", *outputs)
    assert (run.out.splitlines()[0], run.code) == (f"**{SUMMARY.strip()}**", 1)
    assert Path("out.text").read_text(encoding="utf-8") == ERRATUM + COMMENT + VOLUME + SUMMARY
    sarif = json.loads(Path("out.sarif").read_text(encoding="utf-8"))
    assert [one["ruleId"] for one in sarif["runs"][0]["results"]] == ["CK105", "CK106", "CK215"]
    assert len(ET.parse("out.junit").findall(".//failure")) == 2
    told = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert told["schema"] == "citekit/check/1"
    assert told["summary"] == {
        "checked": 2, "unchecked": 0, "findings": 3, "acknowledged": 0, "requests": {}
    }  # fmt: skip


def test_a_file_that_cannot_be_written_costs_no_other(citekit: Citekit, refs: Path) -> None:
    outputs = ["--output=sarif=gone/out.sarif", "--output=text=out.text"]
    run = citekit("--offline", "check", refs.name, *outputs)
    assert run.out == ERRATUM + COMMENT + VOLUME + SUMMARY
    assert Path("out.text").read_text(encoding="utf-8") == run.out
    sentence = "citekit: gone/out.sarif: cannot be written: No such file or directory\n"
    assert (run.err, run.code) == (sentence, 4)


def test_the_summary_of_a_github_job_is_appended(
    citekit: Citekit, refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = refs.with_name("summary.md")
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    run = citekit("--offline", "check", refs.name, "--format", "github")
    assert run.out.startswith("::warning file=refs.bib,line=1,")
    written = summary.read_text(encoding="utf-8")
    assert written.startswith(f"before\n## citekit check\n\n**{SUMMARY.strip()}**\n")
    citekit("--offline", "check", refs.name)
    assert summary.read_text(encoding="utf-8") == written


def test_the_forms_of_the_command_line_are_those_that_are_written() -> None:
    assert set(Form) == set(FORMATS)


def test_baseline_leaves_out_what_was_found_before(citekit: Citekit, refs: Path) -> None:
    citekit("--offline", "check", refs.name, "--output", "json=before.json")
    refs.write_text(f"% moved\n\n{REFS.replace('= 63', '= 64')}", encoding="utf-8")
    run = citekit("--offline", "check", refs.name, "--baseline", "before.json")
    assert (run.out, run.code) == ("2 checked, no findings\n", 0)


def test_since_leaves_out_what_is_dated_before(citekit: Citekit, refs: Path) -> None:
    run = citekit("--offline", "check", refs.name, "--since", "2011-01-20")
    assert run.out == ERRATUM + VOLUME + "2 checked, 2 findings (2 warnings)\n"
    run = citekit("--offline", "check", refs.name, "--since", "2011-02-01")
    assert run.out == VOLUME + "2 checked, 1 finding (1 warning)\n"


def test_what_cannot_be_asked_is_not_clean(citekit: Citekit, desk: Path) -> None:
    """The starter mirror is a sample: what it lacks it says nothing about."""
    (desk / "x.bib").write_text("@article{x, doi = {10.1000/x}}", encoding="utf-8")
    run = citekit("--offline", "check", "x.bib")
    assert run.code == 3
    assert run.err == "citekit: x.bib: 1 could not be asked about everywhere\n"
    assert "unchecked" in run.out
    assert citekit("--offline", "check", "x.bib", "--allow-unchecked", "1").code == 0


def test_findings_and_outages_together_are_1_or_with_strict_3(citekit: Citekit, refs: Path) -> None:
    refs.write_text(f"{REFS}@article{{x, doi = {{10.1000/x}}}}", encoding="utf-8")
    assert citekit("--offline", "check", refs.name).code == 1
    assert citekit("--offline", "check", refs.name, "--strict").code == 3


def test_a_library_is_checked_and_left_alone(citekit: Citekit, desk: Path) -> None:
    citekit("--offline", "add", str(EXAMPLES / "allogenic-transplantation.txt"))
    before = (desk / "library.db").read_bytes()
    run = citekit("--offline", "check")
    assert run.out.splitlines()[-1] == "1 checked, 2 findings (1 warning, 1 note)"
    assert all(line.startswith("library.db: ") for line in run.out.splitlines()[:-1])
    assert (desk / "library.db").read_bytes() == before


def test_an_acknowledged_erratum_is_shown_and_does_not_fail(citekit: Citekit, desk: Path) -> None:
    citekit("--offline", "add", str(EXAMPLES / "allogenic-transplantation.txt"))
    until = ("--reason", "Table 2 only", "--until", "2099-01-31")
    citekit("ack", "Liang2010Allogenic", "erratum", *until)
    run = citekit("--offline", "check")
    assert "(acknowledged until 2099-01-31: Table 2 only)" in run.out
    assert run.out.splitlines()[-1] == "1 checked, 1 finding (1 note), 1 acknowledged"
    assert (run.err, run.code) == ("", 0)


def test_an_export_that_is_not_what_the_library_exports(citekit: Citekit, desk: Path) -> None:
    citekit("--offline", "add", str(EXAMPLES / "allogenic-transplantation.txt"))
    (desk / "exports").mkdir()
    for name in ("a.bib", "b.ris", "c.ris"):
        citekit("export", "-o", f"exports/{name}")
    citekit("export", "-o", "exports/d.ris", "--flavour", "zotero")
    (desk / "exports" / "c.ris").write_text("TY  - JOUR\nER  - \n", encoding="utf-8")
    (desk / "exports" / "notes.md").write_text("mine", encoding="utf-8")
    run = citekit("--offline", "check", "--fail-on", "export-out-of-date")
    lines = [line for line in run.out.splitlines() if "CK303" in line]
    assert lines == [
        "exports/c.ris:1: warning: CK303: not what the library exports today; "
        "`citekit export -o exports/c.ris` writes it"
    ]
    assert run.code == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing.bib"], "nothing.bib: no such file or folder"),
        (["refs.bib", "--fail-on", "sometimes"], "--fail-on sometimes: is none of error, warning"),
        (["refs.bib", "--output", "pdf=x"], "there is no format 'pdf'; known are text, json"),
        (["refs.bib", "--since", "yesterday"], "'yesterday' is no day"),
        (["refs.bib", "--baseline", "refs.bib"], "refs.bib: is no JSON of `citekit check"),
        ([], "there is no library"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(
    citekit: Citekit, refs: Path, arguments: list[str], sentence: str
) -> None:
    run = citekit("--offline", "check", *arguments)
    assert sentence in run.err
    assert run.code in {2, 4}
    assert "Traceback" not in run.err
