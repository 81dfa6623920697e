"""The fields on which registries disagree, and what each says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from citekit.formats.csl_variables import DATES
from citekit.model import Alternative, CslDate, CslItem, FieldSource
from citekit.reports import safe
from citekit.reports.text import value
from citekit.text import dates
from citekit.text.identifiers import same_doi

Alternatives = Mapping[str, Sequence[Alternative]]


class Said(NamedTuple):
    """One registry's value of a field."""

    registry: str
    value: str
    believed: bool


class Conflict(NamedTuple):
    """A field on which registries disagree."""

    field: str
    said: tuple[Said, ...]


def conflicts(
    item: CslItem, fields: Mapping[str, FieldSource], alternatives: Alternatives
) -> Iterator[Conflict]:
    """Tell of each field in conflict what is believed, and then what the others say."""
    for name in conflicting(item, alternatives):
        believed = fields.get(name)
        said = [_said(believed.registry, item, name, believed=True)] if believed else []
        said += [
            _said(other.registry, cast("CslItem", {name: other.value}), name, believed=False)
            for other in alternatives[name]
            if believed is None or other.registry != believed.registry
        ]
        yield Conflict(safe.line(name), tuple(said))


def _said(registry: str, item: CslItem, name: str, *, believed: bool) -> Said:
    return Said(safe.line(registry), safe.line(value(item, name)), believed=believed)


def conflicting(item: CslItem, alternatives: Alternatives) -> list[str]:
    """Name the fields of which two registries say different things."""
    believed = cast("Mapping[str, object]", item)
    return [
        name
        for name, others in sorted(alternatives.items())
        if name != "custom"
        and not all(agree(name, other.value, believed.get(name)) for other in others)
    ]


def agree(name: str, said: object, believed: object) -> bool:
    """Tell whether two values say the same; of a date one may say less than the other.

    A DOI is the same in capitals and small letters (DOI Handbook, 2.4).
    """
    if said == believed:
        return True
    if name == "DOI":
        return same_doi(str(said), str(believed))
    if name not in DATES:
        return False
    told = [dates.iso(cast("CslDate | None", value)) for value in (said, believed)]
    shorter, longer = sorted(each or "" for each in told)
    return bool(shorter) and longer.startswith(shorter)
