"""`citekit add`: resolve, and store records, links and where each citation was written."""

from __future__ import annotations

import typer

from citekit.cli import common
from citekit.cli.exits import Verdict, say


def add(
    ctx: typer.Context,
    sources: common.Sources,
    output: common.OutputOption = common.Output.TEXT,
    strict: common.StrictOption = False,
    refresh: common.RefreshOption = False,
) -> None:
    """Resolve citations and store what they name.

    Records, notices and where each citation was written are stored, and only for what is
    resolved. The library is made where there is none.

    \b
    Example:
      citekit add 10.1136/ard.2009.123463
      citekit add examples/allogenic-transplantation.txt
    """
    from citekit.reports import shapes, text
    from citekit.verbs.resolve import resolve
    from citekit.verbs.shelve import shelve
    from citekit.verbs.sources import gather
    from citekit.verbs.world import open_world

    settings = common.settings(ctx, refresh=refresh)
    gathered = gather(sources, settings)
    common.announce(ctx, len(gathered.citations))
    found = resolve(gathered.citations, open_world(settings), settings.timeout)
    if any(one.record is not None for one in found):
        with common.library(ctx, create=True) as library:
            found = shelve(found, library)
    if output is common.Output.JSON:
        say(shapes.resolutions("add", found))
    else:
        common.print_lines(text.resolutions(found, common.columns()))
    verdict = Verdict(strict)
    common.judge(gathered, found, verdict)
    raise typer.Exit(verdict.tell())
