"""A promise, how one trial of it goes, and how many trials make the figure that is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Told:
    """What one trial showed."""

    broken: str = ""
    """What was not as promised, in one line; empty: the promise held."""
    figures: Mapping[str, float] = field(default_factory=dict)
    """Measured on the way, by a name with its unit (`peak MiB`); the table tells the largest."""


Trial = Callable[[int, Path], Told]
"""Takes the number of the trial, which is also its seed, and an empty folder of its own.

The same number is the same trial: what broke once can be tried again.
"""


@dataclass(frozen=True)
class Guarantee:
    """One row of the table."""

    name: str
    """As on the command line: `kill-import`."""
    promise: str
    """A sentence about what is never the case, or always."""
    trials: int
    """The full count."""
    trial: Trial
    few: int = 2
    """Trials in the ordinary tests."""
    lacks: Callable[[], str] = str
    """Tells what this machine lacks for it, or nothing: `needs root, for a file system`."""
