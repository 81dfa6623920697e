"""A mirror is built whole or not at all, and says of each file how old it is."""

from __future__ import annotations

import gzip
import os
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from citekit.errors import InputError, LibraryError, SettingsError, SourceError
from citekit.mirror.starter import open_mirror, open_notice_registries
from citekit.model import Absent, Found, Identifier, Unavailable
from citekit.verbs.mirror import build, info
from citekit.vocab import Scheme
from tests.retraction_watch import row, sheet

DOI = Identifier(Scheme.DOI, "10.5555/made.up")
NOBODY = Identifier(Scheme.DOI, "10.5555/nobody")
DAY = "2026-12-01"


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "retraction_watch.csv"
    path.write_bytes(sheet(row(), row(Record_ID="102", OriginalPaperDOI="10.5555/other")))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "mirrors" / "mine")


def answers(folder: str) -> dict[Identifier, object]:
    [registry] = open_notice_registries(folder)
    return dict(registry.fetch([DOI, NOBODY], 0.0))


def contents(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def test_a_build_is_complete_and_says_where_it_comes_from(csv: Path, folder: str) -> None:
    built = build(folder, csv, DAY)
    told = info(folder)
    assert built.manifest == told
    assert built.rejected == ()
    assert (told.name, told.date, told.coverage) == ("retraction-watch", DAY, "complete")
    assert told.origin == "built from retraction_watch.csv"
    assert [(one.registry, one.path, one.records) for one in told.files] == [
        ("retraction-watch", "retraction-watch.db", 2)
    ]
    [note] = told.notes
    assert "corrections and expressions of concern are not" in note
    found = answers(folder)
    assert isinstance(found[DOI], Found)
    assert isinstance(found[NOBODY], Absent)


def test_the_date_is_that_of_the_files_last_change(csv: Path, folder: str) -> None:
    os.utime(csv, (0, 1_793_491_199))  # 2026-10-31T23:59:59Z
    assert build(folder, csv).manifest.date == "2026-10-31"


@pytest.mark.parametrize("date", ["yesterday", "2026-02-30", "20261201", "2026-1-2", ""])
def test_what_is_no_date_is_refused(csv: Path, folder: str, date: str) -> None:
    with pytest.raises(InputError, match="is no date"):
        build(folder, csv, date)
    assert not Path(folder).exists()


def test_a_compressed_csv_gives_the_same_database(csv: Path, folder: str) -> None:
    build(folder, csv, DAY)
    before = contents(folder)["retraction-watch.db"]
    packed = csv.with_suffix(".csv.gz")
    packed.write_bytes(gzip.compress(csv.read_bytes()))
    build(folder, packed, DAY)
    assert contents(folder)["retraction-watch.db"] == before


def test_the_same_csv_again_changes_no_byte(csv: Path, folder: str) -> None:
    build(folder, csv, DAY)
    before = contents(folder)
    build(folder, csv, DAY)
    assert contents(folder) == before


def test_a_newer_csv_replaces_the_older(csv: Path, folder: str) -> None:
    build(folder, csv, DAY)
    for n, day in enumerate(("2026-12-02", "2026-12-03"), 1):
        csv.write_bytes(sheet(*(row(OriginalPaperDOI=NOBODY.value) for _ in range(n))))
        build(folder, csv, day)
        told = info(folder)
        assert [one.records for one in told.files] == [n]
        assert {told.files[0].path, "manifest.json"} == set(contents(folder))
        assert len(told.notes) == 1
        assert isinstance(answers(folder)[NOBODY], Found)


def test_a_build_interrupted_before_its_manifest_leaves_the_old_mirror(
    csv: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder, csv, DAY)
    csv.write_bytes(sheet(row(OriginalPaperDOI=NOBODY.value)))

    def interrupt(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("citekit.verbs.mirror.replace_file", interrupt)
        with pytest.raises(KeyboardInterrupt):
            build(folder, csv, "2026-12-02")
    assert info(folder).date == DAY
    assert isinstance(answers(folder)[DOI], Found)
    build(folder, csv, "2026-12-02")
    assert isinstance(answers(folder)[NOBODY], Found)


def test_a_full_disk_leaves_the_old_mirror_and_nothing_beside_it(
    csv: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder, csv, DAY)
    before = contents(folder)
    csv.write_bytes(sheet(row()))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(LibraryError, match="cannot be written: No space left"):
        build(folder, csv, DAY)
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "no Retraction Watch CSV"),
        (b"a,b\n1,2\n", "no column Record ID"),
        (sheet(), "no row that can be used"),
        (sheet(row(Record_ID="")), "no row that can be used"),
    ],
    ids=["empty", "another CSV", "a header alone", "nothing usable"],
)
def test_what_is_no_such_csv_makes_no_mirror(
    csv: Path, folder: str, body: bytes, message: str
) -> None:
    """A header alone would be a complete mirror in which everything is absent."""
    csv.write_bytes(body)
    with pytest.raises(SourceError, match=message):
        build(folder, csv, DAY)
    assert contents(folder) == {}


