"""Closed vocabularies, with both registries' own terms, as tables.

Rule for directions (PubMed DTD `CommentsCorrections/@RefType`; Crossref REST API `update-to`,
`updated-by`): ``…In`` and ``updated-by`` stand on the affected work, ``…Of/For/On/From`` and
``update-to`` stand on the notice. ``OriginalReportIn`` is the one exception: it stands on the
lay summary and points back.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Scheme(StrEnum):
    """The kinds of identifier that name a work."""

    DOI = "doi"
    PMID = "pmid"
    PMCID = "pmcid"
    ARXIV = "arxiv"
    ISBN = "isbn"


class Outcome(StrEnum):
    """What became of one citation."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"


class AskedOutcome(StrEnum):
    """What became of asking one registry."""

    FOUND = "found"
    ABSENT = "absent"
    UNAVAILABLE = "unavailable"


class LinkType(StrEnum):
    """What a notice says about a work."""

    ERRATUM = "erratum"
    RETRACTION = "retraction"
    PARTIAL_RETRACTION = "partial_retraction"
    EXPRESSION_OF_CONCERN = "expression_of_concern"
    COMMENT = "comment"
    UPDATE = "update"
    REPUBLICATION = "republication"
    RETRACTION_AND_REPUBLICATION = "retraction_and_republication"
    REINSTATEMENT = "reinstatement"
    WITHDRAWAL = "withdrawal"
    PREPRINT_OF = "preprint_of"
    SUMMARY = "summary"
    OTHER = "other"


class Status(StrEnum):
    """The current state of a work, as its notices leave it."""

    NONE = "none"
    CORRECTED = "corrected"
    CONCERN = "concern"
    PARTIALLY_RETRACTED = "partially_retracted"
    WITHDRAWN = "withdrawn"
    RETRACTED = "retracted"
    RETRACTED_AND_REPUBLISHED = "retracted_and_republished"
    REINSTATED = "reinstated"
    SUPERSEDED = "superseded"


