"""One build of a folder at a time: a lock that ends with the process that holds it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from citekit.errors import LibraryError

if sys.platform != "win32":
    import fcntl

_NAME = "lock"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; raises LibraryError where somebody else does."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _NAME).open("wb") as stream:
        if not _taken(stream):
            raise LibraryError(f"{folder.parent}: another build of this mirror is running")
        yield


def _taken(stream: BinaryIO) -> bool:
    if sys.platform != "win32":
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True
