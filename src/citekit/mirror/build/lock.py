"""One build of a folder at a time, and none beside what a killed one has left running."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from citekit.errors import LibraryError
from citekit.locking import lock, share

_NAME, _WORKERS = "lock", "workers"
_SECONDS, _TURN = 60.0, 0.05

_joined: list[BinaryIO] = []
"""Open for as long as this process lives."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; it ends with the process that holds it.

    Waits for the processes of a build that was killed: each needs a moment to notice, and what it
    writes meanwhile must not be swept away beneath it, or half of it would take a whole one's
    name. Raises LibraryError where somebody else builds, or those do not end.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _NAME).open("wb") as stream:
        if not lock(stream):
            raise LibraryError(f"{folder.parent}: another build of this mirror is running")
        _await(folder)
        yield


def join(folder: Path) -> None:
    """Let the next build wait for this process."""
    stream = (folder / _WORKERS).open("wb")
    _joined.append(stream)
    share(stream)


def _await(folder: Path) -> None:
    deadline = time.monotonic() + _SECONDS
    with (folder / _WORKERS).open("wb") as stream:
        while not lock(stream):
            if time.monotonic() > deadline:
                raise LibraryError(
                    f"{folder.parent}: processes of an earlier build are still running; end them"
                )
            time.sleep(_TURN)
