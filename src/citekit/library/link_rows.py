"""Links <-> rows of `links`, `link_identifiers` and `witnesses`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from citekit.library.connection import Connection, Row
from citekit.library.failures import DamagedError
from citekit.library.rows import dump, dump_item, load_identifiers, load_item, load_member
from citekit.model import End, Identifiers, Link, Witness
from citekit.vocab import LinkType, Side


@dataclass(frozen=True, slots=True)
class Held:
    """A link with the works of the library that it is joined to."""

    id: int
    """Its row id; 0 while it is not stored."""
    link: Link
    work_id: int | None
    notice_id: int | None


def end_of(link: Link, side: Side) -> End:
    """Give one end of a link."""
    return link.work if side is Side.WORK else link.notice


def load(connection: Connection, ids: Iterable[int]) -> list[Held]:
    """Read links by their row ids, oldest first."""
    listed = list(ids)
    if not all(isinstance(one, int) for one in listed):
        raise DamagedError("a link is told of by what is no number")
    listed.sort()
    if not listed:
        return []
    wanted = dump(listed)
    rows = connection.rows(
        "SELECT * FROM links WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", wanted
    )
    names = _load_identifiers(connection, wanted)
    witnesses = _load_witnesses(connection, wanted)
    return [_held(row, names, witnesses.get(row["id"], ())) for row in rows]


def insert(connection: Connection, held: Held) -> Held:
    """Store a new link."""
    stored = replace(held, id=connection.insert("links", _columns(held)))
    _write_parts(connection, stored)
    return stored


def update(connection: Connection, before: Held, after: Held) -> None:
    """Write what differs between two states of one link."""
    columns = _columns(after)
    if columns != _columns(before):
        connection.change(
            "UPDATE links SET type = ?, work_id = ?, notice_id = ?, work_raw = ?, work_item = ?,"
            " notice_raw = ?, notice_item = ? WHERE id = ?",
            *columns.values(),
            after.id,
        )
    _write_parts(connection, after)


def delete(connection: Connection, link_id: int) -> None:
    """Delete a link, its identifiers and its witnesses."""
    connection.change("DELETE FROM links WHERE id = ?", link_id)


def _held(
    row: sqlite3.Row,
    names: Mapping[tuple[int, str], Identifiers],
    witnesses: Sequence[Witness],
) -> Held:
    ends = {
        side: End(
            identifiers=names.get((row["id"], side.value), {}),
            raw=row[f"{side}_raw"],
            record=None if row[f"{side}_item"] is None else load_item(row[f"{side}_item"]),
        )
        for side in Side
    }
    link = Link(
        type=load_member(LinkType, row["type"]),
        notice=ends[Side.NOTICE],
        work=ends[Side.WORK],
        witnesses=tuple(witnesses),
    )
    return Held(row["id"], link, row["work_id"], row["notice_id"])


def _load_identifiers(connection: Connection, wanted: str) -> dict[tuple[int, str], Identifiers]:
    rows = connection.rows(
        "SELECT link_id, side, scheme, value FROM link_identifiers"
        " WHERE link_id IN (SELECT value FROM json_each(?)) ORDER BY link_id, side",
        wanted,
    )
    return {
        end: load_identifiers((row["scheme"], row["value"]) for row in of_one)
        for end, of_one in groupby(rows, lambda row: (row["link_id"], row["side"]))
    }


def _load_witnesses(connection: Connection, wanted: str) -> dict[int, tuple[Witness, ...]]:
    rows = connection.rows(
        "SELECT link_id, registry, term, asserted, fetched_at, via, record_id, stands_on,"
        " answered_by FROM witnesses"
        " WHERE link_id IN (SELECT value FROM json_each(?)) ORDER BY link_id, position",
        wanted,
    )
    return {
        link_id: tuple(_witness(row) for row in of_one)
        for link_id, of_one in groupby(rows, lambda row: row["link_id"])
    }


def _witness(row: sqlite3.Row) -> Witness:
    return Witness(
        registry=row["registry"],
        term=row["term"],
        fetched_at=row["fetched_at"],
        asserted=row["asserted"],
        via=row["via"],
        record_id=row["record_id"],
        stands_on=None if row["stands_on"] is None else load_member(Side, row["stands_on"]),
        answered_by=row["answered_by"],
    )


def _columns(held: Held) -> Row:
    return {
        "type": held.link.type.value,
        "work_id": held.work_id,
        "notice_id": held.notice_id,
        "work_raw": held.link.work.raw,
        "work_item": dump_item(held.link.work.record),
        "notice_raw": held.link.notice.raw,
        "notice_item": dump_item(held.link.notice.record),
    }


def _write_parts(connection: Connection, held: Held) -> None:
    named = [
        (held.id, side.value, scheme.value, value)
        for side in Side
        for scheme, value in sorted(end_of(held.link, side).identifiers.items())
    ]
    said = [
        (held.id, position, *(getattr(witness, name) for name in _WITNESS))
        for position, witness in enumerate(held.link.witnesses)
    ]
    connection.sync("link_identifiers", ("link_id", "side", "scheme", "value"), held.id, named)
    connection.sync("witnesses", ("link_id", "position", *_WITNESS), held.id, said)


_WITNESS = (
    *("registry", "term", "asserted", "fetched_at"),
    *("via", "record_id", "stands_on", "answered_by"),
)
