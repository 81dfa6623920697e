"""The process that `launcher` forks from: loads citekit, then forks for each line it is sent."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from typing import Any

import citekit
from citekit.cli.main import run
from tests.guarantees.network.launcher import Ended

# What only bulk matching needs is as large as all the rest.
_LEFT_OUT = ("citekit.mirror.spark", "citekit.verbs.match", "citekit.__main__")
_STEP = 0.01


def main() -> None:
    """Answer every line: run one command in a fork, and tell how it ended."""
    for module in pkgutil.walk_packages(citekit.__path__, "citekit."):
        if not module.name.startswith(_LEFT_OUT):
            with contextlib.suppress(ImportError):
                importlib.import_module(module.name)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(asdict(_ended(json.loads(line)))) + "\n")
        sys.stdout.flush()


def _ended(asked: dict[str, Any]) -> Ended:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.monotonic()
        child = os.fork()
        if not child:
            _become(asked, out.fileno(), err.fileno())
            run()  # leaves as the command does
        status, peak = _wait(child, began + asked["seconds"])
        seconds = time.monotonic() - began
        return Ended(status, _text(out), _text(err), seconds, peak)


def _become(asked: dict[str, Any], out: int, err: int) -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv = ["citekit", *asked["arguments"]]
    if asked["sockets"] is not None:
        _watch(os.open(asked["sockets"], os.O_WRONLY | os.O_CREAT | os.O_APPEND))


def _watch(file: int) -> None:
    """Note what Python itself tells of sockets, whichever library makes them."""

    def note(event: str, _arguments: object) -> None:
        if event.startswith("socket."):
            os.write(file, f"{event}\n".encode())

    sys.addaudithook(note)


def _wait(child: int, until: float) -> tuple[int, float]:
    """Give the exit code (negative: the signal) and the most memory, in MiB."""
    while True:
        ended, status, usage = os.wait4(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
            until = float("inf")
        time.sleep(_STEP)


def _text(file: Any) -> str:
    file.seek(0)
    return bytes(file.read()).decode("utf-8", "surrogateescape")


if __name__ == "__main__":
    main()
