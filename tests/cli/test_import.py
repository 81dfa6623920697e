"""`import`: what is printed, what is asked, and with which exit code."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import NoReturn

import pytest

from tests import reference_files as files
from tests.conftest import Citekit
from tests.registry_server import RegistryServer, article_xml, work

ARTICLES, WORKS = files.numbered(range(1, 8))


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize("name", ["a.xml", "a.xml.gz", "a.jsonl", "a.jsonl.gz"])
@pytest.mark.usefixtures("no_sockets")
def test_records_are_taken_without_asking(citekit: Citekit, desk: Path, name: str) -> None:
    files.write(desk / name, files.crossref(WORKS) if "json" in name else files.pubmed(ARTICLES))
    run = citekit("import", name, "--no-resolve")
    assert (run.code, run.err) == (0, "")
    assert run.out == "7 records read: 7 added, 0 updated, 0 unchanged, 0 rejected\n"
    before = (desk / "library.db").read_bytes()
    run = citekit("import", name, "--no-resolve")
    assert run.out == "7 records read: 0 added, 0 updated, 7 unchanged, 0 rejected\n"
    assert (desk / "library.db").read_bytes() == before


@pytest.mark.usefixtures("no_sockets")
def test_the_day_of_the_files(citekit: Citekit, desk: Path) -> None:
    files.write(desk / "a.xml", files.pubmed(ARTICLES[:1]))
    assert citekit("import", "a.xml", "--no-resolve", "--dated", "2026-02-03").code == 0
    shown = citekit("show", "Doe2010Paper", "--format", "json").json
    assert {one["fetched_at"] for one in shown["fields"].values()} == {"2026-02-03T00:00:00Z"}
    [asked] = shown["answers"]
    assert (asked["registry"], asked["outcome"], asked["via"]) == ("pubmed", "found", "file a.xml")


def test_a_day_that_is_none_is_a_usage_error(citekit: Citekit, desk: Path) -> None:
    files.write(desk / "a.xml", files.pubmed(ARTICLES[:1]))
    run = citekit("import", "a.xml", "--no-resolve", "--dated", "yesterday")
    assert (run.code, run.err) == (
        2, "citekit: 'yesterday' is no day; write it as 2026-11-22\n",
    )  # fmt: skip
    assert not (desk / "library.db").exists()


def test_rejected_records_are_told_with_their_place(citekit: Citekit, desk: Path) -> None:
    files.write(desk / "a.jsonl", files.crossref([WORKS[0], '{"title": ["\x1b[31m"]}', WORKS[1]]))
    run = citekit("import", "a.jsonl", "--no-resolve")
    assert run.code == 1
    first, second = run.out.splitlines()
    assert first == "3 records read: 2 added, 0 updated, 0 unchanged, 1 rejected"
    assert second.startswith("  rejected: ")
    assert run.err.startswith("citekit: a.jsonl:2: ")
    assert run.err.count("\n") == 1
    assert "\x1b" not in run.out + run.err


def test_as_json(citekit: Citekit, desk: Path) -> None:
    files.write(desk / "a.xml", files.pubmed(ARTICLES[:2]))
    files.write(desk / "b.xml", files.pubmed(ARTICLES[2:3], deleted=["1", "99"]))
    files.write(desk / "c.jsonl", files.crossref(["{}", WORKS[3]]))
    run = citekit("import", "a.xml", "b.xml", "c.jsonl", "--no-resolve", "--format", "json")
    told = run.json
    assert run.code == 1
    assert told == {
        "schema": "citekit/import/1",
        "summary": {"read": 5, "added": 4, "updated": 0, "unchanged": 0, "rejected": 1},
        "rejected": [
            {
                "place": {"path": "c.jsonl", "line": 1},
                "raw": "{}\n",
                "reason": told["rejected"][0]["reason"],
            }
        ],
        "deleted": [
            {"identifier": "pmid:1", "key": "Doe2010Paper"},
            {"identifier": "pmid:99", "key": None},
        ],
    }
    assert "citekit: Doe2010Paper: its registry has deleted pmid:1\n" in run.err
    assert len(citekit("list", "--format", "json").json["works"]) == 4, "it stays"


def test_what_cannot_be_read_costs_no_other_file(citekit: Citekit, desk: Path) -> None:
    files.write(desk / "good.xml", files.pubmed(ARTICLES))
    (desk / "a.txt").write_text("Doe J. A paper. 2010.")
    (desk / "junk").write_bytes(bytes(range(256)))
    (desk / "folder").mkdir()
    run = citekit("import", "a.txt", "junk", "folder", "nowhere", "good.xml", "--no-resolve")
    assert run.code == 2
    assert run.out == "7 records read: 7 added, 0 updated, 0 unchanged, 0 rejected\n"
    told = [line.removeprefix("citekit: ") for line in run.err.splitlines()]
    assert told == [
        "a.txt: is none of PubMed XML, EndNote XML, Crossref JSON lines, CSL-JSON, BibTeX, nbib, "
        "RIS, EndNote tagged; `citekit add` reads pages and plain text",
        told[1],
        told[2],
        "nowhere: cannot be read: No such file or directory",
    ]
    assert told[1].startswith("junk: these bytes are not text")
    assert told[2].startswith("folder: the folder holds no reference file; these end in .bib ")


@pytest.mark.parametrize("name", ["a.xml", "a.xml.gz", "a.jsonl.gz"])
def test_of_a_cut_file_what_is_whole_is_stored(citekit: Citekit, desk: Path, name: str) -> None:
    data = files.crossref(WORKS) if "json" in name else files.pubmed(ARTICLES)
    path = files.write(desk / name, data)
    path.write_bytes(path.read_bytes()[: -6 if "gz" in name else -900])
    run = citekit("import", name, "--no-resolve")
    assert run.code in {1, 2}
    assert name in run.err
    assert run.err.count("\n") == 1
    assert len(citekit("list", "--format", "json").json["works"]) >= 6


def test_the_registries_are_asked_in_full_batches(
    citekit: Citekit, desk: Path, registries: RegistryServer
) -> None:
    articles = [article_xml(str(n), title=f"Paper number {n}") for n in range(1000, 1250)]
    registries.put(*articles)
    files.write(desk / "a.xml", files.pubmed(articles))
    run = citekit("import", "a.xml", "--dated", "2026-01-01")
    assert (run.code, run.err) == (0, "")
    assert registries.counts["efetch"] == 2
    assert sum(registries.counts.values()) == 2


def test_the_other_registry_completes_the_record(
    citekit: Citekit, desk: Path, registries: RegistryServer
) -> None:
    article = article_xml("1", title="Slow effects", doi="10.5555/1")
    notice = {
        "DOI": "10.5555/r", "type": "retraction", "label": "Retraction", "source": "publisher",
        "updated": {"date-parts": [[2026, 1, 1]]},
    }  # fmt: skip
    registries.put(article)
    registries.works["10.5555/1"] = work("10.5555/1", title="Slow effects", updated_by=[notice])
    files.write(desk / "a.xml", files.pubmed([article]))
    run = citekit("import", "a.xml", "--dated", "2026-01-01")
    assert (run.code, run.err) == (0, "")
    shown = citekit("show", "Doe2010Slow", "--format", "json").json
    assert shown["record"]["publisher"] == "Tester"
    assert shown["status"] == "retracted"
    assert [one["type"] for one in shown["notices"]] == ["retraction"]
    assert registries.counts["efetch"] == 1


def test_the_doi_comes_with_the_live_answer(
    citekit: Citekit, desk: Path, registries: RegistryServer
) -> None:
    """Old files of PubMed have no DOIs where its records have one today."""
    registries.put(article_xml("1", title="Slow effects", doi="10.5555/1"))
    registries.works["10.5555/1"] = work("10.5555/1", title="Slow effects")
    files.write(desk / "a.xml", files.pubmed([article_xml("1", title="Slow effects")]))
    assert citekit("import", "a.xml", "--dated", "2020-01-01").code == 0
    [one] = citekit("list", "--format", "json").json["works"]
    assert one["identifiers"] == {"doi": "10.5555/1", "pmid": "1"}


def test_unchanged_records_are_not_asked_about(
    citekit: Citekit, desk: Path, registries: RegistryServer
) -> None:
    files.write(desk / "a.xml", files.pubmed(ARTICLES))
    citekit("import", "a.xml", "--no-resolve", "--dated", "2026-01-01")
    assert citekit("import", "a.xml", "--dated", "2026-01-01").code == 0
    assert registries.asked == []


def test_with_a_registry_down_the_imported_facts_stay(
    citekit: Citekit, desk: Path, registries: RegistryServer
) -> None:
    registries.break_all("status", status=503)
    files.write(desk / "a.xml", files.pubmed(ARTICLES[:1]))
    run = citekit("import", "a.xml", "--dated", "2026-01-01")
    assert run.code == 3
    assert run.out == "1 record read: 1 added, 0 updated, 0 unchanged, 0 rejected\n"
    assert "pubmed could not be asked" in run.err
    shown = citekit("show", "Doe2010Paper", "--format", "json").json
    assert shown["fields"]["title"] == {
        "registry": "pubmed", "fetched_at": "2026-01-01T00:00:00Z", "alternatives": [],
    }  # fmt: skip
    [asked] = [one for one in shown["answers"] if one["registry"] == "pubmed"]
    assert asked["outcome"] == "unavailable"


def test_what_a_registry_no_longer_has_is_told(
    citekit: Citekit, desk: Path, registries: RegistryServer
) -> None:
    files.write(desk / "a.xml", files.pubmed(ARTICLES[:1]))
    run = citekit("import", "a.xml", "--dated", "2026-01-01")
    assert run.code == 1
    assert "pmid:1" in run.err
    assert len(citekit("list", "--format", "json").json["works"]) == 1


def test_an_older_file_after_a_live_answer_changes_nothing(
    citekit: Citekit, desk: Path, registries: RegistryServer
) -> None:
    registries.put(article_xml("1", title="A title of today"))
    assert citekit("add", "pmid:1").code == 0
    before = (desk / "library.db").read_bytes()
    files.write(desk / "a.xml", files.pubmed([article_xml("1", title="A title of then")]))
    run = citekit("import", "a.xml", "--no-resolve", "--dated", "2020-01-01")
    assert run.out == "1 record read: 0 added, 0 updated, 1 unchanged, 0 rejected\n"
    assert (desk / "library.db").read_bytes() == before


def test_a_day_to_come_is_no_date_of_a_file(citekit: Citekit, desk: Path) -> None:
    (desk / "works.jsonl").write_text("{}", encoding="utf-8")
    run = citekit("import", "works.jsonl", "--no-resolve", "--dated", "2999-01-01")
    assert (run.code, "a day to come" in run.err) == (2, True)


def test_no_library_is_made_where_no_file_can_be_taken(citekit: Citekit, desk: Path) -> None:
    (desk / "junk.bin").write_bytes(b"\x00\x01")
    assert citekit("import", "junk.bin", "missing.xml", "--no-resolve").code == 2
    assert not (desk / "library.db").exists()
