"""`citekit search`: the works of the library that hold some words."""

from __future__ import annotations

from typing import Annotated

import typer

from citekit.cli import common, formats
from citekit.cli.exits import say
from citekit.cli.progress import progress


def search(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...", help="Words of titles, authors, journals.", show_default=False
        ),
    ],
    output: formats.Works = formats.TEXT,
) -> None:
    """Search the library for words, best fit first.

    \b
    Example:
      citekit search lupus transplantation
      citekit search gilkeson --format json
    """
    from citekit.reports import shapes, text

    with common.library(ctx) as library, progress(ctx) as listener:
        listener.begin("searching")
        works = library.search(" ".join(words))
    if output == formats.JSON:
        say(shapes.works("search", works))
    elif output in formats.WRITTEN:
        formats.say_works(works, output)
    else:
        common.print_lines(text.works(works, common.surface()))
        if not works:
            common.remark(ctx, f"no work of the library holds {' '.join(words)!r}")
