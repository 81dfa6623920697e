"""Run citekit in processes of their own, forked from one that has loaded it and done nothing.

A fresh interpreter takes half a second to load what a fork has at hand; a matrix of thousands of
commands is only tried where that is spared.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Ended:
    """What one process left behind."""

    code: int
    out: str
    err: str
    seconds: float
    peak: float
    """MiB of memory, at most."""


class Launcher:
    """One process that waits to be forked."""

    def __init__(self) -> None:
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.guarantees.network.forked"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": path},
        )

    def run(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        seconds: float,
        sockets: Path | None = None,
    ) -> Ended:
        """Run `citekit` with these arguments in a folder; killed after so many seconds.

        `sockets`: a file for a line about each use that is made of a socket or the name service.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"arguments": list(arguments), "environment": dict(environment)}
        asked |= {"folder": str(folder), "seconds": seconds}
        asked |= {"sockets": None if sockets is None else str(sockets)}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """Let the process that waits go."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


@cache
def launcher() -> Launcher:
    """Give the one launcher of this process."""
    one = Launcher()
    atexit.register(one.close)
    return one
