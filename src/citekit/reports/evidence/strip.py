"""Where the marks of a work's line stand: time from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from citekit.reports.evidence.told import PUBLISHED, Event
from citekit.vocab import LinkType

# A file may say anything of when a notice was.
_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T.*)?)?)?\Z", re.ASCII)
WIDTH, MARGIN, APART = 160, 7, 9

# A shape for each sort, so that nothing is told by colour alone.
_SHAPES = {
    PUBLISHED: "published",
    LinkType.RETRACTION: "retracted",
    LinkType.RETRACTION_AND_REPUBLICATION: "retracted",
    LinkType.WITHDRAWAL: "retracted",
    LinkType.PARTIAL_RETRACTION: "retracted",
    LinkType.EXPRESSION_OF_CONCERN: "concern",
    LinkType.ERRATUM: "corrected",
    LinkType.COMMENT: "comment",
}
SHAPES = (*dict.fromkeys(_SHAPES.values()), "other")


class Mark(NamedTuple):
    """One mark on the line."""

    x: float
    shape: str


def shape(event: Event) -> str:
    """Name the shape that stands for an event."""
    return _SHAPES.get(event.kind, "other")


class Span(NamedTuple):
    """The time that every line of a report runs through, in years."""

    first: float
    last: float


def span(dates: Iterable[str]) -> Span:
    """Span ISO dates, possibly partial; without any, nothing at all."""
    years = [at for at in map(_years, dates) if at is not None]
    return Span(min(years, default=0.0), max(years, default=0.0))


def marks(events: Sequence[Event], whole: Span) -> list[Mark]:
    """Place the dated events on a line of `WIDTH`, at least `APART` from each other.

    What is undated, or has words for a date, has no place.
    """
    dated = sorted((at, one) for one in events if (at := _years(one.date)) is not None)
    room, length = WIDTH - 2 * MARGIN, whole.last - whole.first
    wanted = [room * (at - whole.first) / length if length else 0.0 for at, _ in dated]
    places = _spread(wanted, min(APART, room / max(1, len(dated) - 1)), room)
    return [
        Mark(round(MARGIN + x, 1), shape(one)) for x, (_, one) in zip(places, dated, strict=True)
    ]


def _spread(wanted: Sequence[float], apart: float, room: float) -> list[float]:
    """Push marks to the right until they stand apart, and back from the right end."""
    places: list[float] = []
    for x in wanted:
        places.append(max(x, places[-1] + apart) if places else x)
    limit = room
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], limit)
        limit = places[index] - apart
    return places


def _years(date: str | None) -> float | None:
    if not date or not _ISO.match(date):
        return None
    year, month, day = (*map(int, date[:10].split("-")), 1, 1)[:3]
    return year + (month - 1) / 12 + (day - 1) / 372
