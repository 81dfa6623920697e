from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable

import pytest

from citekit.registries.body import CHUNK, read_body
from citekit.registries.faults import Fault

TEXT = b"<PubmedArticleSet>" + bytes(range(256)) * 500
DEFLATED = zlib.compressobj(wbits=-15)
RAW_DEFLATE = DEFLATED.compress(TEXT) + DEFLATED.flush()


def reader(data: bytes, size: int = CHUNK) -> Callable[[int], bytes]:
    pieces = iter([data[start : start + size] for start in range(0, len(data), size)])
    return lambda _: next(pieces, b"")


def read(data: bytes, coding: str = "", cap: int = 10**6, size: int = CHUNK) -> bytes:
    until = time.monotonic() + 10
    return read_body(reader(data, size), coding, len(data), until, cap)


@pytest.mark.parametrize("size", [1, 7, CHUNK], ids=["bytes", "sevens", "chunks"])
@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("X-GZip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:1000]) + gzip.compress(TEXT[1000:])),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", RAW_DEFLATE),
    ],
    ids=["plain", "identity", "gzip", "x-gzip", "two members", "zlib", "raw deflate"],
)
def test_each_coding_is_unpacked(coding: str, data: bytes, size: int) -> None:
    assert read(data, coding, size=size) == TEXT


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress", "gzip,"])
def test_other_and_stacked_codings_are_refused(coding: str) -> None:
    with pytest.raises(Fault, match="does not unpack") as caught:
        read(gzip.compress(TEXT), coding)
    assert not caught.value.again


@pytest.mark.parametrize(
    ("data", "coding"),
    [
        (bytes(10_001), ""),
        (gzip.compress(bytes(10_001)), "gzip"),
        (zlib.compress(bytes(10_001)), "deflate"),
        (gzip.compress(bytes(6000)) * 2, "gzip"),
    ],
    ids=["plain", "gzip", "deflate", "in members"],
)
def test_a_body_over_the_cap_is_refused(data: bytes, coding: str) -> None:
    with pytest.raises(Fault, match="sent more than"):
        read(data, coding, cap=10_000)


def test_a_body_at_the_cap_is_taken() -> None:
    assert read(gzip.compress(bytes(10_000)), "gzip", cap=10_000) == bytes(10_000)


def test_a_bomb_is_never_unpacked_beyond_the_cap() -> None:
    bomb = gzip.compress(bytes(50 * 1024 * 1024), 1)
    began = time.monotonic()
    with pytest.raises(Fault, match="sent more than"):
        read(bomb, "gzip", cap=1024)
    assert time.monotonic() - began < 1


def test_a_promise_over_the_cap_is_refused_unread() -> None:
    def unread(size: int) -> bytes:
        raise AssertionError

    with pytest.raises(Fault, match="sent more than"):
        read_body(unread, "", 2000, time.monotonic() + 1, cap=1000)


def test_packed_bytes_count_too() -> None:
    """Bytes that unpack to nothing are still sent."""
    empty_members = gzip.compress(b"") * 200
    with pytest.raises(Fault, match="sent more than"):
        read_body(reader(empty_members), "gzip", None, time.monotonic() + 1, cap=1000)


@pytest.mark.parametrize("coding", ["", "gzip", "deflate"])
def test_a_cut_body_is_no_body_wherever_it_is_cut(coding: str) -> None:
    pack = {"": bytes, "gzip": gzip.compress, "deflate": zlib.compress}[coding]
    data = pack(b"<a>some text, some more text</a>")
    for end in range(len(data)):
        with pytest.raises(Fault) as caught:
            read_body(reader(data[:end]), coding, len(data), time.monotonic() + 1)
        assert caught.value.again


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_packed_body_that_was_cut_before_it_was_sent_is_no_body(coding: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress}[coding]
    data = pack(b"<a>some text, some more text</a>")[:-1]
    with pytest.raises(Fault):
        read(data, coding)


def test_bytes_that_are_not_gzip_are_no_body() -> None:
    with pytest.raises(Fault, match="damaged") as caught:
        read(b"<html>", "gzip")
    assert caught.value.again


def test_a_body_that_is_late_is_no_body() -> None:
    with pytest.raises(Fault, match="in time"):
        read_body(lambda _: b" ", "", None, time.monotonic() - 0.001)
