"""JSON-LD of schema.org: scholarly articles, not everything that calls itself an article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import cast

from lxml import etree

from citekit.documents.described import (
    Described,
    TextField,
    first_of_each,
    item_of,
    line_of,
    page_range,
    quietly,
)
from citekit.model import Identifier
from citekit.text.characters import squeeze
from citekit.vocab import Scheme

_Node = Mapping[str, object]

_SCHOLARLY = frozenset({"scholarlyarticle", "medicalscholarlyarticle"})
# Every blog post is an Article: it needs an identifier, or an issue of a journal around it.
_OTHER_ARTICLES = frozenset({"article", "report", "review", "newsarticle", "chapter", "book"})
# Where a page's own work may stand. `citation`, `mentions` and `isBasedOn` name other works.
_WRAPPERS = ("@graph", "mainEntity", "mainEntityOfPage")
_SCHEMES: tuple[tuple[str, Scheme], ...] = (
    ("pmcid", Scheme.PMCID),
    ("pmid", Scheme.PMID),
    ("pubmed", Scheme.PMID),
    ("doi", Scheme.DOI),
    ("arxiv", Scheme.ARXIV),
    ("isbn", Scheme.ISBN),
)
_NAMING: tuple[tuple[str, Scheme | None], ...] = (
    ("doi", Scheme.DOI),
    ("sameAs", None),
    ("@id", None),
    ("url", None),
    ("isbn", Scheme.ISBN),
)
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_DEPTH = 12


def read(root: etree._Element) -> list[Described]:
    """Read the scholarly works that a page's JSON-LD describes; broken JSON describes none."""
    works: list[Described] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            top = _decode(script.text or "")
            index = {str(node["@id"]): node for node in _nodes(top) if "@id" in node}
            described = (_describe(node, index, line_of(script)) for node in _nodes(top))
            works += [work for work in described if work is not None]
    return works


def _decode(text: str) -> object:
    try:
        # Raw line breaks inside strings are common, hence not strict.
        return cast("object", json.loads(_WRAPPING.sub("", text), strict=False))
    except (ValueError, RecursionError):
        return None


def _nodes(value: object, depth: int = 0) -> Iterator[_Node]:
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for one in value:
            yield from _nodes(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for wrapper in _WRAPPERS:
            yield from _nodes(value.get(wrapper), depth + 1)


def _describe(node: _Node, index: Mapping[str, _Node], line: int) -> Described | None:
    types = {kind.rpartition("/")[2].casefold() for kind in _texts(node.get("@type"))}
    if not types & (_SCHOLARLY | _OTHER_ARTICLES):
        return None
    ids = first_of_each(_identifiers(node))
    volume = _inherited(node, "volumeNumber", index)
    texts: dict[TextField, str | None] = {
        "title": _text(node.get("headline")) or _text(node.get("name")),
        "container-title": _journal(node, index),
        "volume": volume,
        "issue": _inherited(node, "issueNumber", index),
        "page": _text(node.get("pagination"))
        or page_range(_text(node.get("pageStart")), _text(node.get("pageEnd"))),
        "ISSN": _inherited(node, "issn", index),
        "type": "article-journal" if types & _SCHOLARLY else None,
    }
    item = item_of(texts, list(_authors(node.get("author"))), _text(node.get("datePublished")))
    scholarly = bool(types & _SCHOLARLY) and "title" in item
    if not ids and not scholarly and not {"title", "volume"} <= item.keys():
        return None
    return Described(item, ids, line)


def _text(value: object) -> str | None:
    """Give a value's text; of a list, or of several languages, the first."""
    return next(iter(_texts(value)), None)


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            # JSON can spell half of a surrogate pair, which no text may hold.
            yield squeeze(value.encode("utf-8", errors="replace").decode("utf-8"))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif depth > _DEPTH:
        return
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, depth + 1)
    elif isinstance(value, dict):
        yield from _texts(value.get("@value"), depth + 1)


def _identifiers(node: _Node) -> Iterator[Identifier | None]:
    yield from _identified(node.get("identifier"))
    for key, scheme in _NAMING:
        for value in _texts(node.get(key)):
            yield quietly(scheme, value)


def _identified(value: object, depth: int = 0) -> Iterator[Identifier | None]:
    """Read an identifier that is a text, a PropertyValue, or a list of them."""
    if isinstance(value, list) and depth < _DEPTH:
        for one in value:
            yield from _identified(one, depth + 1)
    elif isinstance(value, dict):
        kind = " ".join(_texts([value.get("propertyID"), value.get("name")])).casefold()
        scheme = next((scheme for word, scheme in _SCHEMES if word in kind), None)
        for text in _texts([value.get("value"), value.get("@id")]):
            yield quietly(scheme, text) or quietly(None, text)
    else:
        for text in _texts(value):
            yield quietly(None, text)


def _authors(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, list) and depth < _DEPTH:
        for one in value:
            yield from _authors(one, depth + 1)
    elif isinstance(value, dict):
        family = _text(value.get("familyName"))
        given = _text(value.get("givenName"))
        name = f"{family}, {given}" if family and given else _text(value.get("name")) or family
        if name:
            yield name
    else:
        yield from _texts(value)


def _around(node: _Node, index: Mapping[str, _Node]) -> Iterator[_Node]:
    """Give the node and what it is part of: issue, volume, journal."""
    seen: list[object] = []
    current: object = node
    while isinstance(current, dict) and len(seen) < _DEPTH:
        yield current
        seen.append(current)
        outer: object = current.get("isPartOf")
        if isinstance(outer, list):
            outer = outer[0] if outer else None
        name = outer if isinstance(outer, str) else None
        if isinstance(outer, dict) and set(outer) == {"@id"}:
            name = _text(outer["@id"])
        current = index.get(name) if name is not None else outer


def _inherited(node: _Node, key: str, index: Mapping[str, _Node]) -> str | None:
    return next((text for outer in _around(node, index) if (text := _text(outer.get(key)))), None)


def _journal(node: _Node, index: Mapping[str, _Node]) -> str | None:
    for outer in _around(node, index):
        types = {kind.rpartition("/")[2].casefold() for kind in _texts(outer.get("@type"))}
        if "periodical" in types:
            return _text(outer.get("name"))
    return None
