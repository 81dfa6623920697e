"""The rows of the Retraction Watch CSV as an SQLite file: written once, then only read.

The same rows give the same bytes, as far as SQLite's own version is the same: they stay in the
CSV's order, and no clock is read. Failures are sqlite3's own.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from contextlib import closing
from pathlib import Path
from typing import Final

from citekit.formats.retraction_watch import Row
from citekit.model import Identifier, Identifiers
from citekit.vocab import Scheme

# "ckrw" in ASCII, and the number of the schema (sqlite.org/pragma.html).
_APPLICATION_ID: Final = 0x636B7277
_VERSION: Final = 1

_SCHEMA: Final = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA application_id = {_APPLICATION_ID};
PRAGMA user_version = {_VERSION};
BEGIN;
CREATE TABLE notices (
  id INTEGER PRIMARY KEY,
  record_id TEXT NOT NULL,
  nature TEXT NOT NULL,
  date TEXT,
  notice_doi TEXT,
  notice_pmid TEXT,
  work_doi TEXT,
  work_pmid TEXT,
  title TEXT NOT NULL,
  journal TEXT NOT NULL,
  reasons TEXT NOT NULL
);
"""
_INSERT: Final = "INSERT INTO notices VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_FINISH: Final = (
    "CREATE INDEX notices_work_doi ON notices (work_doi)",
    "CREATE INDEX notices_work_pmid ON notices (work_pmid)",
    "COMMIT",
)
_ABOUT: Final = {
    Scheme.DOI: "SELECT asked.value AS asked, notices.* FROM json_each(?) AS asked"
    " CROSS JOIN notices ON notices.work_doi = asked.value ORDER BY notices.id",
    Scheme.PMID: "SELECT asked.value AS asked, notices.* FROM json_each(?) AS asked"
    " CROSS JOIN notices ON notices.work_pmid = asked.value ORDER BY notices.id",
}
_NAMELESS: Final = "SELECT count(*) FROM notices WHERE work_doi IS NULL AND work_pmid IS NULL"
TAKES: Final = frozenset(_ABOUT)
"""The schemes that rows can be looked up by."""


def write(path: Path, rows: Iterable[Row]) -> int:
    """Write rows into an empty file; gives their number.

    Nothing is made durable or safe against interruption here: the file is nobody's yet.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(_SCHEMA)
        database.executemany(_INSERT, map(_values, rows))
        for sql in _FINISH:
            database.execute(sql)
        return _count(database)


def count(path: Path) -> int:
    """Count the rows of a file; raises DatabaseError where it is not one that `write` makes."""
    with closing(_open(path)) as database:
        return _count(database)


def nameless(path: Path) -> int:
    """Count the rows that no identifier leads to."""
    with closing(_open(path)) as database:
        return int(database.execute(_NAMELESS).fetchone()[0])


def about(path: Path, identifiers: Collection[Identifier]) -> dict[Identifier, list[Row]]:
    """Find the rows about works, in the CSV's order; what has none is left out."""
    found: dict[Identifier, list[Row]] = {}
    with closing(_open(path)) as database:
        for scheme, sql in _ABOUT.items():
            values = [one.value for one in identifiers if one.scheme is scheme]
            for row in database.execute(sql, [json.dumps(values)]):
                found.setdefault(Identifier(scheme, row["asked"]), []).append(_row(row))
    return found


def _open(path: Path) -> sqlite3.Connection:
    # Nobody writes into a file that its manifest vouches for: no locks, no side files.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    database = sqlite3.connect(uri, uri=True)
    database.row_factory = sqlite3.Row
    try:
        _check(database)
    except sqlite3.Error:
        database.close()
        raise
    return database


def _check(database: sqlite3.Connection) -> None:
    pragmas = ("PRAGMA application_id", "PRAGMA user_version")
    named = [database.execute(pragma).fetchone()[0] for pragma in pragmas]
    if named != [_APPLICATION_ID, _VERSION]:
        raise sqlite3.DatabaseError("it holds no rows of Retraction Watch, or another version's")


def _count(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT count(*) FROM notices").fetchone()[0])


def _values(row: Row) -> tuple[str | None, ...]:
    return (
        row.record_id,
        row.nature,
        row.date,
        row.notice.get(Scheme.DOI),
        row.notice.get(Scheme.PMID),
        row.work.get(Scheme.DOI),
        row.work.get(Scheme.PMID),
        row.title,
        row.journal,
        json.dumps(row.reasons, ensure_ascii=False),
    )


def _row(held: sqlite3.Row) -> Row:
    return Row(
        record_id=held["record_id"],
        nature=held["nature"],
        date=held["date"],
        notice=_named(held["notice_doi"], held["notice_pmid"]),
        work=_named(held["work_doi"], held["work_pmid"]),
        title=held["title"],
        journal=held["journal"],
        reasons=tuple(json.loads(held["reasons"])),
    )


def _named(doi: str | None, pmid: str | None) -> Identifiers:
    pairs = ((Scheme.DOI, doi), (Scheme.PMID, pmid))
    return {scheme: value for scheme, value in pairs if value is not None}
