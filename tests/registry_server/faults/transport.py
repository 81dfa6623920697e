"""Connections that break, and answers that are framed in ways they should not be."""

from __future__ import annotations

from collections.abc import Callable

from tests.registry_server.faults.kind import EVERYWHERE, Kind, Means

Write = Callable[[bytes], bytes]
_OK = b"HTTP/1.1 200 OK\r\n"


def _head(*lines: bytes) -> bytes:
    return _OK + b"".join(line + b"\r\n" for line in lines) + b"\r\n"


def _raw(name: str, write: Write, means: Means = Means.OUTAGE) -> Kind:
    # A page that ends early, and says so, is a page: nothing in it tells that there was more.
    at = {"page": Means.EITHER} if name in {"length-too-small", "no-length-cut"} else {}
    return Kind(f"raw-{name}", "raw", means, {"write": write}, EVERYWHERE, at)


def _length(body: bytes, more: int = 0) -> bytes:
    return b"Content-Length: %d" % (len(body) + more)


def _chunked(body: bytes, size: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return _head(b"Transfer-Encoding: chunked") + size + b"\r\n" + body + b"\r\n" + end


def _length_and_chunks(body: bytes) -> bytes:
    head = _head(b"Content-Length: 7", b"Transfer-Encoding: chunked")
    return head + b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"


_FLOOD = tuple(b"X-%d: y" % number for number in range(10_000))

KINDS = (
    Kind("hang", "hang", endpoints=EVERYWHERE),
    Kind("slow-headers", "slow-headers", endpoints=EVERYWHERE),
    Kind("slow-body", "slow-body", endpoints=EVERYWHERE),
    Kind("closed", "reset", endpoints=EVERYWHERE),
    Kind("closed-once", "reset", Means.HARMLESS, times=1, endpoints=EVERYWHERE),
    Kind("reset", "refused", endpoints=EVERYWHERE),
    Kind("reset-in-body", "refused", options={"head": _head(b"Content-Length: 99999") + b"<"},
         endpoints=EVERYWHERE),
    Kind("short", "short", endpoints=EVERYWHERE),
    Kind("cut-chunks", "cut-chunks", endpoints=EVERYWHERE),
    Kind("early-hints", "early-hints", endpoints=EVERYWHERE),
    Kind("dripped", "dripped", Means.HARMLESS, endpoints=EVERYWHERE),
    _raw("no-length", lambda body: _head(b"Connection: close") + body, Means.HARMLESS),
    _raw("http-1.0", lambda body: b"HTTP/1.0 200 OK\r\n\r\n" + body, Means.HARMLESS),
    _raw("continue-first", lambda body: b"HTTP/1.1 100 Continue\r\n\r\n" + _head(_length(body))
         + body, Means.HARMLESS),
    _raw("two-answers", lambda body: _head(_length(body)) + body + _OK + b"\r\n", Means.HARMLESS),
    _raw("chunk-extension", lambda body: _chunked(body, b"%x;a=b" % len(body)), Means.HARMLESS),
    _raw("no-length-cut", lambda body: _head(b"Connection: close") + body[: len(body) // 2]),
    _raw("length-too-small", lambda body: _head(_length(body, -9)) + body),
    _raw("length-negative", lambda body: _head(b"Content-Length: -1") + body, Means.EITHER),
    _raw("length-words", lambda body: _head(b"Content-Length: long") + body, Means.EITHER),
    _raw("two-lengths", lambda body: _head(_length(body), b"Content-Length: 7") + body,
         Means.EITHER),
    _raw("length-and-chunks", _length_and_chunks, Means.EITHER),
    _raw("chunk-size-words", lambda body: _chunked(body, b"zz")),
    _raw("chunk-size-negative", lambda body: _chunked(body, b"-5")),
    _raw("chunk-size-huge", lambda body: _chunked(body, b"f" * 40)),
    _raw("chunk-too-small", lambda body: _chunked(body, b"%x" % (len(body) // 2))),
    _raw("no-head", lambda body: body),
    _raw("junk", lambda body: bytes(range(256)) * 8),
    _raw("tls", lambda body: b"\x15\x03\x03\x00\x02\x02\x28"),
    _raw("http-2", lambda body: b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(64)),
    _raw("status-words", lambda body: b"HTTP/1.1 OK fine\r\n\r\n" + body),
    _raw("status-line-only", lambda body: b"HTTP/1.1 200 OK\r\n"),
    _raw("header-flood", lambda body: _head(*_FLOOD, _length(body)) + body),
    _raw("header-giant", lambda body: _head(b"X: " + b"y" * 1_000_000, _length(body)) + body),
    _raw("header-nul", lambda body: _head(b"X: a\0b", _length(body)) + body, Means.EITHER),
    _raw("header-no-colon", lambda body: _head(_length(body), b"nonsense") + body, Means.EITHER),
    _raw("reason-escape", lambda body: b"HTTP/1.1 500 \x1b[2J{key} {canary}\r\n\r\n"),
)  # fmt: skip
