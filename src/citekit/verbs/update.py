"""Ask the registries again about works of the library, and apply what they say now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citekit.library.history import Event
from citekit.library.store import Library
from citekit.model import Asked, Citation, Resolution, StoredWork
from citekit.verbs.asking import ASKED_AT_ONCE, Ask
from citekit.vocab import AskedOutcome, Outcome


@dataclass(frozen=True, slots=True)
class Updated:
    """What the registries say of one work now, and what that changed."""

    key: str
    outcome: Outcome
    events: tuple[Event, ...]
    """In this work, and in others of which it is a notice."""
    asked: tuple[Asked, ...]
    lost: tuple[str, ...] = ()
    """Registries that had the work and have it no longer."""
    reasons: tuple[str, ...] = ()
    """Why nothing was applied, where the work was not found or the registries disagree on it."""


def update(
    library: Library, works: Sequence[StoredWork], ask: Ask, *, dry_run: bool = False
) -> Iterator[Updated]:
    """Bring works up to date, one transaction each; a dry run stores nothing.

    Every answer is about the identifier that was asked for, whatever order they come in. What a
    registry said stays, with its date, where it cannot be asked or has the work no longer.
    Citation keys and fields set by hand never change.
    """
    for start in range(0, len(works), ASKED_AT_ONCE):
        some = works[start : start + ASKED_AT_ONCE]
        for work, resolution in zip(some, ask_about(library, some, ask), strict=True):
            yield _one(library, work, resolution, dry_run=dry_run)


def ask_about(library: Library, works: Sequence[StoredWork], ask: Ask) -> list[Resolution]:
    """Ask about works by their identifiers, one answer for each; what has none is unavailable."""
    citations = [_citation(library, work) for work in works]
    answered = iter(ask([one for one in citations if one.identifiers]))
    return [next(answered) if one.identifiers else _nameless(one) for one in citations]


def _citation(library: Library, work: StoredWork) -> Citation:
    by_hand = {field.casefold() for field in library.pinned(work.key)}
    pinned = frozenset(scheme for scheme in work.identifiers if scheme in by_hand)
    return Citation("", identifiers=work.identifiers, pinned=pinned)


def _nameless(citation: Citation) -> Resolution:
    reason = "it has no identifier that registries could be asked by"
    return Resolution(citation, Outcome.UNAVAILABLE, (), reasons=(reason,))


def _one(library: Library, work: StoredWork, answered: Resolution, *, dry_run: bool) -> Updated:
    spoke = library.speakers(work.key)
    with library.rehearse() if dry_run else library.write():
        events = library.renew(work.key, answered)
    absent = [one.registry for one in answered.asked if one.outcome is AskedOutcome.ABSENT]
    return Updated(
        key=work.key,
        outcome=answered.outcome,
        events=events,
        asked=answered.asked,
        lost=tuple(registry for registry in absent if registry in spoke),
        reasons=answered.reasons if answered.outcome is not Outcome.RESOLVED else (),
    )
