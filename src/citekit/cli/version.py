"""The version, told without loading anything heavy."""

from __future__ import annotations

from citekit.cli.exits import say
from citekit.version import __version__


def tell_version() -> None:
    """Print the version."""
    say(f"citekit {__version__}")
