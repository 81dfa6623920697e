"""A work as the library knew it on a day: today's state with the later events undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from citekit import links as linking
from citekit import status
from citekit.library import history, link_news, links, works
from citekit.library.connection import Connection
from citekit.library.history import Change, Event
from citekit.library.link_rows import Held
from citekit.library.rows import flat, load, unflat
from citekit.model import CslItem, End, Identifiers, Link, StoredLink, Witness
from citekit.vocab import Status


@dataclass(frozen=True, slots=True)
class Past:
    """What the library knew of a work on a day."""

    key: str
    item: CslItem
    identifiers: Identifiers
    notices: tuple[StoredLink, ...]
    status: Status


def as_of(connection: Connection, work_id: int, until: str) -> Past | None:
    """Give a work as it was known at a time (ISO 8601); None where it was not there yet.

    Told are the registries' words up to that time. Who was silent then is not kept.
    """
    known = works.load(connection, work_id)
    events = _of_this_work(history.read(connection, known.key))
    if not any(event.kind is Change.ADDED and not _is_after(event, until) for event in events):
        return None
    item = _item(known.item, events, until)
    told = _links(links.about(connection, work_id), events, known.identifiers, until)
    edges = tuple(
        StoredLink(link_id, link, known.key) for link_id, link in told if not linking.is_self(link)
    )
    about = [link for _, link in told]
    state = status.current(known.identifiers, item, about)
    return Past(known.key, item, known.identifiers, edges, state)


def _of_this_work(events: Sequence[Event]) -> list[Event]:
    """Leave out those of an earlier work of the same key, which was removed."""
    ends = [place for place, event in enumerate(events) if event.kind is Change.REMOVED]
    return list(events[ends[-1] + 1 :] if ends else events)


def _is_after(event: Event, until: str) -> bool:
    return (event.at or "") > until


def _item(now: CslItem, events: Sequence[Event], until: str) -> CslItem:
    fields = flat(now)
    for event in reversed(events):
        if event.kind is not Change.FIELD or event.field is None or not _is_after(event, until):
            continue
        if event.before is None:
            fields.pop(event.field, None)
        else:
            fields[event.field] = load(event.before)
    return unflat(fields)


def _links(
    held: Sequence[Held], events: Sequence[Event], names: Identifiers, until: str
) -> list[tuple[int, Link]]:
    """Replay who asserted what; what no event tells of is dated by when it was read."""
    told: dict[int, Link] = {}
    for event in events:
        if event.link_id is None or event.kind not in _TOLD or _is_after(event, until):
            continue
        said = link_news.read(event)
        before = told.get(event.link_id, replace(said, witnesses=()))
        witnesses = _replayed(before.witnesses, said.witnesses, gone=event.kind is Change.UNSAID)
        told[event.link_id] = replace(said, work=End(names), witnesses=witnesses)
    dated = {event.link_id for event in events}
    told |= {one.id: one.link for one in held if one.id not in dated and _was_read(one, until)}
    now = {one.id: one.link for one in held}
    return [(link_id, _with_record(link, now.get(link_id)))
            for link_id, link in sorted(told.items()) if link.witnesses]  # fmt: skip


_TOLD = frozenset({Change.NOTICE, Change.WITNESS, Change.UNSAID})


def _replayed(
    held: Sequence[Witness], said: Sequence[Witness], *, gone: bool
) -> tuple[Witness, ...]:
    changed = {link_news.assertion(one) for one in said}
    kept = [one for one in held if link_news.assertion(one) not in changed]
    return tuple(kept if gone else [*kept, *said])


def _was_read(held: Held, until: str) -> bool:
    return any(witness.fetched_at <= until for witness in held.link.witnesses)


def _with_record(link: Link, now: Link | None) -> Link:
    """What a notice is called does not change; its record helps to read it."""
    if now is None:
        return link
    notice = replace(link.notice, record=now.notice.record, raw=link.notice.raw or now.notice.raw)
    return replace(link, notice=notice)
