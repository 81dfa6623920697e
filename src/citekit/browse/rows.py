"""What is written into a row of each table, in the words of the reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from citekit.library.history import Event
from citekit.model import Asked, Citation, CslItem, CslName, StoredWork
from citekit.reports import events
from citekit.reports.conflicts import Conflict
from citekit.reports.evidence.told import INCOMPLETE, STATES
from citekit.reports.notices import SILENT
from citekit.text import dates, titles
from citekit.vocab import WITNESS_NAMES, AskedOutcome, Scheme, Status

Cell = str | int | None
Row = Sequence[Cell]

TAKEN: Final = "taken"
_NAMED: Final = 10
"""So many authors are enough to find a work by."""
_ANSWERS: Final = {
    AskedOutcome.FOUND: "has it",
    AskedOutcome.ABSENT: "has no record of it",
    AskedOutcome.UNAVAILABLE: SILENT[AskedOutcome.UNAVAILABLE],
}


def work(one: StoredWork, answers: Sequence[Asked], counts: tuple[int, int, int]) -> Row:
    """Tell of a work; `counts` are of its notices, of its fields in conflict, of its citations."""
    item, names = one.item, one.identifiers
    notices, conflicts, citations = counts
    return (
        *(one.key, _state(one, answers), notices, titles.plain(item.get("title", ""))),
        *(dates.year(item.get("issued")), _authors(item)),
        titles.plain(item.get("container-title", "")),
        *(names.get(scheme) for scheme in (Scheme.DOI, Scheme.PMID, Scheme.PMCID)),
        *(conflicts, citations, _asked(answers), min(days(answers), default="")),
        item.get("type"),
    )


def _state(one: StoredWork, answers: Sequence[Asked]) -> str:
    unsure = not answers or any(not _answered(each) for each in answers)
    return STATES[INCOMPLETE if one.status is Status.NONE and unsure else one.status.value]


def _answered(one: Asked) -> bool:
    return one.outcome is not AskedOutcome.UNAVAILABLE


def _asked(answers: Sequence[Asked]) -> str:
    if not answers:
        return "nobody was asked"
    down = [WITNESS_NAMES.get(one.registry, one.registry) for one in answers if not _answered(one)]
    return f"could not be asked: {', '.join(down)}" if down else "all answered"


def days(answers: Sequence[Asked]) -> set[str]:
    """Give the days on which registries answered last."""
    return {(one.fetched_at or "")[:10] for one in answers if _answered(one)}


def _authors(item: CslItem) -> str:
    names = item.get("author", [])
    more = ["et al."] if len(names) > _NAMED else []
    return "; ".join([*map(_name, names[:_NAMED]), *more])


def _name(name: CslName) -> str:
    return name.get("literal") or f"{name.get('family', '')} {name.get('given', '')}".strip()


def answer(key: str, one: Asked) -> Row:
    """Tell what a registry answered about a work."""
    who = WITNESS_NAMES.get(one.registry, one.registry)
    return key, who, _ANSWERS[one.outcome], one.detail, one.via, (one.fetched_at or "")[:10]


def conflict(key: str, one: Conflict) -> Iterator[Row]:
    """Tell what each registry says of a field on which they disagree."""
    for said in one.said:
        who = WITNESS_NAMES.get(said.registry, said.registry)
        yield key, one.field, who, said.value, TAKEN if said.believed else None


def citation(key: str, one: Citation) -> Row:
    """Tell where a work is cited, and how; no file, where somebody typed it."""
    path, line = (one.place.path, one.place.line or None) if one.place else (None, None)
    return key, path, line, one.key, one.raw


def change(one: Event) -> Row:
    """Tell what changed, and on whose word."""
    said: tuple[Callable[[Event], str], ...] = (events.what, events.detail, events.who)
    return (one.at or "")[:10], one.key, one.kind.value, *(tell(one) for tell in said)
