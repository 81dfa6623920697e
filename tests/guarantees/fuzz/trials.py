"""A trial: a hundred inputs made by chance for one reader, and one of them through a command."""

from __future__ import annotations

import contextlib
import io
import os
import resource
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from citekit.cli.main import main
from citekit.errors import CitekitError
from tests.guarantees.fuzz.mutate import made
from tests.guarantees.fuzz.readers import READERS, Reader
from tests.guarantees.guarantee import Guarantee, Told

INPUTS = 100
SLOWEST = 2.0
"""Seconds of processor time for an input of at most 64 KiB."""
_GIVEN_UP = 20.0
_AGAIN = 4
_MEMORY = 256
"""MiB that a trial may add to what the process had."""
_CODES = {0, 1, 2, 3}


class Verdict(NamedTuple):
    """What one input showed."""

    broken: str
    seconds: float


class TooSlow(BaseException):
    """Raised in the middle of whatever takes so long; no `except Exception` holds it back."""


def inputs(reader: Reader, number: int, count: int = INPUTS) -> Iterator[bytes]:
    """Make the inputs of a trial."""
    chance = Random(f"{reader.name} {number}")
    for _ in range(count):
        yield reader.packed(made(chance, reader.kit()))


def judge(reader: Reader, data: bytes) -> Verdict:
    """Read one input: only errors of citekit's own come out, soon, and nothing is lost.

    What took too long is read again, the quickest counts: processors that others use too are slow
    at times, by their own time as well.
    """
    told = _read(reader, data)
    for _ in range(_AGAIN):
        if told.seconds <= SLOWEST or told.seconds >= _GIVEN_UP:
            break
        told = min(told, _read(reader, data), key=_seconds)
    return told


def _seconds(verdict: Verdict) -> float:
    return verdict.seconds


def _read(reader: Reader, data: bytes) -> Verdict:
    found: list[object] = []
    start = time.process_time()
    try:
        with _time_limit():
            found.extend(reader.read(data, reader.file))
    except CitekitError as error:
        seconds = time.process_time() - start
        return Verdict("" if str(error).strip() else "an error without a word", seconds)
    except TooSlow:
        return Verdict(f"not read after {_GIVEN_UP} s", _GIVEN_UP)
    except Exception as error:  # noqa: BLE001
        return Verdict(f"{type(error).__name__}: {error}"[:200], time.process_time() - start)
    seconds = time.process_time() - start
    late = f"took {seconds:.1f} s" * (seconds > SLOWEST)
    return Verdict(late or reader.count(data, found), seconds)


def trial(reader: Reader, number: int, folder: Path) -> Told:
    judge(reader, reader.packed(reader.kit().seeds[0]))  # what is loaded once is not counted
    before, slowest = _peak(), 0.0
    for place, data in enumerate(inputs(reader, number)):
        verdict = judge(reader, data)
        slowest = max(slowest, verdict.seconds)
        broken = verdict.broken or (_commanded(reader, data, folder) if place == 0 else "")
        if broken:
            return Told(f"input {place}: {broken}", {"slowest s": slowest})
    more = _peak() - before
    return Told(f"took {more:.0f} MiB more" * (more > _MEMORY), {"slowest s": slowest})


def _commanded(reader: Reader, data: bytes, folder: Path) -> str:
    """Give an input to the command that takes such files; tells what no command may do."""
    path = folder / reader.file
    path.write_bytes(data)
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        os.environ["CITEKIT_CACHE_DIR"] = str(folder / "cache")
        code = main(["--offline", *reader.command, reader.file])
    err.seek(0)
    told = err.read()
    if code not in _CODES or "Traceback" in told:
        return f"{reader.command[0]} ended with {code}: {told[-200:]}"
    return f"{reader.command[0]} ended with {code} and no word" * bool(code and not told)


@contextlib.contextmanager
def _time_limit() -> Iterator[None]:
    def stop(_signal: int, _frame: object) -> None:
        raise TooSlow

    old = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _GIVEN_UP)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, old)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _guarantee(reader: Reader) -> Guarantee:
    return Guarantee(
        f"fuzz-{reader.name}",
        f"Whatever 100 inputs of `{reader.name}` hold, they are read or refused in words, each in "
        "2 s, and nothing is lost unsaid",
        1000,
        partial(trial, reader),
        few=0,
    )


GUARANTEES = tuple(map(_guarantee, READERS))
