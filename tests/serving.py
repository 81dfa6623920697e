"""A command of citekit's that serves, as a process: what it prints first, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.conftest import ROOT

START = "import sys; from citekit.cli.main import run; sys.exit(run())"


class Serving:
    """A command that is serving; `lines` are the first that it printed."""

    def __init__(self, folder: Path, *arguments: str, lines: int = 1) -> None:
        path = os.pathsep.join([str(ROOT / "src"), *filter(None, sys.path)])
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": path},
        )
        stdout: IO[str] | None = self._process.stdout
        assert stdout is not None
        self.lines = [stdout.readline().rstrip("\n") for _ in range(lines)]

    def end(self, number: int) -> tuple[int, str]:
        self._process.send_signal(number)
        _, told = self._process.communicate(timeout=20)
        return self._process.returncode, told

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


@contextmanager
def serving(folder: Path, *arguments: str, lines: int = 1) -> Iterator[Serving]:
    running = Serving(folder, *arguments, lines=lines)
    try:
        yield running
    finally:
        running.kill()
