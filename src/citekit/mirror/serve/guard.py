"""What stands before every endpoint: who may ask, how much, how many at once, for how long."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is given at a time."""

    body_bytes: int = 1024 * 1024
    header_bytes: int = 32 * 1024
    at_once: int = 32
    """Requests that are worked on; more are told to come again."""
    connections: int = 256
    body_seconds: float = 15.0
    """For a request to arrive, its head and its body each."""
    answer_seconds: float = 60.0
    keep_alive_seconds: int = 15
    shutdown_seconds: int = 10


@dataclass(frozen=True, slots=True)
class Door:
    """Whom to let in."""

    loopback: bool = True
    """False: it is reachable from elsewhere, and addresses are names of it too."""
    names: frozenset[str] = frozenset()
    """More names that this machine has."""
    what: str = "mirror"
    """What is behind it."""


class Guard:
    """An ASGI application around another one; `headers` go on every answer that has none such."""

    def __init__(
        self, app: ASGIApp, limits: Limits, door: Door, headers: Mapping[str, str]
    ) -> None:
        self._app = app
        self._limits = limits
        self._door = door
        self._headers = {name.encode(): value.encode() for name, value in headers.items()}
        self._working = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        marked = _Marked(send, self._headers)
        refusal = self._refusal(scope)
        if refusal is not None:
            await marked.refuse(*refusal)
        elif self._working >= self._limits.at_once:
            await marked.refuse(503, "Too many requests at once; ask again.", retry=True)
        else:
            await self._work(scope, receive, marked)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        if _head_bytes(scope) > self._limits.header_bytes:
            return 431, f"At most {self._limits.header_bytes} bytes before the body."
        hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
        if len(hosts) != 1 or not self._is_ours(hosts[0]):
            return 403, f"This {self._door.what} has another name. A web page may not speak for it."
        lengths = [value for name, value in headers if name == b"content-length"]
        if any(not one.isdigit() or int(one) > self._limits.body_bytes for one in lengths):
            return 413, f"At most {self._limits.body_bytes} bytes at a time."
        return None

    def _is_ours(self, host: str) -> bool:
        # Against DNS rebinding: a page's own name that suddenly means this machine.
        name = _without_port(host).casefold().rstrip(".")
        if name in LOOPBACK_NAMES | self._door.names:
            return True
        return not self._door.loopback and _is_address(name)

    async def _work(self, scope: Scope, receive: Receive, marked: _Marked) -> None:
        self._working += 1
        try:
            async with asyncio.timeout(self._limits.answer_seconds):
                body = await self._body(receive)
                if body is None:
                    await marked.refuse(413, f"At most {self._limits.body_bytes} bytes at a time.")
                else:
                    await self._app(scope, _Replay(body, receive), marked)
        except TimeoutError:
            await marked.refuse(503, "This took too long.")
        finally:
            self._working -= 1

    async def _body(self, receive: Receive) -> bytes | None:
        """Take in the whole body; None for one that is too long, which is not read on."""
        body = bytearray()
        async with asyncio.timeout(self._limits.body_seconds):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > self._limits.body_bytes:
                    return None
                if not message.get("more_body", False):
                    return bytes(body)


class _Replay:
    """A body that is there already, and then whatever happens to the connection."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


class _Marked:
    """Sends, with its own headers on everything."""

    def __init__(self, send: Send, headers: Mapping[bytes, bytes]) -> None:
        self._send = send
        self._headers = headers
        self._started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._started = True
            own = {bytes(name).lower(): value for name, value in message.get("headers", ())}
            message = {**message, "headers": list({**self._headers, **own}.items())}
        await self._send(message)

    async def refuse(self, status: int, sentence: str, *, retry: bool = False) -> None:
        """Answer with a sentence, unless an answer is on its way already; hang up after it."""
        if self._started:
            return
        headers = [(b"content-type", b"text/plain; charset=UTF-8"), (b"connection", b"close")]
        headers += [(b"retry-after", b"1")] if retry else []
        body = f"{sentence}\n".encode()
        headers.append((b"content-length", str(len(body)).encode()))
        await self({"type": "http.response.start", "status": status, "headers": headers})
        await self({"type": "http.response.body", "body": body})


def _head_bytes(scope: Scope) -> int:
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    told = len(scope["raw_path"]) + len(scope["query_string"])
    return told + sum(len(name) + len(value) for name, value in headers)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
