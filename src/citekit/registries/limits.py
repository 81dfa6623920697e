"""How often a registry may be asked: turns, shared between the processes of one machine.

The presets are what NCBI and Crossref publish for their pools; afterwards the answers' own
headers decide, up and down. Turns are spaced evenly, a tenth wider than allowed, because a burst
inside the same second is counted against the caller.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

MARGIN = 1.1
HORIZON = 60.0
"""Seconds. A turn further ahead was noted before the machine's clock started again."""
SLOWEST, FASTEST = 10.0, 0.0005
"""Seconds between two turns that a header can make us believe."""
BUSY = 2.0
FILE = "limits.sqlite3"

_TABLE = (
    "CREATE TABLE IF NOT EXISTS turns "
    "(pool TEXT PRIMARY KEY, next REAL NOT NULL, every REAL NOT NULL) WITHOUT ROWID"
)
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "": 1.0}
_INTERVAL = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*(ms|s|m|)")


@dataclass(frozen=True, slots=True)
class Pool:
    """A stream of questions that is counted on its own."""

    registry: str
    name: str
    per_second: float


# NCBI: requests a second for each address, or for each key.
PUBMED = Pool("pubmed", "address", 3)
PUBMED_KEY = Pool("pubmed", "key", 10)
# Crossref, since December 2025: public and polite callers, single records and lists.
CROSSREF_PUBLIC = (Pool("crossref", "public-single", 5), Pool("crossref", "public-list", 1))
CROSSREF_POLITE = (Pool("crossref", "polite-single", 10), Pool("crossref", "polite-list", 3))
PAGE = Pool("page", "page", 5)


class _Turn(NamedTuple):
    next: float
    """A point on `time.monotonic`, which the processes of one machine share."""
    every: float


_Change = Callable[[_Turn], _Turn | None]


def spacing(headers: Mapping[str, str]) -> float | None:
    """Read how many seconds a registry's headers ask between two requests; None if they are silent.

    Crossref sends ``x-rate-limit-limit`` and ``x-rate-limit-interval``, NCBI ``X-RateLimit-Limit``
    for each second. Names are expected in lower case.
    """
    limit = headers.get("x-rate-limit-limit") or headers.get("x-ratelimit-limit", "")
    interval = _INTERVAL.fullmatch(headers.get("x-rate-limit-interval", "1s").strip())
    if interval is None or not re.fullmatch(r"[0-9]{1,6}", limit.strip()) or not int(limit):
        return None
    seconds = float(interval[1]) * _UNITS[interval[2]] / int(limit) * MARGIN
    return seconds if FASTEST <= seconds <= SLOWEST else None


class Limiter:
    """Hands out turns; where the shared file cannot be used, for this process only."""

    def __init__(
        self,
        folder: Path | None,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._path = None if folder is None else folder / FILE
        self._now = now
        self._sleep = sleep
        self._lock = threading.Lock()
        self._own: dict[str, _Turn] = {}
        self._learnt: dict[str, float] = {}

    def wait(self, host: str, pool: Pool, until: float) -> bool:
        """Wait for the next turn; False, at once, when there is none before `until`.

        A turn is taken when it is there, not ahead of time: on a busy machine somebody who slept
        too long would come right before the next one.
        """
        left = 0.0

        def take(turn: _Turn) -> _Turn | None:
            nonlocal left
            now = self._now()
            left = turn.next - now
            return _Turn(now + turn.every, turn.every) if left <= 0 else None

        while self._change(host, pool, take) is None:
            if self._now() + left > until:
                return False
            self._sleep(left)
        return True

    def hold(self, host: str, pool: Pool, seconds: float) -> None:
        """Give no turn to any process for so long (Retry-After).

        More than a minute is not noted: it could not be told from a turn of another day, and
        whoever was told so gives up anyway.
        """
        if seconds <= HORIZON:
            wanted = self._now() + seconds
            self._change(host, pool, lambda turn: _Turn(max(turn.next, wanted), turn.every))

    def learn(self, host: str, pool: Pool, headers: Mapping[str, str]) -> None:
        """Take the spacing from an answer's headers, for every process."""
        every = spacing(headers)
        key = _key(host, pool)
        if every is None or self._learnt.get(key) == every:
            return
        self._learnt[key] = every
        # The turn already handed out was spaced by the old rule.
        self._change(host, pool, lambda turn: _Turn(turn.next - turn.every + every, every))

    def _change(self, host: str, pool: Pool, change: _Change) -> _Turn | None:
        key, preset = _key(host, pool), _Turn(0.0, MARGIN / pool.per_second)
        if self._path is not None:
            try:
                return self._change_shared(self._path, key, preset, change)
            except (sqlite3.OperationalError, OSError):
                pass  # read-only or locked: this process still keeps its own turns
            except (sqlite3.DatabaseError, UnicodeDecodeError):  # names of a damaged schema
                self._drop(self._path)
        with self._lock:
            turn = change(self._sound(self._own.get(key, preset)))
            if turn is not None:
                self._own[key] = turn
            return turn

    def _change_shared(self, path: Path, key: str, preset: _Turn, change: _Change) -> _Turn | None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=BUSY, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_TABLE)
            row = connection.execute("SELECT next, every FROM turns WHERE pool = ?", (key,))
            turn = change(self._sound(_Turn(*(row.fetchone() or preset))))
            if turn is not None:
                connection.execute("REPLACE INTO turns VALUES (?, ?, ?)", (key, *turn))
            connection.execute("COMMIT")
        return turn

    def _drop(self, path: Path) -> None:
        """Remove a damaged file, so that the next turn is shared again."""
        try:
            path.unlink(missing_ok=True)
        except OSError:
            self._path = None

    def _sound(self, turn: _Turn) -> _Turn:
        now = self._now()
        return turn if turn.next <= now + HORIZON else _Turn(now, turn.every)


def _key(host: str, pool: Pool) -> str:
    return f"{host} {pool.registry} {pool.name}"
