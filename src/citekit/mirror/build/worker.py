"""One segment, made in a process of its own."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Mapping
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import NamedTuple

from citekit.errors import FormatError
from citekit.mirror.build import crossref, lock, pubmed
from citekit.mirror.build.entries import Gone, Reader
from citekit.mirror.build.opened import check_md5
from citekit.mirror.build.sources import SourceFile
from citekit.mirror.index import segment
from citekit.mirror.index.segment import Segment, SegmentWriter, Source, Told
from citekit.model import Rejected

READERS: Mapping[str, Reader] = {"pubmed": pubmed.read, "crossref": crossref.read}
_TOLD = 100
"""Rejected records of one segment that are kept; the others are counted."""
_SECONDS = 0.5


class Task(NamedTuple):
    """A segment to be made."""

    target: Path
    sources: tuple[SourceFile, ...]
    reader: Reader

    @property
    def size(self) -> int:
        """Bytes of its sources."""
        return sum(source.size for source in self.sources)


class _DamagedError(Exception):
    def __init__(self, source: SourceFile, reason: str) -> None:
        super().__init__(reason)
        self.source, self.reason = source, reason


_counts: dict[str, Synchronized[int]] = {}


def begin(
    folder: Path, parent: int, read_bytes: Synchronized[int], read_records: Synchronized[int]
) -> None:
    """Prepare a process that works: where it counts, and that it ends with whoever began it.

    That one may be gone by now, and somebody else this process's parent. `folder` is the index.
    """
    # Ctrl-C goes to all processes; the one that began them ends them, with one sentence.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # As for the command itself (cli/main.py): what is read is not worth looking through.
    gc.set_threshold(20_000, 25, 25)
    count_in(read_bytes, read_records)
    # First joined, then looked: from here on a later build waits until this process has ended.
    lock.join(folder)
    _leave_orphaned(parent)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def count_in(read_bytes: Synchronized[int], read_records: Synchronized[int]) -> None:
    """Count there what is read."""
    _counts.update(bytes=read_bytes, records=read_records)


def make(task: Task) -> Segment:
    """Make a segment of sources; of one that is damaged nothing is taken."""
    damaged: dict[str, str] = {}
    while True:
        try:
            with segment.made(task.target) as folder:
                made = _written(folder, task, damaged)
                segment.describe(folder, made)
        except _DamagedError as damage:
            damaged[damage.source.path] = damage.reason
        else:
            return made


def _written(folder: Path, task: Task, damaged: Mapping[str, str]) -> Segment:
    writer, rejected = SegmentWriter(folder), []
    sources: list[Source] = []
    try:
        for source in task.sources:
            before, damage = writer.records, damaged.get(source.path)
            if damage is None:
                rejected += _take(source, task.reader, writer)
            sources.append(Source(source.name, source.digest, writer.records - before, damage))
    except BaseException:
        writer.abandon()
        raise
    runs = writer.close()
    told = tuple(Told(one.place.path, one.place.line, one.reason) for one in rejected[:_TOLD])
    more = max(0, len(rejected) - _TOLD)
    return Segment(task.sources[0].registry, writer.records, tuple(sources), runs, told, more)


def _take(source: SourceFile, reader: Reader, writer: SegmentWriter) -> list[Rejected]:
    path, rejected = Path(source.path), []
    counted = writer.records
    try:
        check_md5(path)
        for one in reader(path, _heard_bytes):
            if isinstance(one, Rejected):
                rejected.append(one)
            elif isinstance(one, Gone):
                writer.delete(one.ident)
            else:
                writer.add(one)
                if writer.records - counted >= 1000:
                    _heard("records", writer.records - counted)
                    counted = writer.records
    except FormatError as error:
        raise _DamagedError(source, str(error)) from error
    _heard("records", writer.records - counted)
    return rejected


def _heard_bytes(count: int) -> None:
    _heard("bytes", count)


def _heard(what: str, count: int) -> None:
    counter = _counts.get(what)
    if counter is not None:
        with counter.get_lock():
            counter.value += count


def _watch(parent: int) -> None:
    """End this process once its parent is gone: nobody would take what it makes."""
    while True:
        _leave_orphaned(parent)
        time.sleep(_SECONDS)


def _leave_orphaned(parent: int) -> None:
    if os.getppid() != parent:
        os._exit(1)
