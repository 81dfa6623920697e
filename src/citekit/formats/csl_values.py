"""Members of a JSON object as a CSL item: whatever their type, one that the schema allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from citekit.formats import csl_variables as variables
from citekit.formats.candidates import present
from citekit.formats.crossref_values import TYPES
from citekit.model import CslDate, CslItem, CslName
from citekit.text import dates, names, numbers

Members = Mapping[str, object]


def item(members: Members) -> CslItem:
    """Map the variables that `CslItem` has; `custom` is left to `custom`."""
    known = {variables.ALIASES.get(name, name): value for name, value in members.items()}
    return present(
        {
            **{name: text(known.get(name)) for name in variables.TEXTS},
            **{name: people(known.get(name)) for name in variables.NAMES},
            **{name: date(known.get(name)) for name in variables.DATES},
            "type": _type(text(known.get("type"))),
        }
    )


def others(members: Members) -> dict[str, object]:
    """Map CSL's other variables."""
    read: tuple[tuple[tuple[str, ...], Callable[[object], object]], ...] = (
        (variables.OTHER_TEXTS, text),
        (variables.OTHER_NAMES, people),
        (variables.OTHER_DATES, date),
    )
    found = {name: kind(members.get(name)) for names_, kind in read for name in names_}
    return {name: value for name, value in found.items() if value}


def unknown(members: Members) -> dict[str, object]:
    """Give the members that are no CSL variables, as they are."""
    return {name: value for name, value in members.items() if name not in variables.KNOWN and value}


def custom(value: object) -> dict[str, object]:
    """Give a `custom` object as it is, without the keys of ours that hold something else."""
    if not isinstance(value, dict):
        return {}
    return {
        name: inner
        for name, inner in value.items()
        if isinstance(inner, variables.CUSTOM.get(name, object))
    }


def orcid(value: object) -> dict[str, str]:
    """Find ORCIDs among names, by position, where Crossref's CSL-JSON breaks the schema."""
    listed = [name for name in _listed(value) if _person(name)]
    written = {
        str(place): numbers.normalise_orcid(text(name.get("ORCID")))
        for place, name in enumerate(listed)
        if isinstance(name, dict)
    }
    return {place: found for place, found in written.items() if found}


def text(value: object) -> str:
    """Give a text; numbers are written out, of a list the first; empty for anything else."""
    if isinstance(value, list):
        return next(filter(None, map(text, value)), "") if _is_flat(value) else ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def people(value: object) -> list[CslName]:
    """Give the names of a list; a name that is one text is taken apart."""
    return [name for name in map(_person, _listed(value)) if name]


def date(value: object) -> CslDate | None:
    """Give a date, from its parts or from a text (`raw`, or EDTF in its place)."""
    if isinstance(value, str | int):
        return _written(text(value))
    if not isinstance(value, dict):
        return None
    found = _parts(value.get("date-parts")) or _written(text(value.get("raw"))) or CslDate()
    season = text(value.get("season"))
    if season in {"1", "2", "3", "4"}:
        found["season"] = int(season)
    literal = text(value.get("literal"))
    if literal:
        found["literal"] = literal
    return found or None


def _type(name: str) -> str:
    return name if name in variables.TYPES else TYPES.get(name, "document")


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _is_flat(value: list[object]) -> bool:
    return not any(isinstance(inner, list) for inner in value)


def _person(value: object) -> CslName:
    if isinstance(value, str):
        return names.from_written(value)
    if not isinstance(value, dict):
        return {}
    # `name` is what Crossref calls the literal of an organisation.
    written = {"literal": value.get("name"), **value}
    parts = {part: text(written.get(part)) for part in variables.NAME_PARTS}
    return cast("CslName", {part: said for part, said in parts.items() if said})


def _parts(value: object) -> CslDate | None:
    outer = [part if isinstance(part, list) else [] for part in _listed(value)]
    return dates.from_parts([[_whole(part) for part in inner] for inner in outer])


def _whole(part: object) -> int | None:
    written = text(part)
    return int(written) if written.isdecimal() and len(written) <= 4 else None


def _written(value: str) -> CslDate | None:
    if not value.strip():
        return None
    return dates.from_text(value) or {"literal": value}
