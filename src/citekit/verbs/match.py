"""References in bulk against a mirror's index, in the order they come in.

A run that is cut off goes on where it was: what is done stands in ``OUT.partial``, which becomes
OUT when everything is.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from citekit.errors import LibraryError, SourceError
from citekit.interrupts import postponed
from citekit.matching.bulk.told import Told
from citekit.mirror.starter import describe
from citekit.model import Rejected
from citekit.replacing import put_in_place
from citekit.verbs import match_output, references
from citekit.verbs.files import STDIN
from citekit.verbs.match_worker import begin, lines
from citekit.verbs.references import Reference

CHUNK = 200
"""References that a process is given at a time."""
_AHEAD = 3
"""Chunks that wait for each process, so that none waits for the file."""
Lines = Iterator[Sequence[bytes]]


class Wanted(NamedTuple):
    """What is to be matched, and against what."""

    source: Path
    mirror: str
    """A mirror's folder."""
    column: str | None = None
    jobs: int = 0
    """Processes; 0: one for each core."""


class Matched(NamedTuple):
    """What became of all the references."""

    outcomes: Counter[str]
    rejected: tuple[Rejected, ...]
    resumed: int
    """Of them, those that an earlier run had done."""


class _Made(msgspec.Struct, frozen=True):
    """What a partial file was made of: only then may it be gone on with."""

    schema: str
    source: str
    size: int
    changed: int
    column: str | None
    mirror: str


Heard = Callable[[Counter[str]], None]
"""Is told how many references are done, by outcome."""


def match(wanted: Wanted, out: Path, heard: Heard) -> Matched:
    """Match all references of a file and write a file, JSON lines or by its suffix Parquet.

    The file is there whole or not at all. Raises SettingsError where the mirror has no index,
    SourceError and InputError where the references cannot be read, LibraryError where the disk
    refuses.
    """
    match_output.check(out)
    try:
        target = out.resolve()
        part = target.with_name(f"{target.name}.partial")
        note = target.with_name(f"{target.name}.partial.json")
        done, outcomes = _begun(part, note, _made(wanted))
        rejected: list[Rejected] = []
        with part.open("ab") as stream:
            for some in answers(wanted, rejected, skip=done):
                _write(stream, some)
                outcomes.update(_outcomes(some))
                heard(outcomes)
        match_output.convert(part, out)
        put_in_place(part, target)
        note.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise LibraryError(f"{out}: cannot be written: {why}. Run it again to go on.") from error
    return Matched(outcomes, tuple(rejected), done)


def stream(wanted: Wanted, say: Callable[[bytes], None], heard: Heard) -> Matched:
    """Match all references of a file and hand out each answer, a JSON line."""
    outcomes: Counter[str] = Counter()
    rejected: list[Rejected] = []
    for some in answers(wanted, rejected):
        say(b"".join(some))
        outcomes.update(_outcomes(some))
        heard(outcomes)
    return Matched(outcomes, tuple(rejected), 0)


def answers(wanted: Wanted, rejected: list[Rejected], skip: int = 0) -> Lines:
    """Yield the answers in the order of the references, some at a time; `rejected` grows."""
    read = _sound(references.read(wanted.source, wanted.column), rejected)
    chunks = _chunks(islice(read, skip, None))
    jobs = wanted.jobs or os.cpu_count() or 1
    # With several processes, too: what these cannot open is told once, and by this one.
    begin(wanted.mirror)
    if jobs == 1:
        return map(lines, chunks)
    return _shared_out(chunks, wanted.mirror, jobs)


def _shared_out(chunks: Iterator[list[Reference]], mirror: str, jobs: int) -> Lines:
    begun = partial(ProcessPoolExecutor, jobs, get_context("spawn"), begin, (mirror,))
    with begun() as pool:
        waiting: deque[Future[list[bytes]]] = deque()
        for chunk in chunks:
            with postponed():  # this begins the processes
                waiting.append(pool.submit(lines, chunk))
            if len(waiting) >= jobs * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _sound(read: Iterable[Reference | Rejected], rejected: list[Rejected]) -> Iterator[Reference]:
    for one in read:
        if isinstance(one, Rejected):
            rejected.append(one)
        else:
            yield one


def _chunks(read: Iterator[Reference]) -> Iterator[list[Reference]]:
    while chunk := list(islice(read, CHUNK)):
        yield chunk


def _made(wanted: Wanted) -> _Made:
    size, changed = 0, 0
    if str(wanted.source) != STDIN:
        try:
            told = wanted.source.stat()
        except OSError as error:
            why = error.strerror or error
            raise SourceError(f"{wanted.source}: cannot be read: {why}") from error
        size, changed = told.st_size, told.st_mtime_ns
    manifest = describe(wanted.mirror)
    told_of = msgspec.json.encode(manifest).decode()
    source = str(wanted.source)
    return _Made("citekit/match-partial/1", source, size, changed, wanted.column, told_of)


def _begun(part: Path, note: Path, made: _Made) -> tuple[int, Counter[str]]:
    """Count what an earlier run of the same references did; anything else is begun anew."""
    outcomes: Counter[str] = Counter()
    body = msgspec.json.encode(made)
    is_same = made.source != STDIN and note.exists() and note.read_bytes() == body
    if is_same and part.exists():
        outcomes = _cut_to_whole_lines(part)
    else:
        part.unlink(missing_ok=True)
        note.write_bytes(body)
    return outcomes.total(), outcomes


def _cut_to_whole_lines(part: Path) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    whole = 0
    with part.open("rb+") as held:
        for line in held:
            if not line.endswith(b"\n"):
                break
            outcomes.update(_outcomes([line]))
            whole += len(line)
        held.truncate(whole)
    return outcomes


class _Outcome(msgspec.Struct):
    outcome: str


_decoder = msgspec.json.Decoder(_Outcome)


def _outcomes(some: Iterable[bytes]) -> Iterator[str]:
    return (_decoder.decode(line).outcome for line in some)


def _write(stream: BinaryIO, some: Sequence[bytes]) -> None:
    stream.write(b"".join(some))
    stream.flush()


def read_answers(path: Path) -> Iterator[Told]:
    """Read a file that `match` wrote as JSON lines."""
    with contextlib.closing(path.open("rb")) as held:
        for line in held:
            yield msgspec.json.decode(line, type=Told)
