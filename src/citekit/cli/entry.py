"""The first thing that runs: nothing is loaded yet, so that Ctrl-C meets no traceback."""

from __future__ import annotations

from citekit.cli.signals import leave_to_system


def run() -> None:
    """Run citekit as the process that it is."""
    leave_to_system()
    from citekit.cli.main import run as begin

    begin()
