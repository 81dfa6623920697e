"""Crossref: by DOI, one or fifty at a time, and by description; other agencies' DOIs by name.

A DOI that Crossref does not have may still exist: its agency is asked for before it is Absent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from citekit.errors import FormatError
from citekit.formats import crossref_json, csljson
from citekit.model import (
    Absent,
    Answer,
    Candidate,
    Citation,
    Found,
    Identifier,
    Stamp,
    Unavailable,
    outcome_of,
)
from citekit.registries import agencies, clues, listing, mirrored
from citekit.registries.agencies import Agency
from citekit.registries.batches import split
from citekit.registries.http import Http
from citekit.registries.limits import CROSSREF_POLITE, CROSSREF_PUBLIC, Pool
from citekit.registries.listing import Listing
from citekit.registries.questions import Kind, NoAnswer, Pairs, Question, Reply
from citekit.registries.record_cache import Kept
from citekit.registries.standing import Named, Standing
from citekit.settings import CROSSREF_URL
from citekit.text.identifiers import same_doi
from citekit.vocab import Scheme

LISTED = 50
"""DOIs in one filtered list."""
FILTER_ROOM = 4000
"""Characters of a filter, percent-encoded."""
ROWS = 100
SEARCHED = 10
TOO_BAD = frozenset({400, 413, 414})
"""Statuses by which a list is refused for what one of its DOIs looks like."""
OK = frozenset({200})
OK_OR_NOT_FOUND = frozenset({200, 404})

DOI_ORG = "https://doi.org"
DOI_POOL = Pool("doi.org", "public", 5)
CSL_JSON = "application/vnd.citationstyles.csl+json"

# Of the names that `select` takes (they are case-sensitive; others are refused), those that
# formats.crossref_json reads.
SELECT = (
    "DOI,ISBN,ISSN,abstract,article-number,author,container-title,degree,editor,issn-type,issue,"
    "issued,original-title,page,posted,published,published-online,publisher,publisher-location,"
    "relation,short-container-title,short-title,subtitle,title,translator,type,update-to,"
    "updated-by,volume"
)
MARKS = "DOI,indexed"
_VERSION = re.compile(r"v[0-9]+$")


class Crossref:
    """See `citekit.model.Registry`."""

    name = "crossref"
    takes = frozenset({Scheme.DOI, Scheme.ARXIV})

    def __init__(self, http: Http) -> None:
        settings = http.settings
        self._http = http
        self._base = (settings.crossref_url or CROSSREF_URL).rstrip("/")
        self._is_crossref = settings.crossref_url is None
        self._single, self._list = CROSSREF_POLITE if http.contact else CROSSREF_PUBLIC
        self._identity: Pairs = (("mailto", http.contact),) if http.contact else ()
        read, mark = crossref_json.read_record, listing.mark
        named = Named(self.name, self._base, Scheme.DOI, read, mark)
        self._standing = Standing(http, named, self._confirm)

    def fetch(self, identifiers: Sequence[Identifier], until: float) -> Mapping[Identifier, Answer]:
        """See `Registry.fetch`: one list for 50 DOIs; what is missing from it is asked singly."""
        dois = {one: doi for one in identifiers if (doi := _doi(one)) is not None}
        found = self._fetch(list(dict.fromkeys(dois.values())), until)
        refused = Unavailable("Crossref cannot be asked by this scheme")
        return {
            one: _named(one, found[dois[one]]) if one in dois else refused for one in identifiers
        }

    def _fetch(self, dois: Sequence[str], until: float) -> dict[str, Answer]:
        known = self._standing.known(dois, until)
        found: dict[str, Answer] = {doi: Found((one,)) for doi, one in known.records.items()}
        alone = [doi for doi in dois if doi in known.nothing]
        settled = known.records.keys() | known.nothing
        hear = partial(self._http.listener.heard, self.name)
        for group in _groups([doi for doi in dois if doi not in settled]):
            if len(group) > 1:
                listed = self._fetch_list(group, until)
                found |= listed
                for outcome, count in Counter(map(outcome_of, listed.values())).items():
                    hear(outcome, count)
            alone += [doi for doi in group if doi not in found]
        for doi in alone:
            found[doi] = self._fetch_one(doi, until)
            hear(outcome_of(found[doi]), 1)
        return found

    def search(self, citation: Citation, until: float) -> Answer:
        """See `Registry.search`."""
        text = clues.written(citation)
        if not text:
            return Absent()
        params = (("query.bibliographic", text), ("rows", str(SEARCHED)), ("select", SELECT))
        question = self._question("works", self._list, params)

        def kind(listed: Listing) -> Kind:
            return Kind.SEARCH if listed.candidates else Kind.ABSENCE

        try:
            listed = self._http.decoded(question, until, _list, kind)
        except NoAnswer as problem:
            return Unavailable(problem.reason)
        return _offered(listed)

    def _fetch_list(self, dois: Sequence[str], until: float) -> dict[str, Answer]:
        """Ask for many; those the list does not hold are left out, to be asked singly."""
        try:
            listed, at = self._http.decoded(self._listed(dois), until, _list_and_time)
        except NoAnswer as problem:
            if problem.status in TOO_BAD:
                return {}
            return dict.fromkeys(dois, Unavailable(problem.reason))
        carrying = {one.identifiers.get(Scheme.DOI): one for one in listed.candidates}
        records = {doi: carrying[doi] for doi in dois if doi in carrying}
        self._standing.keep(records)
        self._standing.keep_nothing(set(dois) - records.keys(), at)
        return {doi: Found((one,)) for doi, one in records.items()}

    def _confirm(self, stale: Mapping[str, Kept], until: float) -> dict[str, str]:
        """Give the DOIs of records that are indexed as they were, with when Crossref said so."""
        said: dict[str, str] = {}
        for group in _groups([doi for doi, one in stale.items() if one.mark]):
            if len(group) == 1:
                continue  # the record itself is no more to ask
            question = self._listed(group, ("select", MARKS))
            try:
                marks, at = self._http.decoded(question, until, _marks_and_time)
            except NoAnswer as problem:
                if problem.status in TOO_BAD:
                    continue
                break  # what cannot be confirmed now may still be fetched
            said |= {doi: at for doi in group if marks.get(doi) == stale[doi].mark}
        return said

    def _listed(self, dois: Sequence[str], *more: tuple[str, str]) -> Question:
        terms = ",".join(f"doi:{doi}" for doi in dois)
        params = (("filter", terms), ("rows", str(ROWS)), *more)
        return self._question("works", self._list, params)

    def _fetch_one(self, doi: str, until: float) -> Answer:
        question = self._question(f"works/{quote(doi, safe='')}", self._single, also_404=True)
        try:
            candidate, at = self._http.decoded(
                question,
                until,
                lambda reply: (_one(reply, doi), mirrored.kept_at(reply)),
                _status_kind,
            )
            if candidate is None:
                self._standing.keep_nothing([doi], at)
                return self._elsewhere(doi, until)
            if same_doi(candidate.item.get("DOI", ""), doi):
                # An alias is only known by asking for it.
                self._standing.keep({doi: candidate})
            return Found((candidate,))
        except NoAnswer as problem:
            return Unavailable(problem.reason)

    def _elsewhere(self, doi: str, until: float) -> Answer:
        agency = self._agency(doi, until)
        if agency is None:
            return Absent("no agency has registered this DOI")
        if agency.id == agencies.CROSSREF:
            return Absent("registered with Crossref, which has no record of it")
        if not self._is_crossref:
            return Unavailable(
                f"registered with {agency.label}; with a base address of your own for Crossref, "
                "other agencies are not asked"
            )
        return Found((self._content(doi, agency, until),))

    def _agency(self, doi: str, until: float) -> Agency | None:
        if self._is_crossref:
            url = f"{DOI_ORG}/doiRA/{quote(doi, safe='/')}"
            question = Question(url, DOI_POOL, roams=True)
        else:
            path = f"works/{quote(doi, safe='')}/agency"
            question = self._question(path, self._single, also_404=True)

        def decode(reply: Reply) -> Agency | None:
            if self._is_crossref:
                return agencies.from_doi_org(reply.body, doi)
            if reply.status == 404:
                _check_not_found(reply.body)
                return None
            return agencies.from_crossref(reply.body, doi)

        return self._http.decoded(question, until, decode, _record_kind)

    def _content(self, doi: str, agency: Agency, until: float) -> Candidate:
        """Take another agency's record by content negotiation, which leads to that agency."""
        url = f"{DOI_ORG}/{quote(doi, safe='/')}"
        question = Question(url, DOI_POOL, accept=CSL_JSON, hops=5, roams=True)

        def decode(reply: Reply) -> Candidate:
            stamp = Stamp("crossref", reply.fetched_at)
            candidate = csljson.candidate(reply.body, stamp, agency.label)
            if candidate.identifiers.get(Scheme.DOI) != doi:
                raise FormatError("the record is about another DOI")
            return candidate

        return self._http.decoded(question, until, decode, _record_kind)

    def _question(
        self, path: str, pool: Pool, params: Pairs = (), *, also_404: bool = False
    ) -> Question:
        return Question(
            f"{self._base}/{path}",
            pool,
            params,
            identity=self._identity,
            accept="application/json",
            statuses=OK_OR_NOT_FOUND if also_404 else OK,
        )


