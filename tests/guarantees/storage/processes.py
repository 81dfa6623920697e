"""Signals at random moments, and many processes that write at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from citekit.library.store import Library
from citekit.vocab import Scheme
from tests.guarantees.guarantee import Guarantee, Told
from tests.guarantees.storage.oracles import malformed, unkept
from tests.guarantees.storage.stock import LIBRARY, OPERATIONS, known
from tests.guarantees.storage.warm import ROOT

PROCESSES, WRITES = 8, 200
_COMMANDS = ("import-command", "update-command", "mirror-build")


def interrupt(number: int, folder: Path) -> Told:
    """Send Ctrl-C and SIGTERM in turn: one sentence, the right code, and what was done is kept."""
    sent = (signal.SIGINT, signal.SIGTERM)[number % 2]
    name = _COMMANDS[number // 2 % len(_COMMANDS)]
    operation, measured = OPERATIONS[name], known(name)
    operation.prepare(folder)
    moment = random.Random(number).uniform(0, 1.05 * measured.seconds)
    done = operation.do(folder, kill=(int(sent), moment))
    # Before citekit is asked, and once it has answered, the signal ends the process itself.
    if done.code not in (0, 128 + sent, -sent):
        return Told(f"exit {done.code}: {done.err[-300:]}")
    told = done.err.splitlines()
    if any(not line.startswith("citekit: ") for line in told) or len(told) > 1:
        return Told(f"not one sentence: {done.err[-600:]}")
    if done.code == 128 + sent and not told:
        return Told("not a word")
    allowed = {key: {text} for key, text in measured.after.items()}
    wrong = unkept(folder / LIBRARY, allowed, measured.before, ())
    left = [one.name for one in folder.iterdir() if one.name.startswith(".")]
    return Told(wrong or (f"left behind: {left}" if left else ""))


def together(number: int, folder: Path) -> Told:
    """Let processes write at once, each reading before it writes."""
    path = folder / LIBRARY
    command = [sys.executable, "-m", "tests.library.writers", "together"]
    done = subprocess.run(
        [*command, str(path), str(PROCESSES), str(WRITES)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    if done.stderr or done.stdout != "0\n":
        return Told(f"refused: {done.stderr[-300:]}")
    with Library.open(path) as library:
        there = {int(work.identifiers[Scheme.PMID]) for work in library.works()}
    lost = set(range(1, PROCESSES * WRITES + 1)) - there
    return Told(malformed(path) or (f"{len(lost)} lost" if lost else ""))


GUARANTEES = (
    Guarantee(
        "writers",
        "8 processes that write 200 works each lose none and are never refused",
        10,
        together,
        few=0,
    ),
    Guarantee(
        "interrupt",
        "Ctrl-C and SIGTERM, at any moment of `import`, `update` and `mirror build`, are "
        "one sentence and exit 130 or 143, and keep what was done",
        400,
        interrupt,
        few=2,
    ),
)
