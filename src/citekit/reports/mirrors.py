"""What a mirror says of itself: how old it is, where it comes from, what its silence is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from citekit.reports import safe
from citekit.reports.shapes import dump
from citekit.reports.surface import Surface, table

if TYPE_CHECKING:
    from citekit.mirror.index.layout import IndexNotes, RegistryNotes
    from citekit.mirror.manifest import HeldFile, Manifest


def lines(told: Manifest, surface: Surface) -> Iterator[str]:
    """Print what a mirror says of itself, a line for each file, and its notes."""
    yield safe.line(f"{told.name} mirror of {told.date}, {told.origin}, {told.coverage}")
    rows = [_row(told, one) for one in told.files]
    rows += [_index_row(told, one) for one in told.index.registries] if told.index else []
    yield from table(rows, surface)
    if told.index:
        yield from _index(told.index)
    for note in told.notes:
        yield surface.flow(safe.line(f"note: {note}"))


def _row(manifest: Manifest, one: HeldFile) -> tuple[str, ...]:
    told = manifest.about(one)
    origin = safe.line(f"{told.coverage}, {told.date}, {told.origin}")
    return f"  {one.registry}", f"{one.records:,}", safe.line(one.path), origin


def _index_row(manifest: Manifest, one: RegistryNotes) -> tuple[str, ...]:
    told = manifest.about(one)
    origin = safe.line(f"{told.coverage}, {told.date}, {told.origin}")
    return f"  {one.registry}", f"{one.records:,}", "index", origin


def _index(index: IndexNotes) -> Iterator[str]:
    replaced = index.rows - sum(one.records for one in index.registries)
    some = f", {replaced:,} records replaced or deleted" if replaced else ""
    yield f"index of version {index.schema}, texts folded as {index.normaliser}{some}"
    for one in index.registries:
        if one.unread:
            yield safe.line(f"note: {one.registry}: {one.unread:,} records or files not read")


def shape(told: Manifest) -> str:
    """Shape what `mirror info` prints; each file with the date, origin and coverage it has."""
    return dump(
        "mirror-info",
        {
            "name": told.name,
            "date": told.date,
            "origin": told.origin,
            "coverage": told.coverage,
            "files": [_file(told, one) for one in told.files],
            "notes": list(told.notes),
            **({"index": _shape_of_index(told.index)} if told.index else {}),
        },
    )


def _shape_of_index(index: IndexNotes) -> Mapping[str, object]:
    return {
        "schema": index.schema,
        "normaliser": index.normaliser,
        "rows": index.rows,
        "registries": [
            {name: getattr(one, name) for name in one.__struct_fields__} for one in index.registries
        ],
    }


def _file(manifest: Manifest, one: HeldFile) -> Mapping[str, object]:
    told = manifest.about(one)
    return {
        "registry": one.registry,
        "path": one.path,
        "records": one.records,
        "sha256": one.sha256,
        "date": told.date,
        "origin": told.origin,
        "coverage": told.coverage,
    }
