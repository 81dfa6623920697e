"""Notices as sentences, for files that have only a note for them.

`Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237.` is PubMed's own way to print a notice without a
record; one with a record adds its title and identifiers.

Lost on the way out and back: the notice's record (its sentence stays, as `raw`), every witness
but the document itself, and the identifiers of the notice that its sentence does not show.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from citekit.formats.lines import one_line, stopped
from citekit.model import CslItem, End, Identifiers, Link, StoredLink, Witness
from citekit.terms import PAGE_HEADINGS, ref_type
from citekit.text import dates, identifiers, titles
from citekit.vocab import DOCUMENT, LinkType, Scheme, Side

LEADS: Final[Mapping[LinkType, str]] = {
    LinkType.ERRATUM: "Erratum in",
    LinkType.RETRACTION: "Retraction in",
    LinkType.PARTIAL_RETRACTION: "Partial retraction in",
    LinkType.EXPRESSION_OF_CONCERN: "Expression of concern in",
    LinkType.COMMENT: "Comment in",
    LinkType.UPDATE: "Update in",
    LinkType.REPUBLICATION: "Republished in",
    LinkType.RETRACTION_AND_REPUBLICATION: "Retracted and republished in",
    LinkType.REINSTATEMENT: "Reinstatement in",
    LinkType.WITHDRAWAL: "Withdrawal in",
    LinkType.PREPRINT_OF: "Preprint in",
    LinkType.SUMMARY: "Summary for patients in",
    LinkType.OTHER: "Related work in",
}
"""What stands before a notice, PubMed's words where PubMed has some."""

_READ: Final[Mapping[str, tuple[LinkType, Side]]] = {
    **{heading: (ref_type(t).type, ref_type(t).stands_on) for heading, t in PAGE_HEADINGS.items()},
    **{lead.casefold(): (type_, Side.WORK) for type_, lead in LEADS.items()},
}
_LEAD = re.compile(
    rf"(?:^|(?<=\s))({'|'.join(sorted(map(re.escape, _READ), key=len, reverse=True))}):\s+",
    re.IGNORECASE,
)
_LABELS: Final = {Scheme.DOI: "doi:", Scheme.PMID: "PMID:", Scheme.PMCID: "PMCID:"}
NOTHING_KNOWN: Final = "source not given."


class Notice(NamedTuple):
    """One sentence about a notice: what stands before the colon, and behind it."""

    lead: str
    body: str


def notice_sentence(stored: StoredLink | Link) -> str:
    """Write one notice of a work in one line: its kind, where it stands, how to find it.

    What the witness wrote is kept word for word where the notice has no record of its own.
    """
    link = stored.link if isinstance(stored, StoredLink) else stored
    notice = link.notice
    source = stopped(notice.raw or "") if notice.record is None else _from_record(notice.record)
    parts = [source, *_labelled(identifiers_of(notice), source)]
    body = " ".join(filter(None, parts)) or NOTHING_KNOWN
    return f"{LEADS[link.type]}: {body}"


def take_notices(note: str) -> tuple[str, tuple[Notice, ...]]:
    """Take notice sentences out of a note; what stands before the first of them comes first."""
    before, *pieces = _LEAD.split(note)
    bodies = zip(pieces[::2], pieces[1::2], strict=True)
    return before.strip(), tuple(Notice(lead, body.strip()) for lead, body in bodies)


def to_link(notice: Notice, identifiers_of_work: Identifiers) -> Link:
    """Make the link that a sentence beside a work tells of, witnessed by the document."""
    type_, side = _READ[notice.lead.casefold()]
    here = End(identifiers=identifiers_of_work)
    raw = None if notice.body in {"", NOTHING_KNOWN} else notice.body
    there = End(identifiers=_found(notice.body), raw=raw)
    ends = (there, here) if side is Side.WORK else (here, there)
    return Link(type_, *ends, witnesses=(Witness(DOCUMENT, notice.lead, ""),))


def _found(body: str) -> dict[Scheme, str]:
    found: dict[Scheme, str] = {}
    for mention in identifiers.find(body):
        found.setdefault(mention.identifier.scheme, mention.identifier.value)
    return found


def _from_record(record: CslItem) -> str:
    title = stopped(titles.plain(record.get("title", "")))
    journal = record.get("container-title-short") or record.get("container-title", "")
    source = stopped(titles.plain(journal))
    return " ".join(filter(None, [title, source, stopped(_locator(record))]))


def _locator(record: CslItem) -> str:
    """Write `2010;69(8):1413-1414`, of which any part may be missing."""
    year = dates.year(record.get("issued"))
    issue = f"({record['issue']})" if record.get("issue") else ""
    place = f"{record.get('volume', '')}{issue}"
    pages = f":{record['page']}" if record.get("page") else ""
    return ";".join(filter(None, [str(year) if year else "", f"{place}{pages}".lstrip(":")]))


def identifiers_of(notice: End) -> dict[Scheme, str]:
    """Give every identifier that is known of a notice, its record's before the link's."""
    record: CslItem = notice.record if notice.record is not None else {}
    written = {
        Scheme.DOI: record.get("DOI"),
        Scheme.PMID: record.get("PMID"),
        Scheme.PMCID: record.get("PMCID"),
    }
    return {**notice.identifiers, **{scheme: str(v) for scheme, v in written.items() if v}}


def _labelled(known: Identifiers, source: str) -> list[str]:
    shown = _found(source)
    return [
        f"{label}{one_line(known[scheme])}"
        for scheme, label in _LABELS.items()
        if scheme in known and scheme not in shown
    ]
