"""CSL items, names and identifiers <-> the columns that hold them; no SQL, no file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar, cast

from citekit.library.connection import Row, Value
from citekit.library.failures import DamagedError
from citekit.model import CslItem, CslName, Identifiers
from citekit.text import dates, titles
from citekit.vocab import Scheme

_PROMOTED = {
    "type": "type",
    "title": "title",
    "container_title": "container-title",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
}

_ROLES = ("author", "editor", "translator")

_NAME_PARTS = {
    "family": "family",
    "given": "given",
    "suffix": "suffix",
    "dropping_particle": "dropping-particle",
    "non_dropping_particle": "non-dropping-particle",
    "literal": "literal",
}

_SHOWN = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal")

Word = TypeVar("Word", bound=StrEnum)

# Years beyond this come from broken deposits.
_LAST_YEAR = 9999


def dump(value: object) -> str:
    """Serialise so that equal values give equal text, characters readable where UTF-8 has them."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        # A lone surrogate, which only JSON's escapes can carry.
        return json.dumps(value, sort_keys=True, separators=(",", ":"))
    return text


def dump_item(item: CslItem | None) -> str | None:
    """Serialise an item; None where there is none."""
    return None if item is None else dump(item)


def load_item(text: Value) -> CslItem:
    """Read an item back; raises DamagedError where the column no longer holds one."""
    item = load(text)
    if not isinstance(item, dict):
        raise DamagedError("a stored record is no CSL item")
    return cast("CslItem", item)


def load(text: Value) -> object:
    """Read a JSON column back; raises DamagedError where it no longer holds JSON."""
    try:
        return json.loads(str(text))
    except ValueError as error:
        raise DamagedError("a stored value is no JSON") from error


def load_member(kind: type[Word], text: Value) -> Word:
    """Read a word of a closed vocabulary back; raises DamagedError where there is no such word."""
    try:
        return kind(str(text))
    except ValueError as error:
        raise DamagedError(f"{text!r} is no {kind.__name__}") from error


def load_identifiers(pairs: Iterable[tuple[Value, Value]]) -> Identifiers:
    """Read schemes and values back, in the vocabulary's order."""
    found = {load_member(Scheme, scheme): str(value) for scheme, value in pairs}
    return {scheme: found[scheme] for scheme in Scheme if scheme in found}


def flat(item: CslItem) -> dict[str, object]:
    """Give an item's variables by name, those inside of `custom` as `custom.name`."""
    told = {name: value for name, value in item.items() if name != "custom"}
    custom = cast("Mapping[str, object]", item.get("custom", {}))
    return told | {f"custom.{name}": value for name, value in custom.items()}


def unflat(told: Mapping[str, object]) -> CslItem:
    """Undo `flat`."""
    item = {name: value for name, value in told.items() if "." not in name}
    custom = {name.partition(".")[2]: value for name, value in told.items() if "." in name}
    return cast("CslItem", {**item, **({"custom": custom} if custom else {})})


def promoted(item: CslItem) -> dict[str, Value]:
    """Give the columns of `works` that repeat what the item says."""
    said = cast("Mapping[str, object]", item)
    columns: dict[str, Value] = {
        column: _text(said.get(name)) for column, name in _PROMOTED.items()
    }
    year = dates.year(item.get("issued"))
    columns["year"] = year if year is not None and abs(year) <= _LAST_YEAR else None
    return columns


def creators(work_id: int, item: CslItem) -> list[Row]:
    """Give one row for each name, in the item's order within its role."""
    return [
        {"work_id": work_id, "role": role, "position": position, **_name_columns(name)}
        for role in _ROLES
        for position, name in enumerate(_names(item, role))
    ]


def searchable(item: CslItem, identifiers: Identifiers) -> dict[str, Value]:
    """Give the columns of `works_fts`: what a person would look a work up by."""
    columns = promoted(item)
    wanted = (columns["container_title"], item.get("container-title-short"))
    journals = " ".join(str(name) for name in wanted if name)
    year = columns["year"]
    return {
        "title": titles.plain(str(columns["title"] or "")),
        "authors": ", ".join(_shown(name) for role in _ROLES for name in _names(item, role)),
        "container_title": journals,
        "year": "" if year is None else str(year),
        "identifiers": " ".join(identifiers.values()),
    }


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _names(item: CslItem, role: str) -> Iterator[CslName]:
    names = cast("Mapping[str, object]", item).get(role)
    if isinstance(names, list):
        yield from (cast("CslName", name) for name in names if isinstance(name, dict))


def _name_columns(name: CslName) -> dict[str, Value]:
    said = cast("Mapping[str, object]", name)
    return {column: _text(said.get(part)) for column, part in _NAME_PARTS.items()}


def _shown(name: CslName) -> str:
    said = cast("Mapping[str, object]", name)
    return " ".join(part for name in _SHOWN if (part := _text(said.get(name))))