def _doi(identifier: Identifier) -> str | None:
    if identifier.scheme is Scheme.ARXIV:
        # arXiv registers every preprint with DataCite, whatever its version.
        return f"10.48550/arxiv.{_VERSION.sub('', identifier.value)}".lower()
    return identifier.value if identifier.scheme is Scheme.DOI else None


def _groups(dois: Sequence[str]) -> list[Sequence[str]]:
    # In a filter a comma ends the value, even percent-encoded.
    plain = [doi for doi in dois if "," not in doi]
    groups = split(plain, LISTED, FILTER_ROOM, lambda doi: len(quote(doi)) + len("doi:,"))
    return [*groups, *([doi] for doi in dois if "," in doi)]


def _list(reply: Reply) -> Listing:
    listed = listing.read(reply.body, mirrored.stamp("crossref", reply))
    return listed._replace(silence=mirrored.silence(reply))


def _offered(listed: Listing) -> Answer:
    few = f"{listed.unreadable} of the records offered cannot be read"
    caveat = few if listed.unreadable else listed.silence
    if listed.candidates:
        return Found(listed.candidates, caveat)
    return Absent() if caveat is None else Unavailable(caveat)


def _list_and_time(reply: Reply) -> tuple[Listing, str | None]:
    return _list(reply), mirrored.kept_at(reply)


