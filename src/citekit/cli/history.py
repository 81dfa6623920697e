"""`citekit history`: what changed in one work, when, and on whose word."""

from __future__ import annotations

import typer

from citekit.cli import common, formats
from citekit.cli.exits import say


def history(
    ctx: typer.Context,
    key: common.Key,
    output: formats.Listed = formats.TEXT,
) -> None:
    """Print what changed under a key, oldest first.

    Fields before and after, notices and their witnesses, the state of the work: each with the day
    on which it was read, and the registry that said so. Works that were removed have theirs still.

    \b
    Example:
      citekit history Liang2010Allogenic
    """
    from citekit.reports import cells, events
    from citekit.reports.shapes import dump

    with common.library(ctx) as library:
        found = library.events(key)
    if output == formats.JSON:
        say(dump("history", {"key": key, "events": [events.shape(one) for one in found]}))
    elif output == formats.CSV:
        formats.say_file(cells.events(found))
    else:
        common.print_lines(events.lines(found, common.surface()))
