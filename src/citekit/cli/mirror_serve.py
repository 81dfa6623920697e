"""`citekit mirror serve`: a mirror that other programs ask over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from citekit.cli import common, listening
from citekit.cli.exits import flush, say


def serve(
    ctx: typer.Context,
    folder: Annotated[
        str,
        typer.Argument(metavar="FOLDER", help="A mirror's folder, or starter."),
    ],
    host: listening.Host = listening.LOOPBACK,
    port: listening.Port = 8765,
    name: listening.Names = None,
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

    serving.serve(folder, host, port, listening.admitted(host, name), ready)
