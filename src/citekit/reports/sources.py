"""A record with its witnesses side by side: what each registry says of each field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, cast

from citekit.model import CslItem
from citekit.reports import safe
from citekit.reports.conflicts import agree, conflicting
from citekit.reports.surface import Ink, Surface, cut, table
from citekit.reports.text import value
from citekit.vocab import DOCUMENT, HAND

if TYPE_CHECKING:
    from citekit.verbs.dossier import Dossier

_BELIEVED, _SAME, _OTHER = "*", "=", "≠"
LEGEND = f"{_BELIEVED} believed, {_SAME} says the same, {_OTHER} says something else"
_ORDER = (HAND, DOCUMENT, "pubmed", "crossref")


def sources(one: Dossier, surface: Surface) -> Iterator[str]:
    """Print a table of fields with a column for each registry, and what the marks mean."""
    registries = _registries(one)
    told = [
        ["field", *(f"  {registry}" for registry in registries)],
        *([name, *(_cell(one, name, each) for each in registries)] for name in sorted(one.fields)),
    ]
    rows = [list(map(safe.line_of, row)) for row in told]
    if surface.wraps:
        inks = dict.fromkeys(range(1, len(registries) + 1), _ink)
        yield from filter(None, table(rows, surface, inks, beneath=False))
    else:
        yield from _cut(rows, surface.columns)
    yield surface.flow(LEGEND)
    if named := conflicting(one.work.item, one.alternatives):
        yield surface.flow(f"in conflict: {', '.join(named)}")


def _ink(cell: str) -> Ink | None:
    return Ink.DOUBT if cell.startswith(_OTHER) else None


def _cut(rows: list[list[str]], columns: int) -> Iterator[str]:
    """Give the registries equal columns, and cut what is too long for them."""
    first = max(len(name) for name, *_ in rows) + 2
    wide = max(12, (columns - first) // max(1, len(rows[0]) - 1) - 2)
    for name, *cells in rows:
        padded = [_padded(cut(cell, wide), wide) for cell in cells]
        yield f"{name.ljust(first)}{'  '.join(padded)}".rstrip()


def _registries(one: Dossier) -> list[str]:
    named = {source.registry for source in one.fields.values()}
    named |= {other.registry for others in one.alternatives.values() for other in others}
    return sorted(named, key=lambda name: (_ORDER.index(name) if name in _ORDER else 9, name))


def _cell(one: Dossier, name: str, registry: str) -> str:
    item = cast("Mapping[str, object]", one.work.item)
    is_believed = one.fields[name].registry == registry
    for other in one.alternatives.get(name, ()):
        if other.registry == registry:
            said = value(cast("CslItem", {name: other.value}), name)
            same = _SAME if agree(name, other.value, item.get(name)) else _OTHER
            return f"{_BELIEVED if is_believed else same} {said}"
    return f"{_BELIEVED} {value(one.work.item, name)}" if is_believed else ""


def _padded(text: str, wide: int) -> str:
    return text + " " * (wide - safe.width(text))
