"""A server on loopback that answers like E-utilities and Crossref, and breaks when it is told to.

    with RegistryServer(articles=[article_xml("1", title="A title")], works=[...]) as server:
        settings = server.settings(tmp_path)          # base addresses and a cache of its own
        server.break_next("efetch", "html")           # the next efetch answers with a page
        ...
        assert server.counts["efetch"] == 2

- `articles`: `PubmedArticle` elements as text; `article_xml` writes one.
- `works`: Crossref work records as dicts; `work` makes one. `agencies`: DOI -> agency id, for DOIs
  that Crossref itself does not have.
- Addresses: `pubmed_url` (`efetch.fcgi`, `esearch.fcgi`, `ecitmatch.cgi`, GET and POST) and
  `crossref_url` (`/works/{doi}`, `/works/{doi}/agency`, `/works` with `filter=doi:` or
  `query.bibliographic`, with `rows` and `select`). `/page` is a web page (`page`).
- Every work gets an `indexed` of its own, another one whenever it is put into `works`. `put` notes
  `day` as the day on which the articles were modified (`modified`); esearch searches by it with
  `datetype=mdat`. Without being told, that day is today.
- `counts`: requests by endpoint: efetch, esearch, ecitmatch, work, agency, list, query, page.
  `asked`: every request, with its parameters, headers and time. `sent`: bytes of the answers'
  bodies, by endpoint.
- `break_next(endpoint, fault, times=1, **options)`: the next answers of that endpoint are broken;
  `break_all` breaks them until `mend()`, and `break_about(endpoint, names, fault)` those to
  questions that ask about one of these PMIDs or DOIs. `unlisted`: DOIs that lists leave out,
  though there is a work. The faults:

    hang          says nothing until the client or the test ends
    slow-headers  a header character every 0.05 s, without end
    slow-body     a body character every 0.05 s, without end
    reset         closes the connection before a word is said
    status        the status `status=`, with `headers=` and `body=` where given
    rate-limit    429 as NCBI sends it: JSON that echoes the API key; `retry_after=` where given
    html          a page with status 200
    empty         nothing with status 200
    cut           the first half of the right answer, complete by its Content-Length
    short         the first half of the right answer, with the Content-Length of the whole
    cut-chunks    the first half of the right answer, chunked, without the last chunk
    no-root       an XML declaration and a DOCTYPE, nothing else
    error         an E-utilities error with status 200
    exception     the text of a C++ exception with status 200
    wrong         the right answer to another question (`instead=` another article or work)
    reordered     the records of the right answer, the other way round
    extra         the right answer, with one more record (`instead=`) before the others
    redirect      302 to `to=`
    bomb          a gzip body that unpacks to `size=` bytes (default 64 MiB)
    endless       a body that does not end
    stacked       Content-Encoding: gzip, gzip
    early-hints   103 in the place of an answer
    dateless      the right answer to the question without its dates
    unmarked      the right answer, without when the works were indexed

Faults that keep a connection open end when the client does, or with the server.
"""

from __future__ import annotations

import gzip
import json
import re
import threading
import time
import xml.etree.ElementTree as ET
from collections import Counter, UserDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from citekit.settings import Settings

DOCTYPE = (
    '<?xml version="1.0" ?>\n'
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
)
HTML = b"<!DOCTYPE html><html><head><title>Sorry</title></head><body>Be right back.</body></html>"

SELECTABLE_TEXT = (
    "DOI ISBN ISSN URL abstract accepted alternative-id approved archive article-number assertion "
    "author chair clinical-trial-number container-title content-created content-domain "
    "contributor created degree deposited editor event funder group-title indexed "
    "is-referenced-by-count issn-type issue issued license link member original-title page posted "
    "prefix published published-online published-print publisher publisher-location reference "
    "references-count relation resource score short-container-title short-title standards-body "
    "subject subtitle title translator type update-policy update-to updated-by volume"
)
SELECTABLE = frozenset(SELECTABLE_TEXT.split())


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    endpoint: str
    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    at: float


@dataclass
class Answer:
    """What is about to be sent."""

    body: bytes
    media_type: str = "application/json"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Breakage:
    """How the next answers of an endpoint are broken."""

    fault: str
    times: float
    options: dict[str, Any]


