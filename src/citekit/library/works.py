"""Works as rows: recognised, inserted, and brought up to date by what the registries say now."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from citekit import records
from citekit.identity import same_identifiers, same_title
from citekit.library import field_sources, history, search
from citekit.library.connection import Cells, Connection
from citekit.library.history import Change, Event
from citekit.library.rows import (
    PROMOTED,
    dump,
    dump_item,
    flat,
    load_identifiers,
    load_item,
    load_member,
    promoted,
    title,
)
from citekit.model import Candidate, CslItem, Identifiers, Record, Stamp
from citekit.text.keys import make_key
from citekit.text.named import named_in
from citekit.vocab import HAND, Scheme, Status

# What neither BibTeX nor biber takes in a key, and what cannot be seen in one.
_KEY = re.compile(r"""[^\s"#'(),={}%~\\\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,200}""")


@dataclass(frozen=True, slots=True)
class Known:
    """A work as the library holds it."""

    id: int
    key: str
    item: CslItem
    identifiers: Identifiers


class New(NamedTuple):
    """A work that the library does not have yet."""

    record: Record
    key: str
    at: str | None
    """When somebody told of it, ISO 8601."""


def load(connection: Connection, work_id: int) -> Known:
    """Read one work by its row id, which must be there."""
    row = connection.rows("SELECT key, item FROM works WHERE id = ?", work_id)[0]
    return Known(work_id, row["key"], load_item(row["item"]), identifiers(connection, work_id))


def status(connection: Connection, work_id: int) -> Status:
    """Read the state that its notices leave one work in."""
    [row] = connection.rows("SELECT status FROM works WHERE id = ?", work_id)
    return load_member(Status, row["status"])


def identifiers(connection: Connection, work_id: int) -> Identifiers:
    """Read the identifiers of one work."""
    rows = connection.rows("SELECT scheme, value FROM identifiers WHERE work_id = ?", work_id)
    return load_identifiers((row["scheme"], row["value"]) for row in rows)


def find(connection: Connection, names: Identifiers) -> int | None:
    """Find the work of these identifiers; None where none, or several different ones, have them."""
    return _choose(_sharing(connection, names), names)


def recognise(connection: Connection, record: Record) -> int | None:
    """Find the work that a record is about; None where the library does not have it.

    A record that fits two works of different PMIDs is the one that it resembles, or a third.
    """
    if not record.identifiers:
        return _identical(connection, record.item)
    sharing = _sharing(connection, record.identifiers)
    if set(record.identifiers) == {Scheme.ISBN}:
        sharing = [work for work in sharing if same_title(work.item, record.item) is not False]
    chosen = _choose(sharing, record.identifiers)
    if chosen is not None:
        return chosen
    alike = [work for work in sharing if same_title(work.item, record.item)]
    return alike[0].id if len(alike) == 1 else None


def key_for(item: CslItem, hint: str | None, template: str, taken: Callable[[str], bool]) -> str:
    """Decide the key of a new work: the hint where that is free and can be one, else a made one."""
    if hint is not None and _KEY.fullmatch(hint) and not taken(hint):
        return hint
    return make_key(item, taken, template)


def has_key(connection: Connection, key: str) -> bool:
    """Tell whether a work has this key, in any case."""
    return connection.one("SELECT 1 FROM works WHERE key = ?", key) is not None


def insert(connection: Connection, new: Sequence[New]) -> list[Known]:
    """Insert new works, each under a key that is free."""
    first = connection.next_id("works")
    works = [
        Known(first + n, one.key, one.record.item, one.record.identifiers)
        for n, one in enumerate(new)
    ]
    both = list(zip(works, new, strict=True))
    connection.insert_all("works", _WORK, (_work_row(work, one.at) for work, one in both))
    connection.insert_all(
        "identifiers", _IDENTIFIERS, (row for work in works for row in _identifier_rows(work))
    )
    search.add(connection, ((work.id, work.item, work.identifiers) for work in works))
    field_sources.add(connection, [(work.id, one.record) for work, one in both])
    history.record(
        connection, ((work.id, Event(work.key, one.at, Change.ADDED)) for work, one in both)
    )
    return works


def refresh(connection: Connection, known: Known, record: Record, at: str | None) -> bool:
    """Bring a work up to date; tells whether the record or its identifiers changed.

    What a registry said that gave no answer this time stays: its outage is not its word. What a
    person has set stays, whatever the registries say.
    """
    new = field_sources.said(record.item, record.fields, record.alternatives)
    answering = {candidate.stamp.registry for candidate in new}
    held = said_before(connection, known)
    earlier = [one for one in held if one.stamp.registry not in answering]
    merged = records.merge([*new, *earlier]) if earlier else record
    return _settle(connection, known, merged, {**known.identifiers, **record.identifiers}, at)


def pin(connection: Connection, known: Known, values: CslItem, at: str) -> bool:
    """Set fields by hand, before and after the registries' next answers; tells of a change."""
    held = [_without(one, set(values), HAND) for one in said_before(connection, known)]
    by_hand = Candidate(values, {}, Stamp(HAND, at))
    merged = records.merge([by_hand, *held])
    return _settle(connection, known, merged, {**known.identifiers, **named_in(values)}, at)


