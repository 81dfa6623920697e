"""Compare what stands here with what the registries say today: the cases that rules judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from citekit import status
from citekit.library.store import Library
from citekit.listening import NOBODY, Listener
from citekit.model import (
    Candidate,
    Citation,
    CslItem,
    Identifiers,
    Place,
    Record,
    Resolution,
    StoredWork,
)
from citekit.status import Turn
from citekit.verbs.asking import ASKED_AT_ONCE, Ask
from citekit.verbs.update import ask_about
from citekit.vocab import DOCUMENT, AskedOutcome, Outcome, Scheme, Status

Said = Mapping[str, object]
"""Fields of an item by their CSL names."""

_NO_FIELDS: Final = frozenset({"id", "accessed", "custom"})


@dataclass(frozen=True, slots=True)
class Drift:
    """A field of which a registry says another thing today than the library has of it."""

    field: str
    registry: str
    before: object
    """As in a CSL item; None for nothing, and so below."""
    after: object
    at: str
    """When the registry said so, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Case:
    """One work or citation, what is written of it here, and what the registries say today."""

    said: CslItem
    """Somebody's own words; empty where only registries have spoken."""
    identifiers: Identifiers
    """By which it is named here."""
    answered: Resolution
    record: Record | None = None
    """What the registries have; None where it is not certain that this is meant."""
    turns: tuple[Turn, ...] = ()
    """What has happened to the work, in order."""
    status: Status = Status.NONE
    """In which state that has left it."""
    key: str | None = None
    place: Place | None = None
    """Where it is written; None for a work of the library."""
    drift: tuple[Drift, ...] = ()
    """What registries say otherwise than the library has it of them, believed or not."""
    pinned: frozenset[str] = frozenset()
    """Fields that a person has set, whatever the registries say."""
    lost: tuple[str, ...] = ()
    """Registries that had the work and have it no longer."""


def of_citations(
    citations: Sequence[Citation], ask: Ask, listener: Listener = NOBODY
) -> list[Case]:
    """Compare citations where they stand, in their order.

    What is written alike is asked about once.
    """
    cases: list[Case] = []
    listener.begin("asking", "citations", len(citations))
    for start in range(0, len(citations), ASKED_AT_ONCE):
        some = citations[start : start + ASKED_AT_ONCE]
        different = {_words(one): one for one in some}
        answers = dict(zip(different, ask(list(different.values())), strict=True))
        cases += [_of_citation(one, answers[_words(one)]) for one in some]
        listener.advance(len(some))
    return cases


def _words(citation: Citation) -> str:
    return repr((sorted(citation.identifiers.items()), citation.said or citation.raw))


def _of_citation(citation: Citation, answered: Resolution) -> Case:
    case = Case(
        citation.said, citation.identifiers, answered, key=citation.key, place=citation.place
    )
    record = answered.record
    if record is None or answered.outcome is not Outcome.RESOLVED:
        return case
    about = record.identifiers, record.item, record.links
    return replace(
        case, record=record, turns=status.timeline(*about), status=status.current(*about)
    )


def of_library(library: Library, ask: Ask, listener: Listener = NOBODY) -> list[Case]:
    """Compare the works of a library, by key; nothing in it is changed.

    What a registry said before stands, with its date, where it cannot be asked now.
    """
    works = list(library.works())
    linked = frozenset(_linked(library))
    cases: list[Case] = []
    listener.begin("asking", "works", len(works))
    for start in range(0, len(works), ASKED_AT_ONCE):
        some = works[start : start + ASKED_AT_ONCE]
        answered = ask_about(library, some, ask)
        before = [_before(library, *one) for one in zip(some, answered, strict=True)]
        with library.rehearse():
            for work, one in zip(some, answered, strict=True):
                # A view of a dictionary with `&` would go through all of the other side each time.
                if _has_turns(work, one) or not linked.isdisjoint(work.identifiers.items()):
                    library.renew(work.key, one)
            cases += [_today(library, case) for case in before]
        listener.advance(len(some))
    return cases


def _linked(library: Library) -> Iterator[tuple[Scheme, str]]:
    """Give every name of a work at either end of a stored link."""
    for stored in library.notices():
        yield from stored.link.notice.identifiers.items()
        yield from stored.link.work.identifiers.items()


def _has_turns(work: StoredWork, answered: Resolution) -> bool:
    """Tell whether anything has happened to a work, or it to another; renewing it takes time."""
    record = answered.record
    if answered.outcome is not Outcome.RESOLVED or record is None:
        return False
    items = work.item, record.item
    return bool(record.links or work.status is not Status.NONE or any(map(status.is_marked, items)))


def _before(library: Library, work: StoredWork, answered: Resolution) -> Case:
    absent = [one.registry for one in answered.asked if one.outcome is AskedOutcome.ABSENT]
    record = answered.record if answered.outcome is Outcome.RESOLVED else None
    said = library.words(work.key)
    pinned = frozenset(library.pinned(work.key))
    written = {name: one for name, one in said.get(DOCUMENT, {}).items() if name not in pinned}
    return Case(
        said=cast("CslItem", written),
        identifiers=work.identifiers,
        answered=answered,
        record=record,
        key=work.key,
        lost=tuple(registry for registry in absent if registry in said),
        drift=tuple(_drift(library, work.key, said, record.candidates)) if record else (),
        pinned=pinned,
    )


def _today(library: Library, case: Case) -> Case:
    key = case.key or ""
    return replace(case, turns=library.timeline(key), status=library.status(key))


def _drift(
    library: Library, key: str, before: Mapping[str, Said], today: Sequence[Candidate]
) -> Iterator[Drift]:
    """Compare the words of each registry that had some; the answer of an old mirror is no news."""
    known = {one.registry: one.fetched_at or "" for one in library.answers(key)}
    for one in today:
        registry, at = one.stamp.registry, one.stamp.fetched_at
        if registry not in before or (one.stamp.via and at < known.get(registry, "")):
            continue
        old, new = before[registry], cast("Said", one.item)
        for name in sorted((old.keys() | new.keys()) - _NO_FIELDS):
            values = old.get(name) or None, new.get(name) or None
            if values[0] != values[1]:
                yield Drift(name, registry, *values, at)
