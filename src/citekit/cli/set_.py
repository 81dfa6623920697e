"""`citekit set`: fields of a work by hand, which no registry overwrites."""

from __future__ import annotations

from typing import Annotated

import typer

from citekit.cli import common


def set_fields(
    ctx: typer.Context,
    key: common.Key,
    assignments: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FIELD=VALUE]...", help="A CSL variable.", show_default=False),
    ] = None,
    unpin: Annotated[
        list[str] | None,
        typer.Option("--unpin", metavar="FIELD", help="Give a field back to the registries."),
    ] = None,
) -> None:
    """Set fields of a work by hand, and pin them.

    What is set by hand is believed before every registry; `update` never touches it. What the
    registries say is kept beside it (`show KEY --sources`). Names are written "Family, Given;
    Family, Given".

    \b
    Example:
      citekit set Wang2010Umbilical issue=8 "author=Sun, Lingyun; Wang, Dandan"
      citekit set Wang2010Umbilical --unpin issue
    """
    from citekit.errors import InputError
    from citekit.verbs import pin
    from citekit.verbs.clock import now

    if not assignments and not unpin:
        raise InputError("nothing to set; give FIELD=VALUE, or --unpin FIELD")
    pin.parse(assignments or [])  # what will not do is told before anything is given back
    with common.library(ctx) as library:
        if unpin:
            pin.unpin(library, key, unpin, now())
        fields = pin.pin(library, key, assignments, now()) if assignments else []
    if fields:
        common.remark(ctx, f"{key}: {', '.join(fields)} set by hand")
    if unpin:
        common.remark(ctx, f"{key}: {', '.join(unpin)} given back to the registries")
