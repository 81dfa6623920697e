"""Works as rows: recognised, inserted, and brought up to date by what the registries say now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, cast

from citekit.identity import same_identifiers, same_title
from citekit.library import history, search
from citekit.library.connection import Connection, Row, Value
from citekit.library.history import Change, Event
from citekit.library.rows import (
    creators,
    dump,
    dump_item,
    load_identifiers,
    load_item,
    promoted,
)
from citekit.model import CslItem, FieldSource, Identifiers, Record
from citekit.text.keys import make_key
from citekit.vocab import Scheme, Status

# What neither BibTeX nor biber takes in a key, and what cannot be seen in one.
_KEY = re.compile(r"""[^\s"#'(),={}%~\\\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,200}""")


@dataclass(frozen=True, slots=True)
class Known:
    """A work as the library holds it."""

    id: int
    key: str
    item: CslItem
    identifiers: Identifiers


class _Merged(NamedTuple):
    item: dict[str, object]
    fields: dict[str, FieldSource]


def load(connection: Connection, work_id: int) -> Known:
    """Read one work by its row id, which must be there."""
    row = connection.rows("SELECT key, item FROM works WHERE id = ?", work_id)[0]
    return Known(work_id, row["key"], load_item(row["item"]), identifiers(connection, work_id))


def identifiers(connection: Connection, work_id: int) -> Identifiers:
    """Read the identifiers of one work."""
    rows = connection.rows("SELECT scheme, value FROM identifiers WHERE work_id = ?", work_id)
    return load_identifiers((row["scheme"], row["value"]) for row in rows)


def fields(connection: Connection, work_id: int) -> dict[str, FieldSource]:
    """Read which registry gave each field of one work."""
    rows = connection.rows(
        "SELECT field, registry, fetched_at FROM fields WHERE work_id = ? ORDER BY field", work_id
    )
    return {row["field"]: FieldSource(row["registry"], row["fetched_at"]) for row in rows}


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


def insert(connection: Connection, record: Record, hint: str | None, at: str | None) -> Known:
    """Insert a new work; its key is the hint where that is free and can be a key."""
    key = _key(connection, record.item, hint)
    row: dict[str, Value] = {
        "key": key,
        "item": dump_item(record.item),
        **promoted(record.item),
        "status": Status.NONE.value,
        "added_at": at,
        "updated_at": at,
    }
    work = Known(connection.insert("works", row), key, record.item, record.identifiers)
    _store_parts(connection, work)
    _store_fields(connection, work.id, record.fields)
    history.record(connection, work.id, Event(key, at, Change.ADDED))
    return work


def refresh(connection: Connection, known: Known, record: Record, at: str | None) -> bool:
    """Bring a work up to date; tells whether the record or its identifiers changed.

    What a registry said that gave no answer this time stays: its outage is not its word.
    """
    held = fields(connection, known.id)
    merged = _merge(known.item, held, record)
    item = cast("CslItem", merged.item)
    work = Known(known.id, known.key, item, {**known.identifiers, **record.identifiers})
    _store_fields(connection, work.id, merged.fields)
    renamed = dict(work.identifiers) != dict(known.identifiers)
    changed = dump(item) != dump(known.item)
    if changed:
        _record_changes(connection, known, merged, held, at)
    if changed or renamed:
        _update(connection, work, at)
    return changed or renamed


def remove(connection: Connection, known: Known, at: str | None) -> None:
    """Delete a work and all that is only about it; its events stay, under its key."""
    search.forget(connection, known.id)
    removed = Event(known.key, at, Change.REMOVED, before=dump_item(known.item))
    history.record(connection, known.id, removed)
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
        promoted(item)["title"],
        dump(item),
    )
    return None if row is None else int(row["id"])


def _key(connection: Connection, item: CslItem, hint: str | None) -> str:
    def taken(key: str) -> bool:
        return connection.one("SELECT 1 FROM works WHERE key = ?", key) is not None

    if hint is not None and _KEY.fullmatch(hint) and not taken(hint):
        return hint
    return make_key(item, taken)


def _merge(item: CslItem, held: Mapping[str, FieldSource], record: Record) -> _Merged:
    answering = {candidate.stamp.registry for candidate in record.candidates}
    answering |= {source.registry for source in record.fields.values()}
    silent = {field for field, source in held.items() if source.registry not in answering}
    before, now = cast("dict[str, object]", item), cast("dict[str, object]", record.item)
    kept = {
        field for field in before if field in silent or (field not in held and field not in now)
    }
    values = {**now, **{field: before[field] for field in kept}}
    sources = {**record.fields, **{field: held[field] for field in silent if field in kept}}
    return _Merged(values, {field: sources[field] for field in sources if field in values})


def _record_changes(
    connection: Connection,
    known: Known,
    merged: _Merged,
    held: Mapping[str, FieldSource],
    at: str | None,
) -> None:
    before = cast("dict[str, object]", known.item)
    for field in sorted({*before, *merged.item}):
        old, new = (dump(item[field]) if field in item else None for item in (before, merged.item))
        if old == new:
            continue
        source = merged.fields.get(field) or held.get(field)
        when = merged.fields[field].fetched_at if field in merged.fields else at
        registry = source.registry if source else None
        change = Event(known.key, when, Change.FIELD, field, old, new, registry)
        history.record(connection, known.id, change)


def _update(connection: Connection, work: Known, at: str | None) -> None:
    columns = promoted(work.item)
    connection.change(
        "UPDATE works SET item = ?, type = ?, title = ?, container_title = ?, year = ?,"
        " volume = ?, issue = ?, page = ?, updated_at = ? WHERE id = ?",
        dump_item(work.item),
        *(columns[name] for name in _UPDATED),
        at,
        work.id,
    )
    _store_parts(connection, work)


_UPDATED = ("type", "title", "container_title", "year", "volume", "issue", "page")


def _store_parts(connection: Connection, work: Known) -> None:
    rows = [
        {"work_id": work.id, "scheme": scheme.value, "value": value}
        for scheme, value in sorted(work.identifiers.items())
    ]
    connection.sync("identifiers", "work_id", work.id, rows)
    connection.sync("creators", "work_id", work.id, creators(work.id, work.item))
    search.index(connection, work.id, work.item, work.identifiers)


def _store_fields(connection: Connection, work_id: int, held: Mapping[str, FieldSource]) -> None:
    rows: list[Row] = [
        {
            "work_id": work_id,
            "field": field,
            "registry": source.registry,
            "fetched_at": source.fetched_at,
        }
        for field, source in sorted(held.items())
    ]
    connection.sync("fields", "work_id", work_id, rows)
