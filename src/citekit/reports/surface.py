"""What is printed on: its columns, whether long texts go on beneath or are cut, its colours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest
from typing import Final

from citekit.reports import safe

WIDEST: Final = 120
"""Tables stop growing here: longer lines are hard to read."""
_LEAST: Final = 24
"""A last column that has less goes beneath its row."""
_NARROWEST: Final = 6
_BENEATH: Final = 4

# No text that is printed holds either: `safe.line` makes blanks of control characters.
BEGINS, ENDS = "\x0e", "\x0f"


class Ink(StrEnum):
    """What a colour says that the word says, too; one letter each."""

    GOOD = "g"
    BAD = "b"
    DOUBT = "d"
    NOTE = "n"
    FAINT = "f"


PAINTED: Final = re.compile(
    f"{BEGINS}([{''.join(ink.value for ink in Ink)}])([^{BEGINS}{ENDS}]*){ENDS}"
)
"""What `Surface.paint` has marked: the ink, and the text."""


@dataclass(frozen=True, slots=True)
class Surface:
    """Where lines are printed; by default what a pipe gets, which scripts may cut by columns."""

    columns: int = WIDEST
    wraps: bool = False
    """True: what is too long goes on in the next line, as on a terminal; else it is cut."""
    painted: bool = False

    def less(self, columns: int) -> Surface:
        """Give what is left beside an indentation."""
        return replace(self, columns=self.columns - columns)

    def paint(self, text: str, ink: Ink | None) -> str:
        """Mark a text that is safe already; it must be on one line, and is as wide as before."""
        if not self.painted or ink is None or not text:
            return text
        return f"{BEGINS}{ink.value}{text}{ENDS}"

    def cut(self, text: str) -> str:
        """Fit a line: where it wraps the rest stands indented beneath, else it is cut off."""
        return self.flow(text) if self.wraps else cut(text, self.columns)

    def flow(self, text: str) -> str:
        """Let a line that is too long go on beneath, a little further in; else as it is."""
        if not self.wraps or safe.width(text) <= self.columns:
            return text
        blank = len(text) - len(text.lstrip(" "))
        first, *rest = folded(text, self.columns, breaks=False)
        inner = self.columns - blank - _BENEATH
        further = folded(" ".join(part.strip() for part in rest), max(inner, 1), breaks=False)
        return "\n".join([first, *(" " * (blank + _BENEATH) + part for part in further)])


def cut(text: str, columns: int) -> str:
    """Shorten a text to so many columns, with a sign that it was."""
    if safe.width(text) <= columns:
        return text
    return safe.head(text, columns - 1).rstrip() + "…"


def folded(text: str, columns: int, *, breaks: bool = True) -> list[str]:
    """Part a line into lines of so many columns, at blanks; the indentation is kept in each.

    A word that is longer is broken; without `breaks` it stays whole, to be copied.
    """
    blank = " " * min(len(text) - len(text.lstrip(" ")), max(columns - _NARROWEST, 0))
    room = max(columns - len(blank), 1)
    lines = [""]
    for word in text.split():
        for piece in _pieces(word, room) if breaks else [word]:
            joined = f"{lines[-1]} {piece}" if lines[-1] else piece
            if lines[-1] and safe.width(joined) > room:
                lines.append(piece)
            else:
                lines[-1] = joined
    return [f"{blank}{line}" for line in lines]


def _pieces(word: str, columns: int) -> Iterator[str]:
    at = 0
    while at < len(word):
        piece = safe.head(word[at : at + columns], columns) or word[at]
        yield piece
        at += len(piece)


Inks = Mapping[int, Callable[[str], Ink | None]]
"""By the number of a column: the ink of what stands in it."""


def table(
    rows: Sequence[Sequence[str]],
    surface: Surface,
    inks: Inks | None = None,
    *,
    beneath: bool = True,
) -> Iterator[str]:
    """Align rows of cells, one text for each row; the last column takes what room is left.

    Where the surface wraps, a row may be several lines: its last cell goes on, or stands, beneath.
    Without `beneath` the first row is a heading and all columns get narrower; where words would
    break, each cell gets a line with its heading, and the heading's own text is empty. Where the
    surface does not wrap the last cell is cut.
    """
    if not rows:
        return
    natural = [max(safe.width(row[at]) for row in rows) for at in range(len(rows[0]))]
    grid = _Grid(surface, natural, rows[0], inks or {})
    lay_out = _layout(rows, grid, beneath=beneath)
    for number, row in enumerate(rows):
        yield "" if lay_out is _stacked and number == 0 else lay_out(row, grid)


@dataclass(frozen=True, slots=True)
class _Grid:
    surface: Surface
    widths: Sequence[int]
    """Of the columns, as wide as their widest cells, or narrower."""
    heading: Sequence[str]
    inks: Inks

    @property
    def gaps(self) -> int:
        return 2 * (len(self.widths) - 1)


_Layout = Callable[[Sequence[str], _Grid], str]


def _layout(rows: Sequence[Sequence[str]], grid: _Grid, *, beneath: bool) -> _Layout:
    if not grid.surface.wraps:
        return _cut_off
    natural, room = grid.widths, grid.surface.columns - grid.gaps
    if beneath:
        left = room - sum(natural[:-1])
        return _under if left < min(natural[-1], _LEAST) else _narrowed([*natural[:-1], left])
    longest = [max(_longest_word(row[at]) for row in rows) for at in range(len(natural))]
    return _stacked if sum(longest) > room else _narrowed(_shared(natural, longest, room))


def _longest_word(cell: str) -> int:
    blank = len(cell) - len(cell.lstrip(" "))
    return blank + max(map(safe.width, cell.split()), default=0)


def _shared(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Share out the room: the widest columns give way first, none breaks its longest word."""
    widths = [min(width, room) for width in natural]
    while sum(widths) > room:
        loose = [at for at, width in enumerate(widths) if width > least[at]]
        widths[max(loose, key=lambda at: widths[at])] -= 1
    return widths


