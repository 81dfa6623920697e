"""`citekit report`: the evidence about the works of the library, for people."""

from __future__ import annotations

from typing import Annotated

import typer

from citekit.cli import common, formats
from citekit.cli.exits import say_exactly
from citekit.cli.progress import progress
from citekit.reports import evidence
from citekit.text.counted import counted

Format = Annotated[
    str | None,
    formats.option(tuple(one.name for one in evidence.FORMATS), "; else told by the file's ending"),
]


def report(
    ctx: typer.Context,
    keys: common.Keys = None,
    path: common.FileOption = None,
    name: Format = None,
) -> None:
    """Write what is known about each work, who says so, and who could not be asked.

    As one HTML page that needs nothing else, or as Markdown, CSV or JSON: the state of each work,
    its notices on a line of time with their witnesses, where registries disagree, what was
    acknowledged, and a table for a review's appendix. The whole library, or the works of the KEYs.
    Nobody is asked: it is dated by what the library was last told, and the same library gives the
    same bytes.

    \b
    Example:
      citekit report -o included.html
      citekit report -o notices.csv
    """
    from citekit.replacing import replace_file
    from citekit.verbs.evidence import gather
    from citekit.verbs.export import format_named

    chosen = format_named(name, path, evidence.FORMATS)
    with common.library(ctx) as library, progress(ctx) as listener:
        known = gather(library, keys, listener)
        listener.begin("writing")
        written = evidence.render(known, chosen)
    if path is None:
        say_exactly(written.encode("utf-8"))
        return
    state = "written" if replace_file(path, written) else "unchanged"
    common.remark(ctx, f"{path}: {counted(len(known.works), 'work')}, {state}")
