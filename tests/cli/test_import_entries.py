"""`import` of a user's own reference files: keys and words are kept, registries stand beside."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest

from citekit.library.store import Library
from tests.conftest import Citekit
from tests.registry_server import RegistryServer, article_xml, work

ENTRY = """@article{mine10,
  author = {Doe, Jane Q.}, title = {Slow effects}, journal = {My Journal}, year = 2010,
  pmid = {1}, file = {a.pdf},
  note = {Erratum in: J Res. 2011;1(2):3.}
}
"""
BOOK = "@book{book99, author={Roe, R}, title={Without any identifier}, year=1999}\n"
SOURCES = {
    "a.bib": ENTRY + BOOK,
    "a.ris": "TY  - JOUR\nID  - mine10\nTI  - Slow effects\nAN  - 1\nER  - \n\n"
    "TY  - BOOK\nID  - book99\nTI  - Without any identifier\nER  - \n",
    "a.json": '[{"id": "mine10", "type": "article-journal", "title": "Slow effects",'
    ' "note": "PMID: 1"}, {"id": "book99", "type": "book", "title": "Without any identifier"}]',
    "a.xml": '<?xml version="1.0" encoding="UTF-8"?><xml><records><record><label>mine10</label>'
    '<ref-type name="Journal Article">17</ref-type><titles><title><style>Slow effects</style>'
    "</title></titles><accession-num>1</accession-num></record><record><label>book99</label>"
    '<ref-type name="Book">6</ref-type><titles><title>Without any identifier</title></titles>'
    "</record></records></xml>",
    "a.enw": "%0 Journal Article\n%F mine10\n%T Slow effects\n%M 1\n\n"
    "%0 Book\n%F book99\n%T Without any identifier\n",
}
ADDED = "2 records read: 2 added, 0 updated, 0 unchanged, 0 rejected\n"
AGAIN = "2 records read: 0 added, 0 updated, 2 unchanged, 0 rejected\n"


def keys(citekit: Citekit) -> list[str]:
    return sorted(one["key"] for one in citekit("list", "--format", "json").json["works"])


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
@pytest.mark.parametrize("name", SOURCES)
def test_every_format_is_told_by_its_content(
    citekit: Citekit, desk: Path, name: str, *, packed: bool
) -> None:
    data = SOURCES[name].encode()
    (desk / "file.dat").write_bytes(gzip.compress(data) if packed else data)
    run = citekit("import", "file.dat", "--no-resolve")
    assert (run.code, run.err, run.out) == (0, "", ADDED)
    assert keys(citekit) == ["book99", "mine10"]
    before = (desk / "library.db").read_bytes()
    os.utime(desk / "file.dat")
    assert citekit("import", "file.dat", "--no-resolve").out == AGAIN
    assert (desk / "library.db").read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("Jane", "Jané").encode("cp1252"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
    ],
    ids=["BOM", "UTF-16", "cp1252", "CR LF", "CR"],
)
def test_any_encoding_and_any_line_end(citekit: Citekit, desk: Path, change) -> None:  # type: ignore[no-untyped-def]
    (desk / "a.bib").write_bytes(change(ENTRY + BOOK))
    run = citekit("import", "a.bib", "--no-resolve")
    assert (run.code, run.out) == (0, ADDED)
    author = citekit("show", "mine10", "--format", "json").json["record"]["author"]
    assert author[0]["given"].replace("é", "e") == "Jane Q."


def test_what_the_library_keeps_of_an_entry(citekit: Citekit, desk: Path) -> None:
    (desk / "a.bib").write_text(ENTRY)
    assert citekit("import", "a.bib", "--no-resolve", "--dated", "2026-02-03").code == 0
    shown = citekit("show", "mine10", "--format", "json").json
    assert shown["record"]["custom"]["bibtex"] == {"file": "a.pdf"}
    assert {one["registry"] for one in shown["fields"].values()} == {"document"}
    assert {one["fetched_at"] for one in shown["fields"].values()} == {"2026-02-03T00:00:00Z"}
    [answer] = shown["answers"]
    assert (answer["registry"], answer["via"]) == ("document", "file a.bib")
    [notice] = shown["notices"]
    [witness] = notice["witnesses"]
    assert (notice["type"], witness["registry"]) == ("erratum", "document")
    assert witness["fetched_at"] == "2026-02-03T00:00:00Z"


def test_the_users_words_go_before_the_registries(
    citekit: Citekit, desk: Path, registries: RegistryServer
) -> None:
    registries.put(article_xml("1", title="Slow effects", doi="10.5555/1"))
    (desk / "a.bib").write_text(ENTRY)
    run = citekit("import", "a.bib")
    assert run.out.startswith("1 record read: 1 added")
    shown = citekit("show", "mine10", "--format", "json").json
    assert shown["record"]["container-title"] == "My Journal"
    assert shown["record"]["author"] == [{"family": "Doe", "given": "Jane Q."}]
    assert shown["identifiers"] == {"doi": "10.5555/1", "pmid": "1"}
    others = {one["registry"] for one in shown["fields"]["container-title"]["alternatives"]}
    assert others == {"pubmed"}
    head = citekit("show", "mine10", "--sources").out.splitlines()[0].split()
    assert head[:3] == ["field", "document", "pubmed"]
    before = (desk / "library.db").read_bytes()
    assert citekit("import", "a.bib").out.startswith("1 record read: 0 added, 0 updated, 1 unch")
    assert (desk / "library.db").read_bytes() == before


def test_what_is_not_found_stays(citekit: Citekit, desk: Path, registries: RegistryServer) -> None:
    (desk / "a.bib").write_text(ENTRY + BOOK)
    run = citekit("import", "a.bib")
    assert (run.code, run.out) == (1, ADDED)
    assert "citekit: a.bib:1: not found: " in run.err
    assert keys(citekit) == ["book99", "mine10"]


def test_nobody_to_ask_is_an_incomplete_run(citekit: Citekit, desk: Path) -> None:
    (desk / "a.bib").write_text(ENTRY)
    run = citekit("--offline", "import", "a.bib")
    assert run.code == 3
    assert keys(citekit) == ["mine10"]


def test_two_entries_for_one_work(citekit: Citekit, desk: Path, registries: RegistryServer) -> None:
    registries.put(article_xml("1", title="Slow effects", doi="10.5555/1"))
    second = "@article{other, title={Slow effects}, doi={10.5555/1}, publisher={P}}\n"
    (desk / "a.bib").write_text(ENTRY + second)
    run = citekit("import", "a.bib")
    assert run.out == "2 records read: 1 added, 1 updated, 0 unchanged, 0 rejected\n"
    assert "citekit: a.bib:6: other is a duplicate of mine10\n" in run.err
    shown = citekit("show", "mine10", "--format", "json").json
    assert shown["record"]["publisher"] == "P"
    assert shown["record"]["container-title"] == "My Journal"
    with Library.open(desk / "library.db") as library:
        assert [one.key for one in library.citations("mine10")] == ["mine10", "other"]
    before = (desk / "library.db").read_bytes()
    assert citekit("import", "a.bib").out.startswith("2 records read: 0 added, 0 updated, 2 unch")
    assert (desk / "library.db").read_bytes() == before


def test_a_key_of_another_work_is_no_reason_to_leave_an_entry(citekit: Citekit, desk: Path) -> None:
    (desk / "a.bib").write_text(BOOK)
    (desk / "b.bib").write_text("@book{book99, author={Poe, E}, title={Quite another}, year=1840}")
    assert citekit("import", "a.bib", "--no-resolve").err == ""
    run = citekit("import", "b.bib", "--no-resolve")
    assert run.out.startswith("1 record read: 1 added")
    assert run.err == (
        "citekit: b.bib:1: the key book99 is taken, or can be none; the entry is Poe1840Quite\n"
    )
    run = citekit("import", "a.bib", "b.bib", "--no-resolve")
    assert (run.out, run.err) == (AGAIN, "")


def test_a_wrong_doi_does_not_swallow_an_entry(citekit: Citekit, desk: Path) -> None:
    (desk / "a.bib").write_text(
        "@article{a, title={Stem cells in lupus}, doi={10.5555/1}}\n"
        "@article{b, title={Exercise for the elderly}, doi={10.5555/1}}\n"
    )
    assert citekit("import", "a.bib", "--no-resolve").out == ADDED
    assert keys(citekit) == ["a", "b"]
    assert citekit("import", "a.bib", "--no-resolve").out == AGAIN


def test_an_edited_entry_replaces_its_words(citekit: Citekit, desk: Path) -> None:
    (desk / "a.bib").write_text(BOOK)
    assert citekit("import", "a.bib", "--no-resolve", "--dated", "2026-02-03").code == 0
    (desk / "a.bib").write_text("\n" + BOOK.replace("year=1999", "year=2001, publisher={P}"))
    run = citekit("import", "a.bib", "--no-resolve", "--dated", "2026-02-04")
    assert run.out == "1 record read: 0 added, 1 updated, 0 unchanged, 0 rejected\n"
    item = citekit("show", "book99", "--format", "json").json["record"]
    assert (item["issued"], item["publisher"]) == ({"date-parts": [[2001]]}, "P")


def test_a_moved_entry_is_the_same(citekit: Citekit, desk: Path) -> None:
    (desk / "a.bib").write_text(BOOK)
    assert citekit("import", "a.bib", "--no-resolve").code == 0
    (desk / "b.bib").write_text("% a comment\n\n" + BOOK)
    run = citekit("import", "b.bib", "--no-resolve")
    assert run.out == "1 record read: 0 added, 0 updated, 1 unchanged, 0 rejected\n"


def test_a_broken_entry_costs_no_other(citekit: Citekit, desk: Path) -> None:
    (desk / "a.bib").write_text(ENTRY + "@article{x, title={T}, title={U}}\n" + BOOK)
    run = citekit("import", "a.bib", "--no-resolve", "--format", "json")
    assert run.code == 1
    assert run.json["summary"] == {
        "read": 3, "added": 2, "updated": 0, "unchanged": 0, "rejected": 1,
    }  # fmt: skip
    [rejected] = run.json["rejected"]
    assert rejected["place"] == {"path": "a.bib", "line": 6}
    assert rejected["raw"] == "@article{x, title={T}, title={U}}"


def test_folders_give_what_can_be_imported(citekit: Citekit, desk: Path) -> None:
    folder = desk / "papers"
    (folder / ".hidden").mkdir(parents=True)
    (folder / "b.bib").write_text(BOOK)
    (folder / "a.ris.gz").write_bytes(gzip.compress(b"TY  - JOUR\nID  - r\nTI  - R\nER  - \n"))
    (folder / "notes.txt").write_text("nothing")
    (folder / ".hidden" / "c.bib").write_text(ENTRY)
    run = citekit("import", "papers", "--no-resolve")
    assert (run.code, run.out) == (0, ADDED)
    assert keys(citekit) == ["book99", "r"]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_standard_input(citekit: Citekit, monkeypatch: pytest.MonkeyPatch, *, packed: bool) -> None:
    data = (ENTRY + BOOK).encode()
    stream = io.BytesIO(gzip.compress(data) if packed else data)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(stream)))  # type: ignore[type-var]
    run = citekit("import", "-", "--no-resolve")
    assert (run.code, run.out) == (0, ADDED)


def test_a_text_that_is_too_large_is_refused(
    citekit: Citekit, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citekit.verbs.reference_files.LARGEST", 1 << 20)
    (desk / "a.bib.gz").write_bytes(gzip.compress(BOOK.encode() + b" " * (1 << 21)))
    run = citekit("import", "a.bib.gz", "--no-resolve")
    assert run.code == 2
    assert run.err == "citekit: a.bib.gz: holds more than 1 MiB; split it into parts\n"


def test_the_document_is_no_registry_that_was_asked(citekit: Citekit, desk: Path) -> None:
    (desk / "a.bib").write_text(ENTRY)
    assert citekit("import", "a.bib", "--no-resolve").code == 0
    shown = citekit("show", "mine10").out
    assert "entry of file a.bib\n" in shown
    assert "asked document" not in shown
    told = citekit("notices", "--format", "json").json
    assert "document" not in told["works"][0]["registries"]
    assert [one["registry"] for one in told["notices"][0]["silent"]] == []


def test_the_csl_item_that_doi_org_hands_out_is_no_record_of_crossrefs(
    citekit: Citekit, desk: Path
) -> None:
    members = {"indexed": {"x": 1}, "type": "journal-article", "prefix": "10.5555"}
    (desk / "a").write_text(json.dumps({**members, "DOI": "10.5555/1", "title": "Slow effects"}))
    assert citekit("import", "a", "--no-resolve").out.startswith("1 record read: 1 added")
    [work] = citekit("list", "--format", "json").json["works"]
    [answer] = citekit("show", work["key"], "--format", "json").json["answers"]
    assert answer["registry"] == "document"


def test_endnote_files_are_exported_and_imported_again(citekit: Citekit, desk: Path) -> None:
    (desk / "a.bib").write_text(ENTRY + BOOK)
    assert citekit("import", "a.bib", "--no-resolve").code == 0
    for name in ("b.xml", "b.enw"):
        assert citekit("export", "-o", name).code == 0
        run = citekit("--library", f"{name}.db", "import", name, "--no-resolve")
        assert (run.code, run.out) == (0, ADDED)
        shown = citekit("--library", f"{name}.db", "show", "mine10", "--format", "json").json
        assert shown["record"]["title"] == "Slow effects"
        assert shown["identifiers"] == {"pmid": "1"}
        assert [one["type"] for one in shown["notices"]] == ["erratum"]


def test_an_import_again_asks_whoever_was_out_of_reach(
    citekit: Citekit, desk: Path, registries: RegistryServer
) -> None:
    """What one registry found is not settled while the other could not be asked."""
    registries.put(article_xml("1", title="Slow effects", doi="10.5555/9"))
    registries.works["10.5555/9"] = work("10.5555/9", title="Slow effects")
    said = "author = {Doe, J}, title = {Slow effects}, year = {2010}"
    (desk / "a.bib").write_text(f"@article{{mine10, {said}, doi = {{10.5555/9}}}}")
    registries.break_next("efetch", "status", status=401)
    assert citekit("import", "a.bib").code == 3
    assert citekit("show", "mine10", "--format", "json").json["identifiers"] == {"doi": "10.5555/9"}
    assert citekit("import", "a.bib").code == 0
    shown = citekit("show", "mine10", "--format", "json").json
    assert shown["identifiers"] == {"doi": "10.5555/9", "pmid": "1"}
    asked = registries.counts.copy()
    assert citekit("import", "a.bib").code == 0
    assert registries.counts == asked, "now it is settled"


def test_what_disagrees_with_its_identifier_stays_as_it_is(
    citekit: Citekit, desk: Path, registries: RegistryServer
) -> None:
    registries.put(article_xml("1", title="Exercise and falls among the elderly", doi="10.5555/9"))
    said = "author = {Smith, A}, title = {Stem cell transplantation in refractory lupus nephritis}"
    (desk / "a.bib").write_text(f"@article{{mine10, {said}, pmid = 1}}")
    run = citekit("import", "a.bib")
    assert run.code == 1
    assert "citekit: a.bib:1: ambiguous: " in run.err
    shown = citekit("show", "mine10", "--format", "json").json
    assert shown["identifiers"] == {"pmid": "1"}
    assert {one["registry"] for one in shown["fields"].values()} == {"document"}


def test_pubmeds_own_file_is_imported_with_its_notices(citekit: Citekit, desk: Path) -> None:
    (desk / "refs.nbib").write_text(
        "PMID- 111\nTI  - On oaks.\nTA  - J Oak\nDP  - 2010 Aug\nVI  - 1\nPG  - 3-9\n"
        "EIN - J Oak. 2011 Jan;2(1):5\n\n",
        encoding="utf-8",
    )
    assert citekit("import", "refs.nbib", "--no-resolve").code == 0
    [notice] = citekit("notices", "--format", "json").json["notices"]
    assert (notice["type"], notice["witnesses"][0]["registry"]) == ("erratum", "document")
    assert notice["witnesses"][0]["term"] == "EIN"