def _cut_off(row: Sequence[str], grid: _Grid) -> str:
    left = max(20, grid.surface.columns - sum(grid.widths[:-1]) - grid.gaps)
    return _joined([*row[:-1], cut(row[-1], left)], grid.widths[:-1], row, grid)


def _under(row: Sequence[str], grid: _Grid) -> str:
    head = _joined(row[:-1], grid.widths[:-2], row, grid)
    if sum(grid.widths[:-1]) + grid.gaps - 2 > grid.surface.columns:
        head = grid.surface.flow("  ".join(row[:-1]).rstrip())
    blank = " " * _BENEATH
    told = folded(row[-1].strip(), max(grid.surface.columns - _BENEATH, _NARROWEST))
    return "\n".join([head, *(f"{blank}{line}" for line in told if line)])


def _narrowed(widths: Sequence[int]) -> _Layout:
    def side_by_side(row: Sequence[str], grid: _Grid) -> str:
        parts = [folded(cell, width) for cell, width in zip(row, widths, strict=True)]
        lines = zip_longest(*parts, fillvalue="")
        return "\n".join(_joined(line, widths[:-1], row, grid) for line in lines)

    return side_by_side


def _stacked(row: Sequence[str], grid: _Grid) -> str:
    lines = [row[0]]
    for at, (name, cell) in enumerate(zip(grid.heading, row, strict=True)):
        if at and cell:
            ink = grid.inks[at](cell) if at in grid.inks else None
            told = folded(f"{' ' * _BENEATH}{name.strip()}: {cell}", grid.surface.columns)
            lines += [grid.surface.paint(line, ink) for line in told]
    return "\n".join(lines)


def _joined(cells: Sequence[str], widths: Sequence[int], row: Sequence[str], grid: _Grid) -> str:
    """Put cells beside one another; what a cell is painted in its whole text decides."""
    sizes = [*widths, *[0] * (len(cells) - len(widths))]
    padded = []
    for at, (text, size) in enumerate(zip(cells, sizes, strict=True)):
        ink = grid.inks[at](row[at]) if at in grid.inks else None
        padded.append(grid.surface.paint(text, ink) + " " * (size - safe.width(text)))
    return "  ".join(padded).rstrip()
