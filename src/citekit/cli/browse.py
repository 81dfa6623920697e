"""`citekit browse`: the library in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from citekit.cli import common
from citekit.cli.exits import complain, flush, say


def browse(
    ctx: typer.Context,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on; others than loopback warn.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 0,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            metavar="HOST",
            help="One more name that visitors may know this machine by; may be repeated.",
            show_default=False,
        ),
    ] = None,
    no_open: Annotated[
        bool, typer.Option("--no-open", help="Only say the address; open no browser.")
    ] = False,
) -> None:
    """Show the library in the browser, to be filtered, searched and asked.

    Datasette shows works, notices, answers and changes, with questions that are ready: what is
    retracted or doubted, what nobody has acknowledged, what has changed since a day, who could not
    be asked. It shows the library as it is now, and changes nothing. Needs citekit-cli[browse].
    The address is printed; Ctrl-C ends it.

    \b
    Example:
      citekit browse
      citekit browse --port 8001 --no-open
    """
    from citekit.browse.begin import browse
    from citekit.verbs.configure import library_path
    from citekit.verbs.serving import is_loopback

    def ready(address: str) -> None:
        say(address)
        flush()
        common.remark(ctx, "this shows the library as it is now; Ctrl-C ends it")
        if not no_open:
            _open(ctx, address)

    if not is_loopback(host):
        complain(f"{host} can be reached from other machines, and nobody has to log in")
    path = library_path(common.settings(ctx), Path.cwd())
    browse(path, host, port, frozenset(map(str.casefold, name or ())), ready)


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
