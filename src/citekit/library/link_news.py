"""What is new about a notice, as events of the work that it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from citekit.library import history
from citekit.library.connection import Connection
from citekit.library.failures import DamagedError
from citekit.library.history import Change, Event
from citekit.library.link_rows import Held
from citekit.library.rows import dump, load, load_identifiers, load_member
from citekit.model import End, Identifiers, Link, Witness
from citekit.vocab import LinkType, Side

_SAID = ("registry", "term", "asserted", "fetched_at", "via", "record_id", "answered_by")


def tell(connection: Connection, before: Sequence[Held], after: Held, at: str | None) -> set[int]:
    """Record who asserts a notice newly, and who no longer; gives the affected work, if any.

    A newer date at which the same was read is no news.
    """
    if after.work_id is None:
        return set()
    held = [witness for one in before for witness in one.link.witnesses]
    new, gone = _beyond(after.link.witnesses, held), _beyond(held, after.link.witnesses)
    key = connection.rows("SELECT key FROM works WHERE id = ?", after.work_id)[0]["key"]
    told = ((Change.WITNESS if held else Change.NOTICE, new), (Change.UNSAID, gone))
    events = [_event(key, kind, after, witnesses, at) for kind, witnesses in told if witnesses]
    history.record(connection, ((after.work_id, event) for event in events))
    return {after.work_id} if new or gone else set()


def read(event: Event) -> Link:
    """Read back the notice that an event tells of, with the witnesses that it tells of.

    Raises DamagedError where the event no longer says what `tell` wrote.
    """
    try:
        told = load(event.after if event.after is not None else event.before)
        return _read(event, cast("Mapping[str, object]", told))
    except (AttributeError, KeyError, TypeError, DamagedError) as error:
        raise DamagedError(
            f"the library is damaged: its history of {event.key!r} is not what was written; "
            "`citekit doctor` looks for a backup"
        ) from error


def _read(event: Event, said: Mapping[str, object]) -> Link:
    witnesses = cast("Sequence[Mapping[str, str]]", said.get("witnesses", ()))
    named = cast("Mapping[str, str]", said.get("identifiers", {}))
    raw = said.get("raw")
    return Link(
        type=load_member(LinkType, event.field),
        notice=End(load_identifiers(named.items()), raw if isinstance(raw, str) else None),
        work=End(),
        witnesses=tuple(_witness(one, event.at) for one in witnesses),
    )


def assertion(witness: Witness) -> tuple[str | None, ...]:
    """Give what makes a witness's word the same word, whenever and at whichever end it was read."""
    return witness.registry, witness.term, witness.asserted, witness.record_id


def _beyond(some: Sequence[Witness], others: Sequence[Witness]) -> list[Witness]:
    known = {assertion(witness) for witness in others}
    return [witness for witness in some if assertion(witness) not in known]


def _event(
    key: str, kind: Change, held: Held, witnesses: Sequence[Witness], at: str | None
) -> Event:
    news, first = _news(held.link.notice, witnesses), witnesses[0]
    is_gone = kind is Change.UNSAID
    return Event(
        key=key,
        at=at if is_gone else first.fetched_at or at,
        kind=kind,
        field=held.link.type.value,
        before=news if is_gone else None,
        after=None if is_gone else news,
        registry=first.answered_by or first.registry if is_gone else first.registry,
        link_id=held.id,
    )


def _news(notice: End, witnesses: Sequence[Witness]) -> str:
    named: Identifiers = notice.identifiers
    said = [_said(witness) for witness in witnesses]
    return dump({"identifiers": dict(named), "raw": notice.raw, "witnesses": said})


def _said(witness: Witness) -> dict[str, str]:
    told = {name: getattr(witness, name) for name in _SAID} | {"stands_on": witness.stands_on}
    return {name: value for name, value in told.items() if value is not None}


def _witness(said: Mapping[str, str], at: str | None) -> Witness:
    side = said.get("stands_on")
    return Witness(
        registry=said["registry"],
        term=said["term"],
        fetched_at=said.get("fetched_at", at or ""),
        asserted=said.get("asserted"),
        via=said.get("via"),
        record_id=said.get("record_id"),
        stands_on=Side(side) if side in set(Side) else None,
        answered_by=said.get("answered_by"),
    )
