"""A socket, and what runs an ASGI application behind it until a signal comes."""

from __future__ import annotations

import asyncio
import os
import socket
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from citekit.errors import AddressError
from citekit.mirror.serve.guard import LOOPBACK_NAMES, Limits

if TYPE_CHECKING:
    from starlette.types import ASGIApp

BACKLOG = 128


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can connect."""
    return host.casefold() in LOOPBACK_NAMES


def address(listening: socket.socket) -> str:
    """Write the base address of a socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def listen(host: str, port: int) -> socket.socket:
    """Open a socket that callers can connect to; raises AddressError."""
    try:
        [found, *_] = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
        )
        return _quick(socket.create_server(found[4][:2], family=found[0], backlog=BACKLOG))
    except (OSError, OverflowError, UnicodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        why = os.strerror(number) if number and number > 0 else str(error)
        raise AddressError(
            f"{host}:{port} cannot be listened on: {why}. Choose another --port, or another --host."
        ) from error


def _quick(listening: socket.socket) -> socket.socket:
    # Every connection inherits it: without, the last piece of an answer waits 40 ms for the
    # caller's acknowledgement of the first (asyncio sees to it only for sockets of its own).
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def server(app: ASGIApp, limits: Limits) -> uvicorn.Server:
    """Make what runs an application within its limits."""

    class Patient(_Patient):
        seconds = limits.body_seconds

    config = uvicorn.Config(
        app,
        http=Patient,
        ws="none",
        lifespan="off",
        log_config=None,
        # What callers do wrong is told to them, not to whoever reads standard error.
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=limits.connections,
        backlog=BACKLOG,
        timeout_keep_alive=limits.keep_alive_seconds,
        timeout_graceful_shutdown=limits.shutdown_seconds,
        h11_max_incomplete_event_size=limits.header_bytes,
    )
    return uvicorn.Server(config)


class _Patient(H11Protocol):
    """Hangs up on whoever does not finish the head of a request: uvicorn itself waits for ever."""

    seconds: float
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """See asyncio.Protocol."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        super().data_received(data)
        if not getattr(self.cycle, "response_complete", True):
            self._stop_waiting()
        elif self._late is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._late = self.loop.call_later(self.seconds, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
