"""`citekit browse`: the library in the browser."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from citekit.cli import common, listening
from citekit.cli.exits import flush, say
from citekit.cli.progress import progress


def browse(
    ctx: typer.Context,
    host: listening.Host = listening.LOOPBACK,
    port: listening.Port = 0,
    name: listening.Names = None,
    no_open: Annotated[
        bool, typer.Option("--no-open", help="Only say the address; open no browser.")
    ] = False,
) -> None:
    """Show the library in the browser, to be filtered, searched and asked.

    Datasette shows works, notices, answers, conflicts, citations and changes, with questions that
    are ready: what is retracted or doubted and where it is cited, what nobody has acknowledged,
    what has changed since a day, who could not be asked. It shows the library as it is now, and
    changes nothing. Needs citekit-cli[browse]. The address is printed; Ctrl-C ends it.

    \b
    Example:
      citekit browse
      citekit browse --port 8001 --no-open
    """
    from citekit.browse.begin import browse
    from citekit.browse.where import Where
    from citekit.verbs.configure import library_path

    def ready(address: str) -> None:
        say(address)
        flush()
        common.remark(ctx, "this shows the library as it is now; Ctrl-C ends it")
        if not no_open:
            _open(ctx, address)

    where = Where(host, port, listening.admitted(host, name))
    browse(library_path(common.settings(ctx), Path.cwd()), where, ready, partial(progress, ctx))


def _open(ctx: typer.Context, address: str) -> None:
    """Open the page, but never in a browser that would take the terminal for itself."""
    import os
    import sys
    import webbrowser

    has_windows = sys.platform in {"darwin", "win32", "cygwin"} or any(
        os.environ.get(one) for one in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    if not has_windows or not webbrowser.open(address):
        common.remark(ctx, "no browser was found; open the address above")
