"""What a row looks like, each question asked once."""

from __future__ import annotations

from functools import cached_property

from citekit.documents.author_lines import AuthorLine, author_line
from citekit.documents.date_lines import Marker, marker
from citekit.documents.headings import heading
from citekit.documents.lines import Row
from citekit.documents.shapes import is_noise
from citekit.documents.source_lines import identified, identifier_line, source_line
from citekit.documents.title_lines import title_weight
from citekit.model import Identifier
from citekit.text.sources import Source


class Look:
    """One row, seen as each kind of line that it might be."""

    def __init__(self, row: Row) -> None:
        self.row = row

    @cached_property
    def is_heading(self) -> bool:
        """It stands over notices."""
        return heading(self.row.text) is not None

    @cached_property
    def source(self) -> Source | None:
        """See `source_line`."""
        return source_line(self.row.text)

    @cached_property
    def authors(self) -> AuthorLine | None:
        """See `author_line`."""
        return author_line(self.row.text)

    @cached_property
    def date(self) -> Marker | None:
        """See `marker`."""
        return marker(self.row.text)

    @cached_property
    def weight(self) -> int:
        """See `title_weight`."""
        return title_weight(self.row.text)

    @cached_property
    def identifiers(self) -> list[Identifier]:
        """See `identified`."""
        return identified(self.row)

    @cached_property
    def only_identifies(self) -> bool:
        """See `identifier_line`."""
        return bool(self.identifiers) and identifier_line(self.row)

    @cached_property
    def is_noise(self) -> bool:
        """It stands between the lines of one record without belonging to it."""
        return is_noise(self.row.text)
