"""Datasette over the tables of a library, until a signal comes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from datasette.app import Datasette
from datasette.plugins import pm

from citekit.browse import cells
from citekit.browse.metadata import DATABASE, Json, settings
from citekit.browse.where import Ready, Where
from citekit.mirror.serve.guard import Door, Guard, Limits
from citekit.mirror.serve.listening import address, is_loopback, listen, server

if TYPE_CHECKING:
    from starlette.types import ASGIApp

# Datasette's own pages have scripts and styles in them. Whatever got in beside those could ask
# nobody else for anything.
_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def application(tables: Path, told: Json, door: Door) -> ASGIApp:
    """Make what answers; visitors' own SQL is for this machine alone."""
    _choose_plugins()
    made = Datasette(
        immutables=[str(tables)],
        metadata=dict(told),
        settings=dict(settings(sql=door.loopback)),
        template_dir=str(resources.files(__package__).joinpath("templates")),
    )
    return Guard(made.app(), Limits(), door, HEADERS)


def serve(tables: Path, told: Json, where: Where, ready: Ready) -> None:
    """Serve a file of tables; `ready` is told the address of its page once it can be opened.

    Raises AddressError where the port is not to be had.
    """
    with closing(listen(where.host, where.port)) as listening:
        door = Door(is_loopback(where.host), where.names, "library")
        app = application(tables, told, door)
        ready(f"{address(listening)}/{DATABASE}")
        with _silence():
            server(app, Limits()).run(sockets=[listening])


def _choose_plugins() -> None:
    # Plugins that happen to be installed have no business here: some of them write.
    for plugin, _ in pm.list_plugin_distinfo():
        pm.unregister(plugin)
    if not pm.is_registered(cells):
        pm.register(cells)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep what visitors do wrong out of the terminal: Datasette prints it with a traceback."""
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        redirect_stdout(nowhere),
        redirect_stderr(nowhere),
    ):
        yield
