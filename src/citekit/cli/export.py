"""`citekit export`: the library, for any reference manager."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from citekit.cli import common
from citekit.cli.exits import say_exactly


def export(
    ctx: typer.Context,
    keys: common.Keys = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="bibtex, ris, csljson, endnote-xml or enw; else told by the file's ending.",
        ),
    ] = None,
    path: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The file to replace; else standard output."),
    ] = None,
) -> None:
    """Write works for reference managers.

    The whole library, or the works of the KEYs given. The same library gives the same bytes.
    A file is replaced whole or left alone.

    \b
    Example:
      citekit export --format bibtex
      citekit export -o exports/library.ris
    """
    from citekit.verbs.export import format_named, render, replace_file

    chosen = format_named(name, path)
    with common.library(ctx) as library:
        works = [library.get(key) for key in keys] if keys else list(library.works())
    written = render(works, chosen)
    if path is None:
        say_exactly(written.encode("utf-8"))
        return
    changed = replace_file(path, written)
    state = "written" if changed else "unchanged"
    common.remark(ctx, f"{path}: {len(works)} works, {state}")
