"""A mirror of a few made-up records, complete or a sample, and a server around it."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from citekit.formats import crossref_json, pubmed_xml
from citekit.mirror.memory_shelf import MemoryShelf
from citekit.mirror.serve import run
from citekit.mirror.serve.app import create
from citekit.mirror.serve.guard import Door, Limits
from citekit.mirror.serve.opened import open_served
from citekit.mirror.serve.served import Holding, Matcher, RegistryName, Served
from citekit.model import Candidate, Stamp
from citekit.verbs import mirror_index
from citekit.verbs.mirror_index import Given
from tests.registry_server import article_xml, work

DATE = "2026-11-20"
VIA = f"made-up mirror {DATE} (a test)"
SAMPLE = (
    "This mirror is a sample of {}: it says nothing about what it lacks. "
    f"It is of {DATE} and holds {{}} records."
)

RETRACTION = (
    "<CommentsCorrectionsList><CommentsCorrections RefType='RetractionIn'>"
    "<RefSource>J Test. 2012;3:1</RefSource><PMID>102</PMID></CommentsCorrections>"
    "</CommentsCorrectionsList>"
)
ARTICLES = (
    article_xml("101", title="Grafts of umbilical cord in lupus", doi="10.5555/graft",
                pmcid="PMC7000101", authors=(("Doe", "J"), ("van Berg", "AB")), more=RETRACTION),
    article_xml("102", title="Retraction: Grafts of umbilical cord in lupus", doi="10.5555/notice",
                year="2012", volume="3", page="1", authors=()),
    article_xml("103", title="TNF-\u03b1 and the heart", journal="Heart J", year="2011",
                volume="7", page="3-9", authors=(("Roe", "R"),)),
    article_xml("104", title="Cord blood and the heart", journal="Heart J", year="2011",
                volume="7", page="3-5", authors=(("Poe", "E"),)),
)  # fmt: skip
UPDATE = {"DOI": "10.5555/GRAFT", "type": "retraction", "label": "Retraction"}
WORKS = (
    work("10.5555/GRAFT", title="Grafts of umbilical cord in lupus",
         indexed={"date-time": "2026-01-05T00:00:00Z"},
         updated_by=[{"DOI": "10.5555/notice", "type": "retraction"}]),
    work("10.5555/notice", title="Retraction: Grafts of umbilical cord in lupus",
         indexed={"date-time": "2026-03-01T00:00:00Z"}, update_to=[UPDATE]),
    work("10.5555/(sici)1<2::aid>3.0.co;2-#", title="Odd names of works"),
)  # fmt: skip

Coverage = Literal["sample", "complete"]


def candidates() -> Iterator[Candidate]:
    xml = f"<PubmedArticleSet>{''.join(ARTICLES)}</PubmedArticleSet>".encode()
    yield from pubmed_xml.read(io.BytesIO(xml), Stamp("pubmed", DATE, VIA))
    lines = "\n".join(map(json.dumps, WORKS)).encode()
    for one in crossref_json.read_lines(io.BytesIO(lines), Stamp("crossref", DATE, VIA)):
        assert isinstance(one, Candidate)
        yield one


def held(
    coverage: Coverage = "complete",
    registries: tuple[RegistryName, ...] = ("pubmed", "crossref"),
    matcher: Matcher | None = None,
) -> Served:
    counts: dict[RegistryName, int] = {"pubmed": len(ARTICLES), "crossref": len(WORKS)}
    holdings = {one: Holding(counts[one], DATE, coverage, VIA) for one in registries}
    kept = [one for one in candidates() if one.stamp.registry in registries]
    return Served(f"the made-up mirror of {DATE}", MemoryShelf(kept), holdings, matcher)


def indexed(folder: Path, coverage: Coverage) -> Served:
    """Build an index of the same records, and open it."""
    xml, lines = folder / "pubmed26n0001.xml", folder / "works.jsonl"
    xml.write_text(f"<PubmedArticleSet>{''.join(ARTICLES)}</PubmedArticleSet>", encoding="utf-8")
    lines.write_text("\n".join(map(json.dumps, WORKS)), encoding="utf-8")
    whole = frozenset({"pubmed", "crossref"} if coverage == "complete" else ())
    files = {"pubmed": [str(xml)], "crossref": [str(lines)]}
    mirror_index.build(str(folder / "m"), Given(files, whole, DATE, 1), lambda *_: None)
    opened = open_served(str(folder / "m"))
    holdings = {name: one._replace(via=VIA) for name, one in opened.holdings.items()}
    return replace(opened, title=f"the made-up mirror of {DATE}", holdings=holdings, matcher=None)


class Got(NamedTuple):
    """One answer as it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


class Running(NamedTuple):
    """A served mirror."""

    base: str

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Got:
        connection = self.connect()
        try:
            connection.request(method, path, body, headers or {})
            return _got(connection.getresponse())
        finally:
            connection.close()

    def form(self, path: str, body: bytes) -> Got:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask(path, "POST", body, kind)

    def connect(self) -> HTTPConnection:
        return HTTPConnection(urlsplit(self.base).netloc, timeout=20)

    @property
    def port(self) -> int:
        return urlsplit(self.base).port or 0

    def environment(self) -> dict[str, str]:
        return {
            "CITEKIT_PUBMED_URL": f"{self.base}/entrez/eutils",
            "CITEKIT_CROSSREF_URL": self.base,
        }


def _got(response: HTTPResponse) -> Got:
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Got(response.status, headers, response.read())


@contextmanager
def running(
    served: Served, limits: Limits | None = None, door: Door | None = None
) -> Iterator[Running]:
    """Serve in a thread; everything else is as the command does it."""
    chosen = limits or Limits(shutdown_seconds=1)
    listening = run.listen("127.0.0.1", 0)
    server = run.server(create(served, chosen, door), chosen)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield Running(run.address(listening))
    finally:
        server.should_exit = True
        thread.join(10)
