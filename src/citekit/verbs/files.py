"""Reference files as streams: unpacked, named, and whole as far as they go."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from citekit.errors import SourceError
from citekit.formats.candidates import guarded
from citekit.verbs.clock import iso, now

if TYPE_CHECKING:
    from typing_extensions import Buffer

STDIN = "-"
"""What a person gives for standard input."""

_CHUNK = 1 << 20
_TOLD_AT = 2
"""An error costs a reader what it has read already: it waits for the reader's next look."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file, unpacked where it is compressed; raises SourceError where it cannot be read."""
    if str(path) == STDIN:
        with _standard_input() as named:
            yield named
        return
    try:
        with path.open("rb") as raw:
            packed = raw.peek(2)[:2] == b"\x1f\x8b"  # not read: nobody goes back in a pipe
            stream = _Unpacked(gzip.GzipFile(fileobj=raw)) if packed else raw
            with _Named(stream, str(path)) as named:
                yield named
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror or error}") from error


@contextmanager
def _standard_input() -> Iterator[BinaryIO]:
    plain = _Named(sys.stdin.buffer, STDIN)
    is_packed = plain.peek(2)[:2] == b"\x1f\x8b"
    try:
        yield _Named(_Unpacked(gzip.GzipFile(fileobj=plain)), STDIN) if is_packed else plain
    finally:
        plain.detach()  # standard input stays open


class _Unpacked(io.RawIOBase):
    """A compressed file that gives all it has, then ends, and only then tells that it is cut."""

    def __init__(self, packed: gzip.GzipFile) -> None:
        super().__init__()
        self._packed = packed
        self._error: Exception | None = None
        self._ends = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        wanted, count = memoryview(buffer), 0
        while count < len(wanted) and (some := self._some(len(wanted) - count)):
            wanted[count : count + len(some)] = some
            count += len(some)
        if self._error is not None and not count:
            self._ends += 1
            if self._ends == _TOLD_AT:
                raise self._error
        return count

    def _some(self, length: int) -> bytes:
        if self._error is not None:
            return b""
        try:
            return self._packed.read1(length)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            self._error = error
            return b""


class _Named(io.BufferedReader):
    """A stream that readers can look ahead in, and that knows the file it comes from."""

    def __init__(self, stream: BinaryIO | _Unpacked, name: str) -> None:
        super().__init__(stream, 1 << 20)  # type: ignore[arg-type]  # both are readable
        self._name = name

    @property
    def name(self) -> str:
        return self._name


def content(path: Path) -> bytes:
    """Read a file whole; raises SourceError where it cannot be read."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in its name
        why = getattr(error, "strerror", None) or error
        raise SourceError(f"{path}: cannot be read: {why}") from error


def is_gone_once_read(path: Path) -> bool:
    """Tell whether a file can be read once only: standard input, a pipe (`<(zcat x.ris.gz)`)."""
    try:
        return str(path) == STDIN or path.is_fifo()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Tell whether a file that a document names is there."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # longer than the system allows; in a folder that is closed
        return False


def head(stream: io.BufferedReader | BinaryIO, path: Path, length: int) -> bytes:
    """Look at a stream's beginning without taking it; raises SourceError where it is damaged."""
    try:
        # Nothing may be the end of a damaged file, which only the next look tells.
        return (stream.peek(length) or stream.peek(length))[:length]  # type: ignore[union-attr]
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(f"{path}: is no gzip file, or a damaged one") from error


def date_of(path: Path) -> str:
    """Tell a file's date, which stands for the day its registry was asked; never one to come."""
    if str(path) == STDIN:
        return now()
    return min(iso(datetime.fromtimestamp(path.stat().st_mtime, UTC)), now())


def count(stream: BinaryIO, mark: bytes) -> int:
    """Count how often something stands in a stream; raises FormatError where that is cut."""
    found, before = 0, b""
    for chunk in _chunks(stream):
        data = before + chunk
        found += data.count(mark)
        before = data[max(0, len(data) - len(mark) + 1) :]
    return found


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := guarded(stream.read, _CHUNK):
        yield chunk
