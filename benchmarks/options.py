"""The options that all scripts here have."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import measure
import peers


def parser(doc: str | None) -> argparse.ArgumentParser:
    """Make a parser that explains itself with the first line of a module's docstring."""
    options = argparse.ArgumentParser(description=(doc or "").partition("\n")[0])
    options.add_argument("--runs", type=int, default=measure.RUNS, help="turns to measure")
    options.add_argument(
        "--peers", type=Path, default=peers.DEFAULT, help="folder of the peers' environments"
    )
    beside = Path(sys.executable).with_name("citekit")
    options.add_argument("--citekit", type=Path, default=beside, help="the command to measure")
    return options
