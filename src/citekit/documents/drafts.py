"""Citations while a page is being read: what was gathered, from which rows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from citekit.documents import twins
from citekit.documents.author_lines import AuthorLine
from citekit.documents.lines import Row
from citekit.documents.notices import Printed, once
from citekit.documents.title_lines import title_of
from citekit.model import Citation, CslItem, Identifier, Place
from citekit.text import journals, pages, titles
from citekit.vocab import Scheme

_TELLING_TITLE = 5
"""Words from which on equal titles on one page are one work; "Editorial" is a title too."""


class Part(NamedTuple):
    """A row or a stretch of one that a citation is made up of."""

    row: int
    offset: int
    place: tuple[int, int]
    raw: str


@dataclass(slots=True)
class Draft:
    """One citation in the making."""

    said: CslItem = field(default_factory=CslItem)
    identifiers: dict[Scheme, str] = field(default_factory=dict)
    printed: list[Printed] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    last: int | None = None
    """Number of the last row that belongs to it; None where nothing can be added below."""

    def add(self, number: int, row: Row) -> None:
        """Make a whole row part of it."""
        self.parts.append(Part(number, 0, row.place(), row.raw))
        self.last = max(number, self.last or 0)

    def say(self, item: CslItem) -> None:
        """Add what is said further; what was said first stays."""
        kept = {k: v for k, v in item.items() if k != "custom" or "author" not in self.said}
        self.said = cast("CslItem", {**kept, **self.said})

    def say_title(self, text: str) -> None:
        """Add a title line."""
        self.say({"title": titles.clean(title_of(text))})

    def say_authors(self, line: AuthorLine) -> None:
        """Add an author line; that it is cut is part of what it says."""
        if "author" not in self.said:
            self.say({"author": line.names})
            if not line.complete:
                self.said["custom"] = {"author_complete": False}

    def accepts(self, found: Iterable[Identifier]) -> bool:
        """Tell whether identifiers contradict none that are known."""
        return all(self.identifiers.get(one.scheme, one.value) == one.value for one in found)

    def name(self, found: Iterable[Identifier]) -> None:
        """Add identifiers; the first of each scheme stays."""
        for one in found:
            self.identifiers.setdefault(one.scheme, one.value)

    def citation(self, path: str) -> Citation:
        """Finish it; its place is where the first of its lines begins."""
        parts = sorted(self.parts)
        return Citation(
            raw="\n".join(part.raw for part in parts),
            place=Place(path, *parts[0].place),
            identifiers=dict(self.identifiers),
            said=self.said,
            links=tuple(printed.link(self.identifiers) for printed in once(self.printed)),
        )

    @property
    def begins(self) -> Part:
        """The first thing that it is made up of, to sort by."""
        return min(self.parts)


def unique(drafts: Iterable[Draft]) -> list[Draft]:
    """Make one of the drafts that cite one work; the first one keeps its place."""
    return twins.joined(drafts, _keys, _same_work, _joined)


def _joined(first: Draft, other: Draft) -> Draft:
    first.say(other.said)
    first.identifiers = {**other.identifiers, **first.identifiers}
    first.printed += other.printed
    return first


def _keys(draft: Draft) -> Iterator[Hashable]:
    yield from draft.identifiers.items()
    if "volume" in draft.said:
        yield draft.said["volume"], pages.first(draft.said.get("page", ""))
    if "title" in draft.said:
        yield tuple(titles.tokens(draft.said["title"]))


def _same_work(a: Draft, b: Draft) -> bool:
    shared = a.identifiers.keys() & b.identifiers.keys()
    if shared:
        # Two PMIDs under one DOI happen, and are two works.
        return all(a.identifiers[scheme] == b.identifiers[scheme] for scheme in shared)
    return _same_source(a.said, b.said) or _same_title(a.said, b.said)


def _same_source(a: CslItem, b: CslItem) -> bool:
    return (
        "volume" in a
        and a["volume"] == b.get("volume")
        and pages.first(a.get("page", "")) == pages.first(b.get("page", "")) is not None
        and journals.same(a.get("container-title", ""), b.get("container-title", ""))
    )


def _same_title(a: CslItem, b: CslItem) -> bool:
    if "title" not in a or "title" not in b:
        return False
    words = titles.tokens(a["title"])
    if len(words) < _TELLING_TITLE or words != titles.tokens(b["title"]):
        return False
    return all(a.get(key) == b.get(key) for key in ("volume", "page") if key in a and key in b)
