"""Several processes that write to one library; run by the tests in a process of its own.

Only a process without threads may fork, which pytest's workers are not.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from citekit.library.store import Library
from tests.library import shelf


def together(path: Path, processes: int, adds: int) -> None:
    """Let processes add at once, the first of them making the library."""
    children = [_fork(path, 1 + process * adds, adds, None) for process in range(processes)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    sys.stdout.write(f"{sum(codes)}\n")


def killed(path: Path, kills: int) -> None:
    """Kill writers at random moments; print what they had acknowledged."""
    rng = random.Random(7)
    for kill in range(kills):
        reading, writing = os.pipe()
        child = _fork(path, 1 + kill * 1000, 1000, writing)
        os.close(writing)
        # Every second one dies while it opens the library, the others among their adds.
        first = os.read(reading, 100) if kill % 2 else b""
        time.sleep(rng.uniform(0.0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as stream:
            told = first + stream.read()
        sys.stdout.write(told[: told.rfind(b"\n") + 1].decode())


def _fork(path: Path, start: int, adds: int, acknowledge: int | None) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        for number in range(start, start + adds):
            with Library.open(path, create=True) as library, library.write():
                # Reading before writing is what a deferred transaction is refused for.
                library.search("nowhere")
                library.add(shelf.numbered(number))
            if acknowledge is not None:
                os.write(acknowledge, f"{number}\n".encode())
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    command, name, *counts = sys.argv[1:]
    {"together": together, "killed": killed}[command](Path(name), *map(int, counts))
