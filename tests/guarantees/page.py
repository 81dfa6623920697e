"""The table of docs/guarantees.md: one row a guarantee, with the figures of the last full run."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.guarantees.guarantee import Guarantee
from tests.guarantees.run import ROOT, Outcome

FIGURES = ROOT / "docs" / "guarantees.json"
PAGE = ROOT / "docs" / "guarantees.md"
_BEGIN, _END = "<!-- figures -->\n", "<!-- end of figures -->\n"
_HEAD = "| promise | command | trials | broken | measured | on |\n|---|---|---|---|---|---|\n"

Figures = Mapping[str, Any]


def summed(outcomes: Iterable[Outcome]) -> dict[str, Figures]:
    """Sum up what was told: trials, how many broke the promise, the largest of each figure."""
    by_name: dict[str, dict[str, Any]] = {}
    on = f"{datetime.now(UTC).date().isoformat()}, {_commit()}"
    for one in outcomes:
        row = by_name.setdefault(one.name, {"trials": 0, "broken": 0, "figures": {}, "on": on})
        row["trials"] += 1
        row["broken"] += bool(one.told.broken)
        for name, value in one.told.figures.items():
            row["figures"][name] = max(value, row["figures"].get(name, value))
    return dict(by_name)


def _commit() -> str:
    """Name the commit whose code was tried; `+` where that was changed since."""
    changed = _git("status", "--porcelain", "--", "src", "tests")
    return _git("rev-parse", "--short", "HEAD") + ("+" if changed else "")


def _git(*command: str) -> str:
    done = subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def record(rows: Mapping[str, Figures]) -> None:
    """Keep the figures of a run, beside those of guarantees that it did not try."""
    known = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    FIGURES.write_text(json.dumps({**known, **rows}, indent=1, sort_keys=True) + "\n")


def table(guarantees: Iterable[Guarantee], known: Mapping[str, Figures]) -> str:
    """Write the table; what was never measured says so."""
    return _HEAD + "".join(_row(one, known.get(one.name)) for one in guarantees)


def _row(one: Guarantee, row: Figures | None) -> str:
    command = f"`make guarantees ONLY={one.name}`"
    if row is None:
        return f"| {one.promise} | {command} | 0 of {one.trials:,} | | not measured | |\n"
    figures = ", ".join(f"{name} {value:,.4g}" for name, value in sorted(row["figures"].items()))
    of = "" if row["trials"] == one.trials else f" of {one.trials:,}"
    return (
        f"| {one.promise} | {command} | {row['trials']:,}{of} | {row['broken']:,} "
        f"| {figures} | {row['on']} |\n"
    )


def written(guarantees: Iterable[Guarantee], page: Path = PAGE) -> str:
    """Give the page with its table anew."""
    known = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    head, rest = page.read_text().split(_BEGIN)
    return head + _BEGIN + table(guarantees, known) + _END + rest.split(_END)[1]
