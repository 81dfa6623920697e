"""`citekit resolve`: find the records of citations and print them; store nothing."""

from __future__ import annotations

import typer

from citekit.cli import common
from citekit.cli.exits import Verdict, say


def resolve(
    ctx: typer.Context,
    sources: common.Sources,
    output: common.OutputOption = common.Output.TEXT,
    strict: common.StrictOption = False,
    refresh: common.RefreshOption = False,
) -> None:
    """Find the records that citations name; store nothing.

    \b
    Example:
      citekit resolve pmid:20650877
      citekit resolve page.html --format json
      citekit resolve "Liang J, et al. Ann Rheum Dis. 2010;69(8):1423-9."
    """
    from citekit.reports import shapes, text
    from citekit.verbs.resolve import resolve as resolve_citations
    from citekit.verbs.sources import gather
    from citekit.verbs.world import open_world

    settings = common.settings(ctx, refresh=refresh)
    gathered = gather(sources, settings)
    common.announce(ctx, len(gathered.citations))
    found = resolve_citations(gathered.citations, open_world(settings), settings.timeout)
    if output is common.Output.JSON:
        say(shapes.resolutions("resolve", found))
    else:
        common.print_lines(text.resolutions(found, common.columns()))
    verdict = Verdict(strict)
    common.judge(gathered, found, verdict)
    raise typer.Exit(verdict.tell())
