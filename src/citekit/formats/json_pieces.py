"""The values of a JSON file one by one, each with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from typing import NamedTuple

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\n\r]*")
# An escape, or half of a surrogate pair; both halves together are one match and left alone.
_HALVES = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
    r"|\\.|[\ud800-\udfff]",
    re.DOTALL,
)
_HALF_LENGTH = 6
_DEPTH = 30


class Piece(NamedTuple):
    """A value of the file with where it stands, or why there is none."""

    value: object
    raw: str
    line: int
    column: int
    error: str | None = None


class _Found(NamedTuple):
    value: object
    start: int
    end: int
    error: str | None = None


def pieces(text: str) -> Iterator[Piece]:
    """Yield the elements of an array, or values that follow one another, in order.

    What cannot be read ends the file: the last piece is the rest of it, with the error.
    """
    text = text.removeprefix("\ufeff")
    line, last = 1, 0
    for found in _values(_HALVES.sub(_mend, text)):
        line += text.count("\n", last, found.start)
        last = found.start
        column = found.start - text.rfind("\n", 0, found.start)
        yield Piece(found.value, text[found.start : found.end], line, column, found.error)


def _values(text: str) -> Iterator[_Found]:
    position = _skip(text, 0)
    while position < len(text):
        if text[position] == "[":
            position = yield from _array(text, position + 1)
        else:
            found = _value(text, position)
            yield found
            position = found.end
        position = _skip(text, position)


def _array(text: str, position: int) -> Generator[_Found, None, int]:
    position = _skip(text, position)
    while text[position : position + 1] != "]":
        found = _value(text, position)
        yield found
        position = _skip(text, found.end)
        mark = text[position : position + 1]
        if mark == ",":
            position = _skip(text, position + 1)
        elif mark != "]" and found.error is None:
            yield _Found(None, position, len(text), "a comma or a closing bracket is missing")
            return len(text)
        elif found.error is not None and found.end == len(text):
            return len(text)
    return position + 1


def _value(text: str, position: int) -> _Found:
    try:
        value, end = _DECODER.raw_decode(text, position)
    except RecursionError:
        return _Found(None, position, len(text), "it is nested too deep")
    except ValueError as error:
        # Also what is no JSONDecodeError: integers of more digits than Python converts.
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "a number is too long"
        return _Found(None, position, len(text), f"it is no valid JSON ({reason})")
    if _is_deep(value):
        return _Found(None, position, end, "it is nested too deep")
    return _Found(value, position, end)


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _mend(match: re.Match[str]) -> str:
    """Put U+FFFD for half a pair, which no file can hold; the length stays."""
    found = match[0]
    if len(found) == 1:
        return "\ufffd"
    return "\\ufffd" if len(found) == _HALF_LENGTH and found[:2] == "\\u" else found
