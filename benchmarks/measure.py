"""Run commands side by side and tell their cost in multiples of a unit, never in seconds.

Seconds say more about the machine and its neighbours than about a program. The commands take
turns (A B C, A B C …), so that whatever else the machine does falls on all of them alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

RUNS = 15
UNIT = "python -c pass"

# A child's peak counts the pages of whoever forked it, so that must be the smallest Python there
# is: `wait4` in a process that has loaded nothing.
_PEAK = """
import os, sys
quiet = os.open(os.devnull, os.O_RDWR)
files = [(os.POSIX_SPAWN_DUP2, quiet, n) for n in (0, 1, 2)]
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=files)
sys.stdout.write(str(os.wait4(child, 0)[2].ru_maxrss))
"""


@dataclass(frozen=True)
class Command:
    """Something to run, under the name it has in the table."""

    name: str
    argv: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)


Check = Callable[[Command], str | None]
"""Looks at what a command has just done, and says why it is not its work; None if it is."""


@dataclass(frozen=True)
class Cost:
    """What one command cost: seconds of every run, and its peak memory in KiB (None: unknown)."""

    command: Command
    seconds: tuple[float, ...]
    peak: int | None

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass(frozen=True)
class Failed:
    """A command that did not do its work, so it has no cost."""

    command: Command
    reason: str


def side_by_side(
    commands: Sequence[Command], runs: int, check: Check = lambda _: None
) -> list[Cost | Failed]:
    """Measure every command that works, in turns; the first turn warms up, and is checked."""
    failures = {one.name: _attempt(one) or check(one) for one in commands}
    able = [one for one in commands if failures[one.name] is None]
    seconds: dict[str, list[float]] = {one.name: [] for one in able}
    for turn in range(runs):
        print(f"turn {turn + 1} of {runs}", file=sys.stderr, end="\r" if turn + 1 < runs else "\n")
        for one in able:
            seconds[one.name].append(_seconds(one))
    return [
        Failed(one, failures[one.name] or "")
        if failures[one.name] is not None
        else Cost(one, tuple(seconds[one.name]), _peak(one))
        for one in commands
    ]


def table(costs: Sequence[Cost | Failed], unit: str = UNIT) -> str:
    """Write a Markdown table; the row named `unit` is 1.0, all others are its multiples."""
    base = next(one for one in costs if isinstance(one, Cost) and one.command.name == unit)
    rows = [_row(one, base) for one in costs]
    head = ["| command | × time (quartiles) | × peak memory |", "|---|---|---|"]
    return "\n".join([*head, *rows])


def rates(costs: Sequence[Cost | Failed], count: int, things: str) -> str:
    """Write a Markdown table of how many of `count` things a second; the first cost is 1.0."""
    head = [f"| command | {things}/s | × time | peak MiB |", "|---|---|---|---|"]
    base = next((one for one in costs if isinstance(one, Cost)), None)
    return "\n".join([*head, *(_rate(one, base, count) for one in costs)])


def environ(home: Path, **more: str) -> dict[str, str]:
    """Make an environment in which a tool finds no settings of the person who measures."""
    folders = {"HOME": home, "XDG_CONFIG_HOME": home / "config", "XDG_CACHE_HOME": home / "cache"}
    folders |= {"XDG_DATA_HOME": home / "data", "XDG_STATE_HOME": home / "state"}
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return kept | {name: str(folder) for name, folder in folders.items()} | more


def output(command: Command) -> str:
    """Run a command once and hand over what it prints; raises CalledProcessError."""
    done = subprocess.run(
        command.argv,
        env=dict(command.environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout


def _attempt(command: Command) -> str | None:
    try:
        output(command)
    except OSError as error:
        return error.strerror or str(error)
    except subprocess.CalledProcessError as error:
        last = (error.stderr or error.stdout or "").strip().splitlines()[-1:]
        return f"exit {error.returncode}: {''.join(last)}"
    return None


def _seconds(command: Command) -> float:
    start = time.perf_counter()
    subprocess.run(
        command.argv,
        env=dict(command.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - start


def _peak(command: Command) -> int | None:
    if not hasattr(os, "wait4"):
        return None
    wait = Command(command.name, (sys.executable, "-I", "-S", "-c", _PEAK, *command.argv))
    return int(output(Command(wait.name, wait.argv, command.environ)))


def _row(one: Cost | Failed, base: Cost) -> str:
    if isinstance(one, Failed):
        return f"| `{one.command.name}` | did not run ({one.reason}) | |"
    low, _, high = (quarter / base.median for quarter in statistics.quantiles(one.seconds))
    time_ = f"{one.median / base.median:.1f} ({low:.1f}–{high:.1f})"
    memory = f"{one.peak / base.peak:.1f}" if one.peak and base.peak else ""
    return f"| `{one.command.name}` | {time_} | {memory} |"


def _rate(one: Cost | Failed, base: Cost | None, count: int) -> str:
    if isinstance(one, Failed):
        return f"| `{one.command.name}` | did not run ({one.reason}) | | |"
    peak = f"{one.peak / 1024:.0f}" if one.peak else ""
    times = f"{one.median / (base or one).median:.1f}"
    return f"| `{one.command.name}` | {count / one.median:,.0f} | {times} | {peak} |"