def article_xml(
    pmid: str,
    *,
    title: str = "A title",
    doi: str | None = None,
    pmcid: str | None = None,
    authors: Iterable[tuple[str, str]] = (("Doe", "J"),),
    journal: str = "J Test",
    year: str = "2010",
    volume: str = "1",
    issue: str = "2",
    page: str = "3-9",
    more: str = "",
) -> str:
    """Write one PubmedArticle; `more` goes behind the Article (CommentsCorrectionsList …)."""
    people = "".join(
        f"<Author ValidYN='Y'><LastName>{family}</LastName><Initials>{initials}</Initials></Author>"
        for family, initials in authors
    )
    ids = [f'<ArticleId IdType="pubmed">{pmid}</ArticleId>']
    ids += [f'<ArticleId IdType="doi">{_xml(doi)}</ArticleId>'] if doi else []
    ids += [f'<ArticleId IdType="pmc">{pmcid}</ArticleId>'] if pmcid else []
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{pmid}</PMID>'
        '<Article PubModel="Print"><Journal>'
        f'<JournalIssue CitedMedium="Print"><Volume>{volume}</Volume><Issue>{issue}</Issue>'
        f"<PubDate><Year>{year}</Year></PubDate></JournalIssue><Title>{_xml(journal)}</Title>"
        f"<ISOAbbreviation>{_xml(journal)}</ISOAbbreviation></Journal>"
        f"<ArticleTitle>{_xml(title)}.</ArticleTitle>"
        f"<Pagination><MedlinePgn>{page}</MedlinePgn></Pagination>"
        f'<AuthorList CompleteYN="Y">{people}</AuthorList><Language>eng</Language>'
        '<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>'
        "</PublicationTypeList></Article>"
        f"<MedlineJournalInfo><MedlineTA>{_xml(journal)}</MedlineTA></MedlineJournalInfo>{more}"
        "</MedlineCitation><PubmedData><PublicationStatus>ppublish</PublicationStatus>"
        f"<ArticleIdList>{''.join(ids)}</ArticleIdList></PubmedData></PubmedArticle>"
    )


def work(doi: str, *, title: str = "A title", **more: Any) -> dict[str, Any]:
    """Make one Crossref work record; `more` adds or replaces members (`_` stands for `-`)."""
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "author": [{"given": "Jane", "family": "Doe", "sequence": "first", "affiliation": []}],
        "container-title": ["Journal of Tests"],
        "issued": {"date-parts": [[2010, 8]]},
        "volume": "1",
        "issue": "2",
        "page": "3-9",
        "publisher": "Tester",
        "source": "Crossref",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }


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
        self.articles: dict[str, _Article] = {}
        self.modified: dict[str, str] = {}
        self.put(*articles)
        self.works = _Works({str(one["DOI"]).lower(): dict(one) for one in works})
        self.agencies = {doi.lower(): agency for doi, agency in (agencies or {}).items()}
        self.page = Answer(b"<html><title>A page</title></html>", "text/html; charset=utf-8")
        self.rate = rate
        self.counts: Counter[str] = Counter()
        self.sent: Counter[str] = Counter()
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self.connections = 0
        self.unlisted: set[str] = set()
        self._broken: dict[str, list[Breakage]] = {}
        self._broken_about: list[tuple[str, frozenset[str], Breakage]] = []
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"owner": self})
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
        read = [_Article(text) for text in articles]
        self.articles |= {one.pmid: one for one in read}
        self.modified |= {one.pmid: self.day for one in read}

    def break_next(self, endpoint: str, fault: str, times: float = 1, **options: Any) -> None:
        """Break the next answers of an endpoint; several calls line up."""
        if fault not in FAULTS:
            raise KeyError(fault)
        self._broken.setdefault(endpoint, []).append(Breakage(fault, times, options))

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
                if endpoint == asked.endpoint and names & _asked_about(asked):
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
        return _ANSWERS[endpoint](self, path, params)


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


class _Handler(BaseHTTPRequestHandler):
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
        endpoint = self.endpoint = _endpoint(parts.path, params)
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


def _endpoint(path: str, params: Mapping[str, str]) -> str:
    if path == "/page":
        return "page"
    name = path.rpartition("/")[2].partition(".")[0]
    if path.startswith("/entrez/eutils/"):
        return name if name in {"efetch", "esearch", "ecitmatch"} else "unknown"
    if path.startswith("/crossref/works/"):
        return "agency" if path.endswith("/agency") else "work"
    if path == "/crossref/works":
        return "list" if "filter" in params else "query"
    return "unknown"


# The right answers.


