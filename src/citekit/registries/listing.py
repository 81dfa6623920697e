"""A list of Crossref works, of which some cannot be read. Pure."""

from __future__ import annotations

import io
from typing import Literal, NamedTuple

import msgspec

from citekit.errors import FormatError
from citekit.formats import crossref_json
from citekit.model import Candidate, Stamp


class Listing(NamedTuple):
    """What a list holds; `unreadable` counts works that may be the one looked for."""

    candidates: tuple[Candidate, ...]
    unreadable: int = 0
    silence: str | None = None
    """Why what it lacks is not thereby absent (a sample); None where it is."""


class _Items(msgspec.Struct):
    items: list[msgspec.Raw]


class _Envelope(msgspec.Struct, rename="kebab"):
    status: Literal["ok"]
    message_type: Literal["work-list"]
    message: _Items


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
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    # A line break in JSON is never part of a value.
    lines = b"\n".join(bytes(item).replace(b"\n", b" ") for item in items)
    works = list(crossref_json.read_lines(io.BytesIO(lines), stamp))
    candidates = tuple(work for work in works if isinstance(work, Candidate))
    return Listing(candidates, len(works) - len(candidates))
