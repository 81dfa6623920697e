"""Build an index: plan, segments, merge. Interrupted anywhere, it goes on from what is whole."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from citekit.errors import LibraryError
from citekit.interrupts import postponed
from citekit.mirror.build import merging, plan, worker
from citekit.mirror.build.entries import Reader
from citekit.mirror.build.merging import Merge
from citekit.mirror.build.plan import Plan, Planned
from citekit.mirror.build.worker import Task
from citekit.mirror.index import layout, segment
from citekit.mirror.index.layout import IndexNotes, SegmentNotes, ShardNotes
from citekit.mirror.index.merge import Part
from citekit.mirror.index.segment import Segment

_TURN = 0.2
"""Seconds between two looks at how far it is."""
_T = TypeVar("_T")


class Progress(NamedTuple):
    """How far a build is."""

    phase: str
    done: int
    """Of `whole`: bytes of sources, then steps."""
    whole: int
    records: int
    """That this run has read."""


Heard = Callable[[Progress], None]


class Made(NamedTuple):
    """What a build made."""

    rows: int
    generation: str
    plan: Plan
    segments: tuple[Segment, ...]
    shards: tuple[ShardNotes, ...]
    living: Mapping[str, int]
    """Living records by registry."""


class Wanted(NamedTuple):
    """How to build."""

    readers: Mapping[str, Reader]
    jobs: int
    heard: Heard = lambda _: None


def make(folder: Path, wanted: Plan, old: IndexNotes | None, how: Wanted) -> Made:
    """Make every segment that is not there yet, and put all together.

    `old` is the index that the folder's manifest speaks of; None: none. What is there of it stays.
    Raises LibraryError where the disk refuses.
    """
    with _pool(folder, how) as crew:
        _make_segments(folder, wanted, crew, how.readers)
        segments = tuple(_read(folder, one) for one in wanted.segments)
        what = _merge(folder, wanted, segments, old)
        segment.sweep(what.target)
        segment.sweep(layout.shard(folder, ""))
        crew.all_of("putting together", merging.tell_living, [what])
        crew.all_of("putting together", merging.do, merging.steps(what))
    living = dict(_living(what, wanted))
    return Made(what.rows, what.generation, wanted, segments, what.shards, living)


def tidy(folder: Path, notes: IndexNotes) -> None:
    """Remove what the index that the manifest speaks of does not need."""
    root = folder / layout.ROOT
    segment.sweep(layout.merged(folder, notes.generation))
    _keep_only(root / "merged", {notes.generation})
    _keep_only(root / "fts", {one.name for one in notes.shards})
    _keep_only(root / "segments", {one.name for one in notes.segments})
    for one in notes.segments:
        segment.lighten(layout.segment(folder, one.name))


def segment_notes(made: Made) -> Iterator[SegmentNotes]:
    """Tell where each segment's rows begin."""
    base = 0
    for planned, one in zip(made.plan.segments, made.segments, strict=True):
        yield SegmentNotes(planned.name, planned.registry, base)
        base += one.records


class _Crew:
    """Whoever does the tasks, and whoever hears how far they are."""

    def __init__(
        self, pool: ProcessPoolExecutor | None, counts: Sequence[Synchronized[int]], heard: Heard
    ) -> None:
        self._pool, self._counts, self._heard = pool, counts, heard

    def all_of(
        self, phase: str, do: Callable[[_T], object], tasks: Sequence[_T], size: int = 0
    ) -> None:
        """Do all tasks; the first that fails stops the rest. `size` in bytes, if they count any."""
        for done in self._done(do, tasks):
            read, records = (count.value for count in self._counts)
            told = (read, size) if size else (done, len(tasks))
            self._heard(Progress(phase, *told, records))

    def _done(self, do: Callable[[_T], object], tasks: Sequence[_T]) -> Iterator[int]:
        """Yield, every now and then, how many of the tasks are done."""
        if self._pool is None:
            for number, task in enumerate(tasks, 1):
                do(task)
                yield number
            return
        with postponed():  # these begin the processes
            waiting: set[Future[object]] = {self._pool.submit(do, task) for task in tasks}
        while waiting:
            finished, waiting = wait(waiting, timeout=_TURN, return_when=FIRST_COMPLETED)
            for one in finished:
                _check(one)
            yield len(tasks) - len(waiting)


