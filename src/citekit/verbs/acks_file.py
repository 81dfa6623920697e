"""Acknowledgements in a file that people review: `citekit-acks.toml` beside the library.

[[acknowledgement]]
key = "Liang2010Allogenic"
work = ["pmid:20650877"]
type = "erratum"
notice = []
raw = "Ann Rheum Dis. 2011 Jan;70(1):237"
reason = "concerns a table that we do not use"
until = 2027-06-30
at = "2026-11-25T12:00:00Z"
cited_on_purpose = false
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from citekit.acknowledging import is_of
from citekit.errors import IdentifierError, InputError
from citekit.model import Acknowledgement, End, Identifiers, Link
from citekit.replacing import replace_file
from citekit.text import identifiers
from citekit.vocab import LinkType, Scheme

if TYPE_CHECKING:
    from tomlkit.items import AoT

NAME = "citekit-acks.toml"
TABLE = "acknowledgement"


def beside(library: Path) -> Path:
    """Name the file of a library's folder."""
    return library.absolute().parent / NAME


def read(path: Path) -> list[Acknowledgement]:
    """Read a file of acknowledgements; none where there is no file.

    Raises InputError naming the entry that cannot be read: an acknowledgement that is not
    understood must not seem to be there.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    try:
        listed = tomllib.loads(text).get(TABLE, [])
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: is no TOML: {error}") from error
    if not isinstance(listed, list):
        raise InputError(f"{path}: {TABLE} must be an array of tables, [[{TABLE}]]")
    return [_entry(each, f"{path}, {TABLE} {number}") for number, each in enumerate(listed, 1)]


def add(path: Path, given: Acknowledgement) -> bool:
    """Write an acknowledgement into the file, in place of that of the same notice.

    Everything else in the file stays as it is, comments too. Tells whether the file changed.
    Raises InputError for a file that cannot be read, LibraryError where the disk refuses.
    """
    return _rewrite(path, given, [given])


def remove(path: Path, given: Acknowledgement) -> bool:
    """Take an acknowledgement out of the file; tells whether the file changed."""
    return path.exists() and _rewrite(path, given, [])


def _rewrite(path: Path, gone: Acknowledgement, new: Iterable[Acknowledgement]) -> bool:
    import tomlkit  # noqa: PLC0415 - only those who write such a file wait for it

    held = read(path)
    document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else None
    document = document if document is not None else tomlkit.document()
    if not isinstance(document.get(TABLE), tomlkit.items.AoT):
        # What stands on one line (`= []`, `= [{…}]`) takes no tables behind it.
        listed = document.unwrap().get(TABLE, [])
        document.pop(TABLE, None)
        document.append(TABLE, _tables(listed))
    tables = document[TABLE]
    for place in reversed([n for n, one in enumerate(held) if _is_same(one, gone)]):
        del tables[place]
    tables.extend(_tables(map(_written, new)))
    if not tables:
        del document[TABLE]
    return replace_file(path, tomlkit.dumps(document))


def _tables(written: Iterable[Mapping[str, object]]) -> AoT:
    import tomlkit  # noqa: PLC0415 - only those who write such a file wait for it

    tables = tomlkit.aot()
    for one in written:
        table = tomlkit.table()
        table.update(one)
        tables.append(table)
    return tables


def _is_same(held: Acknowledgement, given: Acknowledgement) -> bool:
    """Tell whether both are of one notice of one work."""
    seen = Link(given.type, End(given.notice, given.raw), End(given.work), ())
    return _scope(held) == _scope(given) or is_of(held, seen)


def _scope(given: Acknowledgement) -> tuple[object, ...]:
    return given.key.casefold(), given.type, sorted(given.notice.items()), given.raw


def _written(given: Acknowledgement) -> dict[str, object]:
    raw = {} if given.raw is None else {"raw": given.raw}
    return {
        "key": given.key,
        "work": _named(given.work),
        "type": given.type.value,
        "notice": _named(given.notice),
        **raw,
        "reason": given.reason,
        "until": date.fromisoformat(given.until),
        "at": given.at,
        "cited_on_purpose": given.cited_on_purpose,
    }


def _named(names: Identifiers) -> list[str]:
    return [f"{scheme}:{value}" for scheme, value in sorted(names.items())]


def _entry(each: object, where: str) -> Acknowledgement:
    if not isinstance(each, dict):
        raise InputError(f"{where}: is no table")
    try:
        return Acknowledgement(
            key=_text(each, "key"),
            work=_identifiers(each["work"]),
            type=LinkType(_text(each, "type")),
            notice=_identifiers(each.get("notice", [])),
            raw=_text(each, "raw") if "raw" in each else None,
            reason=_text(each, "reason"),
            until=_day(each["until"]),
            at=_text(each, "at") if "at" in each else "",
            cited_on_purpose=each.get("cited_on_purpose", False) is True,
        )
    except KeyError as error:
        raise InputError(f"{where}: {error} is missing") from error
    except (TypeError, ValueError, IdentifierError) as error:
        raise InputError(f"{where}: {error}") from error


def _text(each: Mapping[str, object], name: str) -> str:
    value = each[name]
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{name} must be a text that is not empty")
    return value


def _day(value: object) -> str:
    if isinstance(value, datetime):  # which is a date to Python
        value = value.date()
    return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()


def _identifiers(value: object) -> Identifiers:
    if not isinstance(value, list):
        raise TypeError("work and notice must be lists of identifiers")
    parsed = [identifiers.parse(str(each)) for each in value]
    if None in parsed:
        raise ValueError("work and notice must be lists of identifiers, such as pmid:20650877")
    found = {one.scheme: one.value for one in parsed if one is not None}
    return {scheme: found[scheme] for scheme in Scheme if scheme in found}
