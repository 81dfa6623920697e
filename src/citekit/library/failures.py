"""SQLite's complaints as sentences that name the library."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from citekit.errors import LibraryError, LibraryNewerError

# Primary result codes of SQLite (sqlite.org/rescode.html); extended codes begin with their name.
_SENTENCES = {
    "SQLITE_FULL": "the disk is full; nothing of this step was stored, make room and try again",
    "SQLITE_READONLY": "it is read-only, file or folder; make both writable or copy the library",
    "SQLITE_BUSY": "another program has been writing to it for 10 seconds; try again later",
    "SQLITE_LOCKED": "another program has been writing to it for 10 seconds; try again later",
    "SQLITE_NOTADB": "it is no SQLite file; it was left as it is, name another with --library",
    "SQLITE_CORRUPT": "it is damaged and was left as it is; `citekit doctor` looks for a backup",
    "SQLITE_CANTOPEN": "it cannot be opened; is it a file, and may you read and write it?",
    "SQLITE_IOERR": "the disk refused to read or write it",
    "SQLITE_PERM": "the system denies access to it",
    "SQLITE_TOOBIG": "a value is too big to be stored",
}


_TROUBLE = (
    "SQLITE_FULL", "SQLITE_READONLY", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN",
    "SQLITE_IOERR", "SQLITE_PERM",
)  # fmt: skip


class DamagedError(LibraryError):
    """A stored value is not what this citekit writes; `naming` puts the file's name to it."""


def sentence(path: Path, error: sqlite3.Error) -> str:
    """Word what SQLite reported, for the person who owns the library."""
    # Only errors that come from SQLite itself carry a code.
    name = getattr(error, "sqlite_errorname", "")
    primary = "_".join(name.split("_")[:2])
    return f"{path}: {_SENTENCES.get(primary, f'SQLite reports: {error}')}"


def is_damage(error: LibraryError) -> bool:
    """Tell a file that is not what it should be from one that cannot be got at now."""
    cause = error.__cause__
    if isinstance(error, LibraryNewerError) or isinstance(cause, OSError):
        return False
    return not getattr(cause, "sqlite_errorname", "").startswith(_TROUBLE)


class naming:  # noqa: N801 - it reads as what it does
    """Turn every SQLite error and damaged value inside into a LibraryError naming the library."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: object
    ) -> None:
        if isinstance(error, DamagedError):
            raise LibraryError(
                f"{self._path}: it is damaged: {error}; it was left as it is, "
                "`citekit doctor` looks for a backup"
            ) from error
        # Where a damaged schema has names that are no UTF-8, Python cannot even word the error.
        if isinstance(error, UnicodeDecodeError):
            raise LibraryError(f"{self._path}: {_SENTENCES['SQLITE_CORRUPT']}") from error
        if isinstance(error, sqlite3.Error):
            raise LibraryError(sentence(self._path, error)) from error
