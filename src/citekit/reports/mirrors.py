"""What a mirror says of itself: how old it is, where it comes from, what its silence is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from citekit.reports import safe
from citekit.reports.shapes import dump
from citekit.reports.text import table

if TYPE_CHECKING:
    from citekit.mirror.manifest import HeldFile, Manifest


def lines(told: Manifest, columns: int) -> Iterator[str]:
    """Print what a mirror says of itself, a line for each file, and its notes."""
    yield safe.line(f"{told.name} mirror of {told.date}, {told.origin}, {told.coverage}")
    yield from table([_row(told, one) for one in told.files], columns)
    for note in told.notes:
        yield safe.line(f"note: {note}")


def _row(manifest: Manifest, one: HeldFile) -> tuple[str, ...]:
    told = manifest.about(one)
    origin = safe.line(f"{told.coverage}, {told.date}, {told.origin}")
    return f"  {one.registry}", f"{one.records:,}", safe.line(one.path), origin


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
        },
    )


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
