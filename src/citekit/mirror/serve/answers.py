"""What goes back to a caller, before it is HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

JSON = "application/json"
XML = "text/xml; charset=UTF-8"
TEXT = "text/plain; charset=UTF-8"

NOT_AUTHORITATIVE = 421
"""Misdirected Request (RFC 9110, 15.5.20): a server that cannot speak for what it was asked.

Unlike 503 it will not pass, so nobody asks again; unlike 404 it says nothing about the work.
"""


class Answer(NamedTuple):
    """A whole answer."""

    body: bytes
    media_type: str = JSON
    status: int = 200


class BadRequest(Exception):  # noqa: N818 - the answer's name
    """The request cannot be read at all; the text is for the caller."""


Pairs = Sequence[tuple[str, str]]


def json(value: object, status: int = 200) -> Answer:
    """Answer with a value as JSON; `msgspec.Raw` in it is put in as it is."""
    return Answer(msgspec.json.encode(value), JSON, status)


def text(sentence: str, status: int) -> Answer:
    """Answer with one line of plain text."""
    return Answer(f"{sentence}\n".encode(), TEXT, status)