class _Article:
    def __init__(self, text: str) -> None:
        root = ET.fromstring(text)
        self.text = text
        self.pmid = _text(root, "MedlineCitation/PMID")
        self.title = set(_words(_text(root, ".//ArticleTitle")))
        self.journal = _text(root, ".//MedlineTA") or _text(root, ".//ISOAbbreviation")
        self.journals = {
            _text(root, path).casefold()
            for path in (".//MedlineTA", ".//ISOAbbreviation", ".//Journal/Title")
        }
        self.year = _text(root, ".//PubDate/Year") or _text(root, ".//PubDate/MedlineDate")[:4]
        self.volume = _text(root, ".//Volume")
        self.page = re.split(r"[-,]", _text(root, ".//MedlinePgn"))[0]
        self.page = self.page or _text(root, ".//StartPage")
        self.authors = [
            f"{_text(one, 'LastName')} {_text(one, 'Initials')}".strip().casefold()
            for one in root.findall(".//AuthorList/Author")
        ]
        self.words = self.title | {word for one in self.authors for word in one.split()}
        self.ids = {
            f"{_text(root, path)}".casefold()
            for path in (
                "PubmedData/ArticleIdList/ArticleId[@IdType='doi']",
                "PubmedData/ArticleIdList/ArticleId[@IdType='pmc']",
                ".//Article/ELocationID[@EIdType='doi']",
            )
        } - {""}

    def has(self, value: str, tag: str) -> bool:
        held: dict[str, Iterable[str]] = {
            "dp": [self.year],
            "ta": self.journals,
            "vi": [self.volume],
            "pg": [self.page],
        }
        if tag in held:
            return value in held[tag]
        if tag == "au":
            return any(one.startswith(value) for one in self.authors)
        return set(_words(value)) <= (self.title if tag == "ti" else self.words)


_TOKEN = re.compile(
    r'\s*(\(|\)|AND\b|OR\b|"[^"]*"(?:\[\w+\])?|[^\s()\[\]"]+(?:\s+(?!AND\b|OR\b)'
    r'[^\s()\[\]"]+)*(?:\[\w+\])?)'
)


def _search(term: str, articles: Mapping[str, _Article]) -> set[str]:
    """Evaluate a term of words, tags, AND, OR and brackets; gives PMIDs."""
    tokens = [token for token in _TOKEN.findall(term) if token.strip()]
    by_id: dict[str, set[str]] = {}
    for pmid, article in articles.items():
        for name in {*article.ids, pmid}:
            by_id.setdefault(name, set()).add(pmid)

    def either() -> set[str]:
        found = both()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            found = found | both()
        return found

    def both() -> set[str]:
        found = atom()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            found = found & atom()
        return found

    def atom() -> set[str]:
        token = tokens.pop(0)
        if token == "(":
            inner = either()
            tokens.pop(0)
            return inner
        written, _, tag = token.rstrip("]").partition("[")
        value, tag = written.strip('"').casefold(), tag.casefold()
        if tag in {"doi", "aid", "pmcid", "uid"}:
            return by_id.get(value, set())
        return {pmid for pmid, article in articles.items() if article.has(value, tag)}

    return either()


def _efetch(server: RegistryServer, path: str, params: Mapping[str, str]) -> Answer:
    wanted = [pmid for pmid in params.get("id", "").split(",") if re.fullmatch(r"[1-9]\d*", pmid)]
    if not wanted:
        error = "<eFetchResult><ERROR>ID list is empty! Possibly it has no correct IDs.</ERROR>"
        return Answer(f"{error}</eFetchResult>".encode(), "text/xml", 400)
    found = [server.articles[pmid].text for pmid in wanted if pmid in server.articles]
    return _article_set(found)


def _article_set(texts: Iterable[str]) -> Answer:
    body = f"{DOCTYPE}<PubmedArticleSet>{''.join(texts)}</PubmedArticleSet>\n"
    return Answer(body.encode(), "text/xml; charset=UTF-8")


def _esearch(server: RegistryServer, path: str, params: Mapping[str, str]) -> Answer:
    matching = _search(params.get("term", ""), server.articles) & _dated(server, params)
    found = [pmid for pmid in server.articles if pmid in matching]
    listed = found[: int(params.get("retmax", "20"))]
    result = {"count": str(len(found)), "retmax": str(len(listed)), "retstart": "0"}
    result |= {"idlist": listed, "translationset": [], "querytranslation": params.get("term", "")}
    if not found:
        result["warninglist"] = {"outputmessages": ["No items found."]}
    header = {"type": "esearch", "version": "0.3"}
    return Answer(json.dumps({"header": header, "esearchresult": result}).encode())


def _dated(server: RegistryServer, params: Mapping[str, str]) -> set[str]:
    """Give the PMIDs within mindate and maxdate, of which one without the other is ignored."""
    first, last = params.get("mindate"), params.get("maxdate")
    if params.get("datetype") != "mdat" or first is None or last is None:
        return set(server.articles)
    days = server.modified
    return {one for one in server.articles if first <= days[one] and days[one][: len(last)] <= last}


