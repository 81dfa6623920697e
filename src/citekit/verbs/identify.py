"""Find the identifiers of notices that a witness names by a source string alone.

PubMed may print "Erratum in: J Name. 2011 Jan;70(1):237" without a PMID, and a web page prints
titles. Such a notice stays a notice whether or not it is found; it is never given an identifier
that no registry confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from citekit import links
from citekit.identity import same_identifiers
from citekit.model import Citation, CslItem, End, Link, Record, Resolution
from citekit.text import freetext, sources, titles
from citekit.verbs.ask import Desk, Inquiry
from citekit.vocab import LinkType, Outcome

SEARCHES_PER_RUN = 20
"""Enough for what a page or a few works carry; a bulk run does not turn into a crawl."""

_KINDS_THAT_SAY_SO = frozenset(
    {
        LinkType.ERRATUM,
        LinkType.RETRACTION,
        LinkType.PARTIAL_RETRACTION,
        LinkType.EXPRESSION_OF_CONCERN,
        LinkType.WITHDRAWAL,
    }
)


def identify_notices(resolutions: Sequence[Resolution], desk: Desk) -> list[Resolution]:
    """Complete the links of every resolved record, those of its document included."""
    joined = [_with_document_links(resolution) for resolution in resolutions]
    nameless: dict[str, Link] = {}
    for resolution in joined:
        for link in resolution.record.links if resolution.record else ():
            if not link.notice.identifiers and link.notice.raw:
                nameless.setdefault(link.notice.raw, link)
    found = _search(list(nameless.values())[:SEARCHES_PER_RUN], desk)
    return [_completed(resolution, found) for resolution in joined]


def _with_document_links(resolution: Resolution) -> Resolution:
    """Add what the page itself says to the record, dated by the record's own answers."""
    record, printed = resolution.record, resolution.citation.links
    if resolution.outcome is not Outcome.RESOLVED or record is None or not printed:
        return resolution
    read_at = max(candidate.stamp.fetched_at for candidate in record.candidates)
    dated = [_dated(link, record, read_at) for link in printed]
    return replace(resolution, record=replace(record, links=links.merge([*record.links, *dated])))


def _dated(link: Link, record: Record, read_at: str) -> Link:
    witnesses = tuple(replace(witness, fetched_at=read_at) for witness in link.witnesses)
    own = End(record.identifiers)
    # The page prints the other work; its own end has no text. "Comment on" makes it the notice.
    if link.notice.raw is None:
        return replace(link, notice=own, witnesses=witnesses)
    return replace(link, work=own, witnesses=witnesses)


def _search(nameless: Sequence[Link], desk: Desk) -> dict[str, Record]:
    """Search for each notice; keyed by the source string that was searched for."""
    inquiries = [Inquiry(_described(link.notice)) for link in nameless]
    desk.search(inquiries)
    found: dict[str, Record] = {}
    for link, inquiry in zip(nameless, inquiries, strict=True):
        accepted = inquiry.decision.accepted if inquiry.decision else None
        if accepted is not None and link.notice.raw and _is_such(link.type, accepted.record):
            found[link.notice.raw] = accepted.record
    return found


def _described(notice: End) -> Citation:
    raw = notice.raw or ""
    said: CslItem = notice.record or sources.parse(raw) or freetext.describe(raw)
    return Citation(raw=raw, said=said)


def _is_such(kind: LinkType, record: Record) -> bool:
    """Demand that an erratum or retraction calls itself one: other works share its page."""
    if kind not in _KINDS_THAT_SAY_SO:
        return True
    prefix, _ = titles.notice_prefix(record.item.get("title", ""))
    return prefix is not None or any(
        link.type is kind and same_identifiers(link.notice.identifiers, record.identifiers)
        for link in record.links
    )


def _completed(resolution: Resolution, found: dict[str, Record]) -> Resolution:
    record = resolution.record
    if record is None or not any(link.notice.raw in found for link in record.links):
        return resolution
    completed = [_named(link, found) for link in record.links]
    return replace(resolution, record=replace(record, links=links.merge(completed)))


def _named(link: Link, found: dict[str, Record]) -> Link:
    record = found.get(link.notice.raw or "") if not link.notice.identifiers else None
    if record is None:
        return link
    return replace(link, notice=End(record.identifiers, link.notice.raw, record.item))
