"""`add` and the commands that read the library, on the starter mirror."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, ROOT, Citekit

PAGES = tuple(
    str(EXAMPLES / name)
    for name in ("allogenic-transplantation.txt", "umbilical-cord-transplantation.txt")
)


@pytest.fixture
def stocked(citekit: Citekit) -> Citekit:
    """The two example pages in a library."""
    assert citekit("--offline", "add", *PAGES).code == 0
    return citekit


def test_the_same_input_twice_changes_nothing(stocked: Citekit, desk: Path) -> None:
    before = (desk / "library.db").read_bytes()
    again = stocked("--offline", "add", *PAGES)
    assert again.code == 0
    assert (desk / "library.db").read_bytes() == before


def test_what_is_not_resolved_is_not_stored(citekit: Citekit, desk: Path) -> None:
    assert citekit("--offline", "add", "pmid:99999999").code == 3
    assert not (desk / "library.db").exists()


def test_an_added_work_tells_its_key(citekit: Citekit) -> None:
    run = citekit("--offline", "add", "pmid:20650877", "--format", "json")
    assert run.json["schema"] == "citekit/add/1"
    assert run.json["resolutions"][0]["key"] == "Liang2010Allogenic"


def test_a_key_is_made_by_the_template_once(citekit: Citekit, desk: Path) -> None:
    (desk / "citekit.toml").write_text('key_template = "{journal}_{year}"\n')
    assert citekit("--offline", "add", "pmid:20650877").code == 0
    flag = ("--key-template", "{family}{pmid}")
    assert citekit("--offline", "add", *flag, "pmid:20650877", "pmid:20506343").code == 0
    works = citekit("list", "--format", "json").json["works"]
    assert [work["key"] for work in works] == ["AnnRheumDis_2010", "Wang20506343"]


def test_a_template_of_unknown_placeholders_is_usage(citekit: Citekit, desk: Path) -> None:
    run = citekit("--offline", "add", "--key-template", "{author}", "pmid:20650877")
    assert run.code == 2
    assert "--key-template: '{author}' will not do, there is no placeholder {author}" in run.err
    assert not (desk / "library.db").exists()


def test_list_shows_the_notices_beneath_their_work(stocked: Citekit) -> None:
    lines = stocked("list").out.splitlines()
    assert lines[0].startswith("Liang2010Allogenic")
    assert lines[1].lstrip().startswith("Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237.")
    assert lines[2].lstrip().startswith("Comment in: ")
    assert lines[3].startswith("Wang2010Umbilical")
    assert len(lines) == 4


def test_list_as_json(stocked: Citekit) -> None:
    works = stocked("list", "--format", "json").json["works"]
    assert [(work["key"], work["status"], work["identifiers"]["pmid"]) for work in works] == [
        ("Liang2010Allogenic", "corrected", "20650877"),
        ("Wang2010Umbilical", "none", "20506343"),
    ]


def test_notices_name_their_witnesses_and_the_silent(stocked: Citekit) -> None:
    run = stocked("notices", "--format", "json")
    erratum, comment = run.json["notices"]
    via = "starter mirror 2026-11-22 (assembled by hand)"
    read = "2026-11-22T00:00:00Z"
    assert run.code == 0
    assert erratum == {
        "key": "Liang2010Allogenic",
        "work": {"doi": "10.1136/ard.2009.123463", "pmid": "20650877"},
        "type": "erratum",
        "notice": {"raw": erratum["notice"]["raw"]},
        "identifiers": {},
        "witnesses": [
            {"registry": "document", "term": "Erratum in", "asserted": None, "fetched_at": read,
             "via": None},
            {"registry": "pubmed", "term": "ErratumIn", "asserted": None, "fetched_at": read,
             "via": via, "stands_on": "work"},
        ],
        "silent": [{"registry": "crossref", "outcome": "absent", "via": via}],
        "not_asked": ["retraction-watch"],
        "acknowledged": None,
    }  # fmt: skip
    assert "Ann Rheum Dis. 2011 Jan;70(1):237" in erratum["notice"]["raw"]
    assert comment["type"] == "comment"
    assert comment["identifiers"] == {"doi": "10.1136/ard.2010.132639"}
    assert comment["notice"]["title"].startswith("Mesenchymal stem cells in the treatment")
    assert [one["registry"] for one in comment["witnesses"]] == ["document", "pubmed"]
    assert [one["registry"] for one in comment["silent"]] == ["crossref"]


def test_notices_of_one_work(stocked: Citekit) -> None:
    assert len(stocked("notices", "Liang2010Allogenic", "--format", "json").json["notices"]) == 2
    assert stocked("notices", "Wang2010Umbilical", "--format", "json").json["notices"] == []


def test_show_tells_where_everything_comes_from(stocked: Citekit) -> None:
    shown = stocked("show", "Liang2010Allogenic", "--format", "json").json
    assert shown["fields"]["container-title-short"]["registry"] == "pubmed"
    assert {answer["registry"] for answer in shown["answers"]} == {"pubmed", "crossref"}
    assert shown["citations"][0]["place"]["path"] == PAGES[0]
    text = stocked("show", "Liang2010Allogenic").out
    assert text.startswith("Liang2010Allogenic  corrected\n")


def test_search_finds_words_in_any_field(stocked: Citekit) -> None:
    found = stocked("search", "gilkeson", "--format", "json").json["works"]
    assert [work["key"] for work in found] == ["Liang2010Allogenic"]
    assert stocked("search", "nothing-of-the-kind").code == 0


@pytest.mark.parametrize("words", ['"', "*", "NEAR(", "a AND", "title:x", "-", "^", "'; DROP"])
def test_search_words_are_never_operators(stocked: Citekit, words: str) -> None:
    assert stocked("search", "--", words).code == 0


def test_remove_takes_the_work_and_its_notices(stocked: Citekit) -> None:
    assert stocked("remove", "Liang2010Allogenic").code == 0
    assert [w["key"] for w in stocked("list", "--format", "json").json["works"]] == [
        "Wang2010Umbilical"
    ]
    assert stocked("notices", "--format", "json").json["notices"] == []


def test_remove_is_all_or_none(stocked: Citekit) -> None:
    assert stocked("remove", "Wang2010Umbilical", "Nobody1999Nothing").code == 2
    assert len(stocked("list", "--format", "json").json["works"]) == 2


@pytest.mark.parametrize("verb", ["show", "remove", "notices", "export"])
def test_an_unknown_key_is_named(stocked: Citekit, verb: str) -> None:
    extra = ("--format", "ris") if verb == "export" else ()
    run = stocked(verb, "Nobody1999Nothing", *extra)
    assert (run.code, run.out) == (2, "")
    assert "Nobody1999Nothing" in run.err


@pytest.mark.parametrize("verb", ["list", "notices", "search x"])
def test_a_missing_library_is_the_storage_code(citekit: Citekit, desk: Path, verb: str) -> None:
    run = citekit(*verb.split(), "--library", "nowhere.db")
    assert run.code == 4
    assert "nowhere.db" in run.err
    assert not (desk / "nowhere.db").exists()


def test_a_file_that_is_no_library_is_left_alone(citekit: Citekit, desk: Path) -> None:
    (desk / "library.db").write_bytes(b"this is no SQLite file" * 100)
    run = citekit("--offline", "add", "pmid:20650877")
    assert run.code == 4
    assert "library.db" in run.err
    assert (desk / "library.db").read_bytes() == b"this is no SQLite file" * 100


def test_export_gives_the_same_bytes_again(stocked: Citekit, desk: Path) -> None:
    for name in ("a.bib", "b.bib"):
        assert stocked("export", "-o", name).code == 0
    assert (desk / "a.bib").read_bytes() == (desk / "b.bib").read_bytes()
    assert stocked("export", "-o", "a.bib").err == "citekit: a.bib: 2 works, unchanged\n"


def test_export_to_standard_output_is_what_the_file_gets(stocked: Citekit, desk: Path) -> None:
    stocked("export", "-o", "a.ris")
    run = stocked("export", "--format", "ris")
    assert run.out.encode() == (desk / "a.ris").read_bytes()


def test_pubmeds_own_format_is_written_and_resolved_again(stocked: Citekit, desk: Path) -> None:
    run = stocked("--offline", "export", "--format", "nbib")
    assert run.code == 0
    assert "\nEIN - Ann Rheum Dis. 2011 Jan;70(1):237" in run.out
    (desk / "refs.nbib").write_text(run.out)
    again = stocked("--offline", "resolve", "refs.nbib", "--format", "json")
    assert [one["outcome"] for one in again.json["resolutions"]] == ["resolved", "resolved"]


def test_a_reference_list_and_a_table_are_exports_too(stocked: Citekit, desk: Path) -> None:
    run = stocked("export", "--format", "vancouver", "Wang2010Umbilical")
    assert run.out.startswith("1. Wang D, ")
    assert stocked("export", "-o", "a.csv").code == 0
    assert (desk / "a.csv").read_bytes().startswith(b"key,type,title,")
    assert stocked("export", "-o", "a.txt").code == 2


EXPORT_ALL = """
import sys
from citekit.cli.main import main
for name in sys.argv[1:]:
    assert main(["export", "--format", name, "-o", name]) == 0
