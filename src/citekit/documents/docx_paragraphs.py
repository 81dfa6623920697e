"""A paragraph and a field of a Word document while they are being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from citekit.documents.lines import Mark
from citekit.documents.sheet import Span, blanked


@dataclass(slots=True)
class Paragraph:
    """One paragraph as it is read, with its number in the document."""

    number: int
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    style: str = ""
    listed: bool = False
    cited: list[Span] = field(default_factory=list)
    """What citations show, which is said in full elsewhere: `(Liang, 2010, pp. 10–20)`."""

    @property
    def text(self) -> str:
        """Its text, fields as they show."""
        return "".join(self.pieces)

    @property
    def own(self) -> str:
        """Its text with what citations show left blank."""
        return blanked(self.text, self.cited)

    def write(self, text: str) -> None:
        """Add text."""
        shown = text.replace("\n", " ").replace("\r", " ")
        self.pieces.append(shown)
        self.length += len(shown)


@dataclass(slots=True)
class Field:
    """A field with where its result begins."""

    paragraph: Paragraph
    start: int
    instruction: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    shows: bool = False
    lists: bool = False
