"""Gather what a report shows of each work: its turns, its witnesses, who could not be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from citekit import links
from citekit.acknowledging import standing
from citekit.library.store import Library
from citekit.model import Acknowledgement, Link, Silence
from citekit.status import Turn
from citekit.verbs.acknowledge import effective
from citekit.verbs.dossier import Dossier, open_dossier
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
class Study:
    """One work, with what was found about it."""

    dossier: Dossier
    happened: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a library holds about some of its works, on one day."""

    as_of: str | None
    """The newest time at which anything about these works was read; None where nothing was."""
    studies: tuple[Study, ...]


def gather(library: Library, keys: Sequence[str] | None = None) -> Evidence:
    """Gather the works of these keys, or all, sorted by key; raises UnknownKeyError.

    Nothing here looks at a clock: whether an acknowledgement is in force is judged by the day on
    which the library was last told anything.
    """
    named = dict.fromkeys(keys) if keys else [work.key for work in library.works()]
    dossiers = [open_dossier(library, key) for key in named]
    as_of = max((time for one in dossiers for time in _times(one)), default=None)
    given = effective(library)
    studies = (_study(one, given, (as_of or "")[:10]) for one in dossiers)
    return Evidence(as_of, tuple(sorted(studies, key=lambda one: one.dossier.work.key)))


def _times(one: Dossier) -> Iterator[str]:
    yield from (asked.fetched_at for asked in one.answers if asked.fetched_at)
    yield from (source.fetched_at for source in one.fields.values() if source.fetched_at)
    for link in _links(one):
        yield from (witness.fetched_at for witness in link.witnesses)


def _links(one: Dossier) -> Iterator[Link]:
    yield from (stored.link for stored in one.work.notices)
    yield from (turn.link for turn in one.timeline if turn.link is not None)


def _study(one: Dossier, given: Sequence[Acknowledgement], today: str) -> Study:
    turned = [turn.link for turn in one.timeline if turn.link is not None]
    apart = [
        Happened(links.date(stored.link), None, stored.link, stored.silent)
        for stored in one.work.notices
        if not any(links.same_notice(stored.link, link) for link in turned)
    ]
    counted = [_turned(one, turn, given, today) for turn in one.timeline]
    return Study(one, tuple(sorted([*counted, *apart], key=lambda each: each.date or "~")))


def _turned(one: Dossier, turn: Turn, given: Iterable[Acknowledgement], today: str) -> Happened:
    if turn.link is None:
        return Happened(turn.date, turn, None)
    link = turn.link
    stored = next((each for each in one.work.notices if links.same_notice(each.link, link)), None)
    return Happened(
        turn.date,
        turn,
        link,
        silent=stored.silent if stored else (),
        acknowledged=standing(given, link, today),
        preprint=stored.preprint if stored else False,
    )


def is_incomplete(study: Study) -> bool:
    """Tell whether nothing was asked about a work, or somebody could not be."""
    outcomes = {asked.outcome for asked in study.dossier.answers}
    return not outcomes or AskedOutcome.UNAVAILABLE in outcomes
