"""Word documents: what is cited in fields, in links, in the text, and in the reference list.

Fields are those of Zotero, Mendeley, EndNote and Word itself. Deleted text, comments, headers and
footers are not read; lists that Word numbers by itself have no numbers here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citekit.documents import docx_sources, prose
from citekit.documents.docx_package import Package, is_docx
from citekit.documents.docx_paragraphs import Paragraph
from citekit.documents.docx_text import Reader, links
from citekit.documents.lines import Line, unwrapped
from citekit.documents.manuscript import Manuscript, position
from citekit.documents.sheet import Shown, Written

__all__ = ["is_docx", "read"]

_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_HEADING_STYLE = re.compile(
    r"(?:heading|berschrift|titre|titolo|t[íi]tulo|kop|rubrik)\s?\d?$", re.IGNORECASE
)


def read(data: bytes, path: str) -> Manuscript:
    """Read a document; a place's line is the number of the paragraph, empty ones counted too.

    Paragraphs are counted through the document, then its footnotes, then its endnotes; a column
    counts the characters of the paragraph as it shows. Raises SourceError, naming the path, for
    what is no Word document that can be read.
    """
    package = Package(data, path)
    reader = Reader(path)
    for name in (package.document, *_NOTES):
        root = package.root(name)
        if root is not None:
            folder, _, file = name.rpartition("/")
            reader.read(root, dict(links(package.root(f"{folder}/_rels/{file}.rels"))))
    entries = tuple(docx_sources.read(package))
    rows = _rows(reader.paragraphs)
    manuscript = bool(reader.cited or entries) or prose.has_reference_list(rows)
    found = [*reader.cited, *prose.read(rows, path, manuscript=manuscript)]
    return Manuscript(tuple(sorted(found, key=position)), entries)


def _rows(paragraphs: Sequence[Paragraph]) -> list[Shown]:
    numbered = {one.number: one for one in paragraphs}
    written = {one.number: Written(one.text, range(1, one.length + 1)) for one in paragraphs}
    return [
        Shown(
            row.text, row.parts, row.label, row.gap, row.marks, written,
            heads=_HEADING_STYLE.match(numbered[row.parts[0].number].style) is not None,
            listed=numbered[row.parts[0].number].listed,
        )
        for row in unwrapped(list(_lines(paragraphs)))
    ]  # fmt: skip


def _lines(paragraphs: Sequence[Paragraph]) -> Iterator[Line]:
    for one in paragraphs:
        text = one.own
        cut = len(text) - len(text.lstrip())
        marks = tuple(
            mark._replace(start=max(0, mark.start - cut), end=mark.end - cut) for mark in one.marks
        )
        yield Line(text.strip(), one.number, 1 + cut, tuple(m for m in marks if m.end > m.start))
