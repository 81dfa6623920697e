"""Let time pass for what is remembered: the cache is as it would be hours later."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from citekit.registries.cache_file import FILE, HOUR

_REPLIES = (
    "UPDATE answers SET kept = kept - :seconds, expires = expires - :seconds, "
    "fetched_at = strftime('%Y-%m-%dT%H:%M:%SZ', fetched_at, :back)"
)
_RECORDS = (
    "UPDATE records SET fetched_at = strftime('%Y-%m-%dT%H:%M:%SZ', fetched_at, :back), "
    "said_at = strftime('%Y-%m-%dT%H:%M:%SZ', said_at, :back), "
    "expires_at = strftime('%Y-%m-%dT%H:%M:%SZ', expires_at, :back)"
)


def age(cache_dir: Path, hours: float) -> None:
    """Make everything in a cache so many hours older."""
    times = {"seconds": hours * HOUR, "back": f"-{hours * HOUR} seconds"}
    with closing(sqlite3.connect(cache_dir / FILE)) as file, file:
        file.execute(_REPLIES, times)
        file.execute(_RECORDS, times)
