"""Records remembered between runs, by name: believed for hours, then to be confirmed.

A record carries the notices about its work, so it is believed for as long as a status may be. After
that it is stale: the registry may confirm that it stands, which is less to ask than the record. Its
body is fetched again after 30 days, whatever was confirmed.
"""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from citekit.registries.cache_file import DAY, HOUR, CacheFile
from citekit.settings import STATUS_HOURS

LONGEST = 30 * DAY
NOTHING = HOUR


@dataclass(frozen=True, slots=True)
class Kept:
    """What a registry has under one name."""

    body: bytes
    """The record as it came; empty where the registry has none."""
    fetched_at: str
    said_at: str
    """When the registry last said so: with the record, or by confirming it."""
    mark: str = ""
    """The registry's own word for this state of the record; empty where it gives none."""
    stale: bool = False
    """True: to be confirmed before it is believed."""


class RecordCache:
    """Records of registries by their addresses and the records' names."""

    def __init__(
        self, file: CacheFile, status: float | None = None, now: Callable[[], float] = time.time
    ) -> None:
        """`status`: seconds for which a record is believed unasked; None: the default."""
        self._file = file
        self._status = STATUS_HOURS * HOUR if status is None else status
        self._now = now

    def get(self, registry: str, names: Iterable[str]) -> dict[str, Kept]:
        """Look up what is known by these names, also what is stale."""
        now, fresh = self._at(), self._at(-self._status)

        def look_up(connection: sqlite3.Connection) -> dict[str, Kept]:
            found: dict[str, Kept] = {}
            for name in names:
                # Said in the future: the clock was turned back, so the age is unknown.
                row = connection.execute(
                    "SELECT body, fetched_at, said_at, mark, said_at <= ? FROM records "
                    "WHERE key = ? AND said_at <= ? AND expires_at > ?",
                    (fresh, _key(registry, name), now, now),
                ).fetchone()
                if row is not None:
                    found[name] = _kept(*row)
            return found

        return self._file.use(look_up) or {}

    def put(self, registry: str, kept: Mapping[str, Kept]) -> None:
        """Remember records, and forget what has expired."""
        rows = [
            (
                _key(registry, name), zlib.compress(one.body, 1), one.mark, one.fetched_at,
                one.said_at, _later(one.fetched_at, LONGEST if one.body else NOTHING),
            )
            for name, one in kept.items()
        ]  # fmt: skip

        def remember(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM records WHERE expires_at <= ?", (self._at(),))
            connection.executemany("REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.execute("COMMIT")

        self._file.use(remember)

    def confirm(self, registry: str, kept: Mapping[str, Kept]) -> None:
        """Note when the registry has said that these records stand."""
        rows = [(one.said_at, _key(registry, name), one.fetched_at) for name, one in kept.items()]

        def note(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            # Another process may have put a newer record there.
            connection.executemany(
                "UPDATE records SET said_at = ? WHERE key = ? AND fetched_at = ?", rows
            )
            connection.execute("COMMIT")

        self._file.use(note)

    def _at(self, shift: float = 0.0) -> str:
        return _iso(self._now() + shift)


def _key(registry: str, name: str) -> str:
    return sha256(f"{registry}\n{name}".encode()).hexdigest()


def _kept(body: bytes, fetched_at: str, said_at: str, mark: str, stale: int) -> Kept:
    return Kept(zlib.decompress(body), fetched_at, said_at, mark, bool(stale))


def _later(at: str, seconds: float) -> str:
    return _iso(datetime.fromisoformat(at).timestamp() + seconds)


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
