"""Options of the commands that others ask over HTTP."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from citekit.cli.exits import complain

LOOPBACK: Final = "127.0.0.1"

Host = Annotated[
    str, typer.Option("--host", help="The address to listen on; others than loopback warn.")
]
Port = Annotated[
    int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")
]
Names = Annotated[
    list[str] | None,
    typer.Option(
        "--name",
        metavar="HOST",
        help="One more name that this machine may be asked by; may be repeated.",
        show_default=False,
    ),
]


def admitted(host: str, names: list[str] | None) -> frozenset[str]:
    """Give the names to answer to, folded; a host that others can reach is warned of."""
    from citekit.verbs.serving import is_loopback

    if not is_loopback(host):
        complain(f"{host} can be reached from other machines, and nobody has to log in")
    return frozenset(map(str.casefold, names or ()))
