"""Notice tags of MEDLINE records (`EIN - Ann Rheum Dis. 2011 Jan;70(1):237.`) and links.

Lost on the way out and back: the notice's record (where it stands stays, as `raw`); every witness
but the document itself; identifiers other than DOI and PMID; a DOI or PMID that the source did
not show comes back inside it, and a full stop before a PMID goes where there is no DOI.
Types without a tag are not written: reinstatements, preprints, and *other* without PubMed's word;
a withdrawal is written as a retraction, for PubMed makes no difference between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from citekit.formats.candidates import directed
from citekit.formats.lines import one_line, stopped
from citekit.formats.nlm_source import source
from citekit.formats.notes import NOTHING_KNOWN
from citekit.formats.pubmed_links import other_end
from citekit.model import End, Identifiers, Link, Witness
from citekit.terms import MEDLINE_TAGS, PAGE_HEADINGS, ref_type
from citekit.text import identifiers
from citekit.vocab import DOCUMENT, LinkType, Scheme, Side

_TAGS: Final = {name: tag for tag, name in MEDLINE_TAGS.items()}
# The RefType on the affected work where PubMed said none.
_BY_TYPE: Final = {
    LinkType.ERRATUM: "ErratumIn",
    LinkType.RETRACTION: "RetractionIn",
    LinkType.PARTIAL_RETRACTION: "PartialRetractionIn",
    LinkType.WITHDRAWAL: "RetractionIn",
    LinkType.EXPRESSION_OF_CONCERN: "ExpressionOfConcernIn",
    LinkType.COMMENT: "CommentIn",
    LinkType.UPDATE: "UpdateIn",
    LinkType.REPUBLICATION: "RepublishedIn",
    LinkType.RETRACTION_AND_REPUBLICATION: "RetractedandRepublishedIn",
    LinkType.SUMMARY: "SummaryForPatientsIn",
}
_PMID = re.compile(r"(?:^|\s)PMID:\s*([0-9]{1,9})\.?$")


def to_link(tag: str, value: str, own: Identifiers) -> Link:
    """Make the link that a notice tag tells of, witnessed by the document."""
    term = ref_type(MEDLINE_TAGS[tag])
    witness = Witness(DOCUMENT, tag, "", stands_on=term.stands_on)
    return directed(term.type, term.stands_on, (End(own), _other(value)), witness)


def to_field(link: Link, own: Identifiers) -> tuple[str, str] | None:
    """Write a link of the work that has these identifiers; None where there is no tag for it."""
    side = _side(link, own)
    tag = next(filter(None, (_TAGS.get(name) for name in _ref_types(link, side))), None)
    other = link.notice if side is Side.WORK else link.work
    return (tag, _value(other)) if tag else None


def _other(value: str) -> End:
    pmid = _PMID.search(value)
    raw = value[: pmid.start()].strip() if pmid else value
    if pmid and "doi:" not in raw:
        raw = raw.removesuffix(".")
    return other_end("" if raw == NOTHING_KNOWN else raw, pmid[1] if pmid else None)


def _side(link: Link, own: Identifiers) -> Side:
    """Tell which end of a link a work is; the one of which nothing is known, if neither is it."""
    if _same(own, link.work.identifiers):
        return Side.WORK
    nothing = link.notice == End() and link.work != End()
    return Side.NOTICE if _same(own, link.notice.identifiers) or nothing else Side.WORK


def _same(a: Identifiers, b: Identifiers) -> bool:
    return any(b.get(scheme) == value for scheme, value in a.items())


def _ref_types(link: Link, side: Side) -> Iterator[str]:
    for witness in sorted(link.witnesses, key=lambda one: one.registry != "pubmed"):
        said = ref_type(_ref_type_of(witness))
        if said.type is link.type:
            yield said.term if said.stands_on is side else said.inverse or ""
    by_type = _BY_TYPE.get(link.type, "")
    yield by_type if side is Side.WORK else ref_type(by_type).inverse or ""


def _ref_type_of(witness: Witness) -> str:
    if witness.registry != DOCUMENT:
        return witness.term
    return MEDLINE_TAGS.get(witness.term) or PAGE_HEADINGS.get(witness.term.casefold(), "")


def _value(end: End) -> str:
    written = one_line(end.raw or "") or source(end.record or {})
    known = {**_of_record(end), **end.identifiers}
    shown = {mention.identifier.scheme for mention in identifiers.find(written)}
    for scheme, lead, stop in ((Scheme.DOI, "doi: ", "."), (Scheme.PMID, "PMID: ", "")):
        if scheme in known and scheme not in shown:
            found = f"{lead}{one_line(known[scheme])}{stop}"
            written = " ".join(filter(None, [stopped(written), found]))
    return written or NOTHING_KNOWN


def _of_record(end: End) -> dict[Scheme, str]:
    record = end.record or {}
    said = {Scheme.DOI: record.get("DOI"), Scheme.PMID: record.get("PMID")}
    return {scheme: value for scheme, value in said.items() if value}
