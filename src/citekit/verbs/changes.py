"""What changed in a library: under one key, or everywhere since a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from citekit.errors import InputError
from citekit.library.history import Change, Event
from citekit.library.past import Past
from citekit.library.store import Library
from citekit.verbs.clock import today


@dataclass(frozen=True, slots=True)
class Changed:
    """One key, and what happened under it, oldest first."""

    key: str
    events: tuple[Event, ...]


def since(library: Library, first: str) -> list[Changed]:
    """List what changed on or after a day, by key; raises InputError for what is no day.

    Several changes of one field are told as one, from the first value to the last.
    """
    events = library.events_since(day(first))
    grouped = groupby(events, key=lambda event: event.key.casefold())
    found = [_changed(list(of_one)) for _, of_one in grouped]
    return [one for one in found if one.events]


def as_of(library: Library, key: str, last: str) -> Past:
    """Give a work as the library knew it at the end of a day.

    Raises UnknownKeyError for the key, InputError for a day on which it was not there.
    """
    past = library.as_of(key, f"{day(last)}T23:59:59Z")
    if past is None:
        raise InputError(f"{key} was not in the library on {last}; `citekit history {key}` tells")
    return past


def _changed(events: Sequence[Event]) -> Changed:
    return Changed(events[-1].key, tuple(_net(events)))


def _net(events: Sequence[Event]) -> Iterable[Event]:
    """Fold the changes of one field into the last; one that is taken back is none."""
    first: dict[_Folded, Event] = {}
    last: dict[_Folded, Event] = {}
    for event in events:
        if event.kind in _FOLDED:
            first.setdefault(_folds_by(event), event)
            last[_folds_by(event)] = event
    for event in events:
        if event.kind not in _FOLDED:
            yield event
        elif event is last[_folds_by(event)]:
            before = first[_folds_by(event)].before
            if before != event.after:
                yield replace(event, before=before)


_Folded = tuple[Change, str | None]
_FOLDED = frozenset({Change.FIELD, Change.STATUS})


def _folds_by(event: Event) -> _Folded:
    # `status` is a variable of CSL, too.
    return event.kind, event.field if event.kind is Change.FIELD else None


def day(written: str, *, past: bool = False) -> str:
    """Read a day; raises InputError for what is none, and with `past` for one to come."""
    try:
        found = date.fromisoformat(written).isoformat()
    except ValueError as error:
        raise InputError(f"{written!r} is no day; write it as 2026-11-22") from error
    if past and found > today():
        raise InputError(f"{written} is a day to come; nobody can have said anything on it yet")
    return found
