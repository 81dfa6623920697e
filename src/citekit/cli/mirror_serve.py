"""`citekit mirror serve`: a mirror that other programs ask over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from citekit.cli import common
from citekit.cli.exits import complain, flush, say


def serve(
    ctx: typer.Context,
    folder: Annotated[
        str,
        typer.Argument(metavar="FOLDER", help="A mirror's folder, or starter."),
    ],
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on; others than loopback warn.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8765,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            metavar="HOST",
            help="One more name that callers may know this machine by; may be repeated.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Let other programs ask a mirror as they ask Crossref and PubMed.

    Answers Crossref's REST API and NCBI's E-utilities for what the mirror holds, and POST /match;
    docs/mirror-serve.md says what of them. Once callers can connect, the two base addresses are
    printed, as settings of citekit's own. Ctrl-C or SIGTERM ends it.

    \b
    Example:
      citekit mirror serve mirror
      citekit mirror serve starter --port 0
    """
    from citekit.verbs import serving

    def ready(address: str) -> None:
        say(f"CITEKIT_PUBMED_URL={address}/entrez/eutils")
        say(f"CITEKIT_CROSSREF_URL={address}")
        flush()
        common.remark(ctx, f"the API is described at {address}/docs")

    if not serving.is_loopback(host):
        complain(f"{host} can be reached from other machines, and nobody has to log in")
    serving.serve(folder, host, port, frozenset(map(str.casefold, name or ())), ready)
