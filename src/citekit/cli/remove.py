"""`citekit remove`: take works out of the library."""

from __future__ import annotations

from typing import Annotated

import typer

from citekit.cli import common
from citekit.cli.completing import citation_keys


def remove(
    ctx: typer.Context,
    keys: Annotated[
        list[str],
        typer.Argument(
            metavar="KEY...",
            help="Citation keys.",
            show_default=False,
            autocompletion=citation_keys,
        ),
    ],
) -> None:
    """Remove works from the library, all or none.

    \b
    Example:
      citekit remove Liang2010Allogenic
    """
    from citekit.verbs.clock import now

    at = now()
    with common.library(ctx) as library, library.write():
        for key in keys:
            library.remove(key, at)
    for key in keys:
        common.remark(ctx, f"removed {key}")
