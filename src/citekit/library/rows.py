"""CSL items, names and identifiers <-> the columns that hold them; no SQL, no file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar, cast

from citekit.library.connection import Cells, Value
from citekit.library.failures import DamagedError
from citekit.model import CslItem, CslName, Identifiers
from citekit.text import dates, titles
from citekit.vocab import Scheme

PROMOTED = ("type", "title", "container_title", "volume", "issue", "page", "year")
"""The columns of `works` that repeat variables of the item."""
SEARCHABLE = ("title", "authors", "container_title", "year", "identifiers")
"""The columns of `works_fts`."""

_REPEATED = ("type", "title", "container-title", "volume", "issue", "page")
_ROLES = ("author", "editor", "translator")
_SHOWN = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal")

Word = TypeVar("Word", bound=StrEnum)

# Years beyond this come from broken deposits.
_LAST_YEAR = 9999


def dump(value: object) -> str:
    """Serialise so that equal values give equal text, characters readable where UTF-8 has them."""
    text = _READABLE.encode(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        # A lone surrogate, which only JSON's escapes can carry.
        return _ESCAPED.encode(value)
    return text


# `json.dumps` would make an encoder for each value.
_ESCAPED = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_READABLE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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


def promoted(item: CslItem) -> list[Value]:
    """Give the cells of `works` that repeat what the item says, in the order of `PROMOTED`."""
    said = cast("Mapping[str, object]", item)
    return [*(_text(said.get(name)) for name in _REPEATED), year(item)]


def title(item: CslItem) -> str | None:
    """Give the title as the column has it."""
    return _text(item.get("title"))


def year(item: CslItem) -> int | None:
    """Give the year of publication, as far as it is one."""
    told = dates.year(item.get("issued"))
    return told if told is not None and abs(told) <= _LAST_YEAR else None


def searchable(item: CslItem, identifiers: Identifiers) -> Cells:
    """Give what a person would look a work up by, in the order of `SEARCHABLE`."""
    journals = (item.get("container-title"), item.get("container-title-short"))
    told = year(item)
    return (
        titles.plain(title(item) or ""),
        ", ".join([_shown(name) for role in _ROLES for name in _names(item, role)]),
        " ".join([name for name in journals if name and isinstance(name, str)]),
        "" if told is None else str(told),
        " ".join(identifiers.values()),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _names(item: CslItem, role: str) -> list[CslName]:
    names = cast("Mapping[str, object]", item).get(role)
    if not isinstance(names, list):
        return []
    return [cast("CslName", name) for name in names if isinstance(name, dict)]


def _shown(name: CslName) -> str:
    said = cast("Mapping[str, object]", name)
    return " ".join([part for one in _SHOWN if isinstance(part := said.get(one), str) and part])