def _check(done: Future[object]) -> None:
    try:
        done.result()
    except BrokenProcessPool as error:
        raise LibraryError(
            "A process of the build was ended from outside, perhaps for want of memory. "
            "Give the same command again, with fewer --jobs: it goes on from what is whole."
        ) from error


@contextmanager
def _pool(folder: Path, how: Wanted) -> Iterator[_Crew]:
    # Not forked: threads of whoever imports this would be cut off in the middle of something.
    context = multiprocessing.get_context("spawn")
    counts: list[Synchronized[int]] = [context.Value("Q", 0) for _ in range(2)]
    if how.jobs == 1:
        worker.count_in(*counts)
        yield _Crew(None, counts, how.heard)
        return
    about = (folder / layout.ROOT, os.getpid(), counts[0], counts[1])
    pool = ProcessPoolExecutor(how.jobs, context, initializer=worker.begin, initargs=about)
    try:
        yield _Crew(pool, counts, how.heard)
    except BaseException:
        processes = list((pool._processes or {}).values())  # noqa: SLF001 - nothing else ends them
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        raise
    pool.shutdown()


def _make_segments(folder: Path, wanted: Plan, crew: _Crew, readers: Mapping[str, Reader]) -> None:
    root = layout.segment(folder, "")
    root.mkdir(parents=True, exist_ok=True)
    segment.sweep(root)
    missing = [one for one in wanted.segments if not layout.segment(folder, one.name).exists()]
    tasks = [
        Task(layout.segment(folder, one.name), one.sources, readers[one.registry])
        for one in missing
    ]
    # The largest first: the last one to end is then a short one.
    tasks.sort(key=lambda task: -task.size)
    crew.all_of("reading", worker.make, tasks, sum(task.size for task in tasks))


def _merge(
    folder: Path, wanted: Plan, segments: Sequence[Segment], old: IndexNotes | None
) -> Merge:
    every = tuple(_parts(folder, wanted, segments))
    shards = tuple(_shards(wanted, every))
    names = [one.name for one in wanted.segments]
    parts = every
    if old is not None and names[: len(old.segments)] == [one.name for one in old.segments]:
        # What was put together before is taken as it is.
        before = Part(layout.merged(folder, old.generation), 0, old.rows, {})
        parts = (before, *every[len(old.segments) :])
    return Merge(folder, wanted.generation, parts, every, shards)


def _shards(wanted: Plan, parts: Sequence[Part]) -> Iterator[ShardNotes]:
    """Name the full-text shards: the same rows of the same sources have the same name."""
    rows = sum(part.records for part in parts)
    for start in range(0, rows, merging.SHARD_ROWS):
        end = min(rows, start + merging.SHARD_ROWS)
        within = [
            planned
            for planned, part in zip(wanted.segments, parts, strict=True)
            if part.base < end and part.base + part.records > start
        ]
        first = next(part.base for part in parts if part.base + part.records > start)
        digest = wanted.digest(within, start - first, end - first)
        yield ShardNotes(f"{start:010d}-{end:010d}-{digest}", start)


def _living(what: Merge, wanted: Plan) -> Iterator[tuple[str, int]]:
    """Count the living records of each registry."""
    living = merging.living(what)
    counts: Counter[str] = Counter()
    for planned, part in zip(wanted.segments, what.segments, strict=True):
        counts[planned.registry] += int(living[part.base : part.base + part.records].sum())
    yield from counts.items()


def _parts(folder: Path, wanted: Plan, segments: Sequence[Segment]) -> Iterator[Part]:
    base = 0
    for planned, one, rank in zip(wanted.segments, segments, plan.ranks(wanted), strict=True):
        yield Part(layout.segment(folder, planned.name), base, one.records, one.runs, rank)
        base += one.records


def _read(folder: Path, one: Planned) -> Segment:
    try:
        return segment.read(layout.segment(folder, one.name))
    except (OSError, msgspec.DecodeError) as error:
        raise LibraryError(
            f"{folder}: the segment {one.name} cannot be read; build the mirror with --fresh"
        ) from error


def _keep_only(folder: Path, names: set[str]) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in names:
            shutil.rmtree(path, ignore_errors=True)