def unpin(connection: Connection, known: Known, fields: Collection[str], at: str) -> bool:
    """Let the registries have their word on fields again; tells of a change."""
    before = said_before(connection, known)
    held = [_without(one, fields, HAND) for one in before]
    merged = records.merge(held)
    by_hand = [one.item for one in before if one.stamp.registry == HAND]
    given = {scheme for item in by_hand for scheme in named_in(item)}
    lost = given - {scheme for one in held for scheme in named_in(one.item)}
    kept = {scheme: value for scheme, value in known.identifiers.items() if scheme not in lost}
    named = {s: value for s, value in named_in(merged.item).items() if s in given}
    return _settle(connection, known, merged, {**kept, **named}, at)


def remove(connection: Connection, known: Known, at: str | None) -> None:
    """Delete a work and all that is only about it; its events stay, under its key."""
    search.forget(connection, known.id)
    removed = Event(known.key, at, Change.REMOVED, before=dump_item(known.item))
    history.record(connection, [(known.id, removed)])
    connection.change("DELETE FROM works WHERE id = ?", known.id)


def _sharing(connection: Connection, names: Identifiers) -> list[Known]:
    """Works that share a value and do not contradict the rest, oldest first."""
    rows = connection.rows(
        "SELECT DISTINCT work_id FROM json_each(?) AS given"
        " JOIN identifiers AS held ON held.scheme = given.key AND held.value = given.value"
        " ORDER BY work_id",
        dump(dict(names)),
    )
    works = [load(connection, row["work_id"]) for row in rows]
    return [work for work in works if _names_it(work.identifiers, names)]


def _names_it(held: Identifiers, names: Identifiers) -> bool:
    # The chapters of a book share its ISBN, so that only works without any other name have it.
    return bool(same_identifiers(held, names)) or dict(held) == dict(names)


def _choose(works: list[Known], names: Identifiers) -> int | None:
    by_pmid = [work for work in works if Scheme.PMID in names and _pmid(work) is not None]
    exact = [work for work in works if dict(work.identifiers) == dict(names)]
    chosen = by_pmid or exact or works
    different = len({_pmid(work) for work in chosen} - {None}) > 1
    return None if different or not chosen else chosen[0].id


def _pmid(work: Known) -> str | None:
    return work.identifiers.get(Scheme.PMID)


def _identical(connection: Connection, item: CslItem) -> int | None:
    row = connection.one(
        "SELECT id FROM works WHERE title IS ? AND item = ? AND NOT EXISTS"
        " (SELECT 1 FROM identifiers WHERE work_id = works.id) ORDER BY id",
        title(item),
        dump(item),
    )
    return None if row is None else int(row["id"])


def said_before(connection: Connection, known: Known) -> list[Candidate]:
    """Give what everybody said of a work so far, as candidates."""
    believed = field_sources.fields(connection, known.id)
    return field_sources.said(
        known.item, believed, field_sources.alternatives(connection, known.id)
    )


def _without(candidate: Candidate, fields: Collection[str], registry: str) -> Candidate:
    if candidate.stamp.registry != registry:
        return candidate
    kept = {field: value for field, value in candidate.item.items() if field not in fields}
    return replace(candidate, item=cast("CslItem", kept))


def _settle(
    connection: Connection,
    known: Known,
    merged: Record,
    names: Identifiers,
    at: str | None,
) -> bool:
    """Make a work what all that is said makes of it, and record each change as an event."""
    item = cast("CslItem", {**_nobodys(connection, known), **merged.item})
    work = Known(known.id, known.key, item, names)
    changes = _changes(connection, known, replace(merged, item=item), at)
    field_sources.store(connection, known.id, merged)
    history.record(connection, ((known.id, change) for change in changes))
    renamed = dict(work.identifiers) != dict(known.identifiers)
    changed = dump(item) != dump(known.item)
    if changed or renamed:
        _update(connection, work, at)
    return changed or renamed


def _nobodys(connection: Connection, known: Known) -> dict[str, object]:
    """What stands in a record without anybody who said it."""
    believed = field_sources.fields(connection, known.id)
    return {field: value for field, value in known.item.items() if field not in believed}


def _changes(connection: Connection, known: Known, merged: Record, at: str | None) -> list[Event]:
    held = field_sources.fields(connection, known.id)
    before, after = flat(known.item), flat(merged.item)
    changes: list[Event] = []
    for name in sorted({*before, *after}):
        old, new = (dump(item[name]) if name in item else None for item in (before, after))
        if old == new:
            continue
        field = name.partition(".")[0]
        now, then = merged.fields.get(field), held.get(field)
        is_newer = now is not None and (then is None or now.fetched_at > then.fetched_at)
        when = now.fetched_at if now and is_newer else at
        registry = now or then
        said_by = registry.registry if registry else None
        changes.append(Event(known.key, when, Change.FIELD, name, old, new, said_by))
    return changes


def _update(connection: Connection, work: Known, at: str | None) -> None:
    connection.change(_UPDATE, dump_item(work.item), *promoted(work.item), at, work.id)
    connection.sync("identifiers", _IDENTIFIERS, work.id, _identifier_rows(work))
    search.index(connection, work.id, work.item, work.identifiers)


_WORK = ("id", "key", "item", *PROMOTED, "status", "added_at", "updated_at")
_IDENTIFIERS = ("work_id", "scheme", "value")
_UPDATE = f"UPDATE works SET item = ?, {' = ?, '.join(PROMOTED)} = ?, updated_at = ? WHERE id = ?"  # noqa: S608


def _work_row(work: Known, at: str | None) -> Cells:
    item = work.item
    return (work.id, work.key, dump_item(item), *promoted(item), Status.NONE.value, at, at)


def _identifier_rows(work: Known) -> list[Cells]:
    return [(work.id, scheme.value, value) for scheme, value in sorted(work.identifiers.items())]
