"""A list of Crossref works, of which some cannot be read. Pure."""

from __future__ import annotations

import io
from collections import Counter
from typing import Literal, NamedTuple

import msgspec

from citekit.errors import FormatError
from citekit.formats import crossref_json
from citekit.model import Candidate, Stamp

_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Listing(NamedTuple):
    """What a list holds; `unreadable` counts works that may be the one looked for."""

    candidates: tuple[Candidate, ...]
    unreadable: int = 0
    silence: str | None = None
    """Why what it lacks is not thereby absent (a sample); None where it is."""


class _Indexed(msgspec.Struct, rename="kebab"):
    date_time: str | None = None
    timestamp: int | None = None


class _Marked(msgspec.Struct):
    doi: str = msgspec.field(name="DOI")
    indexed: _Indexed | None = None


class _Items(msgspec.Struct):
    items: list[msgspec.Raw]


class _Envelope(msgspec.Struct, rename="kebab"):
    status: Literal["ok"]
    message_type: Literal["work-list"]
    message: _Items


def mark(payload: bytes) -> str:
    """Read when a record was last indexed, to the second; empty where it does not say.

    Every change of a record moves this, whoever made it.
    """
    try:
        return _mark(msgspec.json.decode(payload, type=_Marked))
    except _UNREADABLE:
        return ""


def marks(body: bytes) -> dict[str, str]:
    """Read a list of DOIs with when each was last indexed; raises FormatError for anything else.

    A DOI that is listed twice has no mark.
    """
    try:
        items = msgspec.json.decode(body, type=_Envelope).message.items
        works = [msgspec.json.decode(item, type=_Marked) for item in items]
    except _UNREADABLE:
        raise FormatError("this is no list of DOIs") from None
    listed = Counter(one.doi.lower() for one in works)
    return {one.doi.lower(): _mark(one) for one in works if listed[one.doi.lower()] == 1}


def _mark(work: _Marked) -> str:
    told = work.indexed
    if told is None or told.timestamp is None:
        return ""
    return f"{told.date_time} {told.timestamp}"


def read(body: bytes, stamp: Stamp) -> Listing:
    """Read a list work by work: one that is damaged must not cost its neighbours.

    Raises FormatError for what is no list, or one of which nothing can be read.
    """
    try:
        return Listing(tuple(crossref_json.read_list(body, stamp)))
    except FormatError:
        listing = _piecemeal(body, stamp)
        if listing is None or not listing.candidates:
            raise
        return listing


def _piecemeal(body: bytes, stamp: Stamp) -> Listing | None:
    try:
        items = msgspec.json.decode(body, type=_Envelope).message.items
    except _UNREADABLE:
        return None
    if len(items) > crossref_json.MOST_ITEMS:
        return None
    # A line break in JSON is never part of a value.
    lines = b"\n".join(bytes(item).replace(b"\n", b" ") for item in items)
    works = list(crossref_json.read_lines(io.BytesIO(lines), stamp))
    candidates = tuple(work for work in works if isinstance(work, Candidate))
    return Listing(candidates, len(works) - len(candidates))
