"""What Crossref's `/works` can be asked, and what of it a mirror can answer: tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import msgspec

QUERIES: Final = ("query", "query.bibliographic")
ANSWERED: Final = frozenset(
    {*QUERIES, "filter", "rows", "offset", "select", "sort", "order", "mailto"}
)
# Crossref has these; a mirror would have to guess.
KNOWN: Final = frozenset({"cursor", "sample", "facet"})
SORTS: Final = frozenset({"relevance", "score"})
ORDERS: Final = frozenset({"desc"})

_SELECTABLE = """
    DOI ISBN ISSN URL abstract accepted alternative-id approved archive article-number assertion
    author chair clinical-trial-number container-title content-created content-domain contributor
    created degree deposited editor event funder group-title indexed is-referenced-by-count
    issn-type issue issued license link member original-title page posted prefix published
    published-online published-print publisher publisher-location reference references-count
    relation resource score short-container-title short-title standards-body subject subtitle title
    translator type update-policy update-to updated-by volume
"""
SELECTABLE: Final = frozenset(_SELECTABLE.split())


class Complaint(msgspec.Struct, frozen=True):
    """One line of Crossref's `validation-failure`."""

    type: str
    value: str
    message: str


class Untold(Exception):  # noqa: N818 - what it is
    """A record does not say what a filter asks about; the name is the record's variable."""


class _Moment(msgspec.Struct, rename="kebab"):
    date_time: str | None = None


class _Update(msgspec.Struct):
    doi: str = msgspec.field(default="", name="DOI")
    type: str = ""


class Told(msgspec.Struct, rename="kebab"):
    """What the filters look at in a work record."""

    type: str | None = None
    indexed: _Moment | None = None
    deposited: _Moment | None = None
    created: _Moment | None = None
    update_to: list[_Update] = []
    updated_by: list[_Update] = []


Test = Callable[[Told], bool]


class Kind(NamedTuple):
    """What a filter's values look like, and how Crossref names one that does not."""

    pattern: re.Pattern[str]
    complaint: str
    message: str


_DATE = Kind(
    re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"),
    "date-not-valid",
    "Dates are written YYYY, YYYY-MM or YYYY-MM-DD",
)
_FLAG = Kind(re.compile(r"true|false|1|0|t|f"), "boolean-not-valid", "Write true or false")
_TERM = Kind(re.compile(r"[a-z_ -]{1,40}"), "type-not-valid", "No such type")
_YES = frozenset({"true", "1", "t"})
# The variable that carries each date; Crossref's `update` means the same as `deposit`.
_DATES: dict[str, Callable[[Told], _Moment | None]] = {
    "index": lambda told: told.indexed,
    "deposit": lambda told: told.deposited,
    "update": lambda told: told.deposited,
    "created": lambda told: told.created,
}


def _since(name: str, value: str, *, until: bool) -> Test:
    def test(told: Told) -> bool:
        moment = _DATES[name](told)
        if moment is None or moment.date_time is None:
            raise Untold(name)
        said = moment.date_time[: len(value)]
        return said <= value if until else said >= value

    return test


def _flag(tells: Callable[[Told], object]) -> Callable[[str], Test]:
    return lambda value: lambda told: bool(tells(told)) == (value in _YES)


def _update_type(value: str) -> Test:
    return lambda told: any(one.type == value for one in told.update_to)


def _date_tests() -> dict[str, tuple[Kind, Callable[[str], Test]]]:
    def bound(name: str, *, until: bool) -> Callable[[str], Test]:
        return lambda value: _since(name, value, until=until)

    words = {"from": False, "until": True}
    return {
        f"{word}-{name}-date": (_DATE, bound(name, until=until))
        for word, until in words.items()
        for name in _DATES
    }


TESTS: Final[dict[str, tuple[Kind, Callable[[str], Test]]]] = {
    "type": (_TERM, lambda value: lambda told: told.type == value),
    "is-update": (_FLAG, _flag(lambda told: told.update_to)),
    "has-update": (_FLAG, _flag(lambda told: told.updated_by)),
    "update-type": (_TERM, _update_type),
    **_date_tests(),
}
"""Filters that narrow what `doi`, `updates` or a query found."""
LEADS: Final = ("doi", "updates")
"""Filters that find works by themselves."""
FILTERS: Final = (*LEADS, *TESTS)

_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Told, strict=False)


def told(raw: bytes) -> Told:
    """Read what the filters look at; raises msgspec.DecodeError for what is no work record."""
    read: Told = _decoder.decode(raw)
    return read
