"""What the metadata block of a Markdown document says of its bibliography."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from citekit.documents.entries import citation_of
from citekit.documents.manuscript import Bibliography
from citekit.documents.markdown_keys import find
from citekit.documents.sheet import Places, Span
from citekit.documents.yaml_lines import read
from citekit.documents.yaml_values import Item, Node, plain
from citekit.formats import csljson
from citekit.model import Citation, Rejected


def bibliographies(text: str, path: str) -> tuple[Bibliography, ...]:
    """Give the files that a file of nothing but metadata (`_quarto.yml`) names."""
    text = text.removeprefix("\ufeff")
    places = Places(text, path)
    return tuple(FrontMatter(text, places, range(len(places.lines))).bibliographies())


class FrontMatter:
    """The metadata of one document."""

    def __init__(self, text: str, places: Places, numbers: range) -> None:
        self._text = text
        self._places = places
        self._spans: Sequence[Span] = [places.lines[number] for number in numbers]
        self._said: Mapping[str, Item] = read(text, self._spans) if numbers else {}

    def bibliographies(self) -> Iterator[Bibliography]:
        """Give the files that `bibliography:` names: one, a list, or several by name."""
        item = self._said.get("bibliography")
        for name, offset in _texts(item.value, item.offset) if item else ():
            yield Bibliography(name, self._places.at(offset))

    def references(self) -> Iterator[Citation | Rejected]:
        """Give the items of `references:`, which are CSL."""
        item = self._said.get("references")
        listed = item.value if item and isinstance(item.value, list) else []
        ends = [*(one.offset for one in listed[1:]), self._end_of(item)]
        for one, end in zip(listed, ends, strict=False):
            raw = self._text[one.offset : end].rstrip().removesuffix("-").rstrip()
            entry = csljson.entry(plain(one.value), self._places.at(one.offset), raw)
            yield entry if isinstance(entry, Rejected) else citation_of(entry)

    def nocite(self) -> Iterator[Citation]:
        """Give the keys of `nocite:`; `@*` stands for every entry."""
        item = self._said.get("nocite")
        if item is None:
            return
        text = self._text[item.offset : self._end_of(item)]
        for key in find(text):
            place = self._places.at(item.offset + key.start)
            ids = {key.identifier.scheme: key.identifier.value} if key.identifier else {}
            raw = text[key.start : key.end]
            yield Citation(raw, place, ids, key=None if ids else key.key)

    def _end_of(self, item: Item | None) -> int:
        """Give the end of the lines of a top-level value: where a line begins with no space."""
        begins = item.offset if item else 0
        for start, end in self._spans:
            if start > begins and self._text[start:end][:1] not in {"", " ", "\t", "-", "#"}:
                return start
        return self._spans[-1].end if self._spans else 0


def _texts(value: Node, offset: int) -> Iterator[tuple[str, int]]:
    if isinstance(value, str):
        if value:
            yield value, offset
        return
    inner = value.values() if isinstance(value, dict) else value
    for item in inner:
        yield from _texts(item.value, max(item.offset, offset))
