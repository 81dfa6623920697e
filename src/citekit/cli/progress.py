"""How far something long is, in one line on a terminal's standard error; it is gone at the end."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import typer

from citekit.cli import common, signals
from citekit.listening import NOBODY, Listener

if TYPE_CHECKING:
    from citekit.cli.board import Board

AFTER = 1.0
"""Seconds in which nothing is shown."""
_TURN: Final = 0.1
_UNSHOWN: Final = frozenset({"dumb", "unknown"})


@contextmanager
def progress(ctx: typer.Context, go_on: str = "", *, shown: bool = True) -> Iterator[Listener]:
    """Show how far it is, where somebody looks; `go_on` is told to whoever interrupts it."""
    with signals.telling(go_on):
        if not (shown and is_watched(ctx)):
            yield NOBODY
            return
        from threading import Thread

        from citekit.cli.board import Board
        from citekit.interrupts import postponed

        board = Board()
        showing = Thread(target=_show, args=(board,), daemon=True)
        with postponed():  # for good, in what is begun: Ctrl-C is for who works, not for who shows
            showing.start()
        try:
            yield board
        finally:
            board.ended.set()
            showing.join()


def is_watched(ctx: typer.Context) -> bool:
    """Tell whether a person looks at standard error and wants to see more than what counts."""
    given = common.common(ctx)
    if not given.progress or given.quiet or not sys.stderr.isatty():
        return False
    is_ci = os.environ.get("CI", "").casefold() not in {"", "0", "false"}
    return not is_ci and os.environ.get("TERM", "") not in _UNSHOWN


def _show(board: Board) -> None:
    """Show the board until it is over; what fails here costs nobody anything."""
    if board.ended.wait(AFTER):
        return
    with contextlib.suppress(Exception):
        from citekit.cli.progress_line import drawn

        with drawn(board) as draw:
            while not board.ended.wait(_TURN):
                draw()
