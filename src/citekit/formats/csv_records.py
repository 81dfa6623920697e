"""Rows of a CSV file with the lines they stand on, where one row's damage stays its own."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from citekit.formats.candidates import guarded

# The csv module stops at 128 KiB, which a list of authors with their institutions may outgrow. It
# must stop somewhere: a quotation mark that is never closed makes one cell of the rest of the file.
_CELL_LENGTH = 1024 * 1024
_LINE_LENGTH = 64 * 1024 * 1024


class Record(NamedTuple):
    """One row as written; `cells` is None where it is no CSV, and empty on an empty line."""

    line: int
    raw: str
    cells: Sequence[str] | None


class Records(Iterator[Record]):
    """Read the rows of a stream of UTF-8, whose bytes of other encodings each cost a letter.

    Iterating raises FormatError where the stream is compressed, and cut.
    """

    def __init__(self, stream: BinaryIO) -> None:
        csv.field_size_limit(max(csv.field_size_limit(), _CELL_LENGTH))
        self._lines = _lines(stream)
        self._back: deque[str] = deque()
        self._used: list[str] = []
        self._line = 1
        self._reader = self._strict()

    def __next__(self) -> Record:
        """Read the next row."""
        self._line += len(self._used)
        self._used.clear()
        cells = _next(self._reader)
        return Record(self._line, "".join(self._used), cells)

    def first_line_alone(self) -> Record:
        """Read the first line of the last row by itself, forgivingly, and put the others back.

        A quotation mark that is opened and never closed takes the next rows for its own; where it
        opens the last cell, its line is a whole row.
        """
        first, *rest = self._used
        self._back.extendleft(reversed(rest))
        del self._used[1:]
        # At the end of the file the reader has seen its lines end; a new one goes on with these.
        self._reader = self._strict()
        return Record(self._line, first, _next(csv.reader([first])))

    def _strict(self) -> Iterator[list[str]]:
        # Not strict, the csv module closes an open quotation mark at the next one, or at the end.
        return csv.reader(self._feed(), strict=True)

    def _feed(self) -> Iterator[str]:
        while True:
            line = self._back.popleft() if self._back else next(self._lines, None)
            if line is None:
                return
            self._used.append(line)
            yield line


def _next(reader: Iterator[list[str]]) -> list[str] | None:
    try:
        return next(reader)
    except csv.Error:
        return None


def _lines(stream: BinaryIO) -> Iterator[str]:
    encoding = "utf-8-sig"
    while line := guarded(stream.readline, _LINE_LENGTH):
        yield line.decode(encoding, "replace")
        encoding = "utf-8"
