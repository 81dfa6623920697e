"""The ways to break one answer; the kinds of faults are made of them."""

from __future__ import annotations

import base64
import gzip
import json
import socket
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from tests.registry_server.right import article_set, enveloped
from tests.registry_server.shapes import DOCTYPE, HTML, Answer, Asked

if TYPE_CHECKING:
    from tests.registry_server.server import Handler, RegistryServer

Options = dict[str, Any]
Alter = Callable[[bytes], bytes]
Break = Callable[["Handler", Answer, Asked, Options], None]


def _hang(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.owner.closing.wait(30)
    handler.close_connection = True


def _drip(handler: Handler, text: bytes) -> None:
    closing = handler.owner.closing
    while not closing.wait(0.05):
        handler.wfile.write(text)
        handler.wfile.flush()
    handler.close_connection = True


def _slow_headers(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(handler, b"x")


def _slow_body(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 100000\r\n\r\n"
    handler.wfile.write(head)
    _drip(handler, b" ")


def _reset(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.close_connection = True


def _status(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    body = options.get("body", b"<html>no</html>")
    headers = options.get("headers", {})
    handler.send(Answer(body, "text/html", options["status"], headers))


def _rate_limit(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    key = asked.params.get("api_key", "127.0.0.1")
    body = {"error": "API rate limit exceeded", "api-key": key, "count": "4", "limit": "3"}
    wait = options.get("retry_after")
    headers = {} if wait is None else {"Retry-After": str(wait)}
    status = options.get("status", 429)
    handler.send(Answer(json.dumps(body).encode(), status=status, headers=headers))


def _html(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.send(Answer(HTML, "text/html; charset=utf-8"))


def _empty(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.send(Answer(b"", answer.media_type))


def _cut(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.send(Answer(answer.body[: len(answer.body) // 2], answer.media_type))


def _short(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    half = answer.body[: len(answer.body) // 2]
    handler.send(Answer(half, answer.media_type), length=len(answer.body))


def _cut_chunks(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    half = answer.body[: len(answer.body) // 2]
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {answer.media_type}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in handler.rates().items())
    handler.wfile.write(f"{head}Transfer-Encoding: chunked\r\n\r\n{len(half):x}\r\n".encode())
    handler.wfile.write(half + b"\r\n")
    handler.hang_up()


def _no_root(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.send(Answer(DOCTYPE.encode(), "text/xml"))


def _error(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    text = "Search Backend failed: Database is not supported: pubmed"
    if asked.endpoint == "esearch":
        body = json.dumps({"esearchresult": {"ERROR": text}}).encode()
    else:
        body = f"<eFetchResult><ERROR>{text}</ERROR></eFetchResult>".encode()
    handler.send(Answer(body, answer.media_type))


def _exception(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    text = b"NCBI C++ Exception:\n    Error: CTxRawClient: EOF\n"
    handler.send(Answer(text, "text/plain"))


def _wrong(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.send(_with_records([options["instead"]], asked))


def _reordered(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.send(_with_records(_records(handler.owner, asked)[::-1], asked))


def _extra(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.send(_with_records([options["instead"], *_records(handler.owner, asked)], asked))


def _records(server: RegistryServer, asked: Asked) -> list[Any]:
    if asked.endpoint == "efetch":
        ids = asked.params["id"].split(",")
        return [server.articles[pmid].text for pmid in ids if pmid in server.articles]
    dois = [term.partition(":")[2].lower() for term in asked.params["filter"].split(",")]
    return [server.works[doi] for doi in dois if doi in server.works]


def _with_records(records: list[Any], asked: Asked) -> Answer:
    if asked.endpoint == "efetch":
        return article_set(records)
    if asked.endpoint == "work":
        return enveloped("work", records[0])
    return enveloped("work-list", {"total-results": len(records), "items": records})


def _redirect(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    headers = {"Location": options["to"]}
    handler.send(Answer(b"", "text/html", options.get("status", 302), headers))


def _bomb(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    body = gzip.compress(bytes(options.get("size", 64 * 1024 * 1024)), 1)
    handler.send(Answer(body, answer.media_type, headers={"Content-Encoding": "gzip"}))


def _endless(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n")
    while not handler.owner.closing.is_set():
        handler.wfile.write(b" " * 1024 * 1024)
    handler.close_connection = True


def _stacked(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    body = gzip.compress(gzip.compress(answer.body))
    handler.send(Answer(body, answer.media_type, headers={"Content-Encoding": "gzip, gzip"}))


def _early_hints(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n")
    handler.hang_up()


def _dateless(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    params = {name: value for name, value in asked.params.items() if name != "datetype"}
    handler.send(handler.owner.answer(asked.endpoint, urlsplit(asked.path).path, params))


def _unmarked(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    envelope = json.loads(answer.body)
    for one in envelope["message"]["items"]:
        one.pop("indexed", None)
    handler.send(Answer(json.dumps(envelope).encode()))


def filled(text: bytes, handler: Handler, asked: Asked) -> bytes:
    """Put the canary's address and the caller's key where a fault has a place for them."""
    owner = handler.owner
    key = asked.params.get("api_key", owner.secret).encode()
    known = {b"{canary}": owner.canary.encode(), b"{key}": key}
    known |= {b"{key64}": base64.b64encode(key), b"{key%}": quote(key, safe="").encode()}
    for name, value in known.items():
        text = text.replace(name, value)
    return text


def _altered(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    """Send the right answer altered: its body by `alter` or replaced by `body`, then `pack`ed."""
    alter: Alter = options.get("alter", bytes)
    body = options["body"] if "body" in options else alter(answer.body)
    body = options.get("pack", bytes)(filled(body, handler, asked))
    headers = {
        name: filled(value.encode(), handler, asked).decode()
        for name, value in options.get("headers", {}).items()
    }
    media_type = options.get("media_type", answer.media_type)
    handler.send(Answer(body, media_type, options.get("status", answer.status), headers))


def _raw(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    """Send what `write` makes of the right body, byte by byte as it is, and hang up."""
    handler.wfile.write(filled(options["write"](answer.body), handler, asked))
    handler.hang_up()


def _refused(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    """Send half an answer's head and reset the connection (RST, not FIN)."""
    handler.wfile.write(options.get("head", b"HTTP/1.1 200 OK\r\nContent-Le"))
    handler.wfile.flush()
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()
    handler.close_connection = True


def _dripped(handler: Handler, answer: Answer, asked: Asked, options: Options) -> None:
    """Send the right answer slowly, but in time."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {answer.media_type}\r\n"
    handler.wfile.write(f"{head}Content-Length: {len(answer.body)}\r\n\r\n".encode())
    step = len(answer.body) // 8 + 1
    for start in range(0, len(answer.body), step):
        handler.wfile.write(answer.body[start : start + step])
        handler.wfile.flush()
        handler.owner.closing.wait(0.05)


FAULTS: dict[str, Break] = {
    "hang": _hang,
    "slow-headers": _slow_headers,
    "slow-body": _slow_body,
    "reset": _reset,
    "status": _status,
    "rate-limit": _rate_limit,
    "html": _html,
    "empty": _empty,
    "cut": _cut,
    "short": _short,
    "cut-chunks": _cut_chunks,
    "no-root": _no_root,
    "error": _error,
    "exception": _exception,
    "wrong": _wrong,
    "reordered": _reordered,
    "extra": _extra,
    "redirect": _redirect,
    "bomb": _bomb,
    "endless": _endless,
    "stacked": _stacked,
    "early-hints": _early_hints,
    "dateless": _dateless,
    "unmarked": _unmarked,
    "altered": _altered,
    "raw": _raw,
    "refused": _refused,
    "dripped": _dripped,
}
