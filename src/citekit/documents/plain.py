"""The citations of a plain text: copied abstracts, written citations, identifiers in sentences.

A title alone is no citation, for every heading looks like one. It becomes one beside something
that only works have: a source (`Ann Rheum Dis. 2010 Aug;69(8):1423-9.`), a date in the words of
journals (`First published: …`), an identifier on a line of its own, an author line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from citekit.documents import notices, written
from citekit.documents.drafts import Draft, Part, unique
from citekit.documents.headings import heading
from citekit.documents.lines import Line, Row, lines_of, rows_of, unwrapped
from citekit.documents.looks import Look
from citekit.documents.neighbours import Neighbours, Side
from citekit.documents.notices import Printed
from citekit.documents.shapes import stands_alone
from citekit.documents.source_lines import short_source
from citekit.documents.title_lines import title_weight
from citekit.model import Citation, CslItem
from citekit.text import freetext, pages, titles

_FEWEST_WORDS_BY_DATE: Final = 6
"""Blogs date their short headlines in the words of journals, too."""
_FEWEST_WORDS_BY_IDENTIFIER: Final = 9
"""For a title a blank line away: an identifier needs none, and a wrong one contradicts it."""
_LABELLED_FIELD = re.compile(
    r"(journal|volume|issue|pages?|publisher)\s*:\s*(\S.{0,200})", re.IGNORECASE
)
_LABELLED_IDENTIFIER = re.compile(r"\W*(?:pmid|pmcid|doi|pubmed|arxiv)\b", re.IGNORECASE)
_ET_AL = re.compile(r"\bet\.?\s*al\b", re.IGNORECASE)


def read(text: str, path: str) -> Iterator[Citation]:
    """Read the citations of a text, each with its line and column and its lines as written."""
    yield from _citations(rows_of(lines_of(text), stands_alone), path)


def read_lines(lines: Sequence[Line], path: str) -> Iterator[Citation]:
    """Read the citations of a web page's visible lines, none of which is wrapped."""
    yield from _citations(unwrapped(lines), path)


def read_rows(rows: Sequence[Row], path: str) -> Iterator[Citation]:
    """Read the citations of rows; an identifier that is all there is keeps each of its places."""
    drafts = _Page(rows).read()
    bare = [draft for draft in drafts if not draft.said and not draft.printed]
    joined = unique(sorted((d for d in drafts if d.said or d.printed), key=attrgetter("begins")))
    for draft in sorted([*joined, *bare], key=attrgetter("begins")):
        yield draft.citation(path)


def _citations(rows: Sequence[Row], path: str) -> Iterator[Citation]:
    drafts = sorted(_Page(rows).read(), key=attrgetter("begins"))
    for draft in unique(drafts):
        yield draft.citation(path)


