"""Gather what a report shows of each work: its turns, its witnesses, who could not be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citekit import links
from citekit.acknowledging import standing
from citekit.library.store import Library
from citekit.listening import NOBODY, Listener
from citekit.model import Acknowledgement, Link, Silence
from citekit.status import Turn
from citekit.verbs.acknowledge import effective
from citekit.verbs.dossier import Dossier, compile_dossier
from citekit.vocab import AskedOutcome


@dataclass(frozen=True, slots=True)
class Happened:
    """One notice of a work, with who was silent about it."""

    date: str | None
    """ISO 8601, possibly partial; None where nobody dates it."""
    turn: Turn | None
    """How it left the work; None for what does not count for it."""
    link: Link | None
    """None where only PubMed's mark on the record tells of it."""
    silent: tuple[Silence, ...] = ()
    acknowledged: Acknowledgement | None = None
    preprint: bool = False


@dataclass(frozen=True, slots=True)
class WorkEvidence:
    """One work, with what was found about it."""

    dossier: Dossier
    happened: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a library holds about some of its works, on one day."""

    as_of: str | None
    """The newest time at which anything about these works was read; None where nothing was."""
    works: tuple[WorkEvidence, ...]


def gather(
    library: Library, keys: Sequence[str] | None = None, listener: Listener = NOBODY
) -> Evidence:
    """Gather the works of these keys, or all, sorted by key; raises UnknownKeyError.

    Nothing here looks at a clock: whether an acknowledgement is in force is judged by the day on
    which the library was last told anything.
    """
    named = map(library.get, dict.fromkeys(keys)) if keys else library.works()
    works = sorted(named, key=lambda work: work.key)
    listener.begin("gathering", "works", len(works))
    dossiers: list[Dossier] = []
    for work in works:
        dossiers.append(compile_dossier(library, work))
        listener.advance(1)
    as_of = max((time for one in dossiers for time in _times(one)), default=None)
    given = effective(library)
    return Evidence(as_of, tuple(_of(one, given, (as_of or "")[:10]) for one in dossiers))


def _times(one: Dossier) -> Iterator[str]:
    yield from (asked.fetched_at for asked in one.answers if asked.fetched_at)
    yield from (source.fetched_at for source in one.fields.values() if source.fetched_at)
    for link in _links(one):
        yield from (witness.fetched_at for witness in link.witnesses)


def _links(one: Dossier) -> Iterator[Link]:
    yield from (stored.link for stored in one.work.notices)
    yield from (turn.link for turn in one.timeline if turn.link is not None)


def _of(one: Dossier, given: Sequence[Acknowledgement], today: str) -> WorkEvidence:
    turned = [turn.link for turn in one.timeline if turn.link is not None]
    apart = [
        stored.link
        for stored in one.work.notices
        if not any(links.same_notice(stored.link, link) for link in turned)
    ]
    told = [
        *(_happened(one, turn.date, turn, turn.link, given, today) for turn in one.timeline),
        *(_happened(one, links.date(link), None, link, given, today) for link in apart),
    ]
    return WorkEvidence(one, tuple(sorted(told, key=lambda each: each.date or "~")))


def _happened(
    one: Dossier,
    date: str | None,
    turn: Turn | None,
    link: Link | None,
    given: Sequence[Acknowledgement],
    today: str,
) -> Happened:
    if link is None:
        return Happened(date, turn, None)
    stored = next((each for each in one.work.notices if links.same_notice(each.link, link)), None)
    return Happened(
        date,
        turn,
        link,
        silent=stored.silent if stored else (),
        acknowledged=standing(given, link, today),
        preprint=stored.preprint if stored else False,
    )


def is_incomplete(known: WorkEvidence) -> bool:
    """Tell whether nothing was asked about a work, or somebody could not be."""
    outcomes = {asked.outcome for asked in known.dossier.answers}
    return not outcomes or AskedOutcome.UNAVAILABLE in outcomes
