"""Listen until a signal comes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from citekit.mirror.serve.app import create
from citekit.mirror.serve.guard import Door, Limits
from citekit.mirror.serve.listening import address, is_loopback, listen, server
from citekit.mirror.serve.served import Served


def serve(
    served: Served,
    host: str,
    port: int,
    names: frozenset[str],
    ready: Callable[[str], None],
    limits: Limits | None = None,
) -> None:
    """Serve until SIGTERM or Ctrl-C; requests that are being answered are finished first.

    `ready` is told the base address once callers can connect. The signal is raised again at the
    end, for whoever handled it before. Raises AddressError where the port is not to be had.
    """
    chosen = limits or Limits()
    with closing(listen(host, port)) as listening:
        app = create(served, chosen, Door(is_loopback(host), names))
        ready(address(listening))
        server(app, chosen).run(sockets=[listening])
