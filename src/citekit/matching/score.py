"""How well a record fits a citation, with the reasons, and whether that is enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from citekit.identity import same_identifiers
from citekit.matching import authors, place, title
from citekit.matching.evidence import PRIOR, Evidence, Field, Verdict, weigh
from citekit.matching.title import Fit, TitleFit, is_translation
from citekit.matching.written import Written, prepare
from citekit.model import Citation, CslItem, Identifiers, Record

ACCEPT = 0.9
"""The score from which a record is accepted: ten to one that it is the work."""

# What rejects a record leaves it at most this likely; what does not identify one work stays below
# ACCEPT. Both are still shown.
_REJECTED = -1.0
_UNIDENTIFIED = 0.9


@dataclass(frozen=True, slots=True)
class Weighed:
    """A record's evidence, added up."""

    record: Record
    points: float
    """A power of ten: 1 is ten to one that this is the work."""
    score: float
    reasons: tuple[str, ...]


def score(citation: Citation, record: Record) -> tuple[float, tuple[str, ...]]:
    """Score a record against a citation between 0 and 1, with a reason for each field compared."""
    weighed = weigh_record(prepare(citation), record)
    return weighed.score, weighed.reasons


def weigh_record(written: Written, record: Record) -> Weighed:
    """Compare every field of a record and add up the evidence."""
    heading = title.compare(written, record.item)
    evidence = {
        each.field: each
        for each in (
            _identifiers(written.identifiers, record.identifiers),
            heading.evidence,
            authors.compare(written, record.item),
            *place.compare(written, record.item),
        )
    }
    objection = _objection(heading, evidence)
    points = PRIOR + sum(each.points for each in evidence.values())
    if objection:
        points = min(points, _REJECTED)
    elif not _is_identified(heading, evidence, record.item):
        points = min(points, _UNIDENTIFIED)
    probability = 1 / (1 + 10**-points)
    return Weighed(
        record=record,
        points=points,
        score=probability,
        reasons=_reasons(evidence, objection),
    )


def _identifiers(written: Identifiers, recorded: Identifiers) -> Evidence:
    verdict = same_identifiers(written, recorded)
    if verdict is None:
        return Evidence(Field.IDENTIFIER, Verdict.SILENT)
    if verdict:
        return weigh(Field.IDENTIFIER, Verdict.AGREES, "identifier agrees")
    return weigh(Field.IDENTIFIER, Verdict.DIFFERS, "identifier of another work")


def _objection(heading: TitleFit, evidence: Mapping[Field, Evidence]) -> str:
    """Say what rules a record out, whatever else agrees."""
    if evidence[Field.IDENTIFIER].verdict is Verdict.DIFFERS:
        return "rejected: the identifier names another work"
    if heading.fit in {Fit.NOTICE, Fit.PART}:
        return "rejected: another work of nearly this title"
    if _is_elsewhere(evidence):
        return "rejected: it stands in another place"
    return ""


def _is_elsewhere(evidence: Mapping[Field, Evidence]) -> bool:
    """Tell whether the place is another: an erratum or a reprint has its work's title and authors.

    One wrong number is a slip, two are a place; the right first page outweighs them.
    """
    if evidence[Field.PAGE].verdict is Verdict.AGREES:
        return False
    place_fields = (Field.VOLUME, Field.ISSUE, Field.PAGE, Field.YEAR)
    differing = [field for field in place_fields if evidence[field].verdict is Verdict.DIFFERS]
    return len(differing) > 1 and (Field.VOLUME in differing or Field.PAGE in differing)


def _is_identified(heading: TitleFit, evidence: Mapping[Field, Evidence], item: CslItem) -> bool:
    """Tell whether what agrees names one work: points alone could add up from what many share."""
    if evidence[Field.IDENTIFIER].verdict is Verdict.AGREES:
        return True
    agreeing = {each.field for each in evidence.values() if each.verdict is Verdict.AGREES}
    differing = {each.field for each in evidence.values() if each.verdict is Verdict.DIFFERS}
    if heading.fit is Fit.EXACT and heading.long:
        return _is_unopposed(evidence)
    if heading.fit in {Fit.EXACT, Fit.CUT, Fit.NEAR}:
        return not differing & {Field.VOLUME, Field.PAGE} and _is_backed(agreeing)
    if heading.fit is Fit.NONE:
        return _is_located(agreeing) and Field.AUTHOR not in differing
    if heading.fit is Fit.OTHER and not is_translation(item):
        # Short news by one author fill a page.
        return False
    return _is_located(agreeing) and Field.AUTHOR in agreeing


def _is_unopposed(evidence: Mapping[Field, Evidence]) -> bool:
    """Tell whether nothing speaks for another work of this very title.

    Other authors write under one title; notices, editorials and continuations have it on other
    pages. A page that only slipped needs its author.
    """
    author, page = evidence[Field.AUTHOR].verdict, evidence[Field.PAGE].verdict
    if page is Verdict.NEAR:
        return author is Verdict.AGREES
    if page is Verdict.SILENT:
        return author is not Verdict.DIFFERS
    return page is Verdict.AGREES


def _is_backed(agreeing: set[Field]) -> bool:
    """Tell whether the rest carries a title that is not enough alone."""
    places = agreeing & {Field.YEAR, Field.JOURNAL, Field.VOLUME, Field.ISSUE}
    has_page = Field.PAGE in agreeing and bool(places)
    return has_page or (Field.AUTHOR in agreeing and len(places) > 1)


def _is_located(agreeing: set[Field]) -> bool:
    """Tell whether journal, volume and first page agree, and the year or the first author."""
    return {Field.JOURNAL, Field.VOLUME, Field.PAGE} <= agreeing and bool(
        agreeing & {Field.YEAR, Field.AUTHOR}
    )


def _reasons(evidence: Mapping[Field, Evidence], objection: str) -> tuple[str, ...]:
    told = {field: each.reason for field, each in evidence.items() if each.reason}
    both = {Field.VOLUME, Field.PAGE}
    if all(evidence[field].verdict is Verdict.AGREES for field in both):
        told[Field.VOLUME] = "volume and first page agree"
        del told[Field.PAGE]
    ordered = [told[field] for field in Field if field in told]
    return (*ordered, objection) if objection else tuple(ordered)
