"""The registries' own terms for links, as tables: each with its type, side and inverse.

Rule for directions (PubMed DTD `CommentsCorrections/@RefType`; Crossref REST API `update-to`,
`updated-by`): ``…In`` and ``updated-by`` stand on the affected work, ``…Of/For/On/From`` and
``update-to`` stand on the notice. ``OriginalReportIn`` is the one exception: it stands on the
lay summary and points back.

A term that no table knows is *other*: kept, shown, and never guessed at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from citekit.vocab import LinkType, Side


class Term(NamedTuple):
    """One registry's word for a link."""

    term: str
    type: LinkType
    stands_on: Side
    inverse: str | None
    """What the same registry writes at the other end; None where it has no word."""


def _pair(on_work: str, on_notice: str, type_: LinkType) -> tuple[Term, Term]:
    return (
        Term(on_work, type_, Side.WORK, on_notice),
        Term(on_notice, type_, Side.NOTICE, on_work),
    )


# PubMed DTD 250101, CommentsCorrections/@RefType. The two PartialRetraction values are only in
# files older than that DTD. A dataset and the publication about it are links of the same graph.
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
    *_pair("AssociatedDataset", "AssociatedPublication", LinkType.OTHER),
    Term("Cites", LinkType.OTHER, Side.NOTICE, None),
)

# MEDLINE format (PubMed help, "MEDLINE/PubMed Data Element (Field) Descriptions"): its tags for
# the same RefTypes. NLM's help words some pairs the wrong way round (ECI/ECF, RRI/RRF, CRI/CRF);
# the rule above holds for the files. Reprints have no tag.
MEDLINE_TAGS: Mapping[str, str] = {
    "CIN": "CommentIn",
    "CON": "CommentOn",
    "EIN": "ErratumIn",
    "EFR": "ErratumFor",
    "RIN": "RetractionIn",
    "ROF": "RetractionOf",
    "PRIN": "PartialRetractionIn",
    "PROF": "PartialRetractionOf",
    "ECI": "ExpressionOfConcernIn",
    "ECF": "ExpressionOfConcernFor",
    "CRI": "CorrectedandRepublishedIn",
    "CRF": "CorrectedandRepublishedFrom",
    "RRI": "RetractedandRepublishedIn",
    "RRF": "RetractedandRepublishedFrom",
    "RPI": "RepublishedIn",
    "RPF": "RepublishedFrom",
    "UIN": "UpdateIn",
    "UOF": "UpdateOf",
    "SPIN": "SummaryForPatientsIn",
    "ORI": "OriginalReportIn",
    "DDIN": "AssociatedDataset",
    "DRIN": "AssociatedPublication",
}

# Crossref REST API, `update-to[].type` and `updated-by[].type`: on the notice in the first list,
# on the affected work in the second, the same word at both ends. `err` is invalid yet in the API's
# own table.
UPDATE_TYPES: Mapping[str, LinkType] = {
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

# Crossref REST API, keys of `relation` that say one work speaks about another. Reviews, versions
# and translations have no type of their own here, so they are *other* under Crossref's word.
RELATIONS: tuple[Term, ...] = (
    *_pair("has-comment", "is-comment-on", LinkType.COMMENT),
    *_pair("has-reply", "is-reply-to", LinkType.COMMENT),
    *_pair("is-replaced-by", "replaces", LinkType.UPDATE),
    *_pair("has-preprint", "is-preprint-of", LinkType.PREPRINT_OF),
    *_pair("has-review", "is-review-of", LinkType.OTHER),
    *_pair("has-version", "is-version-of", LinkType.OTHER),
    *_pair("has-translation", "is-translation-of", LinkType.OTHER),
    *_pair("has-derivation", "is-derived-from", LinkType.OTHER),
    *_pair("is-data-basis-for", "based-on-data", LinkType.OTHER),
)

# The relations of the same list that say nothing about a work: its parts, its forms, its sources.
# `is-varient-form-of` is the API's own spelling.
_MUTE = """
has-related-material is-related-material is-compiled-by compiles is-documented-by documents
is-supplement-to is-supplemented-by is-continued-by continues is-part-of has-part references
is-referenced-by is-based-on is-basis-for requires is-required-by has-manuscript is-manuscript-of
has-expression is-expression-of has-manifestation is-manifestation-of is-same-as is-identical-to
is-original-form-of is-varient-form-of is-variant-form-of has-format is-format-of
"""
MUTE_RELATIONS = frozenset(_MUTE.split())

# Retraction Watch CSV, column RetractionNature. A row stands on the original paper and names its
# notice; Crossref hands the first three on as update types.
NATURES: Mapping[str, LinkType] = {
    "retraction": LinkType.RETRACTION,
    "expression of concern": LinkType.EXPRESSION_OF_CONCERN,
    "correction": LinkType.ERRATUM,
    "reinstatement": LinkType.REINSTATEMENT,
}

# PubMed's publication types that tell an affected work, or a notice. "Retraction Notice" is the
# name since 2026, "Retraction of Publication" the one before it.
PUBLICATION_TYPES: tuple[Term, ...] = (
    Term("Retracted Publication", LinkType.RETRACTION, Side.WORK, "Retraction of Publication"),
    Term("Retraction of Publication", LinkType.RETRACTION, Side.NOTICE, "Retracted Publication"),
    Term("Retraction Notice", LinkType.RETRACTION, Side.NOTICE, "Retracted Publication"),
    Term("Published Erratum", LinkType.ERRATUM, Side.NOTICE, None),
    Term("Expression of Concern", LinkType.EXPRESSION_OF_CONCERN, Side.NOTICE, None),
    Term("Corrected and Republished Article", LinkType.REPUBLICATION, Side.NOTICE, None),
    Term("Comment", LinkType.COMMENT, Side.NOTICE, None),
)

# PubMed's own page headings for the same terms ("Erratum in", "Comment in"), as people copy them.
PAGE_HEADINGS: Mapping[str, str] = {
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
_PUBLICATION_TYPE_BY_NAME = {term.term.casefold(): term for term in PUBLICATION_TYPES}


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
    """Look up a Crossref relation; None for those that carry no notice.

    An unknown one is *other*; only ``is-…`` makes its own record the notice (10.1371/
    journal.pbio.0050002 has a relation `correction`, whose object corrects it).
    """
    if name in MUTE_RELATIONS:
        return None
    side = Side.NOTICE if name.startswith("is-") else Side.WORK
    return _RELATION_BY_NAME.get(name) or Term(name, LinkType.OTHER, side, None)


def nature(name: str) -> LinkType:
    """Look up a Retraction Watch nature; an unknown one is *other*."""
    return NATURES.get(" ".join(name.casefold().split()), LinkType.OTHER)


def publication_type(name: str) -> Term | None:
    """Look up a PubMed publication type; None for those that speak of no link."""
    return _PUBLICATION_TYPE_BY_NAME.get(name.casefold())


def invert(term: str) -> str | None:
    """Name what the same registry writes at the other end of a link; None where it has no word.

    Crossref's update types read the same at both ends.
    """
    known = _RELATION_BY_NAME.get(term)
    if known is not None:
        return known.inverse
    if update_type(term) is not LinkType.OTHER:
        return term
    return ref_type(term).inverse
