"""The library's own state: what it holds, and whether the file is sound."""

from __future__ import annotations

from collections.abc import Mapping

from citekit.errors import LibraryError
from citekit.library.connection import Connection

_PROBLEMS = {
    "SELECT id FROM works EXCEPT SELECT rowid FROM works_fts": "{} works cannot be searched for",
    "SELECT rowid FROM works_fts EXCEPT SELECT id FROM works": "{} works in the index are gone",
    "SELECT id FROM links WHERE id NOT IN (SELECT link_id FROM witnesses)": (
        "{} links have no witness"
    ),
}


def stats(connection: Connection) -> Mapping[str, int]:
    """Count rows, by table, and give the schema's number."""
    row = connection.rows(
        "SELECT (SELECT count(*) FROM works) AS works,"
        " (SELECT count(*) FROM links) AS links,"
        " (SELECT count(*) FROM citations) AS citations,"
        " (SELECT count(*) FROM answers) AS answers,"
        " (SELECT count(*) FROM events) AS events"
    )[0]
    return {**dict(row), "schema": connection.number("user_version")}


def check(connection: Connection) -> list[str]:
    """Ask SQLite for damage and for rows without owner, then look for what only citekit knows."""
    try:
        return [*_damage(connection), *_orphans(connection), *_gaps(connection)]
    except LibraryError as error:
        return [str(error)]


def _damage(connection: Connection) -> list[str]:
    rows = connection.rows("PRAGMA integrity_check")
    return [] if rows[0][0] == "ok" else [f"damaged: {row[0]}" for row in rows]


def _orphans(connection: Connection) -> list[str]:
    rows = connection.rows("PRAGMA foreign_key_check")
    return [f"a row of {row['table']} belongs to no {row['parent']}" for row in rows]


def _gaps(connection: Connection) -> list[str]:
    counted = ((len(connection.rows(sql)), text) for sql, text in _PROBLEMS.items())
    return [text.format(count) for count, text in counted if count]
