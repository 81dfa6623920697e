"""A body that ends at any of its bytes is no answer, and leaves nothing behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from citekit.model import Answer, Found, Identifier, Registry, Unavailable
from citekit.registries.cache_file import FILE
from citekit.registries.crossref import Crossref
from citekit.registries.http import Http
from citekit.registries.policy import Policy
from citekit.registries.pubmed import PubMed
from citekit.vocab import Scheme
from tests.guarantees.guarantee import Guarantee, Told
from tests.guarantees.network import oracle, scene
from tests.registry_server import RegistryServer

_ONCE = Policy(tries=1)
_SECONDS = 20.0
MANNERS = ("whole", "short", "chunked")
"""How a cut body is framed: as if it were whole, with the length of the whole, or in chunks."""


class Cut(NamedTuple):
    """One record of one registry, ending at one of its bytes in one manner."""

    registry: str
    number: int
    at: int
    manner: str


@cache
def cuts() -> tuple[Cut, ...]:
    """List every byte of every record's answer, in every manner."""
    return tuple(chain.from_iterable(_cuts(name) for name in ("pubmed", "crossref")))


def _cuts(registry: str) -> Iterator[Cut]:
    for number in range(len(scene.articles())):
        whole = len(_body(registry, number))
        for manner in MANNERS:
            yield from (Cut(registry, number, at, manner) for at in range(whole))


@cache
def _body(registry: str, number: int) -> bytes:
    with scene.registries("") as server:
        endpoint, path, params, _ = _question(registry, number)
        return server.answer(endpoint, path, params).body


def _question(registry: str, number: int) -> tuple[str, str, dict[str, str], Identifier]:
    pmid, doi = list(_NAMES.items())[number]
    if registry == "pubmed":
        return "efetch", "", {"id": pmid}, Identifier(Scheme.PMID, pmid)
    return "work", f"/crossref/works/{doi}", {}, Identifier(Scheme.DOI, doi)


_NAMES = {
    "1111": "10.5555/made.up",
    "2222": "10.5555/second.one",
    "20650877": "10.1136/ard.2009.123463",
}


def _written(cut: Cut, body: bytes) -> bytes:
    part = body[: cut.at]
    framing = {
        "whole": b"Content-Length: %d\r\n\r\n%b" % (len(part), part),
        "short": b"Content-Length: %d\r\n\r\n%b" % (len(body), part),
        "chunked": b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b" % (len(body), part),
    }
    return b"HTTP/1.1 200 OK\r\nX-RateLimit-Limit: 1000\r\n" + framing[cut.manner]


def trial(number: int, folder: Path) -> Told:
    """Ask for a record whose answer is cut, twice; then for the whole of it."""
    cut = cuts()[number]
    endpoint, _, _, identifier = _question(cut.registry, cut.number)
    with scene.registries("") as server:
        server.break_next(endpoint, "raw", times=2, write=lambda body: _written(cut, body))
        first = _ask(server, cut, identifier, folder)
        problems = list(_of_a_part(cut, first, _body(cut.registry, cut.number)))
        problems += (
            ["it was remembered"] if isinstance(first, Unavailable) and _kept(folder) else []
        )
        server.mend()
        whole = _ask(server, cut, identifier, folder)
        problems += [] if _is_right(whole) else ["and then the whole record was not had"]
    return Told(f"{cut}: {'; '.join(problems)}" if problems else "")


def _ask(server: RegistryServer, cut: Cut, identifier: Identifier, folder: Path) -> Answer:
    http = Http(server.settings(folder), _ONCE)
    registry: Registry = PubMed(http) if cut.registry == "pubmed" else Crossref(http)
    try:
        return registry.fetch([identifier], time.monotonic() + _SECONDS)[identifier]
    finally:
        http.close()


def _of_a_part(cut: Cut, answer: Answer, body: bytes) -> Iterator[str]:
    # Of what is framed as whole, blanks at the end may be missing.
    is_whole = cut.manner == "whole" and not body[cut.at :].strip()
    if not (isinstance(answer, Unavailable) or (is_whole and _is_right(answer))):
        yield f"a part of a record was taken: {answer}"


def _is_right(answer: Answer) -> bool:
    right = oracle.right_payloads(taken_back=True)
    found = answer.candidates if isinstance(answer, Found) else ()
    return bool(found) and all(oracle.comparable(one.payload or b"{}") in right for one in found)


def _kept(folder: Path) -> bool:
    path = folder / FILE
    return path.exists() and scene.FIRST[:5] in oracle.everything(path)


GUARANTEES = (
    Guarantee(
        "cut-bodies",
        "An answer that ends at any of its bytes, however it is framed, is an outage: no part of a"
        " record is taken or remembered",
        len(cuts()),
        trial,
        few=1,
    ),
)
