"""Works and links as everybody outside this room sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from citekit import links
from citekit.library import answers, link_rows
from citekit.library.connection import Connection
from citekit.library.failures import DamagedError
from citekit.library.link_rows import Held
from citekit.library.rows import dump, load_identifiers, load_item, load_member
from citekit.model import Asked, CslItem, Identifiers, Silence, StoredLink, StoredWork, Witness
from citekit.vocab import DOCUMENT, AskedOutcome, Status


def stored_works(connection: Connection, ids: Sequence[int]) -> list[StoredWork]:
    """Read works by their row ids, in the order given, each with its notices."""
    wanted = dump(list(ids))
    rows = connection.rows(
        "SELECT id, key, item, status FROM works WHERE id IN (SELECT value FROM json_each(?))",
        wanted,
    )
    names = _identifiers(connection, wanted)
    notices = _notices_about(connection, wanted)
    works = {
        row["id"]: StoredWork(
            key=row["key"],
            item=load_item(row["item"]),
            identifiers=names.get(row["id"], {}),
            notices=tuple(notices.get(row["id"], ())),
            status=load_member(Status, row["status"]),
        )
        for row in rows
    }
    return [works[work_id] for work_id in ids if work_id in works]


def stored_links(connection: Connection, held: Sequence[Held]) -> list[StoredLink]:
    """Show links from the affected works: their keys, the notices' own records, who is silent.

    A notice published in place, whose both ends are one work, is left out: it is that work's
    status.
    """
    works = {one.work_id for one in held} | {one.notice_id for one in held}
    wanted = dump(sorted(work_id for work_id in works if work_id is not None))
    rows = connection.rows(
        "SELECT id, key, item FROM works WHERE id IN (SELECT value FROM json_each(?))", wanted
    )
    keys = {row["id"]: str(row["key"]) for row in rows}
    items = {row["id"]: load_item(row["item"]) for row in rows}
    asked = answers.by_work(connection, wanted)
    return [
        _stored_link(one, keys, items, asked) for one in held if links.split_self([one.link])[0]
    ]


def silent(asked: Iterable[Asked], witnesses: Iterable[Witness]) -> tuple[Silence, ...]:
    """Name those who were asked about a work and do not assert a notice of it."""
    speaking = {DOCUMENT, *(witness.registry for witness in witnesses)}
    return tuple(
        Silence(one.registry, _silence(one.outcome), one.via)
        for one in asked
        if one.registry not in speaking
    )


def _silence(outcome: AskedOutcome) -> AskedOutcome:
    return AskedOutcome.ABSENT if outcome is AskedOutcome.FOUND else outcome


def _stored_link(
    held: Held,
    keys: Mapping[int, str],
    items: Mapping[int, CslItem],
    asked: Mapping[int, Sequence[Asked]],
) -> StoredLink:
    for joined in (held.work_id, held.notice_id):
        if joined is not None and joined not in items:
            raise DamagedError(f"a notice is joined to a work that is gone ({joined})")
    link = held.link
    if held.notice_id is not None:
        link = replace(link, notice=replace(link.notice, record=items[held.notice_id]))
    if held.work_id is None:
        return StoredLink(held.id, link, None, preprint=links.is_preprint_pair(link))
    about = asked.get(held.work_id, ())
    own = replace(link, work=replace(link.work, record=items[held.work_id]))
    return StoredLink(
        id=held.id,
        link=link,
        key=keys[held.work_id],
        silent=silent(about, link.witnesses),
        preprint=links.is_preprint_pair(own),
    )


def _identifiers(connection: Connection, wanted: str) -> dict[int, Identifiers]:
    rows = connection.rows(
        "SELECT work_id, scheme, value FROM identifiers"
        " WHERE work_id IN (SELECT value FROM json_each(?)) ORDER BY work_id",
        wanted,
    )
    return {
        work_id: load_identifiers((row["scheme"], row["value"]) for row in of_one)
        for work_id, of_one in groupby(rows, lambda row: row["work_id"])
    }


def _notices_about(connection: Connection, wanted: str) -> dict[int, list[StoredLink]]:
    rows = connection.rows(
        "SELECT id, work_id FROM links WHERE work_id IN (SELECT value FROM json_each(?))", wanted
    )
    affected = {row["id"]: row["work_id"] for row in rows}
    notices: dict[int, list[StoredLink]] = {}
    for stored in stored_links(connection, link_rows.load(connection, affected)):
        notices.setdefault(affected[stored.id], []).append(stored)
    return notices
