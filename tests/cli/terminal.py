"""A terminal to run citekit on, in a process of its own; what is printed comes back as it came."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from citekit.cli.main import main

PATIENCE = 30.0


class Shown(NamedTuple):
    """What a person saw, and what went into the pipe behind standard output."""

    code: int
    screen: str
    piped: str


def show(
    arguments: Sequence[str],
    *,
    typed: str = "",
    columns: int = 100,
    environment: Mapping[str, str | None] | None = None,
    pipe: Path | None = None,
    prepare: Callable[[], None] = lambda: None,
    interrupt_at: str = "",
) -> Shown:
    """Run a command on a terminal; with `pipe` its standard output goes into that file instead.

    What is `typed` lies ready. `prepare` runs in the new process before the command does. Ctrl-C
    comes when the screen shows `interrupt_at`.
    """
    child, handle = pty.fork()
    if child == 0:
        _be_citekit(arguments, environment or {}, pipe, prepare)
    fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    if typed:
        os.write(handle, typed.encode())
    screen = _watched(handle, child, interrupt_at)
    os.close(handle)
    _, status = os.waitpid(child, 0)
    piped = pipe.read_text(encoding="utf-8") if pipe else ""
    return Shown(os.waitstatus_to_exitcode(status), screen, piped)


def _watched(handle: int, child: int, interrupt_at: str) -> str:
    seen, until = b"", time.monotonic() + PATIENCE
    with contextlib.suppress(OSError):  # the end of a terminal
        while time.monotonic() < until:
            if not select.select([handle], [], [], 0.2)[0]:
                continue
            piece = os.read(handle, 1 << 16)
            if not piece:
                break
            seen += piece
            if interrupt_at and interrupt_at.encode() in seen:
                interrupt_at = ""
                os.kill(child, signal.SIGINT)
        else:
            os.kill(child, signal.SIGKILL)
    return seen.decode("utf-8", "replace").replace("\r\n", "\n")


def _be_citekit(
    arguments: Sequence[str],
    environment: Mapping[str, str | None],
    pipe: Path | None,
    prepare: Callable[[], None],
) -> None:
    code = 99
    try:
        if pipe is not None:
            os.dup2(os.open(pipe, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        for name, handle, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
            setattr(sys, name, os.fdopen(handle, mode, encoding="utf-8", closefd=False))
        for name in ("CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
            os.environ.pop(name, None)
        os.environ["TERM"] = "xterm-256color"
        for name, value in environment.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
        from citekit.cli import signals

        signals.listen()
        prepare()
        code = main(list(arguments))
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
