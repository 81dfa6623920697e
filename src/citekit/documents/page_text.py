"""What a reader of a web page sees, line by line, with the identifiers behind its links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from citekit.documents.described import line_of
from citekit.documents.lines import Line, Mark
from citekit.errors import IdentifierError
from citekit.model import Identifier
from citekit.text import identifiers
from citekit.text.characters import visible

_UNSEEN: Final = frozenset(
    {
        *("audio", "button", "canvas", "datalist", "head", "iframe", "nav", "noscript", "object"),
        *("script", "select", "style", "svg", "template", "textarea", "video"),
    }
)
# Elements that begin and end a line of their own; cells and items too.
_BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd"),
        *("details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend"),
        *("li", "main", "menu", "ol", "option", "p", "pre", "section", "summary", "table"),
        *("tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"),
    }
)
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LINE_END = re.compile(r"(\r\n|\r|\n)")


def lines(root: etree._Element) -> list[Line]:
    """Read the visible text of a page: a block is a line between blank ones, ``<br>`` ends one.

    Lines count as in the page's source: a block is where it begins. The parser knows no columns.
    """
    page = _Page()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "end":
            page.leave(element, tag)
        elif _is_unseen(element, tag):
            page.unseen = element
            walker.skip_subtree()
        else:
            page.enter(element, tag)
    page.flush()
    return page.lines


def _is_unseen(element: etree._Element, tag: str) -> bool:
    return (
        tag in _UNSEEN
        or "hidden" in element.attrib
        or _HIDING_STYLE.search(element.get("style", "")) is not None
    )


@dataclass(slots=True)
class _Link:
    identifier: Identifier
    address: str
    start: int


class _Page:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.unseen: etree._Element | None = None
        self.pieces: list[str] = []
        self.length = 0
        self.begins = 1
        self.line = 1
        self.preformatted = 0
        self.label = ""
        self.links: list[_Link] = []
        self.marks: list[Mark] = []

    def enter(self, element: etree._Element, tag: str) -> None:
        # Generated elements have no line, and libxml2 stops counting at 65535.
        self.line = max(self.line, line_of(element))
        self._turn(tag)
        self.label = "•" if tag == "li" else self.label
        self.preformatted += tag == "pre"
        if tag == "a" and (link := self._link(element.get("href", ""))):
            self.links.append(link)
        self._write(element.text or "")

    def leave(self, element: etree._Element, tag: str) -> None:
        if element is self.unseen:
            self.unseen = None
        else:
            self.preformatted -= tag == "pre"
            if tag == "a":
                self._close_links()
        self._turn(tag)
        self.label = "" if tag == "li" else self.label
        self._write(element.tail or "")

    def flush(self) -> None:
        """End the line."""
        self._close_links()
        text = "".join(self.pieces).rstrip()
        if text:
            self.lines.append(Line(text, self.begins, 0, tuple(self.marks), self.label))
            self.label = ""
        self.pieces, self.length, self.marks = [], 0, []

    def _turn(self, tag: str) -> None:
        """Begin a new line where a block begins or ends."""
        if tag in _BLOCKS:
            self.flush()
            if tag != "br" and self.lines and self.lines[-1].text:
                self.lines.append(Line("", self.line, 0))

    def _link(self, address: str) -> _Link | None:
        try:
            identifier = identifiers.parse(address.strip())
        except IdentifierError:
            return None
        return _Link(identifier, address.strip(), self.length) if identifier else None

    def _close_links(self) -> None:
        for link in self.links:
            if self.length > link.start:
                self.marks.append(Mark(link.identifier, link.start, self.length, link.address))
        self.links = []

    def _write(self, text: str) -> None:
        for piece in _LINE_END.split(text):
            if _LINE_END.fullmatch(piece) is None:
                self._append(piece)
                continue
            self.line += 1
            self._append(" ")
            if self.preformatted > 0:
                self.flush()

    def _append(self, piece: str) -> None:
        shown = re.sub(r"\s+", " ", visible(piece))
        if not self.pieces or self.pieces[-1].endswith(" "):
            shown = shown.lstrip()
        if shown:
            self.begins = self.begins if self.pieces else self.line
            self.pieces.append(shown)
            self.length += len(shown)
