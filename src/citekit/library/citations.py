"""Where works were cited: what was written, in which file and line, and how it was resolved."""

from __future__ import annotations

from typing import cast

from citekit.library.connection import Connection, Row, Value, storable
from citekit.library.rows import dump, load, load_identifiers
from citekit.model import Citation, Place, Resolution
from citekit.vocab import Outcome

# A citation without a place was typed by somebody.
_NOWHERE = Place(path="", line=0, column=0)


def store(connection: Connection, work_id: int, resolution: Resolution) -> None:
    """Store where a work is cited; the same words at the same place are one citation.

    What nobody wrote (a registry's own record, taken from a file) is no citation. That nobody could
    be asked leaves what was found out before.
    """
    if not resolution.citation.raw and resolution.citation.place is None:
        return
    row = {name: storable(value) for name, value in _row(work_id, resolution).items()}
    held = connection.one(
        'SELECT work_id, raw, path, line, "column", key, identifiers, outcome, score, reasons'
        " FROM citations WHERE path = ? AND line = ? AND raw = ?",
        row["path"],
        row["line"],
        row["raw"],
    )
    if held is None:
        connection.insert("citations", row)
    elif dict(held) != row and not _is_no_news(dict(held), row):
        connection.change(
            'UPDATE citations SET work_id = ?, raw = ?, path = ?, line = ?, "column" = ?, key = ?,'
            " identifiers = ?, outcome = ?, score = ?, reasons = ?"
            " WHERE path = ? AND line = ? AND raw = ?",
            *row.values(),
            row["path"],
            row["line"],
            row["raw"],
        )


def _is_no_news(held: Row, row: Row) -> bool:
    same = all(held[name] == row[name] for name in ("work_id", "key", "identifiers"))
    return same and row["outcome"] == Outcome.UNAVAILABLE


def about(connection: Connection, work_id: int) -> list[Citation]:
    """Read the citations of a work, by place."""
    rows = connection.rows(
        'SELECT raw, path, line, "column", key, identifiers FROM citations'
        ' WHERE work_id = ? ORDER BY path, line, "column", raw',
        work_id,
    )
    return [
        Citation(
            raw=row["raw"],
            place=Place(row["path"], row["line"], row["column"]) if row["path"] else None,
            identifiers=load_identifiers(cast("dict[str, str]", load(row["identifiers"])).items()),
            key=row["key"],
        )
        for row in rows
    ]


def _row(work_id: int, resolution: Resolution) -> dict[str, Value]:
    citation = resolution.citation
    place = citation.place or _NOWHERE
    return {
        "work_id": work_id,
        "raw": citation.raw,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "key": citation.key,
        "identifiers": dump(dict(citation.identifiers)),
        "outcome": resolution.outcome.value,
        "score": resolution.score,
        "reasons": dump(list(resolution.reasons)),
    }
