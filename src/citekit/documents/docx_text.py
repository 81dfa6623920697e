"""The paragraphs of a Word document, with the fields and links that stand in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from citekit.documents import docx_fields
from citekit.documents.docx_paragraphs import Field, Paragraph
from citekit.documents.lines import Mark
from citekit.documents.sheet import Span
from citekit.errors import IdentifierError
from citekit.model import Citation, Place, Rejected
from citekit.text import identifiers

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What was deleted or moved away, and the second writing of a shape for older programs.
_UNSEEN: Final = frozenset({f"{W}del", f"{W}moveFrom", f"{_MC}Fallback"})
_NOTES: Final = frozenset({f"{W}footnote", f"{W}endnote"})
_SIGNS: Final = {
    f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "",
}  # fmt: skip


class Reader:
    """Reads part after part; paragraphs are counted through all of them."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.paragraphs: list[Paragraph] = []
        self.cited: list[Citation | Rejected] = []
        self._open: list[Paragraph] = []
        self._fields: list[Field] = []
        self._links: list[tuple[str, Paragraph, int]] = []
        self._targets: Mapping[str, str] = {}

    def read(self, root: etree._Element, targets: Mapping[str, str]) -> None:
        """Read one part; `targets` are the addresses of its links by relationship."""
        self._targets = targets
        self._fields = []
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._leave(element)
            elif element.tag in _UNSEEN or _separates(element):
                walker.skip_subtree()
            else:
                self._enter(element)
        while self._fields:
            self._end_field()

    def _enter(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == f"{W}p":
            self._paragraph()
        elif tag == f"{W}fldSimple":
            self._begin_field(element.get(f"{W}instr", ""))
        elif tag == f"{W}fldChar":
            self._field_character(element)
        elif tag == f"{W}hyperlink":
            self._begin_link(self._targets.get(element.get(_R_ID, ""), ""))
        elif tag == f"{W}pStyle" and self._open:
            self._open[-1].style = element.get(f"{W}val", "")
        elif tag == f"{W}tag":
            self.cited += docx_fields.controlled(element.get(f"{W}val", ""), self._here())
        elif tag in _TEXTS:
            self._text(element)

    def _leave(self, element: etree._Element) -> None:
        if element.tag == f"{W}p" and self._open:
            self._open.pop()
        elif element.tag == f"{W}fldSimple" and self._fields:
            self._end_field()
        elif element.tag == f"{W}hyperlink" and self._links:
            self._end_link()

    def _paragraph(self) -> None:
        paragraph = Paragraph(len(self.paragraphs) + 1)
        paragraph.listed = any(one.lists for one in self._fields)
        self.paragraphs.append(paragraph)
        self._open.append(paragraph)

    def _text(self, element: etree._Element) -> None:
        text = _SIGNS.get(str(element.tag), element.text or "")
        field_ = self._fields[-1] if self._fields else None
        if element.tag == f"{W}instrText":
            if field_ is not None and not field_.shows:
                field_.instruction.append(text)
        elif element.tag == f"{W}fldData":
            if field_ is not None:
                field_.data.append(text)
        elif self._open and not any(not one.shows for one in self._fields):
            self._open[-1].write(text)

    def _field_character(self, element: etree._Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._begin_field("")
            self._fields[-1].shows = False
        elif kind == "separate" and self._fields:
            self._show(self._fields[-1])
        elif kind == "end" and self._fields:
            self._end_field()

    def _begin_field(self, instruction: str) -> None:
        paragraph = self._open[-1] if self._open else Paragraph(max(1, len(self.paragraphs)))
        started = Field(paragraph, paragraph.length, [instruction] if instruction else [])
        self._fields.append(started)
        if instruction:
            self._show(started)

    def _show(self, field_: Field) -> None:
        field_.shows = True
        field_.lists = docx_fields.LISTS.match("".join(field_.instruction)) is not None
        if field_.lists:
            field_.paragraph.listed = True

    def _end_field(self) -> None:
        field_ = self._fields.pop()
        instruction = "".join(field_.instruction)
        outer = self._fields[-1] if self._fields else None
        if outer is not None and not outer.shows:
            # EndNote keeps its data in a field of their own inside the citation's instruction.
            outer.data += field_.data
            return
        place = self._place(field_.paragraph, field_.start)
        found = list(docx_fields.cited(instruction, "".join(field_.data), place))
        self.cited += found
        if found:
            field_.paragraph.cited.append(Span(field_.start, field_.paragraph.length))
        address = docx_fields.ADDRESS.match(instruction)
        if address:
            self._mark(address[1], field_.paragraph, field_.start)

    def _begin_link(self, address: str) -> None:
        paragraph = self._open[-1] if self._open else Paragraph(1)
        self._links.append((address, paragraph, paragraph.length))

    def _end_link(self) -> None:
        self._mark(*self._links.pop())

    def _mark(self, address: str, paragraph: Paragraph, start: int) -> None:
        try:
            identifier = identifiers.parse(address.strip())
        except IdentifierError:
            return
        if identifier is not None and paragraph.length > start:
            paragraph.marks.append(Mark(identifier, start, paragraph.length, address.strip()))

    def _here(self) -> Place:
        if self._open:
            return self._place(self._open[-1], self._open[-1].length)
        # A control around paragraphs stands where the next one begins.
        return Place(self.path, len(self.paragraphs) + 1)

    def _place(self, paragraph: Paragraph, offset: int) -> Place:
        return Place(self.path, paragraph.number, offset + 1)


_TEXTS: Final = frozenset({f"{W}t", f"{W}instrText", f"{W}fldData", *_SIGNS})


def _separates(element: etree._Element) -> bool:
    """Tell the lines that Word draws above notes: they are written as notes."""
    return element.tag in _NOTES and element.get(f"{W}type", "normal") != "normal"


def links(root: etree._Element | None) -> Iterator[tuple[str, str]]:
    """Give the addresses of a part's links by their relationship's name."""
    for relation in root.iter() if root is not None else ():
        if relation.get("TargetMode") == "External":
            yield relation.get("Id", ""), relation.get("Target", "")
