"""The source of a citation: journal, date, volume, issue, pages, as PubMed's SO and others write.

A source is found by its numbers; the journal is what stands before them, back to a boundary.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from citekit.model import CslItem, Identifier
from citekit.text import dates, identifiers, pages
from citekit.text.characters import hyphens, squeeze, visible
from citekit.text.journal_before import journal_before
from citekit.text.source_tails import ISSUE_GROUPS, NLM_DATE, source_tails
from citekit.vocab import Scheme


class Source(NamedTuple):
    """A source with where it stands in the text."""

    item: CslItem
    start: int
    end: int


_WHOLE = re.compile(
    rf"(?P<journal>[^\n]{{1,200}}?)[.,;]?\s?[(\s](?P<date>{NLM_DATE})\)?[.;,\s]*", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"[\s.;,\[\](]*(?:(?:epub|published|e-?pub)\b[^.;:]{0,40}[.;:]\s*)?(?:pubmed\s)?[\[(]?",
    re.IGNORECASE,
)


def find(text: str, *, lenient: bool = False) -> list[Source]:
    """Find every source written in a text, in order, without overlaps.

    Identifiers that directly follow a source belong to it. Undated numbers that need not be pages
    (``Sensors, 17, 292``) count only where `lenient`: in what is known to be one citation.
    """
    plain = hyphens(text)
    found: list[Source] = []
    position = 0
    for tail in source_tails(plain, lenient=lenient):
        if tail.start() < position:
            continue
        start = journal_before(plain, tail.start(), position)
        position = tail.end()
        if start is not None:
            found.append(_source(text, plain, start, tail))
            position = found[-1].end
    return found


def parse(text: str) -> CslItem | None:
    """Read a text that is a source and nothing else (PubMed's RefSource); None if it is not.

    ``Ann Rheum Dis. 2010`` is enough of a source here, though not inside other text.
    """
    plain = squeeze(visible(text))[:2000]
    for source in find(plain)[:1]:
        if not _said(plain[: source.start]):
            return source.item
    mentions = identifiers.find(plain)
    head = plain[: mentions[0].start] if mentions else plain
    match = _WHOLE.fullmatch(_BETWEEN_END.sub("", hyphens(head)))
    if match is None or not _is_name(match["journal"]):
        return None
    item: CslItem = {"container-title": _name(match["journal"])}
    _set_date(item, match["date"])
    for mention in mentions:
        set_identifier(item, mention.identifier)
    return item


_BETWEEN_END = re.compile(r"\s*(?:doi|pmid|pmcid)?[\s:]*$", re.IGNORECASE)


def _source(text: str, plain: str, start: int, tail: re.Match[str]) -> Source:
    groups = tail.groupdict()
    name_end = tail.start()
    item: CslItem = {"container-title": _name(text[start:name_end])}
    _set_date(item, groups.get("date"))
    if groups.get("volume"):
        item["volume"] = groups["volume"]
    issue = next(filter(None, map(groups.get, ISSUE_GROUPS)), None)
    if issue:
        item["issue"] = issue.strip("() ")
    if groups.get("page"):
        item["page"] = pages.expand(groups["page"])
    following, end = _following(plain, tail.end())
    for mention in following:
        set_identifier(item, mention.identifier)
    return Source(item, start, end)


def _following(text: str, end: int) -> tuple[list[identifiers.Mention], int]:
    """Collect the identifiers written directly behind a source."""
    window = text[end : end + 600]
    taken: list[identifiers.Mention] = []
    position = 0
    for mention in identifiers.find(window):
        gap = _BETWEEN.match(window, position)
        if gap is None or gap.end() < mention.start:
            break
        if any(mention.identifier.scheme is other.identifier.scheme for other in taken):
            break
        taken.append(mention)
        position = mention.end
    return taken, end + position


def _set_date(item: CslItem, written: str | None) -> None:
    date = dates.from_text(re.sub(r"(?<=[0-9]{4})[a-z]\b", "", written)) if written else None
    if date is not None:
        item["issued"] = date


def set_identifier(item: CslItem, identifier: Identifier) -> None:
    """Add an identifier under its CSL variable, if that is still free and CSL has one."""
    if identifier.scheme is Scheme.DOI:
        item.setdefault("DOI", identifier.value)
    elif identifier.scheme is Scheme.PMID:
        item.setdefault("PMID", identifier.value)
    elif identifier.scheme is Scheme.PMCID:
        item.setdefault("PMCID", identifier.value)


def _name(written: str) -> str:
    return re.sub(r"(?:,?\s(?:in|vol|volume))?[\s.,;:(]*$", "", squeeze(visible(written)))


def _said(text: str) -> str:
    return text.strip(" \t\n.,;:([\"'“”*•-")


def _is_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= 15 and text[0].isalpha() and "://" not in text
