"""Where the browser's pages are served, and who is told when they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Ready = Callable[[str], None]
"""Is told the address of the pages once they can be opened."""


class Where(NamedTuple):
    """Where to listen, and what else this machine may be called there."""

    host: str
    port: int
    """0: a free one."""
    names: frozenset[str]