class _Page:
    """One reading of a page, from its first row to its last."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.inline: list[list[Printed]] = []
        self.rows = [self._without_notices(row) for row in rows]
        self.looks = [Look(row) for row in self.rows]
        self.around = Neighbours(self.looks)
        self.drafts: list[Draft] = []
        self.current: Draft | None = None
        self.loose: list[Printed] = []

    def read(self) -> list[Draft]:
        place = 0
        while place < len(self.rows):
            place = self._step(place)
        if not self.drafts:
            self._only_row()
        if self.loose and self.drafts:
            self.drafts[0].printed += self.loose
        return self.drafts

    def _without_notices(self, row: Row) -> Row:
        if heading(row.text) is not None:
            self.inline.append([])
            return row
        text, printed = notices.take_inline(row.text)
        self.inline.append(printed)
        return replace(row, text=text)

    def _step(self, place: int) -> int:
        if place in self.around.taken:
            return place + 1
        block = notices.read_block(self.rows, place)
        if block is not None:
            self._attach_block(block)
            self.around.taken.update(range(place, block.end))
            return block.end
        known = len(self.drafts)
        readers = (self._source, self._field, self._marker, self._identifiers, self._authors)
        if not any(reader(place) for reader in readers):
            self._pieces(place)
        self._attach_inline(place, self.drafts[known:])
        return place + 1

    def _attach_block(self, block: notices.Block) -> None:
        work = self.current or (self.drafts[-1] if self.drafts else None)
        if work is None:
            self.loose += block.notices
            return
        work.printed += block.notices
        if work.accepts(block.left):
            work.name(block.left)

    def _attach_inline(self, place: int, fresh: Sequence[Draft]) -> None:
        work = fresh[0] if fresh else self.current
        if work is not None:
            work.printed += self.inline[place]

    def _source(self, place: int) -> bool:
        text, found = self.rows[place].text, self.looks[place].source
        item = found.item if found else short_source(text, dated=self.current is None)
        if item is None:
            return False
        if self._completes(place, item, "container-title"):
            return True
        side = self.around.beside(place)
        if found is None and not (short_source(text, dated=True) and self._is_title(side, 8)):
            return False
        self._open(place, side, item)
        return True

    def _field(self, place: int) -> bool:
        match = _LABELLED_FIELD.fullmatch(self.rows[place].text)
        if match is None:
            return False
        item = _labelled(match[1].casefold(), titles.clean(match[2]))
        if self._completes(place, item, *item):
            return True
        side = self.around.above(place)
        if "container-title" not in item or side.title is None:
            return False
        self._open(place, side, item)
        return True

    def _marker(self, place: int) -> bool:
        found = self.looks[place].date
        if found is None:
            return False
        item: CslItem = {"issued": found.date}
        if self._completes(place, item):
            return True
        side = self.around.beside(place)
        titled = side.authors is not None or self._is_title(side, _FEWEST_WORDS_BY_DATE)
        if not found.sure or side.title is None or not titled:
            return False
        self._open(place, side, item)
        return True

    def _identifiers(self, place: int) -> bool:
        if not self.looks[place].only_identifies:
            return False
        side = self.around.above(place)
        gap = self.rows[place].gap
        fewest = _FEWEST_WORDS_BY_IDENTIFIER if gap else _FEWEST_WORDS_BY_DATE
        titled = self._is_title(side, fewest)
        if self._completes(place, {}) or (not titled and self._ends_record(place)):
            return True
        if side.title is None or not (titled or side.authors is not None):
            return False
        self._open(place, side, {})
        return True

    def _ends_record(self, place: int) -> bool:
        """Add the identifiers that PubMed prints last, below the abstract."""
        draft, look = self.current, self.looks[place]
        if draft is None or not draft.said or not _LABELLED_IDENTIFIER.match(look.row.text):
            return False
        return draft.accepts(look.identifiers) and self._add(place, {})

    def _authors(self, place: int) -> bool:
        line = self.looks[place].authors
        if line is None:
            return False
        if line.labelled and self.current and "author" not in self.current.said:
            return self._add(place, {})
        if len(line.names) > 1 and self._completes(place, {}, "author"):
            return True
        side = self.around.beside(place)
        if not line.sure or not self._is_title(side, 1):
            return False
        self._open(place, side._replace(authors=None), {})
        return True

    def _is_title(self, side: Side, fewest: int) -> bool:
        """Tell whether a side has a title that needs no authors to be one."""
        if side.title is None:
            return False
        look = self.looks[side.title]
        return look.weight > 1 and len(look.row.text.split()) >= fewest

    def _pieces(self, place: int) -> None:
        row = self.rows[place]
        alone = self.looks[place].only_identifies
        for piece in written.pieces(row):
            raw = piece.raw or row.between(piece.start, piece.end)
            part = Part(place, piece.start, row.place(piece.start), raw)
            draft = Draft(piece.said, piece.identifiers, parts=[part])
            self.drafts.append(draft)
            if piece.whole or alone:
                self.current = draft
            if piece.whole:
                draft.last = place
                _note_cut_authors(draft)
                self._adopt_title(draft, place)

    def _adopt_title(self, draft: Draft, place: int) -> None:
        """Take the line above for the title of `Authors. Source.`"""
        side = self.around.above(place)
        if "title" not in draft.said and side.title is not None:
            draft.say_title(self.rows[side.title].text)
            self._take(side.title)

    def _only_row(self) -> None:
        """Take the only line of a text for a citation when it reads as one."""
        if len(self.rows) != 1 or len(self.rows[0].text) > freetext.LONGEST:
            return
        item = freetext.describe(self.rows[0].text)
        telling = ({"container-title"}, {"author", "issued"})
        if title_weight(item.get("title", "")) > 1 and any(keys <= item.keys() for keys in telling):
            draft = Draft(item, printed=list(self.inline[0]))
            draft.add(0, self.rows[0])
            draft.name(self.looks[0].identifiers)
            _note_cut_authors(draft)
            self.drafts.append(draft)

    def _open(self, place: int, side: Side, item: CslItem) -> None:
        """Begin a citation at a row, with what stands beside it."""
        draft = self.current = Draft()
        self.drafts.append(draft)
        if side.head is not None:
            draft.say(freetext.describe(f"{self.rows[side.head].text} {self.rows[place].text}"))
            self._add(side.head, {})
        if side.title is not None:
            draft.say_title(self.rows[side.title].text)
            self._take(side.title)
        if side.authors is not None:
            self._add(side.authors, {})
        self._add(place, item)

    def _completes(self, place: int, item: CslItem, *lacking: str) -> bool:
        """Add a row that directly follows the current citation and says what that lacks."""
        draft = self.current
        if draft is None or set(lacking) & draft.said.keys():
            return False
        last = draft.last
        if last is None or not self.around.only_noise(range(last + 1, place)):
            return False
        return draft.accepts(self.looks[place].identifiers) and self._add(place, item)

    def _add(self, place: int, item: CslItem) -> bool:
        """Add a row to the current citation: what it says, its names, its identifiers."""
        draft, look = self.current, self.looks[place]
        if draft is None:
            return False
        draft.say(item)
        if look.authors is not None:
            draft.say_authors(look.authors)
        draft.name(look.identifiers)
        self._take(place)
        return True

    def _take(self, place: int) -> None:
        self.around.taken.add(place)
        if self.current is not None:
            self.current.add(place, self.rows[place])


def _note_cut_authors(draft: Draft) -> None:
    if "author" in draft.said and _ET_AL.search(draft.parts[0].raw):
        draft.said["custom"] = {"author_complete": False}


def _labelled(label: str, value: str) -> CslItem:
    table: dict[str, CslItem] = {
        "journal": {"container-title": value},
        "volume": {"volume": value},
        "issue": {"issue": value},
        "publisher": {"publisher": value},
    }
    return table.get(label, {"page": pages.expand(value)})
