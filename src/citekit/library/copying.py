"""A copy of a library as it is now, which leaves nothing in its folder and writes nothing to it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from citekit.errors import LibraryError
from citekit.library import held
from citekit.library.connection import BUSY_SECONDS
from citekit.library.failures import naming
from citekit.library.opening import inspect

_TRIES: Final = 5


def copy(path: Path, target: Path) -> None:
    """Copy a library, with what waits in its WAL file; raises LibraryError.

    A read-only connection to a library in WAL mode leaves two files beside it, an immutable one
    leaves none, but does not see who writes: so the file is looked at before and after.
    """
    with held.OPENING:
        inspect(path, create=False)
        for _ in range(_TRIES):
            before = _looked(path)
            # An immutable handle knows of no locks, and would give up this process's own.
            is_shared = before[1] > 0 or held.is_held(path)
            _copy(path, target, "mode=ro" if is_shared else "immutable=1")
            if is_shared or _looked(path) == before:
                return
    raise LibraryError(f"{path}: another program is writing to it; try again later")


def _copy(path: Path, target: Path, how: str) -> None:
    target.unlink(missing_ok=True)
    with (
        naming(path),
        closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=BUSY_SECONDS)
        ) as library,
        closing(sqlite3.connect(target)) as copied,
    ):
        library.backup(copied)


def _looked(path: Path) -> tuple[tuple[int, int], int]:
    """Tell what the file is, and how much waits beside it."""
    waiting = Path(f"{path}-wal")
    try:
        looked = path.stat()
    except OSError as error:
        raise LibraryError(
            f"{path}: it cannot be opened: {os.strerror(error.errno or 0)}"
        ) from error
    return (looked.st_mtime_ns, looked.st_size), waiting.stat().st_size if waiting.exists() else 0
