"""What in a Markdown text is not its own prose: code, comments, math, the metadata block."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from citekit.documents.sheet import Span

_FENCE = re.compile(r"[\s>]*(`{3,}|~{3,})([^`]*)$")
_METADATA_END = re.compile(r"(?:---|\.\.\.)\s*$")
_LIST_ITEM = re.compile(r"\s*(?:[-+*•]|\(?\d{1,9}[.)]|\[\^[^\]\s]{1,200}\]:)(?:\s|$)")
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)\s*\S")
_OPENING = re.compile(r"\\.|<!--|`+|\$\$?", re.DOTALL)
# As pandoc has it: no space inside the dollars, no digit behind, so that `$5 and $6` is money.
_MATH = re.compile(r"\$(?![\s$])(?:[^$\\\r\n]++|\\.|\r?\n(?![ \t]*\r?\n))*\$(?!\d)", re.DOTALL)


def metadata_block(text: str, lines: Sequence[Span]) -> range:
    """Give the numbers (from 0) of the lines between the `---` of the front matter."""
    if not lines or text[lines[0].start : lines[0].end].rstrip() != "---":
        return range(0)
    for number, (start, end) in enumerate(lines[1:], 1):
        if _METADATA_END.match(text[start:end]):
            return range(1, number)
    return range(0)


def code_blocks(text: str, lines: Sequence[Span], first: int) -> Iterator[Span]:
    """Find fenced and indented code from the line number `first` on."""
    fence, begins = "", 0
    blank, in_list = True, False
    for start, end in lines[first:]:
        line = text[start:end]
        marker = _FENCE.match(line)
        if fence:
            if marker and marker[1].startswith(fence) and not marker[2].strip():
                yield Span(begins, end)
                fence, blank = "", True
        elif marker:
            fence, begins = marker[1], start
        elif not line.strip():
            blank = True
        elif blank and not in_list and _INDENTED.match(line):
            yield Span(start, end)
        else:
            in_list = _in_list(line, in_list=in_list, blank=blank)
            blank = False
    if fence:
        yield Span(begins, lines[-1].end)


def _in_list(line: str, *, in_list: bool, blank: bool) -> bool:
    if _LIST_ITEM.match(line):
        return True
    return in_list and (not blank or line[0].isspace())


def inline(text: str) -> Iterator[Span]:
    """Find comments, code spans and math; a mark without its partner is only a mark."""
    ticks, closings = _runs(text), _Closings(text)
    position = 0
    while (match := _OPENING.search(text, position)) is not None:
        end = _end(text, match, ticks, closings)
        if end is not None:
            yield Span(match.start(), end)
        position = match.end() if end is None else end


class _Closings:
    """Looks for closing marks, and for one that is nowhere below no second time."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._gone: set[str] = set()

    def behind(self, mark: str, start: int) -> int | None:
        if mark in self._gone:
            return None
        place = self._text.find(mark, start)
        if place < 0:
            self._gone.add(mark)
            return None
        return place + len(mark)


def _end(
    text: str, opening: re.Match[str], ticks: dict[int, list[int]], closings: _Closings
) -> int | None:
    mark, start = opening[0], opening.start()
    if mark in _CLOSING:
        return closings.behind(_CLOSING[mark], opening.end())
    if mark == "$":
        found = _MATH.match(text, start)
        return found.end() if found and not text[found.end() - 2].isspace() else None
    if mark[0] == "`":
        places = ticks.get(len(mark), [])  # none: the first of them is escaped, `\\``
        following = bisect_left(places, opening.end())
        return places[following] + len(mark) if following < len(places) else None
    return None


_CLOSING = {"<!--": "-->", "$$": "$$"}


def _runs(text: str) -> dict[int, list[int]]:
    runs: dict[int, list[int]] = {}
    for match in re.finditer(r"`+", text):
        runs.setdefault(len(match[0]), []).append(match.start())
    return runs
