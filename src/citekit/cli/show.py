"""`citekit show`: everything the library holds about one work."""

from __future__ import annotations

from typing import Annotated

import typer

from citekit.cli import common
from citekit.cli.exits import say


def show(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="Citation key.", show_default=False)],
    output: common.OutputOption = common.Output.TEXT,
) -> None:
    """Show everything that the library holds on one work.

    Its record with the registry that gave each field, its notices with their witnesses, what
    each registry answered, and where it is cited.

    \b
    Example:
      citekit show Liang2010Allogenic
      citekit show Liang2010Allogenic --format json
    """
    from citekit.reports import shapes, text
    from citekit.verbs.dossier import open_dossier

    with common.library(ctx) as library:
        dossier = open_dossier(library, key)
    if output is common.Output.JSON:
        say(shapes.dossier(dossier))
    else:
        common.print_lines(text.dossier(dossier, common.columns()))
