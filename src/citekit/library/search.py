"""Words -> works: the full-text index, and questions to it that cannot be misread."""

from __future__ import annotations

from collections.abc import Iterable

from citekit.library.connection import Connection
from citekit.library.rows import SEARCHABLE, searchable
from citekit.model import CslItem, Identifiers


def index(connection: Connection, work_id: int, item: CslItem, identifiers: Identifiers) -> None:
    """Make the index say what the work says."""
    row = connection.one(_ROW, work_id)
    if row is not None and tuple(row) == searchable(item, identifiers):
        return
    forget(connection, work_id)
    add(connection, [(work_id, item, identifiers)])


def add(connection: Connection, works: Iterable[tuple[int, CslItem, Identifiers]]) -> None:
    """Put works into the index that are not in it."""
    rows = ((work_id, *searchable(item, names)) for work_id, item, names in works)
    connection.insert_all("works_fts", _COLUMNS, rows)


def forget(connection: Connection, work_id: int) -> None:
    """Take a work out of the index."""
    connection.change("DELETE FROM works_fts WHERE rowid = ?", work_id)


def find(connection: Connection, words: str) -> list[int]:
    """Give the row ids of the works that hold all the words, best fit first, then by key."""
    question = to_match(words)
    if question is None:
        return []
    rows = connection.rows(
        "SELECT works.id AS id FROM works_fts JOIN works ON works.id = works_fts.rowid"
        " WHERE works_fts MATCH ? ORDER BY bm25(works_fts), works.key",
        question,
    )
    return [row["id"] for row in rows]


def to_match(words: str) -> str | None:
    """Write words as an FTS5 query: each a quoted string, the last one as a prefix.

    Quoted, none of FTS5's operators (AND, NEAR, column filters, ``^``, ``*``) is one. None where
    there is no word to look for (sqlite.org/fts5.html, "Full-text Query Syntax").
    """
    given = words.replace('"', " ").replace("\0", " ").split()
    tokens = [word for word in given if any(character.isalnum() for character in word)]
    if not tokens:
        return None
    return " ".join(f'"{token}"' for token in tokens) + "*"


_COLUMNS = ("rowid", *SEARCHABLE)
_ROW = f"SELECT {', '.join(SEARCHABLE)} FROM works_fts WHERE rowid = ?"  # noqa: S608
