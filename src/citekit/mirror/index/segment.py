"""A segment: the records of one source, or of several small ones, in the sources' order.

A folder, written under a temporary name and renamed when it is whole. What all segments say
together is in the merged tables; then a segment keeps its records, and by which name each of them
replaces an older one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from citekit.matching.bulk.compact import Compact, encode
from citekit.matching.bulk.hashes import of_key, of_names
from citekit.matching.bulk.record_keys import record_keys
from citekit.mirror.index.heap import HeapWriter
from citekit.mirror.index.packs import PacksWriter
from citekit.mirror.index.postings import PostingsWriter
from citekit.replacing import sync_folder

ABOUT = "segment.json"
NAMES, BLOCKS, SPEAKS = "names", "blocks", "speaks"
TABLES = (NAMES, BLOCKS, SPEAKS)
"""What the merged tables are made of; a segment needs them no longer afterwards."""
KEPT, GONE = "idents", "deleted"
COMPACTS = "compacts"
_TEMPORARY = ".making-"


class Told(msgspec.Struct, frozen=True):
    """One thing of a source that could not be used."""

    path: str
    line: int
    reason: str


class Source(msgspec.Struct, frozen=True):
    """A file that a segment was made of."""

    name: str
    digest: str
    records: int
    damage: str | None = None
    """Why nothing of it was taken; None where it was."""


class Segment(msgspec.Struct, frozen=True):
    """What a segment says of itself."""

    registry: str
    records: int
    sources: tuple[Source, ...]
    runs: dict[str, int]
    """How many sorted runs each table has."""
    rejected: tuple[Told, ...] = ()
    more_rejected: int = 0
    """Rejected ones that are counted only."""


class Entry(NamedTuple):
    """One record as it goes into a segment."""

    ident: str
    """What the next record of the same ident replaces; empty: nothing ever does."""
    compact: Compact
    raw: bytes
    says: tuple[str, ...] = ()
    """Names (``pmid:123``) of the works about which this record carries a notice."""


class SegmentWriter:
    """Writes the records of a segment."""

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        self._compacts = self._stack.enter_context(HeapWriter(folder, COMPACTS))
        self._packs = self._stack.enter_context(PacksWriter(folder))
        tables = (*TABLES, KEPT, GONE)
        self._tables = {name: PostingsWriter(folder, name) for name in tables}
        self.records = 0

    def add(self, entry: Entry) -> None:
        """Add one record."""
        row, tables, compact = self.records, self._tables, entry.compact
        tables[NAMES].add(of_names(compact.names), row)
        tables[BLOCKS].add(record_keys(compact), row)
        if entry.says:
            tables[SPEAKS].add(of_names(entry.says), row)
        if entry.ident:
            tables[KEPT].add([of_ident(entry.ident)], row)
        self._compacts.add(encode(compact))
        self._packs.add(entry.raw)
        self.records += 1

    def delete(self, ident: str) -> None:
        """Take back what bears this ident so far, here and in earlier segments."""
        self._tables[GONE].add([of_ident(ident)], self.records)

    def close(self) -> dict[str, int]:
        """Finish the files; gives the runs of each table."""
        self._stack.close()
        for table in self._tables.values():
            table.close()
        return {name: table.runs for name, table in self._tables.items()}

    def abandon(self) -> None:
        """Close the files as they are: an interruption may have left tables half."""
        self._stack.close()


def of_ident(ident: str) -> int:
    """Hash what tells a registry's record from its others."""
    return of_key("i", ident)


@contextmanager
def made(target: Path) -> Iterator[Path]:
    """Give a folder to write into; whole, it takes the target's name, else it goes.

    Where the target has been made meanwhile, it stays.
    """
    temporary = target.with_name(f"{_TEMPORARY}{target.name}-{os.getpid()}")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    try:
        yield temporary
        sync(temporary)
        if not target.exists():
            temporary.rename(target)
            sync_folder(target.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what interrupted builds left behind."""
    for left in folder.glob(f"{_TEMPORARY}*"):
        shutil.rmtree(left, ignore_errors=True)


def sync(folder: Path) -> None:
    """Make the files of a folder durable, before its name vouches for them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())
    sync_folder(folder)


def describe(folder: Path, segment: Segment) -> None:
    """Write what a segment says of itself."""
    (folder / ABOUT).write_bytes(msgspec.json.encode(segment))


def read(folder: Path) -> Segment:
    """Read what a segment says of itself; raises OSError, msgspec.DecodeError."""
    return msgspec.json.decode((folder / ABOUT).read_bytes(), type=Segment)


def lighten(folder: Path) -> None:
    """Remove the tables of a segment that is in the merged ones."""
    for name in TABLES:
        for path in folder.glob(f"{name}.*"):
            path.unlink()
    for path in folder.glob(f"{COMPACTS}.*"):
        path.unlink()
