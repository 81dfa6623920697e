"""A file's lock, which ends with the process that holds it."""

from __future__ import annotations

import sys
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl


def lock(stream: BinaryIO) -> bool:
    """Lock a file for as long as it is open, without waiting; False where somebody else holds it.

    On Windows nothing is locked, and the answer is True.
    """
    if sys.platform != "win32":
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def share(stream: BinaryIO) -> None:
    """Keep others from locking a file for as long as it is open here; several may share it."""
    if sys.platform != "win32":
        fcntl.flock(stream, fcntl.LOCK_SH)
