"""Source files as streams: checked, counted, unpacked."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from citekit.errors import FormatError

if TYPE_CHECKING:
    from typing_extensions import Buffer

Heard = Callable[[int], None]
"""Told of bytes that were read."""

_BUFFER = 1 << 18
_MD5 = re.compile(r"\b([0-9a-fA-F]{32})\b")


class _Counted(io.RawIOBase):
    def __init__(self, raw: BinaryIO, heard: Heard) -> None:
        super().__init__()
        self._raw, self._heard = raw, heard

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        wanted = memoryview(buffer)
        some = self._raw.read(len(wanted))
        wanted[: len(some)] = some
        self._heard(len(some))
        return len(some)


@contextmanager
def opened(path: Path, heard: Heard = lambda _: None) -> Iterator[io.BufferedReader]:
    """Open a file, unpacked where it is compressed; raises FormatError where it cannot be read."""
    try:
        with path.open("rb") as raw:
            counted: io.RawIOBase = _Counted(raw, heard)
            yield unpacked(io.BufferedReader(counted, _BUFFER))
    except OSError as error:
        raise FormatError(f"it cannot be read: {error.strerror or error}") from error


def unpacked(stream: io.BufferedReader) -> io.BufferedReader:
    """Unpack a stream where it is compressed."""
    if stream.peek(2)[:2] == b"\x1f\x8b":
        packed = gzip.GzipFile(fileobj=cast("BinaryIO", stream))
        return io.BufferedReader(cast("io.RawIOBase", packed), _BUFFER)
    return stream


def check_md5(path: Path) -> None:
    """Compare a file with the `.md5` beside it, if there is one; raises FormatError."""
    beside = path.with_name(f"{path.name}.md5")
    if not beside.is_file():
        return
    told = _MD5.search(beside.read_text("ascii", "replace"))
    if told is None:
        raise FormatError(f"{beside.name} beside it holds no MD5")
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False))
    if digest.hexdigest() != told[1].casefold():
        raise FormatError(f"its MD5 is not the one in {beside.name}; fetch it again")
