"""The right answers, as E-utilities and Crossref give them."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from tests.registry_server.shapes import DOCTYPE, Answer, Asked

if TYPE_CHECKING:
    from tests.registry_server.server import RegistryServer

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


def endpoint_of(path: str, params: Mapping[str, str]) -> str:
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


class Article:
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


def _search(term: str, articles: Mapping[str, Article]) -> set[str]:
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
    return article_set(found)


def article_set(texts: Iterable[str]) -> Answer:
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
    found = server.works.get(doi_of(path).lower())
    if found is None:
        return Answer(b"Resource not found.", "text/plain", 404)
    return enveloped("work", found)


def _agency(server: RegistryServer, path: str, params: Mapping[str, str]) -> Answer:
    doi = doi_of(path.removesuffix("/agency"))
    agency = "crossref" if doi.lower() in server.works else server.agencies.get(doi.lower())
    if agency is None:
        return Answer(b"Resource not found.", "text/plain", 404)
    return enveloped("work-agency", {"DOI": doi, "agency": {"id": agency, "label": agency.title()}})


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
    return enveloped("work-list", {"total-results": len(found), "items": listed})


def enveloped(kind: str, message: Mapping[str, Any]) -> Answer:
    envelope = {"status": "ok", "message-type": kind, "message-version": "1.0.0"}
    return Answer(json.dumps({**envelope, "message": message}).encode())


def _refused(reason: str) -> Answer:
    message = [{"type": reason, "value": "?", "message": f"{reason}: see the documentation"}]
    body = {"status": "failed", "message-type": "validation-failure", "message": message}
    return Answer(json.dumps(body).encode(), status=400)


def _page(server: RegistryServer, path: str, params: Mapping[str, str]) -> Answer:
    return server.page


ANSWERS: dict[str, Callable[[RegistryServer, str, Mapping[str, str]], Answer]] = {
    "efetch": _efetch,
    "esearch": _esearch,
    "ecitmatch": _ecitmatch,
    "work": _work,
    "agency": _agency,
    "list": _list,
    "query": _query,
    "page": _page,
}


def asked_about(asked: Asked) -> set[str]:
    """Read the PMIDs or DOIs of a question, in small letters."""
    if asked.endpoint in {"work", "agency"}:
        return {doi_of(urlsplit(asked.path).path.removesuffix("/agency")).lower()}
    if asked.endpoint == "list":
        terms = asked.params["filter"].split(",")
        return {term.partition(":")[2].lower() for term in terms}
    if asked.endpoint == "esearch":
        quoted_or_uid = r'"([^"]*)"\[|(\d+)\[uid\]'
        found = re.findall(quoted_or_uid, asked.params.get("term", ""))
        return {(name or pmid).lower() for name, pmid in found}
    return set(asked.params.get("id", "").split(","))


def doi_of(path: str) -> str:
    return unquote(path.removeprefix("/crossref/works/"))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold())


def _text(element: ET.Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else "".join(found.itertext()).strip()
