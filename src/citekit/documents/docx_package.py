"""The parts of a Word file, taken out of its ZIP with care: sizes are capped, no DTD is read."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from citekit.errors import SourceError

MAGIC: Final = b"PK\x03\x04"
_DOCUMENT: Final = re.compile(r"word/document\d*\.xml")
LARGEST_PART: Final = 64 << 20
"""Bytes of one part when unpacked; a thesis of a thousand pages has 10 MiB."""
_LARGEST_ALL: Final = 256 << 20
_MOST_PARTS: Final = 10_000
# What zipfile and zlib raise for damaged, encrypted and foreign archives.
_DAMAGE: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError),
    *(OSError, OverflowError, IndexError, KeyError),
)
_CHUNK: Final = 1 << 20


class Package:
    """The parts of one file, by name."""

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self._left = _LARGEST_ALL
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.names = frozenset(self._zip.namelist())
        except _DAMAGE as error:
            raise SourceError(f"{path}: is a damaged Word or ZIP file ({error})") from error
        self.document = next(filter(_DOCUMENT.fullmatch, sorted(self.names)), "")
        if not self.document:
            raise SourceError(f"{path}: is no Word file, or a damaged one")
        if len(self.names) > _MOST_PARTS:
            raise SourceError(f"{path}: has more than {_MOST_PARTS} parts, as no Word file has")

    def root(self, name: str) -> etree._Element | None:
        """Give the root element of a part; None where there is no such part.

        Raises SourceError where it is damaged, too large, or no XML.
        """
        if name not in self.names:
            return None
        data = self._read(name)
        if b"<!DOCTYPE" in data:
            raise SourceError(f"{self.path}: its part {name} has a DTD, as no Word file has")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.parse(io.BytesIO(data), parser).getroot()
        except (etree.LxmlError, ValueError) as error:
            raise SourceError(f"{self.path}: its part {name} is no readable XML") from error
        if getattr(root.getroottree().docinfo, "doctype", ""):  # UTF-16 hides it from the bytes
            raise SourceError(f"{self.path}: its part {name} has a DTD, as no Word file has")
        return root

    def matching(self, start: str, end: str) -> Iterator[str]:
        """Give the names of parts, in order."""
        return (
            name for name in sorted(self.names) if name.startswith(start) and name.endswith(end)
        )

    def _read(self, name: str) -> bytes:
        """Unpack a part; what the archive says of its size is not believed."""
        limit = min(LARGEST_PART, self._left)
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(name) as part:
                while piece := part.read(_CHUNK):
                    size += len(piece)
                    if size > limit:
                        break
                    pieces.append(piece)
        except _DAMAGE as error:
            raise SourceError(f"{self.path}: its part {name} is damaged") from error
        if size > limit:
            raise SourceError(f"{self.path}: its part {name} unpacks to more than {limit} bytes")
        self._left -= size
        return b"".join(pieces)


def text_of(element: etree._Element | None) -> str:
    """Give all text inside an element on one line; empty where there is none."""
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def is_docx(data: bytes) -> bool:
    """Tell a Word file from other ZIP files; a damaged archive is taken for one if it names one."""
    if not data.startswith(MAGIC):
        return False
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except _DAMAGE:
        return b"word/document" in data
    return any(map(_DOCUMENT.fullmatch, names))
