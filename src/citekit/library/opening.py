"""Open the library's file, or refuse it before anything has touched it."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

from citekit.errors import LibraryError
from citekit.library import held, migrations
from citekit.library.connection import BUSY_SECONDS, Connection, refuse_newer
from citekit.library.failures import naming


def open_connection(path: Path, *, create: bool) -> Connection:
    """Open the library's file; with `create` it is made where there is none.

    Raises LibraryError, or LibraryNewerError before SQLite has touched the file.
    """
    with held.OPENING:
        inspect(path, create=create)
        try:
            return _connect(path, "rwc" if create else "rw", create=create)
        except LibraryError as error:
            if not _needs_immutable(path, error):
                raise
        return _connect(path, "immutable", create=False)


def inspect(path: Path, *, create: bool) -> None:
    """Look at the file's first bytes (sqlite.org/fileformat.html) and refuse what is no library.

    One that this process has open was looked at before, and must not be again.
    """
    try:
        head = _first_bytes(path)
    except FileNotFoundError:
        _refuse_missing(path, create=create)
        return
    except (OSError, ValueError) as error:
        raise LibraryError(f"{path}: it cannot be opened: {_reason(error)}") from error
    if head and not head.startswith(b"SQLite format 3\0"):
        raise LibraryError(
            f"{path}: it is no SQLite file; it was left as it is, name another with --library"
        )
    if int.from_bytes(head[68:72]) == migrations.APPLICATION_ID:
        refuse_newer(path, int.from_bytes(head[60:64]))


def _first_bytes(path: Path) -> bytes:
    # Looked at before it is opened: opening a pipe would wait for its other end.
    if not stat.S_ISREG(path.stat().st_mode):
        raise LibraryError(f"{path}: it is no ordinary file")
    if held.is_held(path):
        return b""
    with path.open("rb") as stream:
        return stream.read(100)


def _refuse_missing(path: Path, *, create: bool) -> None:
    if not create:
        raise LibraryError(f"{path}: there is no library; `citekit add SOURCE` makes one")
    if not path.absolute().parent.is_dir():
        raise LibraryError(f"{path}: its folder does not exist; make the folder first")


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


def _connect(path: Path, mode: str, *, create: bool) -> Connection:
    option = "immutable=1" if mode == "immutable" else f"mode={mode}"
    with naming(path):
        raw = sqlite3.connect(
            f"{path.absolute().as_uri()}?{option}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
        )
    connection = Connection(path, raw)
    try:
        connection.configure()
        connection.bring_up_to_date(create=create)
    except BaseException:
        connection.close()
        raise
    return connection


def _needs_immutable(path: Path, error: LibraryError) -> bool:
    """Tell a library in a read-only folder, which cannot have the files that WAL needs.

    Only where nothing waits in a WAL file: an immutable connection would not see it.
    """
    cause = error.__cause__
    name = getattr(cause, "sqlite_errorname", "")
    if not name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
        return False
    waiting = path.with_name(f"{path.name}-wal")
    return path.is_file() and not (waiting.exists() and waiting.stat().st_size)
