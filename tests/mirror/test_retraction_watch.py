"""Retraction Watch in a mirror: what it answers, and that it answers about notices alone."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from citekit.errors import SettingsError
from citekit.formats.retraction_watch import Row, read
from citekit.mirror import watch_table
from citekit.mirror.starter import open_mirror, open_notice_registries
from citekit.model import Absent, Answer, Found, Identifier, Link, NoticeRegistry, Unavailable
from citekit.vocab import LinkType, Scheme
from tests.retraction_watch import row, sheet

DOI = Identifier(Scheme.DOI, "10.5555/made.up")
PMID = Identifier(Scheme.PMID, "1111")
TITLE = "the watch mirror of 2026-12-01"


def rows(*lines: str) -> list[Row]:
    return [one for one in read(io.BytesIO(sheet(*lines))) if isinstance(one, Row)]


def mirror(folder: Path, *lines: str, **told: object) -> Path:
    """Write a mirror of these rows; `told` are other values of its manifest or of its file."""
    db = folder / "retraction-watch.db"
    db.touch()
    file: dict[str, object] = {
        "registry": "retraction-watch",
        "path": db.name,
        "records": watch_table.write(db, rows(*lines)),
        "sha256": hashlib.sha256(db.read_bytes()).hexdigest(),
    }
    file |= {name: told.pop(name) for name in list(told) if name in {"records", "sha256"}}
    manifest = {
        "schema": "citekit/mirror/1", "name": "watch", "date": "2026-12-01",
        "origin": "by hand", "coverage": "complete", "files": [file],
    } | told  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def opened(folder: Path) -> NoticeRegistry:
    [registry] = open_notice_registries(str(folder))
    return registry


def ask(folder: Path, *identifiers: Identifier) -> Mapping[Identifier, Answer]:
    return opened(folder).fetch(identifiers, 0.0)


def told(answer: Answer) -> tuple[Link, ...]:
    assert isinstance(answer, Found), answer
    [candidate] = answer.candidates
    return candidate.links


def test_it_takes_what_its_rows_have(tmp_path: Path) -> None:
    registry = opened(mirror(tmp_path, row()))
    assert (registry.name, registry.takes) == ("retraction-watch", {Scheme.DOI, Scheme.PMID})


@pytest.mark.parametrize("asked", [DOI, PMID], ids=str)
def test_a_candidate_has_the_identifier_asked_by_and_nothing_else(
    tmp_path: Path, asked: Identifier
) -> None:
    """The sheet is typed by hand: its PMID may be another paper's than its DOI."""
    answer = ask(mirror(tmp_path, row()), asked)[asked]
    assert isinstance(answer, Found)
    [candidate] = answer.candidates
    assert (candidate.item, candidate.identifiers) == ({}, {asked.scheme: asked.value})
    assert candidate.stamp.fetched_at == "2026-12-01T00:00:00Z"
    assert candidate.stamp.via == "watch mirror 2026-12-01 (by hand)"
    assert answer.caveat is None


def test_every_row_about_a_work_is_told_in_the_sheets_order(tmp_path: Path) -> None:
    folder = mirror(
        tmp_path,
        row(),
        row(Record_ID="102", OriginalPaperDOI="10.5555/other", OriginalPaperPubMedID="0"),
        row(Record_ID="9", OriginalPaperDOI="10.5555/MADE.UP", RetractionNature="Reinstatement"),
    )
    found = told(ask(folder, DOI)[DOI])
    assert [link.type for link in found] == [LinkType.RETRACTION, LinkType.REINSTATEMENT]
    assert [link.witnesses[0].record_id for link in found] == ["101", "9"]


def test_what_it_has_no_row_about_is_absent(tmp_path: Path) -> None:
    nobody = Identifier(Scheme.PMID, "7")
    answers = ask(mirror(tmp_path, row()), nobody, DOI)
    assert answers[nobody] == Absent(f"{TITLE} has no row about it")
    assert isinstance(answers[DOI], Found)


def test_a_notice_is_not_what_it_retracts(tmp_path: Path) -> None:
    notice = Identifier(Scheme.DOI, "10.5555/notice")
    assert isinstance(ask(mirror(tmp_path, row()), notice)[notice], Absent)


