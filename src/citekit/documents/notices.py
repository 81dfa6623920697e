"""Notices that a page prints under a work: ``Erratum in``, ``Comment in`` … and their sources.

A block is a heading with one or more notices below it, and ends at the first row that is none.
The words and their direction are `vocab`'s; a notice gets no identifier that is not printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from citekit.documents.author_lines import author_line
from citekit.documents.described import first_of_each
from citekit.documents.headings import Heading, heading, inline
from citekit.documents.lines import Row
from citekit.documents.source_lines import (
    closes,
    identified,
    identifier_line,
    short_source,
    source_line,
    sources_in,
)
from citekit.documents.title_lines import title_weight
from citekit.model import CslItem, End, Identifier, Link, Witness
from citekit.terms import ref_type
from citekit.text import freetext, identifiers, sources
from citekit.vocab import DOCUMENT, Scheme, Side


class Printed(NamedTuple):
    """One notice as a page prints it."""

    heading: Heading
    raw: str
    identifiers: Mapping[Scheme, str]

    def link(self, own: Mapping[Scheme, str]) -> Link:
        """Make the link between this notice and the work of those identifiers.

        The page's own end has identifiers only. `fetched_at` is empty: the caller knows the time.
        """
        term = ref_type(self.heading.ref_type)
        printed = End(self.identifiers, self.raw, self._record())
        work, notice = End(own), printed
        if term.stands_on is Side.NOTICE:
            work, notice = printed, End(own)
        witness = Witness(DOCUMENT, self.heading.written, fetched_at="")
        return Link(term.type, notice, work, (witness,))

    def _record(self) -> CslItem | None:
        """Give what the notice is called; None where only its source is printed."""
        said = freetext.describe(self.raw)
        return said if "title" in said and not said.keys().isdisjoint(_BESIDE_TITLE) else None


_BESIDE_TITLE = frozenset({"author", "container-title", "issued"})


class Block(NamedTuple):
    """The notices under one heading, and the row behind them."""

    notices: tuple[Printed, ...]
    end: int
    left: tuple[Identifier, ...]
    """Identifiers on the heading's line that are the work's own."""


def read_block(rows: Sequence[Row], start: int) -> Block | None:
    """Read the block whose heading is row `start`; None if that row is no heading."""
    found = heading(rows[start].text)
    if found is None:
        return None
    if found.governed:
        return _one_line(found, rows[start], start + 1)
    printed: list[Printed] = []
    place = start + 1
    while (item := _item(rows, place, rows[start], later=bool(printed))) is not None:
        raw = " ".join(row.text for row in item)
        printed.append(Printed(found, raw, _identifiers(item)))
        place += len(item)
    return Block(tuple(printed), place, ())


def once(printed: Iterable[Printed]) -> list[Printed]:
    """Keep the first of notices that are printed twice."""
    kept: dict[tuple[str, str], Printed] = {}
    for one in printed:
        kept.setdefault((one.heading.ref_type, one.raw), one)
    return list(kept.values())


def take_inline(text: str) -> tuple[str, list[Printed]]:
    """Take the notices out of a written citation; blanks stand in their place."""
    printed: list[Printed] = []
    left: list[str] = []
    position = 0
    for stretch in inline(text):
        printed += _each(stretch.heading)
        left += [text[position : stretch.start], " " * (stretch.end - stretch.start)]
        position = stretch.end
    return "".join([*left, text[position:]]), printed


def _one_line(found: Heading, row: Row, end: int) -> Block:
    printed = list(_each(found))
    left, more = take_inline(found.after)
    if len(printed) == 1 and not more:
        marked = first_of_each(mark.identifier for mark in row.marks)
        printed = [printed[0]._replace(identifiers={**marked, **printed[0].identifiers})]
    own = tuple(mention.identifier for mention in identifiers.find(left))
    return Block((*printed, *more), end, own)


def _each(found: Heading) -> Iterator[Printed]:
    """Part several sources behind one heading: `A. 2010;1:2; B. 2011;3:4`."""
    text = found.governed
    starts = [source.start for source in sources.find(text)[1:]]
    if not all(re.search(r"[;.,]\s*(?:and\s)?$", text[:start]) for start in starts):
        starts = []
    for begin, end in zip([0, *starts], [*starts, len(text)], strict=True):
        raw = text[begin:end].strip(" ;,")
        yield Printed(found, raw, _written(raw))


def _item(rows: Sequence[Row], place: int, over: Row, *, later: bool) -> Sequence[Row] | None:
    """Give the rows of the notice that begins at `place`; None if none does."""
    for length in (1, 2, 3):
        item = rows[place : place + length]
        if len(item) < length or heading(item[-1].text) or (length > 1 and item[-1].label):
            break
        if _completes(item[-1]):
            whole = _with_identifiers(rows, place, item)
            return whole if _belongs(rows, place, len(item), over, later=later) else None
        if not (title_weight(item[-1].text) or author_line(item[-1].text)):
            break
    alone = rows[place : place + 1]
    return alone if alone and not later and _names_notice(alone[0]) else None


_BRACKETED = re.compile(r"\[([^\[\]]*\b[12]\d{3}[^\[\]]*)\]\W*$")


def _completes(row: Row) -> bool:
    """Tell a row that says where the notice was published: it ends in a source."""
    bracketed = _BRACKETED.search(row.text)
    if bracketed and sources.parse(bracketed[1]) is not None:
        return True
    found = sources_in(row.text)
    return bool(found) and closes(row.text[found[-1].end :])


def _names_notice(row: Row) -> bool:
    """Tell a row that is enough right below a heading: an identifier, a journal and a year."""
    return identifier_line(row) or short_source(row.text) is not None


def _belongs(rows: Sequence[Row], place: int, length: int, over: Row, *, later: bool) -> bool:
    """Tell a notice from the next work of a page that lists several."""
    first, last = rows[place], rows[place + length - 1]
    if not later:
        return not _opens_record(rows, place)
    if first.label and not first.label.strip("[().]").isdigit():
        return True
    if length > 1:
        indented = first.parts[0].column > over.parts[0].column
        return indented or source_line(last.text) is None
    return not first.label and not _opens_record(rows, place)


def _opens_record(rows: Sequence[Row], place: int) -> bool:
    """Tell the journal line of a further abstract: a title and its authors follow it."""
    following = rows[place + 1 : place + 3]
    return (
        len(following) == 2
        and source_line(rows[place].text) is not None
        and title_weight(following[0].text) > 0
        and author_line(following[1].text) is not None
    )


def _with_identifiers(rows: Sequence[Row], place: int, item: Sequence[Row]) -> Sequence[Row]:
    """Add the row of identifiers below a bulleted notice.

    Below one without a bullet they are the work's own: PubMed prints them last.
    """
    end = place + len(item)
    after = rows[end : end + 1]
    if item[0].label and after and not after[0].gap and not after[0].label:
        return [*item, *after] if identifier_line(after[0]) else item
    return item


def _identifiers(item: Sequence[Row]) -> dict[Scheme, str]:
    return first_of_each(found for row in item for found in identified(row))


def _written(text: str) -> dict[Scheme, str]:
    return first_of_each(mention.identifier for mention in identifiers.find(text))
