"""`citekit notices`: errata, retractions, concerns, comments, with who says so."""

from __future__ import annotations

import typer

from citekit.cli import common
from citekit.cli.exits import say


def notices(
    ctx: typer.Context,
    keys: common.Keys = None,
    output: common.OutputOption = common.Output.TEXT,
) -> None:
    """Print the stored notices and who says so.

    Errata, retractions, expressions of concern, comments, updates: each comes with the
    witnesses that assert it and with those that were asked and are silent.
    Without KEY every stored notice is printed.

    \b
    Example:
      citekit notices
      citekit notices Liang2010Allogenic --format json
    """
    from citekit.reports import shapes, text

    with common.library(ctx) as library:
        found = library.notices(keys or None)
    if output is common.Output.JSON:
        say(shapes.notices(found))
    else:
        common.print_lines(text.notices(found))
        if not found:
            common.remark(ctx, "no notice is stored; that says nothing about what was not asked")
