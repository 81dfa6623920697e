"""Changes, as `history`, `diff` and `update` print them: who says what now, and said before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from citekit.formats.notes import notice_sentence
from citekit.library.history import Change, Event
from citekit.library.link_news import read
from citekit.model import CslItem, Witness
from citekit.reports import safe
from citekit.reports.shapes import asked
from citekit.reports.surface import Surface, table
from citekit.reports.text import value
from citekit.vocab import AskedOutcome

if TYPE_CHECKING:
    from citekit.verbs.changes import Changed
    from citekit.verbs.update import Updated

_NOTICES = frozenset({Change.NOTICE, Change.WITNESS, Change.UNSAID})
_SAYS = {Change.NOTICE: "", Change.WITNESS: "also said: ", Change.UNSAID: "no longer said: "}


def lines(events: Sequence[Event], surface: Surface) -> Iterator[str]:
    """Print one line for each change."""
    rows = [
        ("  " + (event.at or "-")[:10], who(event), what(event), detail(event)) for event in events
    ]
    yield from table([tuple(map(safe.line_of, row)) for row in rows], surface)


def grouped(changed: Sequence[Changed], surface: Surface) -> Iterator[str]:
    """Print the changes of several works, each under its key."""
    for one in changed:
        yield safe.line(one.key)
        yield from lines(one.events, surface)


def updates(done: Updated, surface: Surface) -> Iterator[str]:
    """Print what updating a work found; nothing where nothing is new and all answered."""
    remarks = [*_lost(done), *_unasked(done), *(safe.line(reason) for reason in done.reasons)]
    if not done.events and not remarks:
        return
    yield safe.line(done.key)
    yield from lines(done.events, surface)
    for remark in remarks:
        yield surface.flow(f"  {remark}")


def _lost(done: Updated) -> Iterator[str]:
    for registry in done.lost:
        yield f"{registry} has this work no longer; what it said stays, with its date"


def _unasked(done: Updated) -> Iterator[str]:
    for one in done.asked:
        if one.outcome is AskedOutcome.UNAVAILABLE:
            yield safe.line(f"{one.registry} could not be asked: {one.detail}")


def who(event: Event) -> str:
    """Name those on whose word it changed."""
    if event.kind in _NOTICES:
        return ", ".join(dict.fromkeys(one.registry for one in read(event).witnesses))
    return event.registry or ""


def what(event: Event) -> str:
    """Name what changed."""
    if event.kind is Change.NOTICE:
        return f"new {event.field}"
    return event.field or event.kind.value


def detail(event: Event) -> str:
    """Tell from what to what it changed."""
    if event.kind in _NOTICES:
        link = read(event)
        said = ", ".join(_said(one) for one in link.witnesses)
        return f"{_SAYS[event.kind]}{said}; {notice_sentence(link)}"
    if event.kind is Change.FIELD:
        name = event.field or ""
        return f"{_shown(name, event.before)} → {_shown(name, event.after)}"
    return f"{event.before} → {event.after}" if event.kind is Change.STATUS else ""


def cells(event: Event) -> tuple[str, str, str, str]:
    """Tell who says it, what it is, and what was and is said, a cell each."""
    said_by, named = who(event), what(event)
    if event.kind in _NOTICES:
        return said_by, named, "", detail(event)
    if event.kind is Change.FIELD:
        name = event.field or ""
        before, after = (
            "" if each is None else _shown(name, each) for each in (event.before, event.after)
        )
        return said_by, named, before, after
    return said_by, named, event.before or "", event.after or ""


def _said(witness: Witness) -> str:
    return f'"{witness.term}"' + (f" of {witness.asserted}" if witness.asserted else "")


def _shown(name: str, written: str | None) -> str:
    if written is None:
        return "(none)"
    return value(cast("CslItem", {name: json.loads(written)}), name)


def shape(event: Event) -> Mapping[str, object]:
    """Shape one change; `before` and `after` are null where there was, or is, nothing."""
    return {
        "at": event.at,
        "kind": event.kind.value,
        "field": event.field,
        "before": _plain(event, event.before),
        "after": _plain(event, event.after),
        "registry": event.registry,
    }


def _plain(event: Event, written: str | None) -> object:
    is_word = event.kind is Change.STATUS
    return written if is_word or written is None else json.loads(written)


def update_shape(done: Updated) -> Mapping[str, object]:
    """Shape what updating a work found."""
    return {
        "key": done.key,
        "outcome": done.outcome.value,
        "changes": [{"key": event.key, **shape(event)} for event in done.events],
        "lost": list(done.lost),
        "reasons": list(done.reasons),
        "asked": [asked(one) for one in done.asked],
    }