"""


@pytest.mark.parametrize(
    ("language", "day"),
    [("C", "Pacific/Kiritimati"), ("tr_TR.UTF-8", "UTC"), ("de_DE.UTF-8", "Pacific/Kiritimati")],
)
def test_an_export_is_the_same_in_every_language_and_on_every_day(
    stocked: Citekit, desk: Path, language: str, day: str
) -> None:
    """Where the system lacks the language it is C that counts."""
    names = ["bibtex", "biblatex", "ris", "csljson"]
    usual = {name: stocked("export", "--format", name).out.encode() for name in names}
    environment = {**os.environ, "LC_ALL": language, "LANG": language, "TZ": day}
    environment |= {"PYTHONUTF8": "0", "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", EXPORT_ALL, *names]
    subprocess.run(command, cwd=desk, env=environment, check=True)
    written = {name: (desk / name).read_bytes() for name in names}
    assert {n: b.replace(b"\r\n", b"\n") for n, b in written.items()} == {
        n: b.replace(b"\r\n", b"\n") for n, b in usual.items()
    }


def test_export_says_how_many_journals_it_could_not_name(stocked: Citekit) -> None:
    run = stocked("export", "--format", "ris", "--journal", "iso")
    assert run.code == 0
    assert run.err == (
        "citekit: 2 works keep their journal as it is: their records have no iso name of it\n"
    )
    assert stocked("export", "--format", "ris", "--journal", "nlm").err == ""
    assert "JF  - Ann Rheum Dis" in stocked("export", "--format", "ris", "--journal", "nlm").out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "ris", "--flavour", "mendeley"), "known are zotero, endnote, jabref"),
        (("--format", "biblatex", "--flavour", "zotero"), "ris has zotero, endnote, jabref"),
        (("--format", "csljson", "--ascii"), "--ascii is for bibtex, biblatex"),
        (("--format", "word"), "known are bibtex, biblatex, ris, csljson, nbib"),
    ],
)
def test_what_a_format_does_not_have_is_usage(
    stocked: Citekit, options: tuple[str, ...], said: str
) -> None:
    run = stocked("export", *options)
    assert run.code == 2
    assert said in run.err


def test_an_export_that_cannot_be_written_leaves_the_old_one(stocked: Citekit, desk: Path) -> None:
    run = stocked("export", "-o", "nowhere/a.bib")
    assert run.code == 4
    assert "nowhere/a.bib" in run.err


def test_doctor_answers_for_the_starter_mirror(stocked: Citekit) -> None:
    run = stocked("--offline", "doctor", "--format", "json")
    told = {check["name"]: check for check in run.json["checks"]}
    assert run.code == 0
    assert told["pubmed"]["ok"] is True
    assert told["crossref"]["ok"] is True
    assert "2 works" in told["library"]["told"]


def test_doctor_never_prints_a_key(citekit: Citekit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NCBI_API_KEY", "s3cretkey")
    run = citekit("--offline", "doctor")
    assert "s3cretkey" not in run.out + run.err
    assert "set" in run.out
