"""Answers remembered between runs, by question: never a failure, never a secret.

Only what a registry's own decoder accepted is kept. Records that can be told apart are kept one by
one, in `record_cache`.
"""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Callable

from citekit.registries.cache_file import DAY, HOUR, CacheFile
from citekit.registries.questions import Kind, Reply
from citekit.settings import STATUS_HOURS

LIFETIMES: dict[Kind, float] = {
    Kind.RECORD: DAY,
    Kind.SEARCH: DAY,
    Kind.STATUS: STATUS_HOURS * HOUR,
    Kind.ABSENCE: HOUR,
}


class Cache:
    """Replies by question, each for as long as its kind may be believed."""

    def __init__(
        self, file: CacheFile, status: float | None = None, now: Callable[[], float] = time.time
    ) -> None:
        """`status`: seconds for which a reply with notices is believed; None: the default."""
        self._file = file
        self._lifetimes = LIFETIMES if status is None else {**LIFETIMES, Kind.STATUS: status}
        self._now = now

    def get(self, key: str) -> Reply | None:
        """Look up the reply to a question; None if there is none that still counts."""
        now = self._now()

        def look_up(connection: sqlite3.Connection) -> Reply | None:
            # `kept` in the future: the clock was turned back, so the age is unknown.
            row = connection.execute(
                "SELECT status, media_type, body, fetched_at FROM answers "
                "WHERE key = ? AND kept <= ? AND expires > ?",
                (key, now, now),
            ).fetchone()
            return None if row is None else _reply(key, *row)

        return self._file.use(look_up)

    def put(self, reply: Reply, kind: Kind) -> None:
        """Remember a reply that was decoded, and forget what has expired."""
        now = self._now()
        row = (reply.key, reply.status, reply.media_type, zlib.compress(reply.body, 1))
        dates = (reply.fetched_at, now, now + self._lifetimes[kind])

        def remember(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM answers WHERE expires <= ?", (now,))
            connection.execute("REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", row + dates)
            connection.execute("COMMIT")

        self._file.use(remember)


def _reply(key: str, status: int, media_type: str, body: bytes, fetched_at: str) -> Reply:
    return Reply(
        status=status,
        headers={"content-type": media_type},
        body=zlib.decompress(body),
        fetched_at=fetched_at,
        from_cache=True,
        key=key,
    )
