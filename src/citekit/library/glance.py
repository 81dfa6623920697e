"""A glance at a library for somebody who is typing: quick, and never a trace or a complaint."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Final

_SECONDS: Final = 0.2
_MOST: Final = 1000


def keys_beginning(path: Path, start: str) -> list[str]:
    """List citation keys that begin so, in their order; none where it cannot be told at once."""
    try:
        if not path.is_file():
            return []
        # Without the files of WAL a reader that is not immutable would make them.
        waiting = path.with_name(f"{path.name}-wal")
        mode = "mode=ro" if waiting.exists() and waiting.stat().st_size else "immutable=1"
        address = f"{path.absolute().as_uri()}?{mode}"
        raw = sqlite3.connect(address, uri=True, timeout=_SECONDS)
        with contextlib.closing(raw):
            found = raw.execute(
                "SELECT key FROM works WHERE substr(key, 1, ?) = ? ORDER BY key LIMIT ?",
                (len(start), start, _MOST),
            )
            return [str(key) for (key,) in found]
    except (OSError, ValueError, sqlite3.Error):
        return []
