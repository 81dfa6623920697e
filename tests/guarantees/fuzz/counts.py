"""Count what an input holds without citekit's readers: nothing of it may be missing.

A count says nothing of inputs that it cannot read itself; those are tried for all else.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from xml.etree import ElementTree as ET

from citekit.documents.encoding import decode
from citekit.model import Citation, Deleted, Entry, Rejected

Count = Callable[[bytes, Sequence[object]], str]
"""Takes an input that was read to its end, and what was found; tells what is missing."""

_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
_NO_ENTRY = re.compile(r"@\s*(?:comment|string|preamble)", re.IGNORECASE)
_RECORD_NUMBER = re.compile(r"\s*\d*\.?\s*", re.ASCII)


def nothing(_data: bytes, _found: Sequence[object]) -> str:
    return ""


def _text(data: bytes) -> str:
    return decode(data, "x").replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")


def bibtex(data: bytes, found: Sequence[object]) -> str:
    """Every line that begins an entry stands in an entry, or in one that was rejected."""
    text = _text(data)
    if _NO_ENTRY.search(text):
        return ""
    covered: set[int] = set()
    for one in found:
        assert isinstance(one, Entry | Rejected)
        first = one.place.line
        covered.update(range(first, first + one.raw.count("\n") + 1))
    begun = {text.count("\n", 0, match.start()) + 1 for match in _ENTRY.finditer(text)}
    lost = sorted(begun - covered)
    return f"the entry on line {lost[0]} is lost" if lost else ""


def lines(data: bytes, found: Sequence[object]) -> str:
    """Every line stands in what was read or rejected, as often as it stands in the file."""
    there = _shown(_text(data))
    told: Counter[str] = Counter()
    for one in found:
        assert isinstance(one, Entry | Rejected)
        told += _shown(one.raw)
    return f"lines are lost or added: {list((there - told) | (told - there))[:2]}" * (there != told)


def _shown(text: str) -> Counter[str]:
    every = (one.strip() for one in re.split(r"[\r\n]", text))
    return Counter(one for one in every if not _RECORD_NUMBER.fullmatch(one))


def json_list(data: bytes, found: Sequence[object]) -> str:
    """A list has as many items as were read or rejected."""
    text = decode(data, "x").removeprefix("\ufeff")
    try:
        told = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        # An array may be empty, and be followed by nothing but another one.
        return "" if found or not text.strip(" \t\r\n[]") else "neither an item nor a reason"
    count = len(told) if isinstance(told, list) else len(found)
    return f"{count} items, {len(found)} read" * (count != len(found))


def _refuse(name: str) -> object:
    raise ValueError(name)


def json_lines(data: bytes, found: Sequence[object]) -> str:
    count = sum(1 for line in data.split(b"\n") if line.strip())
    return f"{count} lines, {len(found)} read" * (count != len(found))


def elements(*names: str) -> Count:
    """Every element of these names, none inside another, was read or rejected."""

    def count(data: bytes, found: Sequence[object]) -> str:
        try:
            root = ET.fromstring(data)
        except (ET.ParseError, ValueError, LookupError, RecursionError):
            return ""
        every = [one for one in root.iter() if one.tag in names]
        if any(inner.tag in names for one in every for inner in list(one.iter())[1:]):
            return ""
        read = [one for one in found if not isinstance(one, Deleted)]
        if any(isinstance(one, Rejected) and not one.raw for one in read):
            return ""  # the file itself is rejected, from where it is damaged on
        return f"{len(every)} records, {len(read)} read" * (len(every) > len(read))

    return count


def rows(data: bytes, found: Sequence[object]) -> str:
    """As many rows are read or rejected as the file has, or more where one was damaged."""
    lines = data.decode("utf-8-sig", "replace").split("\n")
    try:
        _, *told = csv.reader((f"{line}\n" for line in lines), strict=True)
    except (csv.Error, ValueError):
        return ""
    count = sum(1 for row in told if row)
    return f"{count} rows, {len(found)} read" * (len(found) < count)


def places(data: bytes, found: Sequence[object]) -> str:
    """Everything stands on a line that the file has."""
    last = len(_text(data).splitlines()) + 1
    for one in found:
        place = one.place if isinstance(one, Citation | Rejected) else None
        if place is not None and not (1 <= place.line <= last and place.column >= 1):
            return f"stands on line {place.line}, column {place.column}, of {last} lines"
    return ""
