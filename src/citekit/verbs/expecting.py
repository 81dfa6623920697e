"""Guess how many records reference files hold, before any is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from citekit.errors import CitekitError
from citekit.formats.candidates import guarded
from citekit.verbs.files import is_gone_once_read, opened
from citekit.verbs.reference_files import sniff

_CHUNK = 1 << 20


def expected(paths: Iterable[Path]) -> int:
    """Guess how many records there are; 0 where standard input or a pipe is among the files.

    Good enough for telling how long it takes: a mark in somebody's abstract counts as well, and a
    file that cannot be read not at all.
    """
    counts: list[int] = []
    for path in paths:
        if is_gone_once_read(path):
            return 0
        try:
            with opened(path) as stream:
                counts.append(max(1, _marks(stream, sniff(stream, path).mark)))
        except CitekitError:
            continue  # told when it is taken
    return sum(counts)


def _marks(stream: BinaryIO, mark: bytes) -> int:
    count, before = 0, b""
    for chunk in _chunks(stream):
        data = before + chunk
        count += data.count(mark)
        before = data[max(0, len(data) - len(mark) + 1) :]
    return count


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := guarded(stream.read, _CHUNK):
        yield chunk
