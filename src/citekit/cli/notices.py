"""`citekit notices`: errata, retractions, concerns, comments, with who says so."""

from __future__ import annotations

import typer

from citekit.cli import common, formats
from citekit.cli.exits import say
from citekit.cli.progress import progress


def notices(
    ctx: typer.Context,
    keys: common.Keys = None,
    output: formats.Listed = formats.TEXT,
) -> None:
    """Print the stored notices and who says so.

    Errata, retractions, expressions of concern, comments, updates: each with a column for every
    registry, which has its own term and date where it says so, and else that it says nothing, was
    not asked, or could not be asked. Without KEY every stored notice is printed.

    \b
    Example:
      citekit notices
      citekit notices Liang2010Allogenic --format json
    """
    from citekit.reports import cells, shapes
    from citekit.reports import notices as printing
    from citekit.verbs.acknowledge import effective, lookup
    from citekit.verbs.clock import today
    from citekit.verbs.notices import gather

    with common.library(ctx) as library, progress(ctx) as listener:
        known = list(gather(library, keys, listener))
        acknowledged = lookup(effective(library), today())
    if output == formats.JSON:
        say(shapes.notices(known, acknowledged))
    elif output == formats.CSV:
        formats.say_file(cells.notices((n for one in known for n in one.notices), acknowledged))
    else:
        common.print_lines(printing.of_works(known, common.surface(), acknowledged))
        if not any(one.notices or one.in_place for one in known):
            common.remark(ctx, "no notice is stored; that says nothing about what was not asked")
