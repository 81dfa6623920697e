"""Works as a page's metadata describe them, from however many vocabularies it speaks."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from lxml import etree

from citekit.documents import twins
from citekit.errors import IdentifierError
from citekit.model import CslItem, CslName, Identifier
from citekit.text import dates, identifiers, names, pages, titles
from citekit.text.characters import squeeze
from citekit.vocab import Scheme

TextField = Literal[
    "title",
    "container-title",
    "container-title-short",
    "volume",
    "issue",
    "page",
    "publisher",
    "ISSN",
    "language",
    "type",
]
"""The fields that metadata give as plain text."""

_TEXT_FIELDS: tuple[TextField, ...] = get_args(TextField)


@dataclass(frozen=True, slots=True)
class Described:
    """One work of a page's metadata, and the line that names it."""

    item: CslItem
    identifiers: Mapping[Scheme, str]
    line: int

    @property
    def raw(self) -> str:
        """What the metadata call the work: its title, or else its first identifier."""
        if "title" in self.item:
            return self.item["title"]
        return next((f"{s}:{v}" for s, v in self.identifiers.items()), "")


def item_of(
    texts: Mapping[TextField, str | None],
    authors: Sequence[str] = (),
    date: str | None = None,
) -> CslItem:
    """Make an item of what was written; what is blank stays absent."""
    item: CslItem = {}
    for field in _TEXT_FIELDS:
        if value := titles.clean(texts.get(field) or ""):
            item[field] = value
    if "page" in item:
        item["page"] = pages.expand(item["page"])
    people = [name for written in authors for name in _people(written) if name]
    if people:
        item["author"] = people
    issued = dates.from_text(date) if date else None
    if issued is not None:
        item["issued"] = issued
    return item


def line_of(element: etree._Element) -> int:
    """Give the line where an element's start tag ends; 1 for one that the parser made up."""
    return cast("int | None", element.sourceline) or 1


def page_range(first: str | None, last: str | None) -> str | None:
    """Join first and last page as they are written; None without a first one."""
    ends = [squeeze(end) for end in (first, last) if end and end.strip()]
    if not first or not first.strip():
        return None
    return "-".join(dict.fromkeys(ends))


def quietly(scheme: Scheme | None, value: str) -> Identifier | None:
    """Read an identifier of a scheme, or of any (None); None where it is none."""
    try:
        if scheme is None:
            return identifiers.parse(value)
        return Identifier(scheme, identifiers.normalise(scheme, value))
    except IdentifierError:
        return None


def first_of_each(found: Iterable[Identifier | None]) -> dict[Scheme, str]:
    """Keep the first value of each scheme."""
    kept: dict[Scheme, str] = {}
    for identifier in found:
        if identifier is not None:
            kept.setdefault(identifier.scheme, identifier.value)
    return kept


def joined(described: Iterable[Described]) -> list[Described]:
    """Make one of those that describe one work; the earlier is trusted more."""
    return twins.joined(described, _keys, _same, _completed)


def _keys(work: Described) -> Iterator[Hashable]:
    yield from work.identifiers.items()
    yield titles.fold(work.item.get("title", ""))


def _people(written: str) -> list[CslName]:
    if ";" in written or written.count(",") > 2:
        return names.split_authors(written)
    return [names.from_written(written)]


def _same(a: Described, b: Described) -> bool:
    shared = a.identifiers.keys() & b.identifiers.keys()
    if shared:
        return any(a.identifiers[scheme] == b.identifiers[scheme] for scheme in shared)
    title = titles.fold(a.item.get("title", ""))
    return bool(title) and title == titles.fold(b.item.get("title", ""))


def _completed(known: Described, other: Described) -> Described:
    item = cast("CslItem", {**other.item, **known.item})
    return Described(item, {**other.identifiers, **known.identifiers}, known.line)
