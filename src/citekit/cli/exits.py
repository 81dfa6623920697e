"""Exit codes: one place, one meaning (docs/exit-codes.md lists them for people)."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass, field
from enum import IntEnum

from citekit.reports import safe


class Exit(IntEnum):
    """What a script can tell from the exit code alone."""

    CLEAN = 0
    """Everything was asked; nothing to report."""
    FINDINGS = 1
    """Findings, or a citation that was not resolved."""
    USAGE = 2
    """Usage, or input that cannot be read."""
    INCOMPLETE = 3
    """Something could not be asked."""
    STORAGE = 4
    """The library or the disk."""
    FAULT = 70
    """A fault of citekit's own (sysexits.h EX_SOFTWARE)."""
    INTERRUPTED = 130
    """Ctrl-C (128 + SIGINT)."""
    TERMINATED = 143
    """128 + SIGTERM."""


@dataclass(slots=True)
class Verdict:
    """What makes the exit non-zero, a sentence each, while a command runs."""

    strict: bool = False
    reasons: dict[Exit, list[str]] = field(default_factory=dict)

    def add(self, code: Exit, sentence: str) -> None:
        """Note one reason; it is also told on standard error, with JSON too."""
        self.reasons.setdefault(code, []).append(sentence)

    def code(self) -> Exit:
        """Weigh the reasons: unusable input first, then findings, then what was not asked.

        With `strict`, what could not be asked outweighs findings.
        """
        order = [Exit.USAGE, Exit.FINDINGS, Exit.INCOMPLETE]
        if self.strict:
            order = [Exit.USAGE, Exit.INCOMPLETE, Exit.FINDINGS]
        return next((code for code in order if code in self.reasons), Exit.CLEAN)

    def tell(self) -> Exit:
        """Print every reason on standard error and return the code."""
        for sentences in self.reasons.values():
            for sentence in sentences:
                complain(sentence)
        return self.code()


def complain(sentence: str) -> None:
    """Print one line on standard error, whatever is in it; the exit code stands without it."""
    with contextlib.suppress(OSError):
        print(f"citekit: {safe.line(sentence)}", file=sys.stderr)  # noqa: T201 - this is the printer


class OutputError(Exception):
    """Standard output takes no more: its reader left, or the disk beneath it is full."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(cause.strerror or str(cause))
        self.reader_left = isinstance(cause, BrokenPipeError)


def say(text: str) -> None:
    """Print data on standard output, and a line end; raises OutputError."""
    say_exactly(f"{text}\n".encode(errors="backslashreplace"))


_COLOURS = {"GOOD": "32", "BAD": "1;31", "DOUBT": "33", "NOTE": "36", "FAINT": "2"}


def say_painted(text: str) -> None:
    """Print text for people on standard output; colours are put in where it is marked."""
    from citekit.reports.surface import PAINTED, Ink

    marks = PAINTED.split(text)
    if sys.stdout.isatty():
        marks = [mark if at % 3 == 1 else safe.page(mark) for at, mark in enumerate(marks)]
    pieces = [marks[0]]
    for ink, told, after in zip(marks[1::3], marks[2::3], marks[3::3], strict=True):
        pieces += [f"\x1b[{_COLOURS[Ink(ink).name]}m{told}\x1b[0m", after]
    _put(f"{''.join(pieces)}\n".encode(errors="backslashreplace"))


def say_exactly(data: bytes) -> None:
    """Put bytes on standard output as they are, but on a terminal without what acts on it.

    Data is UTF-8 whatever the locale is: it is meant for files and programs as well. Raises
    OutputError.
    """
    if sys.stdout.isatty():
        data = safe.page(data.decode("utf-8", "replace")).encode()
    _put(data)


def _put(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
    except OSError as error:
        raise OutputError(error) from error


def flush() -> None:
    """Hand on what was said; raises OutputError."""
    try:
        sys.stdout.flush()
    except OSError as error:
        raise OutputError(error) from error
