"""`citekit list`: the works of the library."""

from __future__ import annotations

import typer

from citekit.cli import common
from citekit.cli.exits import say


def list_works(ctx: typer.Context, output: common.OutputOption = common.Output.TEXT) -> None:
    """List the works of the library, notices beneath.

    \b
    Example:
      citekit list
      citekit list --format json
    """
    from citekit.reports import shapes, text

    with common.library(ctx) as library:
        works = list(library.works())
    if output is common.Output.JSON:
        say(shapes.works("list", works))
    else:
        common.print_lines(text.works(works, common.columns()))
        if not works:
            common.remark(ctx, "the library is empty; `citekit add SOURCE` puts works into it")