def _ecitmatch(server: RegistryServer, path: str, params: Mapping[str, str]) -> Answer:
    lines = []
    for line in params.get("bdata", "").split("\r"):
        if line.count("|") < 5:
            continue
        journal, year, volume, page, author, key = line.split("|")[:6]
        found = [
            one.pmid
            for one in server.articles.values()
            if (one.year, one.volume, one.page) == (year, volume, page)
            and journal.replace(".", "").casefold() in one.journals
        ]
        verdict = found[0] if len(found) == 1 else f"AMBIGUOUS {','.join(found)}"
        verdict = verdict if found else "NOT_FOUND;INVALID_JOURNAL"
        lines.append(f"{journal}|{year}|{volume}|{page}|{author}|{key}|{verdict}\n")
    return Answer("".join(lines).encode(), "text/plain")


def _work(server: RegistryServer, path: str, params: Mapping[str, str]) -> Answer:
    found = server.works.get(_doi_of(path).lower())
    if found is None:
        return Answer(b"Resource not found.", "text/plain", 404)
    return _message("work", found)


def _agency(server: RegistryServer, path: str, params: Mapping[str, str]) -> Answer:
    doi = _doi_of(path.removesuffix("/agency"))
    agency = "crossref" if doi.lower() in server.works else server.agencies.get(doi.lower())
    if agency is None:
        return Answer(b"Resource not found.", "text/plain", 404)
    return _message("work-agency", {"DOI": doi, "agency": {"id": agency, "label": agency.title()}})


def _list(server: RegistryServer, path: str, params: Mapping[str, str]) -> Answer:
    terms = [term.partition(":") for term in params["filter"].split(",")]
    if any(name != "doi" for name, _, _ in terms):
        return _refused("filter-not-available")
    asked = [doi.lower() for _, _, doi in terms]
    found = [server.works[doi] for doi in asked if doi in server.works.keys() - server.unlisted]
    return _works(found, params)


def _query(server: RegistryServer, path: str, params: Mapping[str, str]) -> Answer:
    asked = set(_words(params.get("query.bibliographic", "")))
    scores = {
        doi: len(asked & set(_words(" ".join(one.get("title", [])))))
        for doi, one in server.works.items()
    }
    ranked = sorted((doi for doi in scores if scores[doi]), key=lambda doi: -scores[doi])
    return _works([server.works[doi] for doi in ranked], params)


def _works(found: list[dict[str, Any]], params: Mapping[str, str]) -> Answer:
    listed = found[: int(params.get("rows", "20"))]
    if "select" in params:
        names = params["select"].split(",")
        if not set(names) <= SELECTABLE:
            return _refused("select-not-available")
        listed = [{name: one[name] for name in names if name in one} for one in listed]
    return _message("work-list", {"total-results": len(found), "items": listed})


def _message(kind: str, message: Mapping[str, Any]) -> Answer:
    envelope = {"status": "ok", "message-type": kind, "message-version": "1.0.0"}
    return Answer(json.dumps({**envelope, "message": message}).encode())


def _refused(reason: str) -> Answer:
    message = [{"type": reason, "value": "?", "message": f"{reason}: see the documentation"}]
    body = {"status": "failed", "message-type": "validation-failure", "message": message}
    return Answer(json.dumps(body).encode(), status=400)


def _page(server: RegistryServer, path: str, params: Mapping[str, str]) -> Answer:
    return server.page


_ANSWERS: dict[str, Callable[[RegistryServer, str, Mapping[str, str]], Answer]] = {
    "efetch": _efetch,
    "esearch": _esearch,
    "ecitmatch": _ecitmatch,
    "work": _work,
    "agency": _agency,
    "list": _list,
    "query": _query,
    "page": _page,
}


def _asked_about(asked: Asked) -> set[str]:
    """Read the PMIDs or DOIs of a question, in small letters."""
    if asked.endpoint in {"work", "agency"}:
        return {_doi_of(urlsplit(asked.path).path.removesuffix("/agency")).lower()}
    if asked.endpoint == "list":
        terms = asked.params["filter"].split(",")
        return {term.partition(":")[2].lower() for term in terms}
    if asked.endpoint == "esearch":
        quoted_or_uid = r'"([^"]*)"\[|(\d+)\[uid\]'
        found = re.findall(quoted_or_uid, asked.params.get("term", ""))
        return {(name or pmid).lower() for name, pmid in found}
    return set(asked.params.get("id", "").split(","))


def _doi_of(path: str) -> str:
    return unquote(path.removeprefix("/crossref/works/"))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold())


