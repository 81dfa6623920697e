"""Read the body of an answer: in time, whole, and never more than it may be."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from citekit.registries.faults import Fault
from citekit.settings import ANSWER_BYTES

CHUNK = 64 * 1024

_GZIP, _ZLIB, _DEFLATE = 31, 15, -15  # window bits, as zlib tells the three apart


class _Decoder(Protocol):
    def feed(self, data: bytes, room: int) -> bytes:
        """Decode; at most `room` bytes, one more only to show that there are more."""

    def finish(self) -> None:
        """Raise Fault where the coding was cut."""


class _Plain:
    def feed(self, data: bytes, room: int) -> bytes:  # noqa: ARG002 - nothing to unpack
        return data

    def finish(self) -> None:
        return


class _Inflate:
    """gzip, also of several members, and both things called deflate (RFC 9110, 8.4.1.2)."""

    def __init__(self, coding: str) -> None:
        self._gzip = coding != "deflate"
        self._stream: zlib._Decompress | None = None

    def feed(self, data: bytes, room: int) -> bytes:
        parts: list[bytes] = []
        while data and room >= 0:
            if self._stream is None:
                self._stream = zlib.decompressobj(self._bits(data))
            part = self._inflate(self._stream, data, room + 1)
            parts.append(part)
            room -= len(part)
            data = self._stream.unconsumed_tail or self._stream.unused_data
            if self._stream.eof and data:
                self._stream = None
        return b"".join(parts)

    def finish(self) -> None:
        if self._stream is None or not self._stream.eof:
            raise Fault("cut its answer short", again=True)

    def _bits(self, data: bytes) -> int:
        if self._gzip:
            return _GZIP
        return _ZLIB if data[0] & 0x0F == zlib.DEFLATED else _DEFLATE

    @staticmethod
    def _inflate(stream: zlib._Decompress, data: bytes, room: int) -> bytes:
        try:
            return stream.decompress(data, room)
        except zlib.error:
            raise Fault("sent a damaged answer", again=True) from None


def _decoder(coding: str) -> _Decoder:
    match coding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip" | "deflate" as known:
            return _Inflate(known)
    raise Fault("sent an answer packed in a way that citekit does not unpack")


def read_body(
    read: Callable[[int], bytes],
    coding: str,
    promised: int | None,
    until: float,
    cap: int = ANSWER_BYTES,
) -> bytes:
    """Read, unpack and count a body; `promised` is its Content-Length, None if none was given.

    Raises Fault for one that is longer than `cap` (packed or unpacked), late, cut or damaged.
    """
    decoder = _decoder(coding)
    if promised is not None and promised > cap:
        raise _too_long(cap)
    body = bytearray()
    packed = 0
    for data in _chunks(read, until):
        packed += len(data)
        body += decoder.feed(data, cap - len(body))
        if packed > cap or len(body) > cap:
            raise _too_long(cap)
    if promised is not None and packed < promised:
        raise Fault("cut its answer short", again=True)
    decoder.finish()
    return bytes(body)


def _chunks(read: Callable[[int], bytes], until: float) -> Iterator[bytes]:
    while data := read(CHUNK):
        if time.monotonic() > until:
            raise Fault("did not finish its answer in time")
        yield data


def _too_long(cap: int) -> Fault:
    return Fault(f"sent more than {cap // 1024 // 1024} MiB")
