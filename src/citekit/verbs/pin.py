"""Set fields of a work by hand: what is written on the command line, as values of a CSL item."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from citekit.errors import InputError
from citekit.formats.csl_variables import DATES, NAMES, TEXTS, TYPES
from citekit.library.store import Library
from citekit.model import CslItem, Identifiers
from citekit.text import dates, identifiers, names
from citekit.text.meant import question
from citekit.text.named import named_in
from citekit.vocab import Scheme


def pin(library: Library, key: str, assignments: Sequence[str], at: str) -> list[str]:
    """Set each FIELD=VALUE of a work and pin it; gives the fields' names.

    Raises InputError for an unknown field or a value that cannot be one, UnknownKeyError for the
    key. All are set or none.
    """
    values = parse(assignments)
    _refuse_anothers(library, key, named_in(values))
    with library.write():
        library.pin(key, values, at)
    return sorted(values)


def unpin(library: Library, key: str, fields: Sequence[str], at: str) -> None:
    """Give fields back to the registries; raises InputError for one that is not pinned."""
    pinned = library.pinned(key)
    fields = [_FIELDS.get(field.strip().casefold(), field) for field in fields]
    for field in fields:
        if field not in pinned:
            known = ", ".join(pinned) or "none"
            raise InputError(f"{key}: {field} is not set by hand; set by hand are {known}")
    with library.write():
        library.unpin(key, fields, at)


def parse(assignments: Sequence[str]) -> CslItem:
    """Read FIELD=VALUE pairs; raises InputError naming the one that will not do."""
    values: dict[str, object] = {}
    for assignment in assignments:
        field, sign, written = assignment.partition("=")
        name = _FIELDS.get(field.strip().casefold(), "")
        if not sign or not name:
            known, near = ", ".join(_FIELDS.values()), question(field, _FIELDS.values())
            raise InputError(f"{assignment!r} is no FIELD=VALUE{near}; fields are {known}")
        values[name] = _value(name, written.strip())
    return cast("CslItem", values)


_FIELDS: Mapping[str, str] = {
    name.casefold(): name for name in (*TEXTS, *NAMES, "issued", "available-date")
}


def _value(field: str, written: str) -> object:
    if not written:
        raise InputError(f"{field}: an empty value says nothing; --unpin {field} takes it back")
    if field in NAMES:
        return _names(field, written)
    if field in DATES:
        return _date(field, written)
    return _CHECKS.get(field, str)(written)


def _names(field: str, written: str) -> object:
    people = [names.from_written(name.strip()) for name in written.split(";") if name.strip()]
    if not people:
        raise InputError(f'{field}: write names as "Family, Given; Family, Given"')
    return people


def _date(field: str, written: str) -> object:
    date = dates.from_text(written)
    if date is None or "date-parts" not in date or _is_cut(written, date["date-parts"]):
        raise InputError(f"{field}: {written!r} is no date; write 2010, 2010-08 or 2010-08-22")
    return date


def _is_cut(written: str, parts: list[list[int]]) -> bool:
    """Tell 2010-13-45, of which a tolerant reader keeps the year alone."""
    numbers = written.split("-")
    return all(map(str.isdecimal, numbers)) and 1 < len(numbers) != sum(map(len, parts))


def _type(written: str) -> str:
    if written not in TYPES:
        raise InputError(f"type: {written!r} is none of CSL's types, such as article-journal")
    return written


def _identifier(scheme: Scheme) -> Callable[[str], str]:
    # Raises IdentifierError, which is an InputError.
    return lambda written: identifiers.normalise(scheme, written)


_CHECKS: Mapping[str, Callable[[str], str]] = {
    "type": _type,
    "DOI": _identifier(Scheme.DOI),
    "PMID": _identifier(Scheme.PMID),
    "PMCID": _identifier(Scheme.PMCID),
}


def _refuse_anothers(library: Library, key: str, named: Identifiers) -> None:
    own = library.get(key)
    for scheme, value in named.items():
        other = library.find({scheme: value})
        if other is not None and other != own.key:
            raise InputError(f"{scheme} {value} is that of {other}; nothing was set")
