"""Status 200 with something else than the answer."""

from __future__ import annotations

from tests.registry_server.faults import alter
from tests.registry_server.faults.kind import EVERYWHERE, JSON, XML, Kind, Means

_META = b'<html><meta http-equiv="refresh" content="0; url={canary}"><img src="{canary}/x.png">'
_SAID = {
    "page-meta-refresh": _META + b"<script src='{canary}/x.js'></script></html>",
    "captcha": b"<!doctype html><title>Checking your browser</title><form action='{canary}'>",
    "blocked": b"<html>Access denied. Your address 10.1.2.3 has been blocked: {key}</html>",
    "white-space": b" \r\n\t" * 50,
    "nul-bytes": bytes(4096),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "text-ok": b"OK",
    "json-error": b'{"error":"Invalid db name","api-key":"{key}"}',
    "json-null": b"null",
    "json-number": b"17",
    "json-list": b"[]",
    "json-object": b"{}",
    "json-string": b'"{canary}"',
    "xml-error": b"<ERROR>Search Backend failed: {key} {key%} {key64}</ERROR>",
    "xml-result-error": b"<eFetchResult><ERROR>address table is empty {key}</ERROR></eFetchResult>",
    "soap-fault": b"<Envelope><Body><Fault>down</Fault></Body></Envelope>",
    "java-trace": b"java.lang.NullPointerException\n\tat gov.nih.nlm.Main.main(Main.java:1)\n",
    "yaml": b"esearchresult:\n  idlist: []\n",
    "shell": b"#!/bin/sh\ncurl {canary}\n",
    "multipart": b"--x\r\nContent-Type: text/xml\r\n\r\n<PubmedArticleSet/>\r\n--x--\r\n",
}

KINDS = (
    Kind("page", "html"),
    Kind("empty", "empty"),
    Kind("cut", "cut"),
    Kind("no-root", "no-root"),
    Kind("eutils-error", "error", endpoints=XML | {"esearch"}),
    Kind("exception", "exception"),
    *(Kind(name, options={"body": body}) for name, body in _SAID.items()),
    Kind("page-once", "html", Means.HARMLESS, times=1),
    Kind("empty-once", "empty", Means.HARMLESS, times=1),
    Kind("type-wrong", means=Means.HARMLESS, options={"media_type": "image/png"}),
    Kind("type-empty", means=Means.HARMLESS, options={"media_type": ""}),
    Kind("type-hostile", means=Means.HARMLESS, endpoints=EVERYWHERE,
         options={"media_type": "text/html; charset=utf-7; x={canary}"}),
    Kind("line-ends", means=Means.HARMLESS, options={"alter": alter.after(b"\r\n\r\n")}),
    Kind("xml-for-json", options={"body": b"<eSearchResult><Count>0</Count><IdList/>"
         b"</eSearchResult>"}, endpoints=JSON),
    Kind("xml-search-error", options={"body": b'{"header":{},"esearchresult":{"ERROR":"{key}: '
         b'Search Backend failed: {canary}"}}'}, endpoints=frozenset({"esearch"})),
)  # fmt: skip
