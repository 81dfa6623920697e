"""How NCBI is asked: E-utilities, and two services of its own beside them.

The API key travels only in the body of a POST: addresses end up in logs.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from citekit.errors import FormatError
from citekit.formats import pubmed_xml
from citekit.model import Candidate
from citekit.registries import eutils, mirrored
from citekit.registries.http import Http
from citekit.registries.limits import PUBMED, PUBMED_KEY
from citekit.registries.questions import Kind, Pairs, Question, Reply
from citekit.settings import PUBMED_URL
from citekit.vocab import Scheme

TOOL = "citekit"
MATCHER_URL = "https://pubmed.ncbi.nlm.nih.gov/api/citmatch/"
CONVERTER_URL = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/"
LONG_FORM = 1000
"""Characters of a query above which it is sent in a body."""
MATCH_KEY = "citekit"
MOST_OTHERS = 200
"""Records in one answer that nobody asked for; what goes on beyond that is no answer."""
ABOUT_OTHERS = "it answered about works that nobody asked for"
EFETCH, ESEARCH, ECITMATCH = "efetch.fcgi", "esearch.fcgi", "ecitmatch.cgi"

T = TypeVar("T")
Ids = tuple[str, ...]


class Hits(NamedTuple):
    """PMIDs that were found."""

    ids: Ids
    silence: str | None = None
    """Why what is not among them is not thereby absent (a sample); None where it is."""


class Records(NamedTuple):
    """Records by PMID; `silence` as in `Hits`."""

    found: dict[str, Candidate]
    at: str | None
    """When it was answered, ISO 8601; None: by a mirror, of which nothing is kept."""
    silence: str | None = None


class Ncbi:
    """One method for each service; every one raises NoAnswer."""

    def __init__(self, http: Http) -> None:
        settings = http.settings
        self._http = http
        self.base = (settings.pubmed_url or PUBMED_URL).rstrip("/")
        self.is_ncbi = settings.pubmed_url is None
        """False: a base address of the caller's, which has E-utilities only."""
        self._key = (settings.ncbi_api_key or "").strip()
        self._pool = PUBMED_KEY if self._key else PUBMED

    def records(self, pmids: Sequence[str], until: float) -> Records:
        """Fetch records by PMID, 200 at most; those PubMed does not have are left out.

        efetch answers by omission, in its own order, and may add what nobody asked for.
        """
        wanted = set(pmids)

        def decode(reply: Reply) -> Records:
            stamp = mirrored.stamp("pubmed", reply)
            found, others = _sorted_out(pubmed_xml.read(io.BytesIO(reply.body), stamp), wanted)
            if others and wanted - found.keys():
                return _doubtful(found)
            return Records(found, mirrored.kept_at(reply), mirrored.silence(reply))

        params = (("db", "pubmed"), ("retmode", "xml"), ("id", ",".join(pmids)))
        return self._http.decoded(self._question(EFETCH, params, post=True), until, decode)

    def modified(
        self, pmids: Sequence[str], first: str, last: str, until: float
    ) -> tuple[frozenset[str], str]:
        """Tell which works were last modified on one of these days, and when it was told."""
        days = (("datetype", "mdat"), ("mindate", first), ("maxdate", last))
        term = " OR ".join(f"{pmid}[uid]" for pmid in pmids)
        question = self._question(ESEARCH, (*self._search(term, len(pmids)), *days), post=True)

        def decode(reply: Reply) -> tuple[frozenset[str], str]:
            return frozenset(eutils.esearch(reply.body)) & set(pmids), reply.fetched_at

        return self._http.decoded(question, until, decode)

    def find(self, terms: Sequence[str], most: int, until: float) -> Hits:
        """Search PubMed for works that fit one of the terms; gives `most` PMIDs at most."""
        what = self._search(" OR ".join(terms), most)
        return self._ids(self._question(ESEARCH, what), eutils.esearch, until, len(terms))

    def find_relevant(self, term: str, most: int, until: float) -> Hits:
        """Search PubMed; gives `most` PMIDs at most, the most relevant first."""
        what = (*self._search(term, most), ("sort", "relevance"))
        return self._ids(self._question(ESEARCH, what), eutils.esearch, until)

    def match_fields(self, line: str, until: float) -> Hits:
        """Ask ecitmatch about one ``journal|year|volume|page|author`` line."""
        params = (("db", "pubmed"), ("retmode", "xml"), ("bdata", f"{line}|{MATCH_KEY}|\r"))
        question = self._question(ECITMATCH, params)
        return self._ids(question, lambda body: eutils.ecitmatch(body, MATCH_KEY), until)

    def match_text(self, text: str, until: float) -> Hits:
        """Ask the citation matcher of PubMed's own search page about a citation as written."""
        params = (("method", "heuristic"), ("raw-text", text))
        question = Question(MATCHER_URL, self._pool, params)
        return self._ids(question, eutils.citation_match, until)

    def convert(self, pmcids: Sequence[str], until: float) -> Mapping[str, str | None]:
        """Ask PMC's converter for PMIDs, 200 PMCIDs at most. See `eutils.converted`."""
        params = (("ids", ",".join(pmcids)), ("idtype", "pmcid"), ("format", "json"))
        question = Question(CONVERTER_URL, self._pool, params, identity=self._identity(key=False))

        def kind(found: Mapping[str, str | None]) -> Kind:
            return Kind.RECORD if all(found.get(one) for one in pmcids) else Kind.ABSENCE

        return self._http.decoded(
            question, until, lambda reply: eutils.converted(reply.body, pmcids), kind
        )

    def _ids(
        self, question: Question, decode: Callable[[bytes], Ids], until: float, wanted: int = 1
    ) -> Hits:
        return self._http.decoded(
            question,
            until,
            lambda reply: Hits(decode(reply.body), mirrored.silence(reply)),
            lambda found: Kind.SEARCH if len(found.ids) >= wanted else Kind.ABSENCE,
        )

    @staticmethod
    def _search(term: str, most: int) -> Pairs:
        return ("db", "pubmed"), ("term", term), ("retmode", "json"), ("retmax", str(most))

    def _question(self, service: str, params: Pairs, *, post: bool = False) -> Question:
        length = sum(len(name) + len(value) for name, value in params)
        return Question(
            f"{self.base}/{service}",
            self._pool,
            params,
            identity=self._identity(),
            post=post or bool(self._key) or length > LONG_FORM,
        )

    def _identity(self, *, key: bool = True) -> Pairs:
        contact = self._http.contact
        named = (("tool", TOOL), ("email", contact), ("api_key", self._key if key else ""))
        return tuple((name, value) for name, value in named if value)


def _sorted_out(
    candidates: Iterable[Candidate], wanted: set[str]
) -> tuple[dict[str, Candidate], int]:
    """Give the latest version of each that was asked for, and how many others there are.

    PubMed lists the versions of one PMID in rising order. Raises FormatError where those do not
    end: to map megabytes of them takes longer than there is time to ask.
    """
    found: dict[str, Candidate] = {}
    others = 0
    for candidate in candidates:
        pmid = candidate.identifiers.get(Scheme.PMID, "")
        if pmid in wanted:
            found[pmid] = candidate
        else:
            others += 1
        if others > MOST_OTHERS:
            raise FormatError(ABOUT_OTHERS)
    return found, others


def _doubtful(found: dict[str, Candidate]) -> Records:
    """Take what was asked for; what others came in the place of is not thereby absent."""
    if not found:
        raise FormatError(ABOUT_OTHERS)
    return Records(found, None, f"PubMed's answer is in doubt: {ABOUT_OTHERS}")