def _text(element: ET.Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else "".join(found.itertext()).strip()


def _xml(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# The faults.

Options = dict[str, Any]
Break = Callable[[_Handler, Answer, Asked, Options], None]


def _hang(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.owner.closing.wait(30)
    handler.close_connection = True


def _drip(handler: _Handler, text: bytes) -> None:
    closing = handler.owner.closing
    while not closing.wait(0.05):
        handler.wfile.write(text)
        handler.wfile.flush()
    handler.close_connection = True


def _slow_headers(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(handler, b"x")


def _slow_body(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 100000\r\n\r\n"
    handler.wfile.write(head)
    _drip(handler, b" ")


def _reset(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.close_connection = True


def _status(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    body = options.get("body", b"<html>no</html>")
    headers = options.get("headers", {})
    handler.send(Answer(body, "text/html", options["status"], headers))


def _rate_limit(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    key = asked.params.get("api_key", "127.0.0.1")
    body = {"error": "API rate limit exceeded", "api-key": key, "count": "4", "limit": "3"}
    wait = options.get("retry_after")
    headers = {} if wait is None else {"Retry-After": str(wait)}
    status = options.get("status", 429)
    handler.send(Answer(json.dumps(body).encode(), status=status, headers=headers))


def _html(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.send(Answer(HTML, "text/html; charset=utf-8"))


def _empty(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.send(Answer(b"", answer.media_type))


def _cut(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.send(Answer(answer.body[: len(answer.body) // 2], answer.media_type))


def _short(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    half = answer.body[: len(answer.body) // 2]
    handler.send(Answer(half, answer.media_type), length=len(answer.body))


def _cut_chunks(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    half = answer.body[: len(answer.body) // 2]
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {answer.media_type}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in handler.rates().items())
    handler.wfile.write(f"{head}Transfer-Encoding: chunked\r\n\r\n{len(half):x}\r\n".encode())
    handler.wfile.write(half + b"\r\n")
    handler.hang_up()


def _no_root(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.send(Answer(DOCTYPE.encode(), "text/xml"))


def _error(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    text = "Search Backend failed: Database is not supported: pubmed"
    if asked.endpoint == "esearch":
        body = json.dumps({"esearchresult": {"ERROR": text}}).encode()
    else:
        body = f"<eFetchResult><ERROR>{text}</ERROR></eFetchResult>".encode()
    handler.send(Answer(body, answer.media_type))


def _exception(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    text = b"NCBI C++ Exception:\n    Error: CTxRawClient: EOF\n"
    handler.send(Answer(text, "text/plain"))


def _wrong(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.send(_with_records([options["instead"]], asked))


def _reordered(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.send(_with_records(_records(handler.owner, asked)[::-1], asked))


def _extra(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.send(_with_records([options["instead"], *_records(handler.owner, asked)], asked))


def _records(server: RegistryServer, asked: Asked) -> list[Any]:
    if asked.endpoint == "efetch":
        ids = asked.params["id"].split(",")
        return [server.articles[pmid].text for pmid in ids if pmid in server.articles]
    dois = [term.partition(":")[2].lower() for term in asked.params["filter"].split(",")]
    return [server.works[doi] for doi in dois if doi in server.works]


def _with_records(records: list[Any], asked: Asked) -> Answer:
    if asked.endpoint == "efetch":
        return _article_set(records)
    if asked.endpoint == "work":
        return _message("work", records[0])
    return _message("work-list", {"total-results": len(records), "items": records})


def _redirect(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    headers = {"Location": options["to"]}
    handler.send(Answer(b"", "text/html", options.get("status", 302), headers))


def _bomb(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    body = gzip.compress(bytes(options.get("size", 64 * 1024 * 1024)), 1)
    handler.send(Answer(body, answer.media_type, headers={"Content-Encoding": "gzip"}))


def _endless(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n")
    while not handler.owner.closing.is_set():
        handler.wfile.write(b" " * 1024 * 1024)
    handler.close_connection = True


def _stacked(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    body = gzip.compress(gzip.compress(answer.body))
    handler.send(Answer(body, answer.media_type, headers={"Content-Encoding": "gzip, gzip"}))


def _early_hints(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    handler.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n")
    handler.hang_up()


def _dateless(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    params = {name: value for name, value in asked.params.items() if name != "datetype"}
    handler.send(handler.owner.answer(asked.endpoint, urlsplit(asked.path).path, params))


def _unmarked(handler: _Handler, answer: Answer, asked: Asked, options: Options) -> None:
    envelope = json.loads(answer.body)
    for one in envelope["message"]["items"]:
        one.pop("indexed", None)
    handler.send(Answer(json.dumps(envelope).encode()))


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
}
