"""What each registry says of a work's fields: the value believed, and those beside it.

The item of a work is always what `records.merge` makes of all that is said; a registry's answer
replaces what it said before, and nobody else's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import cast

from citekit.library.connection import Cells, Connection
from citekit.library.rows import dump, load
from citekit.model import Alternative, Candidate, CslItem, FieldSource, Record, Stamp

Alternatives = Mapping[str, tuple[Alternative, ...]]


def fields(connection: Connection, work_id: int) -> dict[str, FieldSource]:
    """Read whose value is believed, field by field."""
    rows = connection.rows(
        "SELECT field, registry, fetched_at FROM fields WHERE work_id = ? ORDER BY field", work_id
    )
    return {row["field"]: FieldSource(row["registry"], row["fetched_at"]) for row in rows}


def alternatives(connection: Connection, work_id: int) -> dict[str, tuple[Alternative, ...]]:
    """Read what the others say, field by field, by registry."""
    rows = connection.rows(
        "SELECT field, registry, fetched_at, value FROM alternatives"
        " WHERE work_id = ? ORDER BY field, registry",
        work_id,
    )
    found: dict[str, tuple[Alternative, ...]] = {}
    for row in rows:
        said = Alternative(row["registry"], row["fetched_at"], load(row["value"]))
        found[row["field"]] = (*found.get(row["field"], ()), said)
    return found


def said(
    item: CslItem, believed: Mapping[str, FieldSource], beside: Alternatives
) -> list[Candidate]:
    """Take a merged item apart again: what each registry said at each time, as candidates."""
    told: dict[tuple[str, str], dict[str, object]] = {}
    values = cast("Mapping[str, object]", item)
    for field, source in believed.items():
        if field in values:
            told.setdefault((source.registry, source.fetched_at), {})[field] = values[field]
    for field, others in beside.items():
        for one in others:
            told.setdefault((one.registry, one.fetched_at), {})[field] = one.value
    return [Candidate(cast("CslItem", told[who]), {}, Stamp(*who)) for who in sorted(told)]


def add(connection: Connection, works: Sequence[tuple[int, Record]]) -> None:
    """Store what is said of the fields of new works, each with its row id."""
    connection.insert_all(
        "believed", _BELIEVED, chain.from_iterable(_believed(*one) for one in works)
    )
    connection.insert_all(
        "alternatives", _ALTERNATIVES, chain.from_iterable(_beside(*one) for one in works)
    )


def store(connection: Connection, work_id: int, record: Record) -> None:
    """Make these all that is said of a work's fields."""
    connection.sync("believed", _BELIEVED, work_id, _believed(work_id, record))
    connection.sync("alternatives", _ALTERNATIVES, work_id, _beside(work_id, record))


_BELIEVED = ("work_id", "registry", "fetched_at", "fields")
_ALTERNATIVES = ("work_id", "field", "registry", "fetched_at", "value")


def _believed(work_id: int, record: Record) -> list[Cells]:
    """Give a row for each source, with the names of the fields for which it is believed."""
    told: dict[FieldSource, list[str]] = {}
    for field, source in sorted(record.fields.items()):
        told.setdefault(source, []).append(field)
    ordered = sorted((source.registry, source.fetched_at, named) for source, named in told.items())
    return [(work_id, registry, at, dump(named)) for registry, at, named in ordered]


def _beside(work_id: int, record: Record) -> list[Cells]:
    return [
        (work_id, field, one.registry, one.fetched_at, dump(one.value))
        for field, others in sorted(record.alternatives.items())
        for one in _by_registry(others)
    ]


def _by_registry(others: Sequence[Alternative]) -> list[Alternative]:
    return sorted(others, key=lambda one: one.registry)