def test_a_csv_that_is_not_there_or_a_folder_is_named(tmp_path: Path, folder: str) -> None:
    for path in (tmp_path / "gone.csv", tmp_path):
        with pytest.raises(SourceError, match=path.name):
            build(folder, path, DAY)


def test_a_cut_download_makes_no_mirror(csv: Path, folder: str) -> None:
    packed = csv.with_suffix(".csv.gz")
    packed.write_bytes(gzip.compress(csv.read_bytes())[:-20])
    with pytest.raises(SourceError, match="cut or damaged"):
        build(folder, packed, DAY)


def test_rows_that_cannot_be_used_are_told_with_their_lines(csv: Path, folder: str) -> None:
    csv.write_bytes(sheet(row(), row(Record_ID=""), row(Record_ID="103")))
    built = build(folder, csv, DAY)
    assert [(one.place.path, one.place.line) for one in built.rejected] == [(str(csv), 3)]
    assert built.manifest.files[0].records == 2


def test_a_folder_of_another_kind_of_mirror_is_left_alone(csv: Path, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"schema": "citekit/mirror/9"}')
    before = contents(str(tmp_path))
    with pytest.raises(SettingsError, match="another version"):
        build(str(tmp_path), csv, DAY)
    assert contents(str(tmp_path)) == before


def test_the_name_of_the_packages_own_mirror_is_no_folder(
    csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"\./starter"):
        build("starter", csv, DAY)
    build("./starter", csv, DAY)
    assert (tmp_path / "starter" / "manifest.json").exists()


def test_other_files_of_the_mirror_stay_what_they_were(csv: Path, folder: str) -> None:
    """A sample of PubMed does not become complete, or younger, by a CSV beside it."""
    with as_file(files("citekit.mirror").joinpath("starter")) as starter:
        shutil.copytree(starter, folder)
    before = info(folder)
    build(folder, csv, DAY)
    told = info(folder)
    assert [one.registry for one in told.files] == ["pubmed", "crossref", "retraction-watch"]
    assert (told.name, told.date, told.coverage) == ("starter", DAY, "complete")
    assert told.notes[:-1] == before.notes
    pubmed = open_mirror(folder)[0]
    missing, known = Identifier(Scheme.PMID, "7"), Identifier(Scheme.PMID, "20650877")
    fetched = pubmed.fetch([missing, known], 0.0)
    assert isinstance(fetched[missing], Unavailable)
    assert "the starter mirror of 2026-11-22 is a sample" in fetched[missing].reason
    assert fetched[known].candidates[0].stamp.fetched_at == "2026-11-22T00:00:00Z"
    assert isinstance(answers(folder)[NOBODY], Absent)


def test_a_file_name_that_somebody_else_has_is_not_taken(csv: Path, folder: str) -> None:
    build(folder, csv, DAY)
    path = Path(folder) / "manifest.json"
    lead = ',\n      "path"'
    path.write_text(path.read_text().replace(f'"retraction-watch"{lead}', f'"pubmed"{lead}'))
    build(folder, csv, DAY)
    names = [one.path for one in info(folder).files]
    assert names == ["retraction-watch.db", "retraction-watch-2.db"]
