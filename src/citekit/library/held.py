"""Which library files this process has open: no other handle of theirs may be opened and closed.

Closing any handle of a file gives up all locks that the process has on it, SQLite's own too
(POSIX, fcntl; sqlite.org/howtocorrupt.html, 2.2): another program could then sweep away the WAL
file that an open library still writes to.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

OPENING: Final = threading.RLock()
"""Held from the look at a file's first bytes until it is told here that the file is open."""
_OPEN: Final[Counter[Inode]] = Counter()


class Inode(NamedTuple):
    """A file, whatever it is called."""

    device: int
    number: int


def hold(path: Path) -> Inode | None:
    """Tell that a connection to the file is open; None where the file has vanished meanwhile."""
    with OPENING, contextlib.suppress(OSError):
        inode = _inode(path)
        _OPEN[inode] += 1
        return inode
    return None


def release(inode: Inode) -> None:
    """Tell that such a connection has been closed."""
    with OPENING:
        _OPEN[inode] -= 1


def is_held(path: Path) -> bool:
    """Tell whether this process has the file open; raises OSError where there is none."""
    return _OPEN[_inode(path)] > 0


def _inode(path: Path) -> Inode:
    held = path.stat()
    return Inode(held.st_dev, held.st_ino)
