"""`citekit diff`: what changed in the library since a day."""

from __future__ import annotations

from typing import Annotated

import typer

from citekit.cli import common, formats
from citekit.cli.exits import say
from citekit.cli.progress import progress


def diff(
    ctx: typer.Context,
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="DATE", help="The first day that counts.", show_default=False
        ),
    ],
    output: formats.Listed = formats.TEXT,
) -> None:
    """Print what changed in the library since a day.

    Works that came or went, fields before and after, new notices, new states. The day of a change
    is the one on which a registry said so. Several changes of one field are told as one.

    \b
    Example:
      citekit diff --since 2026-11-01
    """
    from citekit.reports import cells, events
    from citekit.reports.shapes import dump
    from citekit.verbs.changes import since as changes_since

    with common.library(ctx) as library, progress(ctx) as listener:
        listener.begin("reading")
        changed = changes_since(library, since)
    if output == formats.JSON:
        works = [
            {"key": one.key, "events": [events.shape(event) for event in one.events]}
            for one in changed
        ]
        say(dump("diff", {"since": since, "works": works}))
    elif output == formats.CSV:
        formats.say_file(cells.events(event for one in changed for event in one.events))
    else:
        common.print_lines(events.grouped(changed, common.surface()))
        if not changed:
            common.remark(ctx, f"nothing has changed since {since}")
