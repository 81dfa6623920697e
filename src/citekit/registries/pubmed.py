"""PubMed: by PMID, DOI and PMCID in batches, and by description.

E-utilities answer by omission and find more than they were asked for, so every record is checked
against the identifier it was asked by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from citekit.formats import pubmed_xml
from citekit.model import Absent, Answer, Candidate, Citation, Found, Identifier, Unavailable
from citekit.registries import pubmed_search, pubmed_standing
from citekit.registries.batches import split
from citekit.registries.http import Http
from citekit.registries.ncbi import Ids, Ncbi
from citekit.registries.questions import NoAnswer
from citekit.registries.standing import Named, Standing
from citekit.vocab import AskedOutcome, Scheme

RECORDS = 200
"""PMIDs in one efetch, and PMCIDs in one question to the converter."""
TERMS = 100
"""Identifiers OR-ed in one esearch."""
MOST = 10_000
SLACK = 20
"""More PMIDs than twice the identifiers and this: the search ran on loose words."""


@dataclass(frozen=True, slots=True)
class _Lead:
    """Where the record of an identifier may be."""

    pmids: Ids = ()
    sure: bool = False
    """True: the PMID was named by somebody who knows, so the record need not repeat the PMCID."""
    silence: str | None = None
    """Why the lack of it says nothing (a sample); None where it does."""


@dataclass(slots=True)
class _Shelf:
    """What efetch brought, and why it did not bring the rest."""

    records: dict[str, Candidate] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


_Leads = dict[Identifier, _Lead | NoAnswer]


class PubMed:
    """See `citekit.model.Registry`."""

    name = "pubmed"
    takes = frozenset({Scheme.PMID, Scheme.DOI, Scheme.PMCID})

    def __init__(self, http: Http) -> None:
        self._http, self._ncbi = http, Ncbi(http)
        named = Named(self.name, self._ncbi.base, Scheme.PMID, pubmed_xml.read_record)
        self._standing = Standing(http, named, partial(pubmed_standing.confirm, self._ncbi))

    def fetch(self, identifiers: Sequence[Identifier], until: float) -> Mapping[Identifier, Answer]:
        """See `Registry.fetch`: one efetch for 200 works, one esearch for 100 DOIs."""
        wanted: dict[Scheme, list[Identifier]] = {}
        for identifier in dict.fromkeys(identifiers):
            wanted.setdefault(identifier.scheme, []).append(identifier)
        leads: _Leads = {}
        for scheme, group in wanted.items():
            leads |= self._leads(scheme, group, until)
        named = [lead.pmids for lead in leads.values() if isinstance(lead, _Lead)]
        shelf = self._fetch(list(dict.fromkeys(pmid for pmids in named for pmid in pmids)), until)
        carriers = _carriers(shelf)
        return {one: _answer(one, lead, shelf, carriers) for one, lead in leads.items()}

    def search(self, citation: Citation, until: float) -> Answer:
        """See `Registry.search`."""
        return pubmed_search.search(self._ncbi, self._records, citation, until)

    def _leads(self, scheme: Scheme, group: Sequence[Identifier], until: float) -> _Leads:
        match scheme:
            case Scheme.PMID:
                return {one: _Lead((one.value,), sure=True) for one in group}
            case Scheme.DOI:
                return self._search(group, _doi_term, until)
            case Scheme.PMCID if self._ncbi.is_ncbi:
                return self._convert(group, until)
            case Scheme.PMCID:
                return self._search(group, _pmcid_term, until)
        return {one: NoAnswer(f"PubMed cannot be asked by {scheme}") for one in group}

    def _search(
        self, group: Sequence[Identifier], term: Callable[[Identifier], str], until: float
    ) -> _Leads:
        leads: _Leads = {}
        for batch in split(group, TERMS):
            try:
                found = self._ncbi.find([term(one) for one in batch], MOST, until)
            except NoAnswer as problem:
                leads |= dict.fromkeys(batch, problem)
                continue
            if len(found.ids) <= 2 * len(batch) + SLACK:
                leads |= dict.fromkeys(batch, _Lead(found.ids, silence=found.silence))
            elif len(batch) > 1:
                # One term that is not in the index was taken apart and drowned the others.
                for half in split(batch, (len(batch) + 1) // 2):
                    leads |= self._search(half, term, until)
            else:
                leads[batch[0]] = _Lead(found.ids[:SLACK], silence=found.silence)
        return leads

    def _convert(self, group: Sequence[Identifier], until: float) -> _Leads:
        leads: _Leads = {}
        for batch in split(group, RECORDS):
            try:
                found = self._ncbi.convert([one.value for one in batch], until)
            except NoAnswer as problem:
                leads |= dict.fromkeys(batch, problem)
                continue
            for one in batch:
                leads[one] = NoAnswer(f"PMC's ID converter says nothing about {one.value}")
                if one.value in found:
                    pmid = found[one.value]
                    leads[one] = _Lead(() if pmid is None else (pmid,), sure=True)
        return leads

    def _records(self, pmids: Sequence[str], until: float) -> Mapping[str, Candidate]:
        shelf = self._fetch(pmids, until)
        for reason in shelf.failed.values():
            raise NoAnswer(reason)
        return shelf.records

    def _fetch(self, pmids: Sequence[str], until: float) -> _Shelf:
        known = self._standing.known(pmids, until)
        shelf = _Shelf(dict(known.records))
        settled = known.records.keys() | known.nothing
        for batch in split([pmid for pmid in pmids if pmid not in settled], RECORDS):
            try:
                got = self._ncbi.records(batch, until)
            except NoAnswer as problem:
                shelf.failed |= dict.fromkeys(batch, problem.reason)
                self._http.listener.heard(self.name, AskedOutcome.UNAVAILABLE, len(batch))
                continue
            lacking = set(batch) - got.found.keys()
            self._http.listener.heard(self.name, AskedOutcome.FOUND, len(got.found))
            shelf.records |= got.found
            self._standing.keep(got.found)
            self._standing.keep_nothing(lacking, got.at)
            if got.silence is not None:
                shelf.failed |= dict.fromkeys(lacking, got.silence)
        return shelf


def _doi_term(identifier: Identifier) -> str:
    # Unquoted, a DOI that is not in the index is searched word by word in all fields.
    return '"' + identifier.value.replace('"', " ") + '"[doi]'


def _pmcid_term(identifier: Identifier) -> str:
    return f"{identifier.value}[pmcid]"


def _carriers(shelf: _Shelf) -> dict[Identifier, dict[str, Candidate]]:
    """Map every identifier that a record carries to the records that carry it, by PMID."""
    carriers: dict[Identifier, dict[str, Candidate]] = {}
    for pmid, candidate in shelf.records.items():
        for scheme, value in candidate.identifiers.items():
            carriers.setdefault(Identifier(scheme, value), {})[pmid] = candidate
    return carriers


def _answer(
    identifier: Identifier,
    lead: _Lead | NoAnswer,
    shelf: _Shelf,
    carriers: Mapping[Identifier, Mapping[str, Candidate]],
) -> Answer:
    if isinstance(lead, NoAnswer):
        return Unavailable(lead.reason)
    carrying = carriers.get(identifier, {})
    found = tuple(carrying[pmid] for pmid in lead.pmids if pmid in carrying)
    if found:
        return Found(found)
    failed = next((shelf.failed[pmid] for pmid in lead.pmids if pmid in shelf.failed), None)
    if failed is not None:
        return Unavailable(failed)
    if lead.sure and lead.pmids and lead.pmids[0] in shelf.records:
        return _completed(identifier, shelf.records[lead.pmids[0]])
    return Absent() if lead.silence is None else Unavailable(lead.silence)


def _completed(identifier: Identifier, candidate: Candidate) -> Answer:
    """Take the converter's word for a PMCID that the record does not repeat."""
    own = candidate.identifiers.get(identifier.scheme)
    if own is not None:
        return Unavailable(f"PMC's ID converter led to {own}, not to {identifier.value}")
    named = {**candidate.identifiers, identifier.scheme: identifier.value}
    return Found((replace(candidate, identifiers=named),))
