"""The words of a report: of each work its state, its timeline, its witnesses, its conflicts.

Every text is on one line, without characters that act.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from citekit.formats.item_identifiers import completed
from citekit.formats.notes import notice_sentence
from citekit.formats.state_words import WORDS
from citekit.formats.vancouver import reference
from citekit.model import Asked, CslItem, Identifier, StoredWork, Witness
from citekit.reports import safe
from citekit.reports.conflicts import Conflict, conflicts
from citekit.reports.notices import NOT_ASKED, REGISTRIES, SILENT
from citekit.reports.text import MARKED
from citekit.text import dates, identifiers, titles
from citekit.verbs.evidence import Evidence, Happened, WorkEvidence, is_incomplete
from citekit.vocab import DOCUMENT, WITNESS_NAMES, AskedOutcome, LinkType, Scheme, Status

INCOMPLETE: Final = "incomplete"

_SEVERE_FIRST: Final = (
    Status.RETRACTED, Status.WITHDRAWN, Status.RETRACTED_AND_REPUBLISHED,
    Status.PARTIALLY_RETRACTED, Status.CONCERN, Status.REINSTATED, Status.CORRECTED,
    Status.SUPERSEDED,
)  # fmt: skip
STATES: Final[Mapping[str, str]] = {
    **{state.value: WORDS.get(state, state.value) for state in _SEVERE_FIRST},
    INCOMPLETE: "not fully asked",
    Status.NONE.value: "none found",
}
"""Most severe first. *None found*: no notice that counts, and all who were asked answered."""

PUBLISHED: Final = "published"
UNDATED: Final = "undated"
_SCHEMES: Final = (Scheme.DOI, Scheme.PMID, Scheme.PMCID, Scheme.ARXIV)


class Voice(NamedTuple):
    """What one registry says of a notice, or that it says nothing."""

    registry: str
    kind: str
    """`says`, `silent`, `unavailable` or `not-asked`."""
    words: str
    dated: str = ""
    read: str = ""


class Named(NamedTuple):
    """An identifier and where it leads."""

    label: str
    value: str
    url: str


class Event(NamedTuple):
    """One mark on the line of a work."""

    date: str
    """ISO 8601, possibly partial; empty where nobody dates it."""
    kind: str
    """A LinkType, or `published`."""
    words: str
    sentence: str
    state: str
    """How it left the work, where it changed it; else empty."""
    named: tuple[Named, ...] = ()
    voices: tuple[Voice, ...] = ()
    acknowledged: str = ""
    until: str = ""


class Answer(NamedTuple):
    """Whether a registry answered about a work, and when last."""

    registry: str
    kind: str
    """`answered`, `unavailable` or `not-asked`."""
    words: str
    date: str


class Told(NamedTuple):
    """One work in words."""

    key: str
    state: str
    """A key of `STATES`."""
    study: str
    """As reviews name it: ``Liang 2010``."""
    title: str
    year: str
    reference: str
    named: tuple[Named, ...]
    events: tuple[Event, ...]
    conflicts: tuple[Conflict, ...]
    answers: tuple[Answer, ...]
    checked: str
    """The day since which everybody who answered has answered; empty where nobody has."""

    @property
    def notices(self) -> tuple[Event, ...]:
        """Leave the publication out of what happened."""
        return tuple(event for event in self.events if event.kind != PUBLISHED)

    @property
    def found(self) -> str:
        """Name what was found: ``erratum (2011-01), comment (2010-08)``."""
        return ", ".join(f"{one.words} ({one.date or UNDATED})" for one in self.notices)


def works(evidence: Evidence) -> tuple[Told, ...]:
    """Put all works into words, in the order of their keys."""
    return tuple(_told(known) for known in evidence.works)


def counted(told: Iterable[Told]) -> dict[str, int]:
    """Count the works of each state, the most severe first; every state is there."""
    counts = Counter(one.state for one in told)
    return {state: counts[state] for state in STATES}


def _told(known: WorkEvidence) -> Told:
    one = known.dossier
    work, item = one.work, completed(one.work)
    answers = tuple(_answers(one.answers))
    days = [each.date for each in answers if each.kind == "answered"]
    return Told(
        key=safe.line(work.key),
        state=_state(known),
        study=safe.line(_label(item, work.key)),
        title=safe.line(titles.plain(item.get("title", ""))) or "(no title)",
        year=str(dates.year(item.get("issued")) or ""),
        # The notices stand beside it, with more of them than a reference list tells.
        reference=safe.line(reference(StoredWork(work.key, work.item, work.identifiers))),
        named=tuple(_named(work.identifiers)),
        events=tuple(_events(known, item)),
        conflicts=tuple(conflicts(work.item, one.fields, one.alternatives)),
        answers=answers,
        checked=min(days, default=""),
    )


def _state(known: WorkEvidence) -> str:
    status = known.dossier.work.status
    if status is Status.NONE and is_incomplete(known):
        return INCOMPLETE
    return status.value


def _label(item: CslItem, key: str) -> str:
    first = next(iter(item.get("author", [])), None)
    name = (first or {}).get("family") or (first or {}).get("literal")
    return f"{name} {dates.year(item.get('issued')) or ''}".strip() if name else key


def _named(known: Mapping[Scheme, str]) -> Iterator[Named]:
    for scheme in _SCHEMES:
        if scheme in known:
            named = Identifier(scheme, known[scheme])
            yield Named(scheme.upper(), safe.line(named.value), identifiers.to_url(named))


def _events(known: WorkEvidence, item: CslItem) -> Iterator[Event]:
    published = safe.line(dates.iso(item.get("issued")) or "")
    if published:
        yield Event(published, PUBLISHED, PUBLISHED, "", "")
    before: str = Status.NONE
    for one in known.happened:
        event = _event(one, known.dossier.answers)
        changed = one.turn is not None and one.turn.status != before
        yield event._replace(state=STATES[one.turn.status] if one.turn and changed else "")
        before = one.turn.status if one.turn else before


def _event(one: Happened, answers: Iterable[Asked]) -> Event:
    link = one.link
    kind = link.type if link else LinkType.RETRACTION
    given = one.acknowledged
    return Event(
        date=safe.line(one.date or ""),
        kind=kind.value,
        words=kind.value.replace("_", " ") + (" (preprint)" if one.preprint else ""),
        sentence=safe.line(notice_sentence(link) if link else MARKED),
        state="",
        named=tuple(_named(link.notice.identifiers)) if link else (),
        voices=tuple(sorted(_voices(one, answers), key=_place)),
        acknowledged=safe.line(given.reason) if given else "",
        until=safe.line(given.until) if given else "",
    )


def _voices(one: Happened, answers: Iterable[Asked]) -> Iterator[Voice]:
    witnesses = one.link.witnesses if one.link else ()
    speaking = {witness.registry for witness in witnesses}
    if one.link is None:
        speaking = {"pubmed"}
        yield Voice("pubmed", "says", "Retracted Publication")
    yield from map(_says, witnesses)
    heard = {asked.registry: asked.outcome for asked in answers}
    heard |= {silence.registry: silence.outcome for silence in one.silent}
    for registry in dict.fromkeys([*REGISTRIES, *heard]):
        if registry not in speaking and registry != DOCUMENT:
            yield _silent(safe.line(registry), heard.get(registry))


def _silent(registry: str, outcome: AskedOutcome | None) -> Voice:
    if outcome is None:
        return Voice(registry, "not-asked", NOT_ASKED)
    kind = "unavailable" if outcome is AskedOutcome.UNAVAILABLE else "silent"
    return Voice(registry, kind, SILENT[outcome])


def _place(voice: Voice) -> int:
    order = (*REGISTRIES, DOCUMENT)
    return order.index(voice.registry) if voice.registry in order else len(order)


def _says(witness: Witness) -> Voice:
    through = "" if witness.answered_by is None else f", through {witness.answered_by}"
    return Voice(
        safe.line(witness.registry),
        "says",
        safe.line(f"{witness.term}{through}"),
        safe.line(witness.asserted or ""),
        safe.line(witness.fetched_at[:10]),
    )


def _answers(given: Iterable[Asked]) -> Iterator[Answer]:
    asked = {one.registry: one for one in given}
    for registry in dict.fromkeys([*REGISTRIES, *asked]):
        yield _answer(safe.line(registry), asked.get(registry))


def _answer(registry: str, one: Asked | None) -> Answer:
    if one is None:
        return Answer(registry, "not-asked", NOT_ASKED, "")
    date = safe.line((one.fetched_at or "")[:10])
    via = f" via {safe.line(one.via)}" if one.via else ""
    if one.outcome is AskedOutcome.UNAVAILABLE:
        last = f", last answer {date}" if date else ""
        return Answer(registry, "unavailable", f"{SILENT[one.outcome]}{last}{via}", date)
    absent = "" if one.outcome is AskedOutcome.FOUND else ", has no record of it"
    return Answer(registry, "answered", f"answered {date}".strip() + via + absent, date)


def name(registry: str) -> str:
    """Call a registry as its people do."""
    return WITNESS_NAMES.get(registry, registry)