def _marks_and_time(reply: Reply) -> tuple[dict[str, str], str]:
    return listing.marks(reply.body), reply.fetched_at


def _one(reply: Reply, doi: str) -> Candidate | None:
    if reply.status == 404:
        _check_not_found(reply.body)
        return None
    candidate = crossref_json.read_work(reply.body, mirrored.stamp("crossref", reply))
    own = candidate.identifiers.get(Scheme.DOI)
    if own == doi:
        return candidate
    if not agencies.is_alias(reply.body, doi):
        raise FormatError("it answered about another DOI")
    # An alias: the item keeps the DOI that the record calls its own.
    return replace(candidate, identifiers={**candidate.identifiers, Scheme.DOI: doi})


def _check_not_found(body: bytes) -> None:
    """Accept only Crossref's own text: a 404 page of somebody in between says nothing."""
    text = body.strip().lower()
    if b"not found" not in text or text.startswith(b"<"):
        raise FormatError("a 404 that is not Crossref's own")


def _status_kind(answered: tuple[Candidate | None, str | None]) -> Kind:
    return Kind.ABSENCE if answered[0] is None else Kind.STATUS


def _record_kind(found: object) -> Kind:
    return Kind.ABSENCE if found is None else Kind.RECORD


def _named(identifier: Identifier, answer: Answer) -> Answer:
    """Add the identifier that was asked to what was found by the DOI made of it."""
    if identifier.scheme is Scheme.DOI or not isinstance(answer, Found):
        return answer
    named: dict[Scheme, str] = {identifier.scheme: identifier.value}
    return Found(
        tuple(replace(one, identifiers={**one.identifiers, **named}) for one in answer.candidates)
    )
