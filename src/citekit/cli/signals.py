"""Ctrl-C and SIGTERM: the first ends the command with a sentence, the second ends the process."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


class Terminated(BaseException):
    """SIGTERM, raised like Ctrl-C so that every `with` closes what it opened."""


RAISED: dict[int, type[BaseException]] = {
    signal.SIGINT: KeyboardInterrupt,
    signal.SIGTERM: Terminated,
}
_arrived: list[int] = []


_how_to_go_on: list[str] = []


@contextmanager
def telling(how: str) -> Iterator[None]:
    """Tell whoever interrupts what is done here how to go on with it."""
    _how_to_go_on[:] = [how] if how else []
    yield
    # Not where it is interrupted: then it has to be told still.
    forget()


def forget() -> None:
    """Forget what was to be told by an earlier run."""
    _how_to_go_on.clear()


def how_to_go_on() -> str:
    """Give a half-sentence, empty where there is nothing to go on with."""
    return "".join(f"; {how}" for how in _how_to_go_on)


def listen() -> None:
    """Raise signals as exceptions from now on; those that are ignored (nohup) stay so."""
    _arrived.clear()
    sys.unraisablehook = _unraisable
    for number in RAISED:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _raise)


def leave_to_system() -> None:
    """Let signals end the process at once and without a word, as before any program listens."""
    for number in RAISED:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


def arrived() -> type[BaseException] | None:
    """Tell which signal came first; what failed since may have failed because of it."""
    return RAISED[_arrived[0]] if _arrived else None


def _raise(number: int, _frame: FrameType | None) -> None:
    # Only one exception is ever raised: a second would meet the first one's cleaning up.
    leave_to_system()
    _arrived.append(number)
    raise RAISED[number]


def _unraisable(told: UnraisableHookArgs) -> None:
    """Let a signal count that came in a destructor, of which Python prints a traceback only."""
    if isinstance(told.exc_value, tuple(RAISED.values())):
        os.kill(os.getpid(), _arrived[0])
    sys.__unraisablehook__(told)
