"""Changes as events: what a library said before, what it says after, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from citekit.library.connection import Cells, Connection, Value
from citekit.library.rows import load_member


class Change(StrEnum):
    """The kinds of event; *unsaid*: who asserted a notice does so no longer."""

    ADDED = "added"
    FIELD = "field"
    NOTICE = "notice"
    WITNESS = "witness"
    UNSAID = "unsaid"
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
    link_id: int | None = None
    """The row of the link, for notices and witnesses."""


def record(connection: Connection, events: Iterable[tuple[int, Event]]) -> None:
    """Append events, each with the row id of its work."""
    connection.insert_all("events", _COLUMNS, (_row(*one) for one in events))


_COLUMNS = ("work_id", "key", "at", "kind", "field", "before", "after", "registry", "link_id")


def _row(work_id: int, event: Event) -> Cells:
    change = (event.key, event.at, event.kind.value, event.field, event.before, event.after)
    return (work_id, *change, event.registry, event.link_id)


def last(connection: Connection) -> int:
    """Give the row id of the newest event; 0 where there is none."""
    return int(connection.rows("SELECT coalesce(max(id), 0) AS id FROM events")[0]["id"])


def after(connection: Connection, event_id: int) -> list[Event]:
    """Read the events behind one, oldest first."""
    return _read(connection, "id > ?", event_id)


def since(connection: Connection, time: str) -> list[Event]:
    """Read the events of all works at or after a time, by key, oldest first of each."""
    return sorted(_read(connection, "at >= ?", time), key=lambda event: event.key.casefold())


def joined(connection: Connection, gone: int, kept: int) -> None:
    """Hand the events of a link that turned out to be another one to that one."""
    connection.change("UPDATE events SET link_id = ? WHERE link_id = ?", kept, gone)


def read(connection: Connection, key: str) -> list[Event]:
    """Read the events of a key, oldest first; those of a removed work of that key too."""
    return _read(connection, "key = ?", key)


def _read(connection: Connection, condition: str, value: Value) -> list[Event]:
    # The condition is one of this module's own.
    rows = connection.rows(
        "SELECT key, at, kind, field, before, after, registry, link_id FROM events"  # noqa: S608
        f" WHERE {condition} ORDER BY id",
        value,
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
            link_id=row["link_id"],
        )
        for row in rows
    ]
