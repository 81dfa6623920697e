"""The tables of `citekit browse`, and the questions that are asked of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from citekit.browse import metadata
from citekit.browse.begin import prepare
from citekit.browse.tables import Filled, fill
from citekit.errors import LibraryError
from citekit.formats.csv_works import safe_cell
from citekit.library.store import Library
from citekit.model import Citation, Place
from citekit.verbs.acknowledge import Wish, acknowledge
from citekit.vocab import LinkType
from tests.guarantees.output import hostile, terminal
from tests.guarantees.output.lexers import controls
from tests.reports.evidence import included

TODAY = "2026-03-05"
RETRACTED = "WriterE2004Effects"


def shelved(folder: Path, library: Path) -> tuple[Path, Filled]:
    with Library.open(library) as opened:
        return folder / "shelf.db", fill(folder / "shelf.db", opened, TODAY)


def room(folder: Path) -> Path:
    (folder / "room").mkdir()
    return folder / "room"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    included.fill(tmp_path / "library.db", 12)
    return tmp_path / "library.db"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder = tmp_path_factory.mktemp("shelf")
    included.fill(folder / "library.db", 12)
    with closing(sqlite3.connect(shelved(folder, folder / "library.db")[0])) as opened:
        opened.row_factory = sqlite3.Row
        yield opened


def ask(shelf: sqlite3.Connection, sql: str, **values: str) -> list[dict[str, Any]]:
    return [dict(row) for row in shelf.execute(sql, values)]


def test_a_work_is_told_as_in_the_report(shelf: sqlite3.Connection) -> None:
    [work] = ask(shelf, "select * from works where key = :key", key=RETRACTED)
    assert work["state"] == "retracted"
    assert (work["notices"], work["asked"], work["year"]) == (3, "all answered", 2004)
    assert work["checked_on"] == "2026-01-02"
    assert work["doi"] == "10.5555/study.4"


def test_who_could_not_be_asked_makes_no_work_clean(shelf: sqlite3.Connection) -> None:
    found = ask(shelf, "select distinct state, asked from works where asked <> 'all answered'")
    assert found
    assert {one["state"] for one in found} == {"not fully asked"}
    assert (
        ask(shelf, "select 1 from works where state = 'none found' and asked <> 'all answered'")
        == []
    )


def test_a_notice_says_who_says_so(shelf: sqlite3.Connection) -> None:
    [notice] = ask(
        shelf, "select * from notices where work = :key and type = 'retraction'", key=RETRACTED
    )
    assert notice["crossref"].startswith("retraction")
    assert (notice["pubmed"], notice["document"]) == ("says nothing", None)
    assert notice["notice"].startswith("Retraction in: J Trials.")
    assert notice["date"] == "2016-05"


def test_a_field_in_conflict_says_who_says_what(shelf: sqlite3.Connection) -> None:
    [work] = ask(shelf, "select * from works where key = :key", key=RETRACTED)
    said = ask(
        shelf, "select field, registry, says, taken from conflicts where work = :key", key=RETRACTED
    )
    assert work["conflicts"] == 1
    assert said == [
        {"field": "volume", "registry": "PubMed", "says": "5", "taken": "taken"},
        {"field": "volume", "registry": "Crossref", "says": "99", "taken": None},
    ]
    assert ask(shelf, metadata.QUERIES["disagreements"].sql) == [
        {"work": RETRACTED, "field": "volume", "taken_from": "PubMed", "pubmed": "5",
         "crossref": "99"},
    ]  # fmt: skip
    assert ask(shelf, "select sum(conflicts) as n from works") == [{"n": 1}]


def test_a_citation_says_where_it_stands(library: Path, tmp_path: Path) -> None:
    places = Place("trial.bib", 7, 1), Place("paper.md", 30, 12), Place("paper.md", 4, 1)
    with Library.open(library) as opened, opened.write():
        names = opened.get(RETRACTED).identifiers
        for place in places:
            cited = Citation("[@w04]", place, names, key="w04")
            opened.add(replace(list(included.studies(5))[4], citation=cited))
    with closing(sqlite3.connect(shelved(tmp_path, library)[0])) as shelf:
        shelf.row_factory = sqlite3.Row
        told = ask(shelf, metadata.QUERIES["cited_in_spite_of_it"].sql)
        written = [(one["file"], one["line"], one["written"]) for one in told]
        assert written == [
            ("paper.md", 4, "[@w04]"),
            ("paper.md", 30, "[@w04]"),
            ("trial.bib", 7, "[@w04]"),
            *((None, None, f"doi:10.5555/study.{number}") for number in (3, 4, 9, 10)),
        ]
        assert {one["state"] for one in told} == {"retracted", "expression of concern"}
        [work] = ask(shelf, "select citations from works where key = :key", key=RETRACTED)
        keys = ask(shelf, "select key from citations where work = :key", key=RETRACTED)
        assert work["citations"] == len(keys) == 4
        assert {one["key"] for one in keys} == {"w04", None}


@pytest.mark.parametrize("name", metadata.QUERIES)
def test_a_question_can_be_asked(shelf: sqlite3.Connection, name: str) -> None:
    rows = ask(shelf, metadata.QUERIES[name].sql, since="2026-01-01")
    expected = {"without_doi": 0, "nobody_asked": 0}
    assert len(rows) == expected.get(name, len(rows))
    assert rows or name in expected
    keys = {one["key"] for one in ask(shelf, "select key from works")}
    assert {one["work"] for one in rows} <= keys


def test_questions_find_what_they_are_about(library: Path, tmp_path: Path) -> None:
    with Library.open(library) as opened:
        until, at = "2026-12-31", "2026-03-04T00:00:00Z"
        acknowledge(opened, Wish(RETRACTED, "retraction"), "cited on purpose", until, at)
    with closing(sqlite3.connect(shelved(tmp_path, library)[0])) as shelf:
        shelf.row_factory = sqlite3.Row
        bad = ask(shelf, metadata.QUERIES["retracted_or_doubted"].sql)
        assert [one["state"] for one in bad] == [*["expression of concern"] * 2, *["retracted"] * 2]
        seen = ask(shelf, metadata.QUERIES["not_acknowledged"].sql)
        mine = [one["type"] for one in seen if one["work"] == RETRACTED]
        assert mine == ["expression of concern", "erratum"]
        assert [one["type"] for one in seen][-4:] == ["comment"] * 4
        down = ask(shelf, metadata.QUERIES["could_not_be_asked"].sql)
        assert {one["registry"] for one in down} == {"Crossref"}
        later = ask(shelf, metadata.QUERIES["changed_since"].sql, since="2026-03-05")
        assert later == []


def test_what_is_described_is_there(shelf: sqlite3.Connection) -> None:
    for name, table in metadata.TABLES.items():
        columns = {row["name"] for row in ask(shelf, f"pragma table_info({name})")}
        assert {*table.facets, *table.columns} <= columns
        assert {table.label, table.sort} - {""} <= columns
    assert {row["name"] for row in ask(shelf, "select name from sqlite_master")} >= {
        *metadata.TABLES
    }


def test_links_between_tables_lead_somewhere(shelf: sqlite3.Connection) -> None:
    assert ask(shelf, "pragma foreign_key_check") == []
    assert ask(shelf, "select 1 from notices where work is null") == []


def test_works_are_searched_without_their_accents(shelf: sqlite3.Connection) -> None:
    sql = "select count(*) as n from works_fts where works_fts match :words"
    assert ask(shelf, sql, words="trials writere") == [{"n": 1}]


def test_a_state_of_which_no_notice_stands_apart_has_a_row(tmp_path: Path) -> None:
    included.fill(tmp_path / "library.db", 1)
    with Library.open(tmp_path / "library.db") as library:
        [work] = library.works()
        with library.write():
            types = {"publication_types": ["Journal Article", "Retracted Publication"]}
            library.pin(work.key, {"custom": types}, "2026-03-04T00:00:00Z")
        marked = library.get(work.key).status
    with closing(sqlite3.connect(shelved(tmp_path, tmp_path / "library.db")[0])) as shelf:
        shelf.row_factory = sqlite3.Row
        assert marked == "retracted"
        [notice] = ask(shelf, "select * from notices")
        assert (notice["type"], notice["pubmed"]) == (LinkType.RETRACTION, "Retracted Publication")
        assert notice["notice"] == 'PubMed marks the record "Retracted Publication"'
        assert notice["crossref"] == "says nothing"


def test_no_cell_of_a_hostile_library_acts(tmp_path: Path) -> None:
    after, chance = hostile.texts(1, 1000)
    keys = terminal.shelve(tmp_path / "library.db", after, chance)
    with closing(sqlite3.connect(shelved(tmp_path, tmp_path / "library.db")[0])) as shelf:
        for table in metadata.TABLES:
            for row in shelf.execute(f"select * from {table}"):
                for cell in (one for one in row if isinstance(one, str)):
                    assert controls(cell) == ""
                    assert safe_cell(cell) == cell
        assert shelf.execute("select count(*) from works").fetchone() == (len(keys),)


def test_a_damaged_library_is_named_and_not_its_copy(library: Path, tmp_path: Path) -> None:
    raw = sqlite3.connect(library)
    raw.execute("update works set item = 'nonsense'")
    raw.commit()
    raw.close()
    with pytest.raises(LibraryError) as told:
        prepare(library, room(tmp_path))
    assert str(told.value).startswith(f"{library}: it is damaged")
    assert list((tmp_path / "room" / "copy").iterdir()) == []


def test_what_datasette_is_told_names_the_library_and_the_day(
    library: Path, tmp_path: Path
) -> None:
    _, told = prepare(library, room(tmp_path))
    assert str(told["description"]).startswith(
        f"{library}: 12 works; the registries last answered on 2026-03-04."
    )
    databases: Any = told["databases"]
    assert set(databases["library"]["queries"]) == set(metadata.QUERIES)
    assert databases["library"]["tables"]["works"]["label_column"] == "key"


def test_tables_that_cannot_be_written_are_told_as_such(library: Path, tmp_path: Path) -> None:
    with Library.open(library) as opened, pytest.raises(LibraryError, match="cannot be opened"):
        fill(tmp_path / "nowhere" / "shelf.db", opened, TODAY)


def test_sql_of_ones_own_is_for_this_machine_alone() -> None:
    assert metadata.settings(sql=True)["default_allow_sql"] is True
    assert metadata.settings(sql=False)["default_allow_sql"] is False
    assert metadata.settings(sql=True)["sql_time_limit_ms"] == 2000
