"""`citekit list`: the works of the library."""

from __future__ import annotations

import typer

from citekit.cli import common, formats
from citekit.cli.exits import say
from citekit.cli.progress import progress


def list_works(ctx: typer.Context, output: formats.Works = formats.TEXT) -> None:
    """List the works of the library, notices beneath.

    \b
    Example:
      citekit list
      citekit list --format json
    """
    with common.library(ctx) as library, progress(ctx) as listener:
        works = common.read_works(library, listener)
    if output == formats.JSON:
        from citekit.reports import shapes

        say(shapes.works("list", works))
    elif output in formats.WRITTEN:
        formats.say_works(works, output)
    else:
        from citekit.reports import text

        common.print_lines(text.works(works, common.surface()))
        if not works:
            common.remark(ctx, "the library is empty; `citekit add SOURCE` puts works into it")
