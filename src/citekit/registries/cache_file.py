"""The file in which answers are remembered between runs: never a reason to fail.

A file that is damaged, locked or cannot be written is no cache: what it would hold is fetched.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import platformdirs

from citekit.settings import Settings

FILE = "answers-1.sqlite3"
HOUR = 3600.0
DAY = 24 * HOUR
BUSY = 1.0

T = TypeVar("T")

_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS answers (
        key TEXT PRIMARY KEY, status INTEGER NOT NULL, media_type TEXT NOT NULL,
        body BLOB NOT NULL, fetched_at TEXT NOT NULL, kept REAL NOT NULL, expires REAL NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS answers_expires ON answers (expires)",
    """CREATE TABLE IF NOT EXISTS records (
        key TEXT PRIMARY KEY, body BLOB NOT NULL, mark TEXT NOT NULL,
        fetched_at TEXT NOT NULL, said_at TEXT NOT NULL, expires_at TEXT NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS records_expire ON records (expires_at)",
)


def folder(settings: Settings) -> Path | None:
    """Name the folder of the cache and the limits; None where this machine has no home for it."""
    if settings.cache_dir is not None:
        return settings.cache_dir
    path = platformdirs.user_cache_path("citekit")
    # Without HOME the path may come back as a literal `~`, relative to wherever we are.
    return path if path.is_absolute() else None


class CacheFile:
    """One SQLite file, opened for each use."""

    def __init__(self, place: Path | None) -> None:
        self._path = None if place is None else place / FILE

    def use(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """Do something with the open file; None where it cannot be used."""
        if self._path is None:
            return None
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=BUSY, isolation_level=None)) as file:
                # Power loss may damage it, and a damaged cache is dropped.
                file.execute("PRAGMA synchronous=OFF")
                for statement in _SCHEMA:
                    file.execute(statement)
                return work(file)
        except UnicodeDecodeError:  # names of a damaged schema
            self._drop(self._path)
            return None
        except (sqlite3.OperationalError, OSError, zlib.error, ValueError, TypeError):
            return None  # locked, read-only, full, or one damaged row
        except sqlite3.DatabaseError:
            self._drop(self._path)
            return None

    def _drop(self, path: Path) -> None:
        """Remove a damaged file: nothing in it is worth keeping, and it would stay damaged."""
        try:
            path.unlink(missing_ok=True)
        except OSError:
            self._path = None
