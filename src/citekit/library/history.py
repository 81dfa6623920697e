"""Changes as events: what a library said before, what it says after, and on whose word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from citekit.library.connection import Connection, Row
from citekit.library.rows import load_member


class Change(StrEnum):
    """The kinds of event."""

    ADDED = "added"
    FIELD = "field"
    NOTICE = "notice"
    WITNESS = "witness"
    STATUS = "status"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Event:
    """One change to a work or its notices."""

    key: str
    at: str | None
    """When the registry said so, ISO 8601; None where nobody told a time."""
    kind: Change
    field: str | None = None
    """A CSL variable, or the link's type for notices and witnesses."""
    before: str | None = None
    after: str | None = None
    """Both as JSON for fields and notices; None: it was, or is, not there."""
    registry: str | None = None


def record(connection: Connection, work_id: int, event: Event) -> None:
    """Append an event."""
    row: Row = {
        "work_id": work_id,
        "key": event.key,
        "at": event.at,
        "kind": event.kind.value,
        "field": event.field,
        "before": event.before,
        "after": event.after,
        "registry": event.registry,
    }
    connection.insert("events", row)


def read(connection: Connection, key: str) -> list[Event]:
    """Read the events of a key, oldest first; those of a removed work of that key too."""
    rows = connection.rows(
        "SELECT key, at, kind, field, before, after, registry FROM events"
        " WHERE key = ? ORDER BY id",
        key,
    )
    return [
        Event(
            key=row["key"],
            at=row["at"],
            kind=load_member(Change, row["kind"]),
            field=row["field"],
            before=row["before"],
            after=row["after"],
            registry=row["registry"],
        )
        for row in rows
    ]
