"""`citekit match`: references in bulk against a mirror."""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citekit.cli import common
from citekit.cli.exits import Exit, Verdict, say_exactly
from citekit.cli.progress import progress
from citekit.listening import NOBODY, Listener

if TYPE_CHECKING:
    from citekit.verbs.match import Matched

GO_ON = "the same command goes on"
SHOWN = 5
"""Lines that cannot be used that are told one by one."""

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="References: text with one a line, .csv, .tsv, .jsonl or .parquet; - is text.",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        help="A .jsonl or .parquet file; by default JSON lines on standard output.",
        show_default=False,
    ),
]
Mirror = Annotated[
    str | None,
    typer.Option(
        "--mirror",
        metavar="FOLDER",
        help="The mirror's folder; by default CITEKIT_MIRROR.",
        show_default=False,
    ),
]
Column = Annotated[
    str | None,
    typer.Option(
        "--column",
        metavar="NAME",
        help="The column with the reference; by default raw, reference, citation or text.",
        show_default=False,
    ),
]
Jobs = Annotated[int, typer.Option("--jobs", min=0, help="Processes; 0: one for each core.")]


def match(
    ctx: typer.Context,
    file: File,
    out: Out = None,
    mirror: Mirror = None,
    column: Column = None,
    jobs: Jobs = 0,
) -> None:
    """Find the record that each reference means, in bulk, in a mirror on this machine.

    The mirror is the whole world here: what it lacks is not found. Each line of the answer says
    how likely the record is meant, why, and which other record came closest. A run that is cut
    off goes on where it was. Exit 1 where a reference is not resolved.

    \b
    Example:
      citekit match references.txt -o matched.jsonl --mirror mirror
      citekit match references.csv --column citation -o matched.parquet --mirror mirror
    """
    from citekit.errors import InputError
    from citekit.verbs import match as verb

    folder = mirror or common.settings(ctx).mirror
    if folder is None:
        raise InputError("Name a mirror with --mirror FOLDER or CITEKIT_MIRROR.")
    wanted = verb.Wanted(file, folder, column, jobs)
    # On a terminal the answers themselves show how far it is.
    shown = out is not None or not sys.stdout.isatty()
    with progress(ctx, "" if out is None else GO_ON, shown=shown) as listener:
        listener.begin("matching", "references", _expected(file, listener), about=True)
        heard = partial(_heard, listener)
        told = (
            verb.match(wanted, out, heard)
            if out is not None
            else verb.stream(wanted, say_exactly, heard)
        )
    raise typer.Exit(_verdict(ctx, told).tell())


def _expected(file: Path, listener: Listener) -> int:
    """Guess how many references there are, where somebody looks."""
    from citekit.verbs.references import expected

    return 0 if listener is NOBODY else expected(file)


def _heard(listener: Listener, outcomes: Counter[str]) -> None:
    listener.reach(outcomes.total())
    listener.came_to(outcomes)


def _verdict(ctx: typer.Context, told: Matched) -> Verdict:
    from citekit.reports import matches

    if told.resumed:
        common.remark(ctx, f"{told.resumed:,} references were done by an earlier run")
    verdict = Verdict()
    for one in told.rejected[:SHOWN]:
        verdict.add(Exit.FINDINGS, f"{one.place.path}:{one.place.line}: {one.reason}")
    if len(told.rejected) > SHOWN:
        verdict.add(Exit.FINDINGS, f"{len(told.rejected):,} lines cannot be used, in all")
    summary = matches.sentence(told.outcomes)
    if told.outcomes.total() > told.outcomes["resolved"]:
        verdict.add(Exit.FINDINGS, summary)
    else:
        common.remark(ctx, summary)
    return verdict
