"""The server itself: who asks, what is broken, and how an answer is sent."""

from __future__ import annotations

import threading
import time
from collections import Counter, UserDict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from citekit.settings import Settings
from tests.registry_server.faults.kind import Kind
from tests.registry_server.faults.tools import FAULTS
from tests.registry_server.right import ANSWERS, Article, asked_about, endpoint_of
from tests.registry_server.shapes import Answer, Asked, Breakage


class RegistryServer:
    """See the module's text."""

    def __init__(
        self,
        articles: Iterable[str] = (),
        works: Iterable[Mapping[str, Any]] = (),
        agencies: Mapping[str, str] | None = None,
        rate: int | None = 1000,
    ) -> None:
        """`rate`: requests a second that the answers' headers allow; None sends no such header."""
        self.day = datetime.now(UTC).strftime("%Y/%m/%d")
        self.articles: dict[str, Article] = {}
        self.modified: dict[str, str] = {}
        self.put(*articles)
        self.works = _Works({str(one["DOI"]).lower(): dict(one) for one in works})
        self.agencies = {doi.lower(): agency for doi, agency in (agencies or {}).items()}
        self.page = Answer(b"<html><title>A page</title></html>", "text/html; charset=utf-8")
        self.rate = rate
        self.canary = "http://127.0.0.1:9"
        self.secret = ""
        self.counts: Counter[str] = Counter()
        self.sent: Counter[str] = Counter()
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self.connections = 0
        self.unlisted: set[str] = set()
        self._broken: dict[str, list[Breakage]] = {}
        self._broken_about: list[tuple[str, frozenset[str], Breakage]] = []
        self._lock = threading.Lock()
        handler = type("Handler", (Handler,), {"owner": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def pubmed_url(self) -> str:
        return f"{self.base}/entrez/eutils"

    @property
    def crossref_url(self) -> str:
        return f"{self.base}/crossref"

    @property
    def page_url(self) -> str:
        return f"{self.base}/page"

    def settings(self, cache_dir: Path, **more: Any) -> Settings:
        """Give settings that ask this server, with a cache in the folder given."""
        known = {"pubmed_url": self.pubmed_url, "crossref_url": self.crossref_url}
        return Settings(**{**known, "cache_dir": cache_dir, **more})

    def environment(self, cache_dir: Path) -> dict[str, str]:
        """Give the same for a command, as CITEKIT_* variables."""
        return {
            "CITEKIT_PUBMED_URL": self.pubmed_url,
            "CITEKIT_CROSSREF_URL": self.crossref_url,
            "CITEKIT_CACHE_DIR": str(cache_dir),
        }

    def put(self, *articles: str) -> None:
        """Have these articles from now on, in the place of those of the same PMIDs."""
        read = [Article(text) for text in articles]
        self.articles |= {one.pmid: one for one in read}
        self.modified |= {one.pmid: self.day for one in read}

    def break_next(self, endpoint: str, fault: str, times: float = 1, **options: Any) -> None:
        """Break the next answers of an endpoint; several calls line up."""
        if fault not in FAULTS:
            raise KeyError(fault)
        self._broken.setdefault(endpoint, []).append(Breakage(fault, times, options))

    def break_as(self, endpoint: str, kind: Kind) -> None:
        """Break an endpoint's answers as a kind of fault does, once or until `mend`."""
        self.break_next(endpoint, kind.fault, kind.times, **kind.options)

    def break_all(self, fault: str, **options: Any) -> None:
        """Break every answer of every endpoint until `mend`."""
        for endpoint in ("efetch", "esearch", "ecitmatch", "work", "agency", "list", "query"):
            self.break_next(endpoint, fault, times=float("inf"), **options)

    def break_about(self, endpoint: str, names: Iterable[str], fault: str, **options: Any) -> None:
        """Break an endpoint's answers to questions about any of these, until `mend`."""
        if fault not in FAULTS:
            raise KeyError(fault)
        breakage = Breakage(fault, float("inf"), options)
        self._broken_about.append((endpoint, frozenset(map(str.lower, names)), breakage))

    def mend(self) -> None:
        """Answer properly again."""
        self._broken.clear()
        self._broken_about.clear()

    def note(self, asked: Asked) -> Breakage | None:
        """Count a request; give how its answer is to be broken."""
        with self._lock:
            self.asked.append(asked)
            self.counts[asked.endpoint] += 1
            for endpoint, names, breakage in self._broken_about:
                if endpoint == asked.endpoint and names & asked_about(asked):
                    return breakage
            line = self._broken.get(asked.endpoint, [])
            while line and line[0].times <= 0:
                line.pop(0)
            if not line:
                return None
            line[0].times -= 1
            return line[0]

    def answer(self, endpoint: str, path: str, params: dict[str, str]) -> Answer:
        """Give the right answer."""
        return ANSWERS[endpoint](self, path, params)


class _Works(UserDict[str, dict[str, Any]]):
    """Works that are indexed when they are put here; each of them at another second."""

    _clock = datetime(2026, 1, 1, tzinfo=UTC)

    def __setitem__(self, doi: str, one: Mapping[str, Any]) -> None:
        old = self.data.get(doi, {})
        if "indexed" not in one or (one["indexed"] == old.get("indexed") and one != old):
            one = {**one, "indexed": self._now()}
        self.data[doi] = dict(one)

    def _now(self) -> dict[str, Any]:
        now = self._clock = self._clock + timedelta(seconds=1)
        return {
            "date-parts": [[now.year, now.month, now.day]],
            "date-time": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "timestamp": int(now.timestamp()) * 1000,
            "version": "3.0.0",
        }


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that give up are what the tests are about."""


class Handler(BaseHTTPRequestHandler):
    owner: RegistryServer
    endpoint = "unknown"
    protocol_version = "HTTP/1.1"
    timeout = 30
    disable_nagle_algorithm = True

    def setup(self) -> None:
        self.owner.connections += 1
        super().setup()

    def do_GET(self) -> None:
        self._serve({})

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        self._serve(dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True)))

    def _serve(self, form: dict[str, str]) -> None:
        parts = urlsplit(self.path)
        params = dict(parse_qsl(parts.query, keep_blank_values=True)) | form
        endpoint = self.endpoint = endpoint_of(parts.path, params)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(endpoint, self.command, self.path, params, headers, time.monotonic())
        breakage = self.owner.note(asked)
        if endpoint == "unknown":
            answer = Answer(b"<html>404</html>", "text/html", 404)
        else:
            answer = self.owner.answer(endpoint, parts.path, params)
        if breakage is None:
            self.send(answer)
        else:
            FAULTS[breakage.fault](self, answer, asked, breakage.options)

    def send(self, answer: Answer, *, length: int | None = None) -> None:
        self.owner.sent[self.endpoint] += len(answer.body)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(len(answer.body) if length is None else length))
        for name, value in {**self.rates(), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)
        if length is not None:
            self.hang_up()

    def hang_up(self) -> None:
        self.wfile.flush()
        self.close_connection = True

    def rates(self) -> dict[str, str]:
        rate = self.owner.rate
        if rate is None:
            return {}
        if "/entrez/" in self.path:
            return {"X-RateLimit-Limit": str(rate), "X-RateLimit-Remaining": str(rate - 1)}
        return {"x-rate-limit-limit": str(rate), "x-rate-limit-interval": "1s"}

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep the tests' output clean."""
