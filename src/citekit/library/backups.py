"""Copies of the library beside it: verified, numbered, never overwritten.

`library.db.backup-1` is a whole library in one file. A damaged library that a backup replaces stays
as `library.db.damaged-1`, with what waited in its WAL file.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from citekit.errors import LibraryError
from citekit.library import migrations
from citekit.replacing import fresh_file, put_in_place

KEPT: Final = 3
"""Older backups go, if the newest holds at least as many works."""
_BACKUP: Final = "backup"
_DAMAGED: Final = "damaged"
_WAITS: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_SECONDS: Final = 10.0
_COUNTED: Final = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
)


class Backup(NamedTuple):
    """A copy that was found to be whole."""

    path: Path
    works: int
    day: str
    """When it was made."""


class Restored(NamedTuple):
    """What a restoration did."""

    backup: Backup
    damaged: Path | None
    """Where the damaged file is now; None where there was none."""


def make(path: Path) -> Backup:
    """Copy the library, which the caller keeps from being written, and verify the copy.

    One that has the same bytes as the newest is not kept twice. Raises LibraryError; then no older
    backup has been touched.
    """
    library = path.resolve()
    try:
        with fresh_file(library) as new:
            _copy(path, new)
            new.chmod(library.stat().st_mode & 0o777)
            kept = _numbered(library, _BACKUP)
            if kept and kept[-1].read_bytes() == new.read_bytes():
                target = kept[-1]
            else:
                target = _next(library, _BACKUP)
                put_in_place(new, target, dressed=True)
    except OSError as error:
        why = error.strerror or error
        raise LibraryError(f"{path}: no backup can be made beside it: {why}") from error
    made = sound(target)
    if made is None:
        raise LibraryError(f"{target}: the backup cannot be read again; the older ones were kept")
    _prune(library, made)
    return made


def last_good(path: Path) -> Backup | None:
    """Find the newest backup that is whole; an empty one only where there is no other."""
    listed = [one for one in map(sound, reversed(_numbered(path.resolve(), _BACKUP))) if one]
    return next((one for one in listed if one.works), listed[0] if listed else None)


def restore(path: Path) -> Restored:
    """Put the last good backup in the library's place; what was there is kept beside it.

    Raises LibraryError where there is no backup, or the disk refuses.
    """
    library = path.resolve()
    backup = last_good(path)
    if backup is None:
        raise LibraryError(f"{path}: there is no sound backup beside it; nothing was changed")
    try:
        with fresh_file(library) as new:
            shutil.copyfile(backup.path, new)
            damaged = _set_aside(library)
            put_in_place(new, library)
    except OSError as error:
        raise LibraryError(f"{path}: cannot be restored: {error.strerror or error}") from error
    return Restored(backup, damaged)


def sound(path: Path) -> Backup | None:
    """Look through a copy; None where it is damaged, or no library that this citekit knows."""
    try:
        held = path.stat()
        uri = f"{path.absolute().as_uri()}?immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as copy:
            owner, version = (_number(copy, one) for one in ("application_id", "user_version"))
            if owner != migrations.APPLICATION_ID or version > migrations.latest():
                return None
            if _damage(copy):
                return None
            (works,) = copy.execute("SELECT count(*) FROM works").fetchone()
    except (OSError, sqlite3.Error, UnicodeDecodeError):
        return None
    return Backup(path, works, datetime.fromtimestamp(held.st_mtime, UTC).date().isoformat())


def _copy(path: Path, new: Path) -> None:
    # The connection that holds the write lock cannot be the source of SQLite's copy.
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as library,
        closing(sqlite3.connect(new, isolation_level=None)) as copy,
    ):
        library.backup(copy, progress=_patience(path))
        # One file, without what WAL keeps beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
        if _damage(copy):
            told = "it is damaged; it was left as it is, `citekit doctor` tells more"
            raise LibraryError(f"{path}: {told}")
        if _counts(library) != _counts(copy):
            raise LibraryError(f"{path}: its backup does not hold the same; nothing was changed")


def _patience(path: Path) -> Callable[[int, int, int], None]:
    """Give what ends a copy that waits for another program; Python's would wait for ever."""
    deadline = time.monotonic() + _SECONDS

    def look(state: int, _left: int, _pages: int) -> None:
        if state in _WAITS and time.monotonic() > deadline:
            raise LibraryError(f"{path}: another program keeps it from being copied; try again")

    return look


def _damage(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok")


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    tables = [row[0] for row in connection.execute(_COUNTED)]
    version = {"user_version": _number(connection, "user_version")}
    # Names of a schema, quoted: they are no data.
    quoted = {name: name.replace('"', '""') for name in tables}
    counted = {
        name: connection.execute(f'SELECT count(*) FROM "{one}"').fetchone()[0]  # noqa: S608
        for name, one in quoted.items()
    }
    return {**counted, **version}


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _numbers(library: Path, kind: str) -> dict[int, Path]:
    name = re.compile(rf"{re.escape(library.name)}\.{kind}-([1-9][0-9]{{0,8}})(?:-wal)?")
    found: dict[int, Path] = {}
    with contextlib.suppress(OSError):
        for path in library.parent.iterdir():
            if match := name.fullmatch(path.name):
                found[int(match[1])] = path
    return found


def _numbered(library: Path, kind: str) -> list[Path]:
    """List what is kept beside the library, the oldest first."""
    return [path for _, path in sorted(_numbers(library, kind).items())]


def _next(library: Path, kind: str) -> Path:
    number = max(_numbers(library, kind), default=0) + 1
    return library.with_name(f"{library.name}.{kind}-{number}")


def _prune(library: Path, made: Backup) -> None:
    for path in _numbered(library, _BACKUP)[:-KEPT]:
        older = sound(path)
        if older is not None and older.works <= made.works:
            with contextlib.suppress(OSError):
                path.unlink()


def _set_aside(library: Path) -> Path | None:
    """Give the library and its WAL file second names, and take the WAL file's first.

    A restored library must not meet the WAL file of another one.
    """
    aside = _next(library, _DAMAGED)
    for path, other in _pairs(library, aside):
        _keep(path, other)
    for suffix in ("-wal", "-shm"):
        library.with_name(f"{library.name}{suffix}").unlink(missing_ok=True)
    return aside if aside.exists() else None


def _pairs(library: Path, aside: Path) -> Iterator[tuple[Path, Path]]:
    for suffix in ("-wal", ""):
        path = library.with_name(f"{library.name}{suffix}")
        if path.exists():
            yield path, aside.with_name(f"{aside.name}{suffix}")


def _keep(path: Path, other: Path) -> None:
    try:
        os.link(path, other)  # needs no room, which may be what is lacking
    except OSError:
        shutil.copy2(path, other)
