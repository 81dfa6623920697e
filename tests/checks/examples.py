"""One case for each rule: the page of the rule shows what the code says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from citekit.checks.judge import Given
from citekit.model import (
    Acknowledgement,
    Asked,
    CslItem,
    End,
    Identifiers,
    Link,
    Place,
    Rejected,
    Scored,
    Witness,
)
from citekit.verbs.compare import Case, Drift
from citekit.vocab import AskedOutcome, LinkType, Outcome, RejectedFor, Scheme
from tests.checks import cases

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


def case(*links: Link, names: Identifiers = WORK, item: CslItem = ITEM, **told: Any) -> Case:
    """A work of which both registries say the same, and report these notices."""
    both = [cases.candidate(item, one, names, links) for one in ("pubmed", "crossref")]
    made = cases.case(*both, names=WORK, key=KEY, place=PLACE)
    return replace(made, **told)


def unresolved(outcome: Outcome, *told: Asked, **more: Any) -> Case:
    made = cases.unresolved(outcome, *told, names=WORK, key=KEY)
    return replace(made, place=PLACE, **more)


def link(type_: LinkType, *said: Witness, doi: str | None = None) -> Link:
    if doi is None:
        return cases.link(type_, notice={}, work=WORK, said=said, raw=RAW)
    return cases.link(type_, notice={Scheme.DOI: doi}, work=WORK, said=said)


def crossref(term: str, asserted: str, record_id: str | None = None) -> Witness:
    origin = "retraction-watch" if record_id else "crossref"
    return Witness(origin, term, TODAY, asserted, record_id=record_id, answered_by="crossref")


_PUBMED: Final = Witness("pubmed", "RetractionIn", TODAY)
_RETRACTION: Final = link(
    LinkType.RETRACTION,
    crossref("retraction", "2012-02-06", "101"),
    _PUBMED,
    doi="10.5555/retraction",
)
_ERRATUM: Final = case(link(LinkType.ERRATUM, Witness("pubmed", "ErratumIn", TODAY)))


def _by_crossref(type_: LinkType, term: str) -> Case:
    return case(link(type_, crossref(term, "2012-02-06"), doi="10.5555/notice"))


def _by_pubmed(type_: LinkType, term: str) -> Case:
    return case(link(type_, Witness("pubmed", term, TODAY)))


def _reinstated() -> Case:
    back = Witness("retraction-watch", "Reinstatement", TODAY, "2014-05-01", record_id="102")
    return case(_RETRACTION, link(LinkType.REINSTATEMENT, back, doi="10.5555/reinstatement"))


def _preprint() -> Case:
    names: Identifiers = {Scheme.DOI: "10.5555/preprint"}
    ends = End(names), End({Scheme.DOI: "10.5555/article"})
    told = Link(LinkType.PREPRINT_OF, *ends, (Witness("crossref", "is-preprint-of", TODAY),))
    return case(told, names=names, identifiers=names)


def _absent(**told: Any) -> Case:
    nobody = asked("pubmed", "crossref", outcome=AskedOutcome.ABSENT)
    return unresolved(Outcome.NOT_FOUND, *nobody, **told)


def _unclear(reason: str, *items: CslItem, **told: Any) -> Case:
    found = [case(item=one).record for one in items]
    scored = tuple(Scored(one, 0.5, ()) for one in found if one is not None)
    made = unresolved(Outcome.AMBIGUOUS, **told)
    return replace(made, answered=replace(made.answered, reasons=(reason,), candidates=scored))


def _drifted() -> Case:
    event = Drift("page", "crossref", "1423-1428", "1423-1429", f"{TODAY}T00:00:00Z")
    return case(place=None, drift=(event,))


def _stale() -> Case:
    made = case()
    old = asked("crossref", outcome=AskedOutcome.FOUND, via="vault", fetched_at="2026-06-30")
    return replace(made, answered=replace(made.answered, asked=old))


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
_DIFFERING: Final = case(said=SAID)
_NOBODY: Final = Given(TODAY)

EXAMPLES: Final[Mapping[str, tuple[Sequence[Case], Given]]] = {
    "CK101": ([case(_RETRACTION)], _NOBODY),
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
    "CK205": ([case(lost=("crossref",))], _NOBODY),
    **{f"CK{number}": ([_DIFFERING], _NOBODY) for number in range(211, 218)},
    "CK301": ([_drifted()], _NOBODY),
    "CK302": ([_stale()], _NOBODY),
    "CK303": ([], Given(TODAY, outdated=["exports/library.bib"])),
    "CK401": (
        [case(), case(key="trial2010b", place=Place("refs.bib", 40))],
        _NOBODY,
    ),
    "CK402": ([case(identifiers={}, said=ITEM)], _NOBODY),
    "CK403": ([], _rejected(RejectedFor.BROKEN, _BROKEN)),
    "CK404": ([], _rejected(RejectedFor.KEY_TAKEN, _TAKEN)),
    "CK405": ([], _rejected(RejectedFor.KEY_UNKNOWN, "no entry for key trial2011 in refs.bib")),
    "CK501": ([_ERRATUM], _acknowledged(LinkType.ERRATUM)),
    "CK502": ([_ERRATUM], _acknowledged(LinkType.RETRACTION)),
}
