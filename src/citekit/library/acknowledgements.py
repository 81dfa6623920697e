"""What a person has seen of a work's notices: one notice of one work, until a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from citekit.library.connection import Connection, Value
from citekit.library.rows import dump, load, load_identifiers, load_member
from citekit.library.works import Known
from citekit.model import Acknowledgement, Identifiers
from citekit.vocab import LinkType

_COLUMNS = "id, key, work, type, notice, raw, reason, until, cited_on_purpose, at"


def store(connection: Connection, known: Known, given: Acknowledgement) -> None:
    """Keep an acknowledgement; it replaces the one of the same notice of the same work."""
    remove(connection, given)
    row: dict[str, Value] = {
        "work_id": known.id,
        "key": known.key,
        "work": dump(dict(given.work)),
        "type": given.type.value,
        "notice": dump(dict(given.notice)),
        "raw": given.raw,
        "reason": given.reason,
        "until": given.until,
        "cited_on_purpose": int(given.cited_on_purpose),
        "at": given.at,
    }
    connection.insert("acknowledgements", row)


def remove(connection: Connection, given: Acknowledgement) -> bool:
    """Take back what acknowledges the same notice of the same work; tells whether there was any."""
    scope = (given.key, given.type.value, dump(dict(given.notice)), given.raw)
    where = "WHERE key = ? AND type = ? AND notice = ? AND raw IS ?"
    held = connection.rows(f"SELECT id FROM acknowledgements {where}", *scope)  # noqa: S608
    if held:
        connection.change(f"DELETE FROM acknowledgements {where}", *scope)  # noqa: S608
    return bool(held)


def everything(connection: Connection) -> list[Acknowledgement]:
    """Read them all, by key."""
    rows = connection.rows(f"SELECT {_COLUMNS} FROM acknowledgements ORDER BY key, id")  # noqa: S608
    return [
        Acknowledgement(
            key=row["key"],
            work=_identifiers(row["work"]),
            type=load_member(LinkType, row["type"]),
            notice=_identifiers(row["notice"]),
            raw=row["raw"],
            reason=row["reason"],
            until=row["until"],
            cited_on_purpose=bool(row["cited_on_purpose"]),
            at=row["at"],
        )
        for row in rows
    ]


def _identifiers(text: Value) -> Identifiers:
    return load_identifiers(cast("Mapping[str, str]", load(text)).items())
