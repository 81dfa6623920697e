"""More than anybody wants to hold, or to walk through."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from functools import cache

from tests.registry_server.faults import alter
from tests.registry_server.faults.kind import EVERYWHERE, REGISTRIES, XML, Kind, Means

_MANY = 30_000
_MIB = 1024 * 1024
_DEEP = 200_000
_LIST = frozenset({"list", "query"})


@cache
def _zeros() -> bytes:
    return gzip.compress(bytes(256 * _MIB), 9)


@cache
def _zeros_packed_again() -> bytes:
    return gzip.compress(_zeros() * 3)


@cache
def _zeros_in_members() -> bytes:
    return gzip.compress(bytes(_MIB)) * 256


def _strangers(body: bytes) -> bytes:
    return body + alter.FOREIGN_ARTICLE.encode() * 20_000


def _items(message: dict[str, object]) -> dict[str, object]:
    items = message["items"]
    assert isinstance(items, list)
    return {**message, "items": items + [alter.FOREIGN_WORK] * _MANY}


def _bombed(name: str, packed: Callable[[], bytes], at_page: Means = Means.OUTAGE) -> Kind:
    options = {"pack": lambda _: packed(), "headers": {"Content-Encoding": "gzip"}}
    return Kind(name, options=options, endpoints=EVERYWHERE, at={"page": at_page})


KINDS = (
    _bombed("bomb", _zeros),
    # Unpacked once it is short, and what an address of a packed file gives: that will not do.
    _bombed("bomb-of-bombs", _zeros_packed_again, Means.REFUSED),
    _bombed("bomb-of-members", _zeros_in_members),
    Kind("endless", "endless", endpoints=EVERYWHERE),
    Kind("length-giant", "raw", options={"write": lambda body:
         b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n" + body},
         endpoints=EVERYWHERE),
    Kind("too-long", options={"alter": lambda body: body + b" " * 33 * _MIB}, endpoints=EVERYWHERE),
    Kind("long-tail", means=Means.HARMLESS, options={"alter": lambda body: body + b" " * 30 * _MIB},
         endpoints=REGISTRIES - {"ecitmatch"}, at={"esearch": Means.EITHER}),
    Kind("strangers", options={"alter": alter.in_set(_strangers)}, endpoints=XML),
    Kind("many-items", options={"alter": alter.message(_items)},
         endpoints=frozenset({"list"})),
    Kind("many-pmids", means=Means.EITHER, endpoints=frozenset({"esearch"}), options={
        "body": json.dumps({"esearchresult": {"count": "999999", "idlist": [str(n) for n in
                range(1, 400_000)]}}).encode()}),
    Kind("deep-xml", options={"alter": alter.replaced(b"<ArticleTitle>", b"<ArticleTitle>"
         + b"<b>" * _DEEP + b"</b>" * _DEEP)}, endpoints=XML),
    Kind("deep-json", options={"body": b"[" * _DEEP + b"]" * _DEEP}),
    Kind("deep-json-inside", means=Means.EITHER, endpoints=frozenset({"work", "list", "esearch"}),
         options={"alter": alter.replaced(b'{"', b'{"deep":' + b"[" * _DEEP + b"]" * _DEEP
                  + b',"')}),
    Kind("attributes", means=Means.EITHER, endpoints=XML, options={"alter": alter.replaced(
         b"<ArticleTitle>", b"<ArticleTitle " + b" ".join(b'a%d="b"' % n for n in range(_MANY))
         + b">")}),
    Kind("attribute-giant", means=Means.EITHER, endpoints=XML, options={"alter": alter.replaced(
         b"<ArticleTitle>", b'<ArticleTitle a="' + b"x" * 12 * _MIB + b'">')}),
    Kind("name-giant", means=Means.EITHER, endpoints=XML, options={"alter": alter.replaced(
         b"<ArticleTitle>", b"<" + b"x" * 200_000 + b"/><ArticleTitle>")}),
    Kind("comment-giant", means=Means.EITHER, endpoints=XML, options={"alter": alter.replaced(
         b"<ArticleTitle>", b"<!--" + b"x" * 12 * _MIB + b"--><ArticleTitle>")}),
    Kind("number-giant", means=Means.EITHER, endpoints=frozenset({"work", "list"}),
         options={"alter": alter.replaced(b'{"', b'{"score":' + b"9" * 100_000 + b',"')}),
    Kind("members-many", means=Means.EITHER, endpoints=frozenset({"work"}), options={"alter":
         alter.each_work(lambda one: one.update({f"x{n}": n for n in range(50_000)}))}),
)  # fmt: skip
