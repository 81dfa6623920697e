"""Words -> works: the full-text index, and questions to it that cannot be misread."""

from __future__ import annotations

from citekit.library.connection import Connection, Row
from citekit.library.rows import searchable
from citekit.model import CslItem, Identifiers


def index(connection: Connection, work_id: int, item: CslItem, identifiers: Identifiers) -> None:
    """Make the index say what the work says."""
    words = searchable(item, identifiers)
    row = connection.one(
        "SELECT title, authors, container_title, year, identifiers FROM works_fts WHERE rowid = ?",
        work_id,
    )
    if row is not None and dict(row) == words:
        return
    forget(connection, work_id)
    _insert(connection, work_id, words)


def add(connection: Connection, work_id: int, item: CslItem, identifiers: Identifiers) -> None:
    """Put a new work into the index."""
    _insert(connection, work_id, searchable(item, identifiers))


def _insert(connection: Connection, work_id: int, words: Row) -> None:
    connection.change(
        "INSERT INTO works_fts (rowid, title, authors, container_title, year, identifiers)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        work_id,
        *(words[column] for column in _COLUMNS),
    )


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


_COLUMNS = ("title", "authors", "container_title", "year", "identifiers")
