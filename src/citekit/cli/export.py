"""`citekit export`: the library, for any reference manager."""

from __future__ import annotations

from typing import Annotated

import typer

from citekit.cli import common, formats
from citekit.cli.exits import say_exactly
from citekit.cli.progress import progress
from citekit.text.counted import counted
from citekit.verbs.journal_names import Journal

Format = Annotated[str | None, formats.option(formats.WRITTEN, "; else told by the file's ending")]
Ascii = Annotated[
    bool, typer.Option("--ascii", help="bibtex, biblatex: LaTeX commands for letters beyond ASCII.")
]
Flavour = Annotated[
    str | None, typer.Option("--flavour", help="ris: for zotero, endnote or jabref alone.")
]
JournalName = Annotated[
    Journal, typer.Option("--journal", help="How to call journals, where the record has it.")
]


def export(
    ctx: typer.Context,
    keys: common.Keys = None,
    name: Format = None,
    path: common.FileOption = None,
    ascii_only: Ascii = False,
    flavour: Flavour = None,
    journal: JournalName = Journal.FULL,
) -> None:
    """Write works for reference managers, as a list or as a table.

    The whole library, or the works of the KEYs given. The same library gives the same bytes.
    A file is replaced whole or left alone.

    \b
    Example:
      citekit export --format biblatex
      citekit export -o exports/library.ris --flavour zotero
    """
    from citekit.replacing import replace_file
    from citekit.verbs.export import format_named, render, ways
    from citekit.verbs.journal_names import named

    chosen = format_named(name, path)
    told = ways(chosen, flavour, ascii_only=ascii_only)
    with common.library(ctx) as library, progress(ctx) as listener:
        read = common.read_works(library, listener, keys)
        listener.begin("writing", "works")
        works, lacking = named(read, journal)
        written = render(works, chosen, told)
    if lacking:
        reason = f"their records have no {journal} name of it"
        common.remark(ctx, f"{lacking} works keep their journal as it is: {reason}")
    if path is None:
        say_exactly(written.encode("utf-8"))
        return
    changed = replace_file(path, written)
    state = "written" if changed else "unchanged"
    common.remark(ctx, f"{path}: {counted(len(works), 'work')}, {state}")
