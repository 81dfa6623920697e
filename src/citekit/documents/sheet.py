"""A marked-up text as its reader sees it, each character knowing where it is written."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import NamedTuple

from citekit.documents.lines import Line, Part, Row
from citekit.model import Place

_LINE_END = re.compile(r"\r\n|\r|\n")


class Span(NamedTuple):
    """A stretch of a text."""

    start: int
    end: int


class Places:
    """Lines and columns of a text, which count from 1; a column is a character."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        ends = list(_LINE_END.finditer(text))
        self._starts = [0, *(end.end() for end in ends)]
        self.lines = [
            Span(start, end)
            for start, end in zip(
                self._starts, [*(end.start() for end in ends), len(text)], strict=True
            )
        ]

    def at(self, offset: int) -> Place:
        """Give the place of a character."""
        line = bisect_right(self._starts, offset)
        return Place(self.path, line, offset - self._starts[line - 1] + 1)

    def line_of(self, offset: int) -> int:
        """Give the number of the line that a character stands in."""
        return bisect_right(self._starts, offset)


def blanked(text: str, spans: Iterable[Span]) -> str:
    """Put spaces for stretches of a text; its length and its lines stay."""
    pieces: list[str] = []
    position = 0
    for start, end in sorted(spans):
        if end <= position:
            continue
        begin = max(start, position)
        pieces += [text[position:begin], _NOT_LINE_END.sub(" ", text[begin:end])]
        position = end
    return "".join([*pieces, text[position:]])


_NOT_LINE_END = re.compile(r"[^\r\n]")


class Written(NamedTuple):
    """A line as it is written, and the column there of each character that is shown."""

    text: str
    columns: Sequence[int]


@dataclass(frozen=True, slots=True)
class Shown(Row):
    """A row of what is shown, which gives places and words as they are written."""

    written: Mapping[int, Written] = field(default_factory=dict)
    heads: bool = False
    """It is a heading of the document."""
    listed: bool = False
    """It is known to stand in a list of references."""

    @property
    def raw(self) -> str:
        """The lines as they are written."""
        return self.between(0, len(self.text))

    def between(self, start: int, end: int) -> str:
        """Give a stretch of the row as it is written, with its line breaks."""
        cuts = (self._cut(part, start, end) for part in self.parts_between(start, end))
        return "\n".join(cut for cut in cuts if cut).strip()

    def place(self, offset: int = 0) -> tuple[int, int]:
        """Give where a character of the row is written; of a space, where the next word is."""
        offset = self.word_at(offset)
        part = self.part_at(offset)
        columns = self.written[part.number].columns
        shown = min(part.column - 1 + offset - part.start, len(columns) - 1)
        return part.number, columns[shown]

    def _cut(self, part: Part, start: int, end: int) -> str:
        first = max(0, start - part.start)
        last = min(len(part.text), end - part.start)
        if first >= last:
            return ""
        text, columns = self.written[part.number]
        begins = columns[part.column - 1 + first]
        return text[begins - 1 : columns[part.column - 2 + last]]


class Sheet:
    """A text from which markup is being taken; `written` is the same text with nothing blank."""

    def __init__(self, text: str, places: Places, written: str) -> None:
        self._places = places
        self._text = text
        self._written = written
        self._shown = list(text)

    def drop(self, start: int, end: int) -> None:
        """Take away a stretch, so that what stands around it is joined."""
        self.put(start, end, "")

    def blank(self, start: int, end: int) -> None:
        """Take away a stretch and leave a space."""
        self.put(start, end, " ")

    def put(self, start: int, end: int, shown: str) -> None:
        """Show something else for a stretch; line ends stay."""
        for place in range(start, end):
            if self._text[place] not in "\r\n":
                self._shown[place] = shown
                shown = ""

    def lines(self) -> tuple[list[Line], dict[int, Written]]:
        """Give the lines as they are shown, and as they are written."""
        shown: list[Line] = []
        written: dict[int, Written] = {}
        for number, (start, end) in enumerate(self._places.lines, 1):
            text, columns = self._line(start, end)
            written[number] = Written(self._written[start:end], columns)
            bare = text.strip()
            shown.append(Line(bare, number, 1 + len(text) - len(text.lstrip())))
        return shown, written

    def _line(self, start: int, end: int) -> tuple[str, Sequence[int]]:
        pieces = self._shown[start:end]
        text = "".join(pieces)
        written = range(1, len(pieces) + 1)
        columns = array("I", compress(written, pieces))
        # In most lines nothing is dropped, and in nearly all nothing is spelt out.
        if len(columns) == len(text):
            return text, written if len(text) == len(pieces) else columns
        return text, [column for column, piece in enumerate(pieces, 1) for _ in range(len(piece))]


Join = Callable[[Sequence[Line]], Sequence[Row]]


def shown_rows(
    sheet: Sheet, join: Join, heads: Iterable[int] = (), listed: Iterable[int] = ()
) -> Iterator[Shown]:
    """Make the rows of a sheet; `heads` and `listed` are lines where such rows begin."""
    lines, written = sheet.lines()
    headings, listings = frozenset(heads), frozenset(listed)
    for row in join(lines):
        first = row.parts[0].number
        yield Shown(
            row.text,
            row.parts,
            row.label,
            row.gap,
            row.marks,
            written,
            first in headings,
            first in listings,
        )
