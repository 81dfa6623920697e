"""One case for each rule: the page of the rule shows what the code says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from citekit import status
from citekit.checks.judge import Given
from citekit.model import (
    Acknowledgement,
    Asked,
    Candidate,
    Citation,
    CslItem,
    End,
    Identifiers,
    Link,
    Place,
    Record,
    Rejected,
    Resolution,
    Scored,
    Stamp,
    Witness,
)
from citekit.verbs.compare import Case, Drift
from citekit.vocab import AskedOutcome, LinkType, Outcome, RejectedFor, Scheme

TODAY: Final = "2026-11-25"
KEY: Final = "trial2010"
PLACE: Final = Place("refs.bib", 12)
WORK: Final[Identifiers] = {Scheme.DOI: "10.5555/work"}
RAW: Final = "Ann Rheum Dis. 2011 Jan;70(1):237"
ITEM: Final[CslItem] = {
    "type": "article-journal",
    "title": "Allogenic mesenchymal stem cells transplantation in refractory lupus",
    "author": [{"family": "Liang"}, {"family": "Zhang"}],
    "container-title": "Annals of the Rheumatic Diseases",
    "issued": {"date-parts": [[2010, 8]]},
    "volume": "69",
    "issue": "8",
    "page": "1423-1429",
}
SAID: Final[CslItem] = {
    "title": "Autologous stem cells transplantation in refractory lupus",
    "author": [{"family": "Zhang"}, {"family": "Liang"}],
    "container-title": "Lupus",
    "issued": {"date-parts": [[2011]]},
    "volume": "70",
    "issue": "1",
    "page": "237-238",
}


def asked(*registries: str, outcome: AskedOutcome, **told: Any) -> tuple[Asked, ...]:
    return tuple(Asked(one, outcome, **told) for one in registries)


_FOUND: Final = asked("crossref", outcome=AskedOutcome.FOUND, fetched_at=TODAY)


def answered(outcome: Outcome = Outcome.RESOLVED, **told: Any) -> Resolution:
    return replace(Resolution(Citation("raw"), outcome, _FOUND), **told)


def record(*links: Link, names: Identifiers = WORK, item: CslItem = ITEM) -> Record:
    stamps = (Stamp("pubmed", TODAY), Stamp("crossref", TODAY))
    return Record(item, names, {}, links, tuple(Candidate(item, names, one) for one in stamps))


def case(of: Record | None = None, **told: Any) -> Case:
    made = Case({}, WORK, answered(), of, key=KEY, place=PLACE)
    if of is not None:
        about = of.identifiers, of.item, of.links
        made = replace(made, turns=status.timeline(*about), status=status.current(*about))
    return replace(made, **told)


def link(type_: LinkType, *said: Witness, doi: str | None = None) -> Link:
    notice = End({Scheme.DOI: doi}) if doi else End(raw=RAW)
    return Link(type_, notice, End(WORK), said)


def crossref(term: str, asserted: str, record_id: str | None = None) -> Witness:
    origin = "retraction-watch" if record_id else "crossref"
    return Witness(origin, term, TODAY, asserted, record_id=record_id, answered_by="crossref")


def noticed(*links: Link) -> Case:
    return case(record(*links))


_PUBMED: Final = Witness("pubmed", "RetractionIn", TODAY)
_RETRACTION: Final = link(
    LinkType.RETRACTION,
    crossref("retraction", "2012-02-06", "101"),
    _PUBMED,
    doi="10.5555/retraction",
)
_ERRATUM: Final = noticed(link(LinkType.ERRATUM, Witness("pubmed", "ErratumIn", TODAY)))


def _by_crossref(type_: LinkType, term: str) -> Case:
    return noticed(link(type_, crossref(term, "2012-02-06"), doi="10.5555/notice"))


def _by_pubmed(type_: LinkType, term: str) -> Case:
    return noticed(link(type_, Witness("pubmed", term, TODAY)))


def _reinstated() -> Case:
    back = Witness("retraction-watch", "Reinstatement", TODAY, "2014-05-01", record_id="102")
    return noticed(_RETRACTION, link(LinkType.REINSTATEMENT, back, doi="10.5555/reinstatement"))


def _preprint() -> Case:
    names: Identifiers = {Scheme.DOI: "10.5555/preprint"}
    ends = End(names), End({Scheme.DOI: "10.5555/article"})
    told = Link(LinkType.PREPRINT_OF, *ends, (Witness("crossref", "is-preprint-of", TODAY),))
    return case(record(told, names=names), identifiers=names)


def _absent(**told: Any) -> Case:
    nobody = asked("pubmed", "crossref", outcome=AskedOutcome.ABSENT)
    return case(answered=answered(Outcome.NOT_FOUND, asked=nobody), **told)


def _unclear(reason: str, *items: CslItem, **told: Any) -> Case:
    scored = tuple(Scored(record(item=one), 0.5, ()) for one in items)
    return case(answered=answered(Outcome.AMBIGUOUS, reasons=(reason,), candidates=scored), **told)


def _drifted() -> Case:
    event = Drift("page", "crossref", "1423-1428", "1423-1429", f"{TODAY}T00:00:00Z")
    return case(record(), place=None, drift=(event,))


def _stale() -> Case:
    old = asked("crossref", outcome=AskedOutcome.FOUND, via="vault", fetched_at="2026-06-30")
    return case(record(), answered=answered(asked=old))


def _rejected(because: RejectedFor, reason: str) -> Given:
    return Given(TODAY, rejected=[Rejected(PLACE, "", reason, because)])


def _acknowledged(type_: LinkType) -> Given:
    told = {"raw": RAW, "reason": "its table is not used here", "at": "2026-01-02T00:00:00Z"}
    return Given(TODAY, [Acknowledgement(KEY, WORK, type_, {}, until="2026-06-30", **told)])


_BROKEN: Final = "Unexpected block start: `@article`. Was still looking for field-value closing `}`"
_TAKEN: Final = "the key is already used on line 4; BibTeX would take both for one entry"
_OTHER: Final = (
    'doi:10.5555/work is "Allogenic mesenchymal stem cells transplantation in refractory lupus",'
    ' but the text says "Wheat yields in the north"'
)
_TWO: Final = ({**ITEM, "title": "Report of the committee"}, {**ITEM, "title": "Report, part 2"})
_DIFFERING: Final = case(record(), said=SAID)
_NOBODY: Final = Given(TODAY)

EXAMPLES: Final[Mapping[str, tuple[Sequence[Case], Given]]] = {
    "CK101": ([noticed(_RETRACTION)], _NOBODY),
    "CK102": ([_by_crossref(LinkType.WITHDRAWAL, "withdrawal")], _NOBODY),
    "CK103": ([_by_crossref(LinkType.PARTIAL_RETRACTION, "partial_retraction")], _NOBODY),
    "CK104": ([_by_crossref(LinkType.EXPRESSION_OF_CONCERN, "expression_of_concern")], _NOBODY),
    "CK105": ([_ERRATUM], _NOBODY),
    "CK106": ([_by_pubmed(LinkType.COMMENT, "CommentIn")], _NOBODY),
    "CK107": ([_by_crossref(LinkType.UPDATE, "new_version")], _NOBODY),
    "CK108": ([_by_pubmed(LinkType.REPUBLICATION, "RepublishedIn")], _NOBODY),
    "CK109": ([_reinstated()], _NOBODY),
    "CK110": ([_preprint()], _NOBODY),
    "CK111": (
        [_by_pubmed(LinkType.RETRACTION_AND_REPUBLICATION, "RetractedandRepublishedIn")],
        _NOBODY,
    ),
    "CK112": ([_by_pubmed(LinkType.SUMMARY, "SummaryForPatientsIn")], _NOBODY),
    "CK201": ([_absent()], _NOBODY),
    "CK202": ([_unclear(_OTHER, ITEM)], _NOBODY),
    "CK203": ([_absent(identifiers={})], _NOBODY),
    "CK204": ([_unclear("two or more fit", *_TWO, identifiers={})], _NOBODY),
    "CK205": ([case(record(), lost=("crossref",))], _NOBODY),
    **{f"CK{number}": ([_DIFFERING], _NOBODY) for number in range(211, 218)},
    "CK301": ([_drifted()], _NOBODY),
    "CK302": ([_stale()], _NOBODY),
    "CK303": ([], Given(TODAY, outdated=["exports/library.bib"])),
    "CK401": (
        [case(record()), case(record(), key="trial2010b", place=Place("refs.bib", 40))],
        _NOBODY,
    ),
    "CK402": ([case(record(), identifiers={}, said=ITEM)], _NOBODY),
    "CK403": ([], _rejected(RejectedFor.BROKEN, _BROKEN)),
    "CK404": ([], _rejected(RejectedFor.KEY_TAKEN, _TAKEN)),
    "CK405": ([], _rejected(RejectedFor.KEY_UNKNOWN, "no entry for key trial2011 in refs.bib")),
    "CK501": ([_ERRATUM], _acknowledged(LinkType.ERRATUM)),
    "CK502": ([_ERRATUM], _acknowledged(LinkType.RETRACTION)),
}
