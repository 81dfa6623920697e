"""`citekit mirror`: a local copy of registries, built and described."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citekit.cli import common
from citekit.cli.exits import Exit, Verdict, say

if TYPE_CHECKING:
    from citekit.model import Rejected

SHOWN = 5
"""Rejected rows that are told one by one."""


def mirror() -> None:
    """Build a local copy of registries, and tell what one holds.

    With CITEKIT_MIRROR=FOLDER a mirror answers in its registries' place. One that holds
    Retraction Watch alone is asked beside them.

    \b
    Example:
      citekit mirror build mirror --retraction-watch retraction_watch.csv
      CITEKIT_MIRROR=mirror citekit add pmid:20650877
    """


def build(
    ctx: typer.Context,
    folder: Annotated[
        str,
        typer.Argument(metavar="FOLDER", help="The mirror's folder; made where there is none."),
    ],
    retraction_watch: Annotated[
        Path,
        typer.Option(
            "--retraction-watch",
            metavar="FILE",
            help="Retraction Watch's CSV, or its .csv.gz.",
            show_default=False,
        ),
    ],
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            help="The date of the CSV; by default that of the file's last change, in UTC.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Make a mirror out of a file that a registry publishes.

    What the folder held of the same registry is replaced, its other files stay. An interrupted
    build leaves the old mirror as it was. Rows that cannot be used are told, and exit 1.

    \b
    Example:
      citekit mirror build mirror --retraction-watch retraction_watch.csv
      citekit mirror build mirror --retraction-watch old.csv.gz --date 2026-11-20
    """
    from citekit.reports import mirrors
    from citekit.verbs import mirror as verb

    built = verb.build(folder, retraction_watch, date)
    common.print_lines(mirrors.lines(built.manifest, common.columns()))
    if built.nameless:
        some = f"{built.nameless:,} rows have neither DOI nor PMID of their paper"
        common.remark(ctx, f"{some}; they are kept, but nothing leads to them")
    verdict = Verdict()
    _judge(built.rejected, verdict)
    raise typer.Exit(verdict.tell())


def info(
    folder: Annotated[
        str,
        typer.Argument(metavar="FOLDER", help="A mirror's folder, or starter."),
    ],
    output: common.OutputOption = common.Output.TEXT,
) -> None:
    """Tell what a mirror holds, how old it is and what its silence is worth.

    \b
    Example:
      citekit mirror info mirror
      citekit mirror info starter --format json
    """
    from citekit.reports import mirrors
    from citekit.verbs import mirror as verb

    told = verb.info(folder)
    if output is common.Output.JSON:
        say(mirrors.shape(told))
    else:
        common.print_lines(mirrors.lines(told, common.columns()))


def _judge(rejected: Sequence[Rejected], verdict: Verdict) -> None:
    for one in rejected[:SHOWN]:
        verdict.add(Exit.FINDINGS, f"{one.place.path}:{one.place.line}: {one.reason}")
    more = len(rejected) - SHOWN
    if more > 0:
        verdict.add(Exit.FINDINGS, f"{more:,} more rows cannot be used, {len(rejected):,} in all")


COMMANDS: dict[str, Callable[..., None]] = {"build": build, "info": info}
