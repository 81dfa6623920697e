"""A process that has citekit in memory, and forks a child for each deed: trials become cheap.

    done = warm().do(f"{DEEDS}:cli", ["list"], folder, How(kill=(SIGKILL, 0.03)))

The child has closed standard input, files for the two outputs, and the folder as its own. `kill`
sends a signal so many seconds after the fork.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).parents[3]
LONGEST = 120.0
DEEDS = "tests.guarantees.storage.deeds"
PRELOADED = (
    DEEDS, "citekit.cli.app", "citekit.cli.main", "citekit.library.store", "sqlite_utils",
    "citekit.verbs.take", "citekit.verbs.export", "citekit.verbs.update", "citekit.verbs.doctor",
    "citekit.verbs.asking", "citekit.registries.http", "citekit.registries.open",
    "citekit.mirror.starter", "citekit.formats.bibtex", "citekit.formats.ris",
    "citekit.mirror.build.run", "citekit.verbs.mirror_index", "citekit.reports.text",
)  # fmt: skip


@dataclass(frozen=True)
class Done:
    """What became of a child."""

    code: int
    """Its exit code; minus the number of the signal that ended it."""
    seconds: float
    out: str
    err: str


@dataclass(frozen=True)
class How:
    """What the child has to bear."""

    kill: tuple[int, float] | None = None
    """A signal, and how many seconds after the fork."""
    largest: int | None = None
    """Bytes of the largest file that it may write."""
    environment: dict[str, str] = field(default_factory=dict)
    user: int | None = None
    """Whom it becomes, once everything is in memory."""


class Warm:
    """See the module's text."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            env={**_nobodys(), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def do(self, deed: str, arguments: Sequence[str], folder: Path, how: How | None = None) -> Done:
        """Let a child do a deed in a folder."""
        how = how or How()
        asked = {
            "deed": deed, "arguments": list(arguments), "folder": str(folder), "kill": how.kill,
            "largest": how.largest, "environment": how.environment, "user": how.user,
        }  # fmt: skip
        sending, answering = self._process.stdin, self._process.stdout
        assert sending is not None
        assert answering is not None
        print(json.dumps(asked), file=sending, flush=True)
        told = json.loads(answering.readline())
        return Done(told["code"], told["seconds"], told["out"], told["err"])


@cache
def warm() -> Warm:
    """Give this process's own."""
    return Warm()


def _nobodys() -> dict[str, str]:
    named = os.environ.items()
    return {k: v for k, v in named if not k.startswith("CITEKIT_") and k != "NCBI_API_KEY"}


def serve(asking: TextIO, answering: TextIO) -> None:
    """Answer requests until there are no more."""
    for name in PRELOADED:
        importlib.import_module(name)
    resource_tracker.ensure_running()
    gc.freeze()
    for line in asking:
        print(json.dumps(_do(json.loads(line))), file=answering, flush=True)


def _do(asked: dict[str, Any]) -> dict[str, Any]:
    # Unlinked at once: no file of the trial's own folder, which may be full.
    outputs = [os.memfd_create(name) for name in ("out", "err")]
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        _be_child(asked, outputs)
    if asked["kill"]:
        number, seconds = asked["kill"]
        time.sleep(seconds)
        os.kill(child, number)
    status = _wait(child)
    told = {"code": os.waitstatus_to_exitcode(status), "seconds": time.monotonic() - begun}
    for name, handle in zip(("out", "err"), outputs, strict=True):
        with os.fdopen(handle, "rb") as stream:
            stream.seek(0)
            told[name] = stream.read().decode(errors="replace")
    return told


def _wait(child: int) -> int:
    handle = os.pidfd_open(child)
    if not select.select([handle], [], [], LONGEST)[0]:
        os.kill(child, signal.SIGKILL)
    os.close(handle)
    return os.waitpid(child, 0)[1]


def _be_child(asked: dict[str, Any], outputs: list[int]) -> None:
    code = 70
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    try:
        for handle, number in zip(
            (os.open(os.devnull, os.O_RDONLY), *outputs), range(3), strict=True
        ):
            os.dup2(handle, number)
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(0, "r"), os.fdopen(1, "w"), os.fdopen(2, "w", buffering=1)
        )  # fmt: skip
        os.chdir(asked["folder"])
        os.environ.update(asked["environment"])
        if asked["largest"] is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (asked["largest"], asked["largest"]))
        if asked["user"] is not None:
            os.setuid(asked["user"])
        module, _, name = asked["deed"].partition(":")
        code = int(getattr(importlib.import_module(module), name)(*asked["arguments"]) or 0)
        sys.stdout.flush()
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    serve(sys.stdin, answers)
