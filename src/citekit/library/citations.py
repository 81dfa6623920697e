"""Where works were cited: what was written, in which file and line, and how it was resolved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from citekit.library.connection import Cells, Connection, Row, storable
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
    if not _is_written(resolution):
        return
    row = dict(zip(_COLUMNS, map(storable, _row(work_id, resolution)), strict=True))
    place = row["path"], row["line"], row["raw"]
    held = connection.one(f"SELECT {_NAMED} FROM citations WHERE {_PLACE}", *place)  # noqa: S608
    if held is None:
        connection.insert("citations", row)
    elif dict(held) != row and not _is_no_news(dict(held), row):
        connection.change(
            f"UPDATE citations SET ({_NAMED}) = ({_MARKS}) WHERE {_PLACE}",  # noqa: S608
            *row.values(),
            *place,
        )


def add(connection: Connection, works: Iterable[tuple[int, Resolution]]) -> None:
    """Store where new works are cited, at places where nothing else is."""
    rows = (_row(*one) for one in works if _is_written(one[1]))
    connection.insert_all("citations", _COLUMNS, rows)


def _is_written(resolution: Resolution) -> bool:
    return bool(resolution.citation.raw) or resolution.citation.place is not None


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


_COLUMNS = (
    *("work_id", "raw", "path", "line", "column"),
    *("key", "identifiers", "outcome", "score", "reasons"),
)


_NAMED = ", ".join(f'"{name}"' for name in _COLUMNS)
_MARKS = ", ".join("?" * len(_COLUMNS))
_PLACE = "path = ? AND line = ? AND raw = ?"


def _row(work_id: int, resolution: Resolution) -> Cells:
    citation = resolution.citation
    place = citation.place or _NOWHERE
    where = (citation.raw, place.path, place.line, place.column)
    named = (citation.key, dump(dict(citation.identifiers)))
    decided = (resolution.outcome.value, resolution.score, dump(list(resolution.reasons)))
    return (work_id, *where, *named, *decided)
