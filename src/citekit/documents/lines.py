"""Lines of a page with their places, and the rows that hard-wrapped lines make up."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from citekit.model import Identifier

_LINE_END = re.compile(r"\r\n|\r|\n")
# `1.` `[1]` `(1)` `1)` `1:` and bullets; a year is no label.
_LABEL = re.compile(r"(?:\[\d{1,3}\]|\(?\d{1,3}[.):](?=\s)|[•·◦▪●‣*–-](?=\s))\s*")
_WORD = re.compile(r"\S")
_UNFINISHED = re.compile(r"(?:[,;&]|\band|[^\W\d_][-\u2010])$")
# Nobody wraps by hand beyond this; longer lines are paragraphs.
_WIDEST_WRAP = 100


class Mark(NamedTuple):
    """An identifier that a web page gives behind its text, as the address of a link."""

    identifier: Identifier
    start: int
    end: int
    raw: str


class Line(NamedTuple):
    """One line as people see it, without the white space around it."""

    text: str
    number: int
    column: int
    """Where the text begins in its line; 0 where that is not known."""
    marks: tuple[Mark, ...] = ()
    label: str = ""
    """What a web page draws before an item of a list."""


class Part(NamedTuple):
    """A line inside a row: where it begins there, and where it stands on the page."""

    start: int
    text: str
    number: int
    column: int


_START: Callable[[Part], int] = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Row:
    """What was one line before somebody wrapped it; its list label is taken off."""

    text: str
    parts: tuple[Part, ...]
    label: str = ""
    gap: bool = False
    """Whether something blank stands before it."""
    marks: tuple[Mark, ...] = ()

    @property
    def raw(self) -> str:
        """The lines as they are written."""
        return "\n".join(part.text for part in self.parts)

    def between(self, start: int, end: int) -> str:
        """Give a stretch of the row as it is written, with its line breaks."""
        stretches = (
            part.text[max(0, start - part.start) : max(0, end - part.start)]
            for part in self.parts_between(start, end)
        )
        return "\n".join(stretch for stretch in stretches if stretch).strip()

    def place(self, offset: int = 0) -> tuple[int, int]:
        """Give the line and column of a character of the row; of a space, of the next word."""
        offset = self.word_at(offset)
        part = self.part_at(offset)
        return part.number, part.column + offset - part.start if part.column else 1

    def word_at(self, offset: int) -> int:
        """Go on to the next word: `between` cuts spaces off, and may begin on the next line."""
        word = _WORD.search(self.text, offset)
        return word.start() if word else offset

    def part_at(self, offset: int) -> Part:
        """Give the line that a character of the row is on; the last, of what is behind it."""
        return self.parts[bisect_right(self.parts, offset, key=_START) - 1]

    def parts_between(self, start: int, end: int) -> tuple[Part, ...]:
        """Give the lines that a stretch may touch: a row can be thousands, and hold as many."""
        first = bisect_right(self.parts, start, key=_START) - 1
        return self.parts[max(0, first) : bisect_left(self.parts, end, key=_START)]


def lines_of(text: str) -> list[Line]:
    """Cut a text into lines; blank ones are kept, as lines without text."""
    return [
        Line(written.strip(), number, 1 + len(written) - len(written.lstrip()))
        for number, written in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), 1)
    ]


def unwrapped(lines: Sequence[Line]) -> list[Row]:
    """Make each line a row."""
    return _rows(lines, lambda _group, _line: False)


def rows_of(
    lines: Sequence[Line], stands_alone: Callable[[str], bool], single: Iterable[int] = ()
) -> list[Row]:
    """Join wrapped lines; `stands_alone` tells a line that is never the rest of the one above.

    `single` are the numbers of lines that are never joined to another.
    """
    width = max((len(line.text) + line.column - 1 for line in lines), default=0)
    joins = _Joins(width if width <= _WIDEST_WRAP else None, stands_alone)
    alone = frozenset(single)
    return _rows(
        lines,
        lambda group, line: (
            alone.isdisjoint((group[-1].number, line.number)) and joins(group, line)
        ),
    )


def paragraphs(lines: Sequence[Line], breaks: Iterable[int] = ()) -> list[Row]:
    """Join all lines between blank ones, but for those numbers of lines that begin a row."""
    begins = frozenset(breaks)
    return _rows(
        lines, lambda _group, line: line.number not in begins and not _LABEL.match(line.text)
    )


_Join = Callable[[Sequence[Line], Line], bool]


def _rows(lines: Sequence[Line], joins: _Join) -> list[Row]:
    rows: list[Row] = []
    for group, gap in _grouped(lines, joins):
        row = _row(group, gap=gap)
        if row.text:
            rows.append(row)
    return rows


@dataclass(frozen=True, slots=True)
class _Joins:
    width: int | None
    stands_alone: Callable[[str], bool]

    def __call__(self, group: Sequence[Line], line: Line) -> bool:
        """Tell whether `line` goes on where `group` ends."""
        last = group[-1]
        unfinished = _UNFINISHED.search(last.text) is not None
        if _LABEL.match(line.text) or not (unfinished or self._may_go_on(group[0], last, line)):
            return False
        return not self.stands_alone(last.text) and (unfinished or not self.stands_alone(line.text))

    def _may_go_on(self, first: Line, last: Line, line: Line) -> bool:
        if line.column >= first.column + 2 or line.text[0].islower():
            return True
        labelled = _LABEL.match(first.text) is not None and last.text[-1] not in ".?!:"
        return labelled or self._was_full(last, line)

    def _was_full(self, last: Line, line: Line) -> bool:
        """Tell whether the next word had no room on the line above."""
        word = len(line.text.split(maxsplit=1)[0])
        return (
            self.width is not None
            and self.width >= 40
            and last.column + len(last.text) + word > self.width
        )


def _grouped(lines: Sequence[Line], joins: _Join) -> Iterator[tuple[list[Line], bool]]:
    group: list[Line] = []
    gap = blank = False
    for line in lines:
        if not line.text:
            blank = True
        elif group and not blank and joins(group, line):
            group.append(line)
        else:
            if group:
                yield group, gap
            group, gap, blank = [line], blank, False
    if group:
        yield group, gap


def _row(group: Sequence[Line], *, gap: bool) -> Row:
    label, first = _without_label(group[0])
    # A label can have a line of its own.
    lines = [first, *group[1:]] if first.text else group[1:]
    parts: list[Part] = []
    marks: list[Mark] = []
    length = 0
    for line in lines:
        parts.append(Part(length, line.text, line.number, line.column))
        marks += [_moved(mark, length) for mark in line.marks]
        length += len(line.text) + 1
    return Row(" ".join(part.text for part in parts), tuple(parts), label, gap, tuple(marks))


def _without_label(line: Line) -> tuple[str, Line]:
    match = _LABEL.match(line.text)
    if match is None:
        return line.label, line
    cut = match.end()
    marks = tuple(_moved(mark, -cut) for mark in line.marks if mark.end > cut)
    column = line.column + cut if line.column else 0
    return match[0].strip(), line._replace(text=line.text[cut:], column=column, marks=marks)


def _moved(mark: Mark, by: int) -> Mark:
    return mark._replace(start=max(0, mark.start + by), end=mark.end + by)
