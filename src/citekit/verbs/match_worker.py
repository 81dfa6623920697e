"""What each process of `citekit match` does: open the index once, answer chunk by chunk."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from typing import TYPE_CHECKING

from citekit.matching.bulk.cascade import match
from citekit.matching.bulk.told import encode, tell
from citekit.mirror.starter import open_shelf
from citekit.verbs.references import Reference

if TYPE_CHECKING:
    from citekit.mirror.index.shelf import Shelf

_opened: list[Shelf] = []


def begin(mirror: str) -> None:
    """Open the index for this process; raises SettingsError where there is none."""
    # Ctrl-C is the business of the process that was started; this one ends with it.
    if _is_worker():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _opened[:] = [open_shelf(mirror)]


def lines(some: Sequence[Reference]) -> list[bytes]:
    """Answer each reference with a JSON line."""
    shelf = _opened[0]
    return [encode(tell(*one, match(one.raw, shelf))) + b"\n" for one in some]


def _is_worker() -> bool:
    from multiprocessing import parent_process  # noqa: PLC0415 - only here

    return parent_process() is not None
