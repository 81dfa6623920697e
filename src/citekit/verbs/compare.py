"""Compare what stands here with what the registries say today: the cases that rules judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from citekit import status
from citekit.library.history import Event
from citekit.library.store import Library
from citekit.model import Citation, CslItem, Identifiers, Place, Record, Resolution, StoredWork
from citekit.status import Turn
from citekit.verbs.asking import ASKED_AT_ONCE, Ask
from citekit.verbs.update import ask_about
from citekit.vocab import DOCUMENT, HAND, AskedOutcome, Outcome, Status


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
    drift: tuple[Event, ...] = ()
    """How the library's record would change by today's answers."""
    lost: tuple[str, ...] = ()
    """Registries that had the work and have it no longer."""


def of_citations(citations: Sequence[Citation], ask: Ask) -> list[Case]:
    """Compare citations where they stand, in their order.

    What is written alike is asked about once.
    """
    cases: list[Case] = []
    for start in range(0, len(citations), ASKED_AT_ONCE):
        some = citations[start : start + ASKED_AT_ONCE]
        different = {_words(one): one for one in some}
        answers = dict(zip(different, ask(list(different.values())), strict=True))
        cases += [_of_citation(one, answers[_words(one)]) for one in some]
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


def of_library(library: Library, ask: Ask) -> list[Case]:
    """Compare the works of a library, by key; nothing in it is changed.

    What a registry said before stands, with its date, where it cannot be asked now.
    """
    works = list(library.works())
    cases: list[Case] = []
    for start in range(0, len(works), ASKED_AT_ONCE):
        some = works[start : start + ASKED_AT_ONCE]
        answered = ask_about(library, some, ask)
        before = [_before(library, *one) for one in zip(some, answered, strict=True)]
        with library.rehearse():
            told = [library.renew(work.key, one) for work, one in zip(some, answered, strict=True)]
            events = [event for of_one in told for event in of_one]
            cases += [_today(library, case, events) for case in before]
    return cases


def _before(library: Library, work: StoredWork, answered: Resolution) -> Case:
    absent = [one.registry for one in answered.asked if one.outcome is AskedOutcome.ABSENT]
    spoke = library.speakers(work.key)
    return Case(
        said=_testimony(library, work),
        identifiers=work.identifiers,
        answered=answered,
        record=answered.record if answered.outcome is Outcome.RESOLVED else None,
        key=work.key,
        lost=tuple(registry for registry in absent if registry in spoke),
    )


def _today(library: Library, case: Case, events: Sequence[Event]) -> Case:
    key = case.key or ""
    return replace(
        case,
        turns=library.timeline(key),
        status=library.get(key).status,
        drift=tuple(event for event in events if event.key == key),
    )


def _testimony(library: Library, work: StoredWork) -> CslItem:
    """Give the words of the document that a work was imported from, but those set by hand since."""
    item = cast("dict[str, object]", work.item)
    fields, beside = library.fields(work.key), library.alternatives(work.key)
    believed = {
        name: item[name]
        for name, source in fields.items()
        if source.registry == DOCUMENT and name in item
    }
    pinned = {name for name, source in fields.items() if source.registry == HAND}
    others = {
        name: one.value
        for name, said in beside.items()
        for one in said
        if one.registry == DOCUMENT and name not in pinned
    }
    return cast("CslItem", believed | others)
