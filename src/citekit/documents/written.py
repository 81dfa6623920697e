"""Citations that one row holds: written out in full, or mentioned by source or identifier."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from citekit.documents.author_lines import author_line, begins_with_authors
from citekit.documents.lines import Row
from citekit.documents.source_lines import (
    cited_as,
    closes,
    identified,
    names_journal,
    sources_in,
)
from citekit.documents.title_lines import title_weight
from citekit.model import CslItem, Identifier
from citekit.text import freetext, identifiers
from citekit.text.sources import Source
from citekit.vocab import Scheme


@dataclass(slots=True)
class Piece:
    """A stretch of a row that cites one work."""

    start: int
    end: int
    said: CslItem
    whole: bool
    """Written out as a citation, not just mentioned in a sentence."""
    raw: str = ""
    """What is written there, where that is not the row's own text."""
    identifiers: dict[Scheme, str] = field(default_factory=dict)

    def takes(self, identifier: Identifier) -> bool:
        """Add an identifier unless it contradicts one that is there."""
        known = self.identifiers.setdefault(identifier.scheme, identifier.value)
        return known == identifier.value


@dataclass(frozen=True, slots=True)
class _Mention:
    identifier: Identifier
    start: int
    end: int
    raw: str


_OWN_END = re.compile(r"[\s.;,)\]]*")
_LIST_LABEL = re.compile(r"\s*(?:\[\d{1,3}\]|\(?\d{1,3}[.)])\s+|\s*[•·;*–-]\s+|\s+")
_ENDS_SENTENCE = re.compile(r"[.?!,:]['\"”’)\]]*\s*$|[\"”’]\s*$")
_BRACKETED_SOURCE = re.compile(r"[.?!]\s\[[^\[\]]*\b[12]\d{3}(?!\d)[^\[\]]*\]\W*$")
_SHORTEST_HEAD = 8


def pieces(row: Row) -> list[Piece]:
    """Give what a row cites, in order; every identifier in it belongs to one piece."""
    found = sources_in(row.text)
    known = list(_by_sources(row.text, found)) if found else _without_source(row)
    return _with_mentions(row, known)


def _by_sources(text: str, found: Sequence[Source]) -> Iterator[Piece]:
    begin = 0
    for number, source in enumerate(found):
        last = number == len(found) - 1
        begin = _begin(text, begin, source.start)
        if last and not text[begin : source.start].strip() and _goes_on(text[source.end :]):
            yield Piece(begin, len(text), describe(text[begin:]), whole=True)
            return
        item = describe(text[begin : source.end])
        tail = text[source.end :] if last else ""
        if _is_whole(text[begin : source.start], tail, item):
            end = len(text) if last and closes(tail) else source.end
            yield Piece(begin, end, item, whole=True)
        elif names_journal(source.item):
            yield Piece(source.start, source.end, source.item, whole=False)
        begin = source.end + len(_own_end(text, source.end))


def describe(text: str) -> CslItem:
    """Take a citation apart; BioMed Central's style sets a colon behind the authors."""
    authors, colon, rest = text.partition(": ")
    if colon and (line := author_line(authors)) is not None and line.sure and not line.labelled:
        return freetext.describe(f"{authors.rstrip('.')}. {rest}")
    return freetext.describe(text)


def _goes_on(tail: str) -> bool:
    """Tell a citation that puts its journal first: title and authors follow on the line."""
    following = tail.lstrip(" .;,")
    title = re.split(r"(?<=\w\w)[.?]\s", following, maxsplit=1)[0]
    return title_weight(title) > 1


def _own_end(text: str, end: int) -> str:
    match = _OWN_END.match(text, end)
    return match[0] if match else ""


def _begin(text: str, begin: int, end: int) -> int:
    """Find where a citation begins: behind its list label, or the bracket it stands in."""
    opened = _unclosed_bracket(text[begin:end])
    if opened is not None:
        return begin + opened + 1
    for _ in range(2):
        begin += cited_as(text[begin:end])
        label = _LIST_LABEL.match(text, begin, end)
        begin = label.end() if label else begin
    return begin


def _unclosed_bracket(text: str) -> int | None:
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[place], 0)
        if depth < 0:
            return place
    return None


def _is_whole(head: str, tail: str, item: CslItem) -> bool:
    """Tell a citation from a sentence that runs into a source."""
    if len(head.strip()) < _SHORTEST_HEAD or not _ENDS_SENTENCE.search(head):
        return False
    if "author" in item:
        return True
    return title_weight(head) > 0 and closes(tail)


def _without_source(row: Row) -> list[Piece]:
    """Read a row that names no volume or page, by the authors it begins with."""
    begin = cited_as(row.text)
    text = row.text[begin:]
    if not 0 < len(text) < freetext.LONGEST:
        return []
    authors = begins_with_authors(text)
    if not authors and not _BRACKETED_SOURCE.search(text):
        return []
    item = describe(text)
    needed = {"author", "title"} if authors else {"title", "container-title"}
    dated = "issued" in item or "container-title" in item or bool(identified(row))
    if needed <= item.keys() and dated:
        return [Piece(begin, len(row.text), item, whole=True)]
    return []


def _with_mentions(row: Row, known: list[Piece]) -> list[Piece]:
    for mention in _mentions(row):
        place = bisect_right(known, mention.start, key=attrgetter("start"))
        before = known[place - 1] if place else None
        if before is None or not _belongs(mention, before, row.text):
            ids = {mention.identifier.scheme: mention.identifier.value}
            piece = Piece(mention.start, mention.end, {}, False, mention.raw, ids)
            known.insert(place, piece)
    return known


def _belongs(mention: _Mention, piece: Piece, text: str) -> bool:
    """Add a mention to the piece that it stands in, or directly behind."""
    if mention.start < piece.end:
        return piece.takes(mention.identifier)
    if not closes(text[piece.end : mention.start]) or not piece.takes(mention.identifier):
        return False
    piece.end = mention.end
    return True


def _mentions(row: Row) -> list[_Mention]:
    written = [_Mention(m.identifier, m.start, m.end, "") for m in identifiers.find(row.text)]
    linked = [_Mention(m.identifier, m.start, m.end, m.raw) for m in row.marks]
    return sorted(written + linked, key=lambda mention: mention.start)