class Level(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Side(StrEnum):
    """The end of a link that carries a term."""

    WORK = "work"
    NOTICE = "notice"


class Term(NamedTuple):
    """One registry's word for a link."""

    term: str
    type: LinkType
    stands_on: Side
    inverse: str | None


def _pair(on_work: str, on_notice: str, type_: LinkType) -> tuple[Term, Term]:
    return (
        Term(on_work, type_, Side.WORK, on_notice),
        Term(on_notice, type_, Side.NOTICE, on_work),
    )


# PubMed DTD 250101, CommentsCorrections/@RefType. The two PartialRetraction values are only in
# files older than that DTD.
REF_TYPES: tuple[Term, ...] = (
    *_pair("CommentIn", "CommentOn", LinkType.COMMENT),
    *_pair("ErratumIn", "ErratumFor", LinkType.ERRATUM),
    *_pair("RetractionIn", "RetractionOf", LinkType.RETRACTION),
    *_pair("PartialRetractionIn", "PartialRetractionOf", LinkType.PARTIAL_RETRACTION),
    *_pair("ExpressionOfConcernIn", "ExpressionOfConcernFor", LinkType.EXPRESSION_OF_CONCERN),
    *_pair("CorrectedandRepublishedIn", "CorrectedandRepublishedFrom", LinkType.REPUBLICATION),
    *_pair(
        "RetractedandRepublishedIn",
        "RetractedandRepublishedFrom",
        LinkType.RETRACTION_AND_REPUBLICATION,
    ),
    *_pair("RepublishedIn", "RepublishedFrom", LinkType.REPUBLICATION),
    *_pair("ReprintIn", "ReprintOf", LinkType.REPUBLICATION),
    *_pair("UpdateIn", "UpdateOf", LinkType.UPDATE),
    Term("SummaryForPatientsIn", LinkType.SUMMARY, Side.WORK, "OriginalReportIn"),
    Term("OriginalReportIn", LinkType.SUMMARY, Side.NOTICE, "SummaryForPatientsIn"),
    Term("AssociatedDataset", LinkType.OTHER, Side.WORK, "AssociatedPublication"),
    Term("AssociatedPublication", LinkType.OTHER, Side.NOTICE, "AssociatedDataset"),
    Term("Cites", LinkType.OTHER, Side.NOTICE, None),
)

# Crossref REST API, `update-to[].type` and `updated-by[].type`. The term stands on whichever
# record carries the list, so only the type is tabled. `err` is invalid yet in the API's own table.
UPDATE_TYPES: dict[str, LinkType] = {
    "addendum": LinkType.ERRATUM,
    "clarification": LinkType.ERRATUM,
    "correction": LinkType.ERRATUM,
    "corrigendum": LinkType.ERRATUM,
    "erratum": LinkType.ERRATUM,
    "err": LinkType.ERRATUM,
    "expression_of_concern": LinkType.EXPRESSION_OF_CONCERN,
    "new_edition": LinkType.UPDATE,
    "new_version": LinkType.UPDATE,
    "partial_retraction": LinkType.PARTIAL_RETRACTION,
    "reinstatement": LinkType.REINSTATEMENT,
    "removal": LinkType.WITHDRAWAL,
    "retraction": LinkType.RETRACTION,
    "withdrawal": LinkType.WITHDRAWAL,
}

# Crossref REST API, keys of `relation` that say one work speaks about another.
RELATIONS: tuple[Term, ...] = (
    *_pair("has-comment", "is-comment-on", LinkType.COMMENT),
    *_pair("has-reply", "is-reply-to", LinkType.COMMENT),
    *_pair("is-replaced-by", "replaces", LinkType.UPDATE),
    *_pair("has-preprint", "is-preprint-of", LinkType.PREPRINT_OF),
)

# PubMed's own page headings for the same terms ("Erratum in", "Comment in"), as people copy them.
PAGE_HEADINGS: dict[str, str] = {
    "comment in": "CommentIn",
    "comment on": "CommentOn",
    "erratum in": "ErratumIn",
    "erratum for": "ErratumFor",
    "retraction in": "RetractionIn",
    "retraction of": "RetractionOf",
    "partial retraction in": "PartialRetractionIn",
    "partial retraction of": "PartialRetractionOf",
    "expression of concern in": "ExpressionOfConcernIn",
    "expression of concern for": "ExpressionOfConcernFor",
    "corrected and republished in": "CorrectedandRepublishedIn",
    "corrected and republished from": "CorrectedandRepublishedFrom",
    "retracted and republished in": "RetractedandRepublishedIn",
    "retracted and republished from": "RetractedandRepublishedFrom",
    "republished in": "RepublishedIn",
    "republished from": "RepublishedFrom",
    "update in": "UpdateIn",
    "update of": "UpdateOf",
    "summary for patients in": "SummaryForPatientsIn",
    "original report in": "OriginalReportIn",
}

_REF_TYPE_BY_NAME = {term.term.casefold(): term for term in REF_TYPES}
_RELATION_BY_NAME = {term.term: term for term in RELATIONS}


def ref_type(name: str) -> Term:
    """Look up a PubMed RefType; an unknown one is *other*, its side read from its ending."""
    known = _REF_TYPE_BY_NAME.get(name.casefold())
    if known is not None:
        return known
    side = Side.WORK if name.endswith("In") else Side.NOTICE
    return Term(name, LinkType.OTHER, side, None)


def update_type(name: str) -> LinkType:
    """Look up a Crossref UpdateType; an unknown one is *other*.

    Capitals, spaces and hyphens occur where the API promises lower case and underscores.
    """
    return UPDATE_TYPES.get(
        name.strip().casefold().replace("-", "_").replace(" ", "_"), LinkType.OTHER
    )


def relation(name: str) -> Term | None:
    """Look up a Crossref relation; None for relations that carry no notice."""
    return _RELATION_BY_NAME.get(name)