def test_the_silence_of_a_sample_says_nothing(tmp_path: Path) -> None:
    nobody = Identifier(Scheme.PMID, "7")
    answer = ask(mirror(tmp_path, row(), coverage="sample"), nobody)[nobody]
    assert answer == Unavailable(f"{TITLE} is a sample: what it lacks it says nothing about")


def test_a_scheme_it_does_not_take_is_unavailable(tmp_path: Path) -> None:
    asked = Identifier(Scheme.PMCID, "PMC1")
    assert isinstance(ask(mirror(tmp_path, row()), asked)[asked], Unavailable)


@pytest.mark.parametrize("hostile", ["", "'; DROP TABLE notices", "\0", "\ud800", "10.5555/%"])
def test_any_value_has_an_answer(tmp_path: Path, hostile: str) -> None:
    asked = Identifier(Scheme.DOI, hostile)
    assert isinstance(ask(mirror(tmp_path, row()), asked)[asked], Absent)


def test_a_thousand_works_are_asked_about_at_once(tmp_path: Path) -> None:
    lines = (row(OriginalPaperPubMedID=str(n), OriginalPaperDOI="") for n in range(1, 3000, 2))
    asked = [Identifier(Scheme.PMID, str(n)) for n in range(1, 3000)]
    answers = ask(mirror(tmp_path, *lines), *asked)
    assert list(answers) == asked
    assert sum(isinstance(one, Found) for one in answers.values()) == 1500


def test_changed_bytes_are_noticed_when_it_is_opened(tmp_path: Path) -> None:
    folder = mirror(tmp_path, row())
    with (folder / "retraction-watch.db").open("ab") as stream:
        stream.write(b"\0")
    with pytest.raises(SettingsError, match=r"retraction-watch\.db has changed"):
        open_notice_registries(str(folder))


def test_rows_that_are_not_there_make_its_silence_unavailable(tmp_path: Path) -> None:
    nobody = Identifier(Scheme.PMID, "7")
    answer = ask(mirror(tmp_path, row(), records=2), nobody)[nobody]
    assert isinstance(answer, Unavailable)
    assert "promises 2 rows" in answer.reason


def vouched(folder: Path, body: bytes) -> Path:
    """A mirror that vouches for a file which is not what `write` makes."""
    (folder / "retraction-watch.db").unlink()
    (folder / "retraction-watch.db").write_bytes(body)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][0]["sha256"] = hashlib.sha256(body).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def another_database(path: Path) -> bytes:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE notices (id)")
    database.close()
    return path.read_bytes()


@pytest.mark.parametrize("kind", ["text", "empty", "cut", "another database"])
def test_a_damaged_file_is_unavailable_and_never_absent(tmp_path: Path, kind: str) -> None:
    folder = mirror(tmp_path, *(row(Record_ID=str(n)) for n in range(500)))
    body = {
        "text": b"not SQLite at all" * 100,
        "empty": b"",
        "cut": (folder / "retraction-watch.db").read_bytes()[:5000],
        "another database": another_database(tmp_path / "other.db"),
    }[kind]
    answer = ask(vouched(folder, body), DOI)[DOI]
    assert isinstance(answer, Unavailable), answer
    assert answer.reason.startswith(f"{TITLE} cannot be read: retraction-watch.db: ")


def test_a_file_that_went_away_is_unavailable(tmp_path: Path) -> None:
    registry = opened(mirror(tmp_path, row()))
    (tmp_path / "retraction-watch.db").unlink()
    assert isinstance(registry.fetch([DOI], 0.0)[DOI], Unavailable)


def test_it_is_no_registry_of_records(tmp_path: Path) -> None:
    assert open_mirror(str(mirror(tmp_path, row()))) == ()
    assert open_notice_registries("starter") == ()


def test_a_folder_with_marks_of_addresses_in_its_name_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / "a?b#c%20d"
    folder.mkdir()
    assert isinstance(ask(mirror(folder, row()), DOI)[DOI], Found)


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        (tmp_path / name).touch()
        watch_table.write(tmp_path / name, rows(row(), row(Record_ID="102")))
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
