"""The citations in the rows of a marked-up document: in its sentences and its reference list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from citekit.documents import notices, plain, written
from citekit.documents.described import first_of_each
from citekit.documents.notices import Printed
from citekit.documents.sheet import Shown
from citekit.documents.source_lines import identified
from citekit.documents.written import Piece
from citekit.model import Citation, Place
from citekit.text import freetext
from citekit.text.characters import squeeze

_HEADING = re.compile(
    r"(?:(?:\d{1,2}|[ivx]{1,5})[.)]?\s)?(?:(?:list\sof\s|cited\s|notes\sand\s)?references?"
    r"(?:\scited|\slist)?|(?:selected\s)?bibliograph(?:y|ie)|works\scited|(?:cited\s)?literature"
    r"(?:\scited)?|literatur(?:verzeichnis|angaben|hinweise)?|quellen(?:verzeichnis|angaben)?"
    r"|r[ée]f[ée]rences(?:\sbibliographiques)?|referencias(?:\sbibliogr[áa]ficas)?"
    r"|bibliograf[íi]a|riferimenti(?:\sbibliografici)?|refer[êe]ncias(?:\sbibliogr[áa]ficas)?"
    r"|literatuur(?:lijst)?|referenties|referenser|litteratur(?:liste)?|参考文献|文献)\W*",
    re.IGNORECASE,
)
_LONGEST_HEADING = 60
_SHORTEST = 6
"""Characters of a row that can name a work: `PMID 1`."""
_SHORTEST_ITEM = 20
"""Characters of a reference without an identifier."""
_ENOUGH = ({"title", "author"}, {"title", "container-title"}, {"title", "issued"})


def heads_references(text: str) -> bool:
    """Tell the heading of a reference list, in the languages that papers are written in."""
    plain_text = squeeze(text[: _LONGEST_HEADING + 1]).strip("#*: ")
    return len(plain_text) <= _LONGEST_HEADING and _HEADING.fullmatch(plain_text) is not None


def has_reference_list(rows: Sequence[Shown]) -> bool:
    """Tell whether some row begins or belongs to a reference list."""
    return any(row.listed or heads_references(row.text) for row in rows)


def read(rows: Sequence[Shown], path: str, *, manuscript: bool) -> Iterator[Citation]:
    """Read the citations of a document's rows, in order.

    In a manuscript a title beside an identifier is the manuscript's own; a text that is none may be
    a copied abstract, and is read as plain text is. Each place of an identifier is a citation.
    """
    if not manuscript:
        # One or two characters are noise there, too.
        yield from plain.read_rows([row for row in rows if len(row.text) > 2], path)
        return
    listing = False
    for row in rows:
        if heads_references(row.text):
            listing = True
        elif row.heads:
            listing = False
        elif len(row.text) >= _SHORTEST:
            yield from _row(row, path, listing=listing or row.listed)


def _row(row: Shown, path: str, *, listing: bool) -> Iterator[Citation]:
    text, printed = notices.take_inline(row.text)
    bare = replace(row, text=text)
    pieces = written.pieces(bare)
    if listing and (whole := _item(bare, pieces)) is not None:
        pieces = [whole]
    for number, piece in enumerate(pieces):
        yield _citation(bare, piece, path, printed if number == 0 else [])


def _item(row: Shown, pieces: Sequence[Piece]) -> Piece | None:
    """Take a row of a reference list as one citation; None if it is none, or several."""
    if len(row.text) > freetext.LONGEST or sum(piece.whole for piece in pieces) > 1:
        return None
    found = identified(row)
    ids = first_of_each(found)
    if any(ids[one.scheme] != one.value for one in found):
        return None
    if not ids and len(row.text) < _SHORTEST_ITEM:
        return None
    said = written.describe(row.text)
    if not ids and not any(keys <= said.keys() for keys in _ENOUGH):
        return None
    return Piece(0, len(row.text), said, whole=True, identifiers=ids)


def _citation(row: Shown, piece: Piece, path: str, printed: Sequence[Printed]) -> Citation:
    return Citation(
        raw=piece.raw or row.between(piece.start, piece.end),
        place=Place(path, *row.place(piece.start)),
        identifiers=dict(piece.identifiers),
        said=piece.said,
        links=tuple(one.link(piece.identifiers) for one in printed),
    )
