"""`check` as Markdown, for a comment or a job's summary: no title breaks out of its table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from citekit.findings import Checked, Finding
from citekit.reports import safe
from citekit.reports.checks import order, places, words
from citekit.text.counted import counted

COMMENT: Final = 65_000
"""Bytes: a comment on GitHub holds 65,536 characters."""
_KEPT: Final = 500
"""Bytes kept for the headings, and for the sentences that tell what was left out."""
_HEAD: Final = "| level | rule | where | key | finding |\n| --- | --- | --- | --- | --- |"

_UNASKED: Final = "Could not be asked:\n"

# An entity is never structure (CommonMark 6.2), but what refers to people and issues is looked for
# in the text that comes of it: there a zero-width space follows.
_MARK = re.compile(
    r"(?P<refers>[@#!~%&$^])(?=[\w\"'\[{(])|(?P<structure>[\\`*_{}\[\]<>|~^$!&#@])"
    r"|(?P<address>:(?=//)|www(?=\.)|GH(?=-\d))",
    re.IGNORECASE,
)
_NOTHING: Final = "&#8203;"


def report(checked: Checked, room: int = COMMENT) -> str:
    """Write the outcome, the findings and what could not be asked, in at most so many bytes."""
    head = f"**{cell(words.summary(checked))}**"
    groups = (f"- {cell(words.group(one))}" for one in words.groups(checked.unchecked))
    unasked, no_group = _fitting(groups, room // 4)
    left = room - _size(head) - sum(map(_size, unasked)) - _KEPT
    found = sorted(checked.findings, key=order.severity)
    rows, no_row = _fitting((_row(one, checked) for one in found), left)
    more = [_left_out(no_row, "more finding"), _left_out(no_group, "more reason")]
    table = "\n".join([_HEAD, *rows]) if rows else ""
    silence = "\n".join([_UNASKED, *unasked]) if unasked else ""
    return "\n\n".join(filter(None, (head, table, silence, *more)))


def _fitting(lines: Iterable[str], room: int) -> tuple[list[str], int]:
    """Take the first lines that have room; count the others."""
    kept: list[str] = []
    told = list(lines)
    for line in told:
        room -= _size(line)
        if room < 0:
            break
        kept.append(line)
    return kept, len(told) - len(kept)


def _left_out(number: int, word: str) -> str:
    return f"{counted(number, word)}, for which there is no room here." if number else ""


def _row(one: Finding, checked: Checked) -> str:
    level = f"{one.level}, acknowledged" if one.acknowledged else one.level.value
    cells = (
        level,
        f"{one.rule.code} {one.rule.name}",
        safe.brief(places.where(one, checked), 300),
        safe.brief(one.key or "", 300),
        safe.brief(one.message) + words.seen(one),
    )
    return f"| {' | '.join(map(cell, cells))} |"


def cell(text: str) -> str:
    """Write a text that is nothing but text in Markdown, on one line."""
    return _MARK.sub(_harmless, safe.brief(text, 2500))


def _harmless(found: re.Match[str]) -> str:
    if address := found["address"]:
        return address + _NOTHING
    mark = found["refers"] or found["structure"]
    return f"&#{ord(mark)};{_NOTHING if found['refers'] else ''}"


def _size(line: str) -> int:
    return len(line.encode()) + 1
