"""Crossref's bulk files as entries of an index: JSON lines, `{"items": []}` chunks, tar."""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, cast

from citekit.errors import FormatError
from citekit.formats import crossref_json
from citekit.formats.candidates import guarded
from citekit.matching.bulk.compact import of_item
from citekit.mirror.build.entries import Read, said_by
from citekit.mirror.build.opened import Heard, opened, unpacked
from citekit.mirror.index.segment import Entry
from citekit.model import Place, Rejected
from citekit.vocab import Scheme

_ITEMS = re.compile(rb"\s*\{\s*\"items\"\s*:\s*\[")
_TAR = (257, b"ustar")
_LARGEST = 1 << 30
"""Bytes of one chunk, which is read whole, unpacked."""
_SKIPPED = "._"
"""What macOS puts into a tar beside each file."""


def read(path: Path, heard: Heard) -> Iterator[Read]:
    """Yield what a file holds, in order; raises FormatError where the file is cut or damaged."""
    with opened(path, heard) as stream:
        yield from _read(stream, str(path))


def _read(stream: io.BufferedReader, name: str) -> Iterator[Read]:
    head = guarded(lambda length: stream.peek(length)[:length], 512)
    if head[_TAR[0] :].startswith(_TAR[1]):
        yield from _tar(stream, name)
        return
    works = _chunk(stream) if _ITEMS.match(head) else crossref_json.lines(cast("BinaryIO", stream))
    for number, work in enumerate(works, 1):
        if work := work.strip():
            yield _entry(work, Place(name, number))


def _tar(stream: io.BufferedReader, name: str) -> Iterator[Read]:
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                held = archive.extractfile(member) if member.isfile() else None
                if held is None or Path(member.name).name.startswith(_SKIPPED):
                    continue
                yield from _read(unpacked(_peekable(held)), f"{name}:{member.name}")
    except (tarfile.TarError, EOFError) as error:
        raise FormatError(f"The tar is cut or damaged: {error}.") from error


def _peekable(stream: IO[bytes]) -> io.BufferedReader:
    return io.BufferedReader(cast("io.RawIOBase", stream), 1 << 18)


def _chunk(stream: io.BufferedReader) -> Iterator[bytes]:
    body = guarded(stream.read, _LARGEST + 1)
    if len(body) > _LARGEST:
        raise FormatError(f"It holds more than {_LARGEST >> 20} MiB in one piece.")
    yield from crossref_json.items(body)


def _entry(work: bytes, place: Place) -> Entry | Rejected:
    try:
        told = crossref_json.compared(work)
    except FormatError as error:
        return Rejected(place, "", str(error))
    ident = f"crossref {told.identifiers[Scheme.DOI]}"
    return Entry(ident, of_item(told.item, told.identifiers), work, said_by(told.links))
