"""Replace a file whole, or leave it alone, whatever happens meanwhile.

What is new goes into a temporary file in the same folder, is made durable, and is moved over what
is old: a reader, a crash or a full disk sees the old file or the new one.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from citekit.errors import LibraryError

STRAY_SECONDS = 3600.0
"""A temporary file that nobody wrote into for so long was left by a process that was killed."""


def replace_file(path: Path, text: str) -> bool:
    """Put a text into the file as UTF-8, as `replace_bytes` does."""
    return replace_bytes(path, text.encode("utf-8"))


def replace_bytes(path: Path, data: bytes) -> bool:
    """Put the data into the file, whole or not at all; tells whether the file changed.

    A symbolic link is followed; mode and owner are kept. A device or a pipe is written to. Raises
    LibraryError where the disk refuses.
    """
    try:
        if _is_stream(path):
            path.write_bytes(data)
            return True
        target = path.resolve()
        if target.is_file() and target.read_bytes() == data:
            return False
        with fresh_file(target) as new:
            new.write_bytes(data)
            put_in_place(new, target)
    except (OSError, ValueError, RuntimeError) as error:  # a NUL; links that lead in a circle
        told = getattr(error, "strerror", None) or error
        raise LibraryError(f"{path}: cannot be written: {told}") from error
    return True


@contextlib.contextmanager
def fresh_file(beside: Path) -> Iterator[Path]:
    """Give an empty file beside the one named; it is gone afterwards, unless it was moved."""
    clear(beside, STRAY_SECONDS)
    handle, name = tempfile.mkstemp(prefix=f".{_short(beside)}.", dir=beside.parent)
    try:
        os.close(handle)
        yield Path(name)
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink()


def put_in_place(new: Path, target: Path, *, dressed: bool = False) -> None:
    """Move a file over another one, durably; the other's mode and owner are kept.

    One that is `dressed` has the mode that it shall have. Raises OSError, also for a target that
    is read-only: moving would not ask.
    """
    with contextlib.suppress(FileNotFoundError):
        _refuse(target, target.stat())
    if not dressed:
        _dress(new, target)
    with new.open("rb+") as stream:
        os.fsync(stream.fileno())
    new.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make a move durable, where the system can open a folder (Windows cannot)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _is_stream(path: Path) -> bool:
    """Tell a device or a pipe: to move a file over `/dev/null` would be the end of it."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _refuse(target: Path, held: os.stat_result) -> None:
    if stat.S_ISDIR(held.st_mode):
        raise IsADirectoryError(f"{target} is a folder")
    if not os.access(target, os.W_OK):
        raise PermissionError("it is read-only")


def _dress(new: Path, target: Path) -> None:
    """Give a new file the mode and the owner of the one that it will replace."""
    try:
        held = target.stat()
    except FileNotFoundError:
        new.chmod(0o666 & ~_umask())
        return
    new.chmod(held.st_mode & 0o777)
    made = new.stat()
    if (made.st_uid, made.st_gid) != (held.st_uid, held.st_gid):
        with contextlib.suppress(OSError):  # nobody but root may give a file away
            os.chown(new, held.st_uid, held.st_gid)


def _umask() -> int:
    # There is no way to read the umask but to set it.
    current = os.umask(0o022)
    os.umask(current)
    return current


def _short(beside: Path) -> str:
    # A name of the full length that systems take leaves no room for more.
    return os.fsdecode(os.fsencode(beside.name)[:200])


def clear(beside: Path, seconds: float = 0.0) -> None:
    """Remove what processes that were killed left beside a file, if it is so many seconds old.

    At once only where nobody else can be writing.
    """
    stray = re.compile(rf"\.{re.escape(_short(beside))}\.[a-z0-9_]{{8}}(-journal|-wal|-shm)?")
    with contextlib.suppress(OSError):
        for path in list(beside.parent.iterdir()):
            if stray.fullmatch(path.name) and _is_old(path, seconds):
                path.unlink()


def _is_old(path: Path, seconds: float) -> bool:
    held = path.lstat()
    return stat.S_ISREG(held.st_mode) and time.time() - held.st_mtime >= seconds
