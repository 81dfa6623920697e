"""Bytes that are packed or written in another way than they are said to be."""

from __future__ import annotations

import gzip
import zlib

from tests.registry_server.faults import alter
from tests.registry_server.faults.kind import EVERYWHERE, JSON, REGISTRIES, XML, Kind, Means


def _packed(name: str, coding: str, pack: alter.Alter, means: Means = Means.OUTAGE) -> Kind:
    options = {"pack": pack, "headers": {"Content-Encoding": coding}}
    return Kind(f"packed-{name}", means=means, options=options, endpoints=EVERYWHERE)


def _written(name: str, change: alter.Alter, means: Means = Means.OUTAGE, **more: object) -> Kind:
    at = {"ecitmatch": Means.EITHER}
    options = {"alter": change, **more}
    return Kind(f"written-{name}", means=means, options=options, endpoints=REGISTRIES, at=at)


KINDS = (
    _packed("gzip", "gzip", gzip.compress, Means.HARMLESS),
    _packed("x-gzip", "x-gzip", gzip.compress, Means.HARMLESS),
    _packed("gzip-members", "gzip", lambda b: gzip.compress(b[:9]) + gzip.compress(b[9:]),
            Means.HARMLESS),
    _packed("deflate", "deflate", zlib.compress, Means.HARMLESS),
    _packed("deflate-raw", "deflate", alter.raw_deflate, Means.HARMLESS),
    _packed("identity", "identity", bytes, Means.HARMLESS),
    _packed("gzip-cut", "gzip", lambda b: gzip.compress(b)[:-12]),
    _packed("gzip-half", "gzip", lambda b: alter.cut(gzip.compress(b))),
    _packed("gzip-crc", "gzip", alter.wrong_crc),
    _packed("gzip-trailing", "gzip", lambda b: gzip.compress(b) + b"junk", Means.EITHER),
    _packed("gzip-only-said", "gzip", bytes),
    _packed("gzip-empty", "gzip", lambda b: b""),
    _packed("gzip-twice", "gzip, gzip", lambda b: gzip.compress(gzip.compress(b))),
    _packed("brotli", "br", bytes),
    _packed("zstd", "zstd", bytes),
    _packed("unknown", "x-{canary}", bytes),
    Kind("packed-unsaid", options={"pack": gzip.compress}),
    _written("utf-16", lambda b: b.decode().encode("utf-16"), Means.EITHER),
    _written("utf-32", lambda b: b.decode().encode("utf-32"), Means.EITHER),
    _written("bom", alter.before(b"\xef\xbb\xbf"), Means.EITHER),
    _written("rot", lambda b: bytes(byte ^ 0x20 for byte in b)),
    Kind("written-latin-1", options={"alter": lambda b: b.decode().encode("latin-1", "replace")},
         endpoints=XML),
    Kind("written-bad-utf-8", options={"alter": alter.replaced(b"Gr\xc3\xb6", b"Gr\xc3\x28")},
         endpoints=XML),
    Kind("written-charset", means=Means.HARMLESS,
         options={"media_type": "application/json; charset=latin-1"}, endpoints=JSON),
    Kind("written-surrogate", options={"alter": alter.in_json(lambda read: read)},
         endpoints=JSON, means=Means.HARMLESS),
    Kind("written-lone-surrogate", means=Means.EITHER, endpoints=frozenset({"work"}),
         options={"alter": alter.replaced(b'"title": ["', b'"subtitle": ["\\ud800"], '
                                          b'"title": ["')}),
    Kind("written-raw-newline", endpoints=frozenset({"work"}),
         options={"alter": alter.replaced(b'"title": ["', b'"title": ["\n')}),
    Kind("written-nul", endpoints=XML,
         options={"alter": alter.replaced(b"<ArticleTitle>", b"<ArticleTitle>\0")}),
)  # fmt: skip
