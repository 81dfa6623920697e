"""Find the identifiers of notices that a witness names by a source string alone.

PubMed may print "Erratum in: J Name. 2011 Jan;70(1):237" without a PMID, and a web page prints
titles. Such a notice stays a notice whether or not it is found; it is never given an identifier
that no registry confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from citekit import links
from citekit.identity import same_identifiers, same_title
from citekit.model import Citation, CslItem, End, Link, Record, Resolution
from citekit.text import freetext, sources, titles
from citekit.verbs.inquiry import Desk, Inquiry
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
    nameless: dict[str, End] = {}
    for record in (resolution.record for resolution in joined if resolution.record):
        for notice in (link.notice for link in record.links):
            if notice.raw and not notice.identifiers:
                nameless.setdefault(notice.raw, notice)
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


def _search(nameless: Sequence[End], desk: Desk) -> dict[str, Record]:
    """Search for each notice; keyed by the text that was searched for."""
    inquiries = [Inquiry(_described(notice)) for notice in nameless]
    desk.search(inquiries)
    decided = ((one.citation.raw, one.decision) for one in inquiries)
    return {raw: to.accepted.record for raw, to in decided if to is not None and to.accepted}


def _described(notice: End) -> Citation:
    raw = notice.raw or ""
    said: CslItem = notice.record or sources.parse(raw) or freetext.describe(raw)
    return Citation(raw=raw, said=said)


def _completed(resolution: Resolution, found: Mapping[str, Record]) -> Resolution:
    record = resolution.record
    if record is None or not any(link.notice.raw in found for link in record.links):
        return resolution
    completed = [_named(link, record, found) for link in record.links]
    return replace(resolution, record=replace(record, links=links.merge(completed)))


def _named(link: Link, work: Record, found: Mapping[str, Record]) -> Link:
    notice = None if link.notice.identifiers else found.get(link.notice.raw or "")
    if notice is None or not _is_such(link.type, notice, work):
        return link
    return replace(link, notice=End(notice.identifiers, link.notice.raw, notice.item))


def _is_such(kind: LinkType, notice: Record, work: Record) -> bool:
    """Demand that an erratum or retraction is one of this very work.

    Letters share its page, and so do errata of other works. It says so by its own link, or by
    its title: "Erratum: " and the work's.
    """
    if kind not in _KINDS_THAT_SAY_SO:
        return True
    prefix, rest = titles.notice_prefix(notice.item.get("title", ""))
    if prefix is not None and same_title({"title": rest}, work.item):
        return True
    return any(
        link.type is kind
        and same_identifiers(link.notice.identifiers, notice.identifiers)
        and same_identifiers(link.work.identifiers, work.identifiers)
        for link in notice.links
    )
