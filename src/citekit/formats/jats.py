"""Abstracts as Crossref and DataCite keep them, JATS or HTML in a string, as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from lxml import etree

from citekit.formats import markup
from citekit.text import titles

_TAG = re.compile(r"<(/?)(?:[\w-]{1,20}:)?([A-Za-z][\w-]{0,40})(?:\s[^<>]{0,2000}?)?(/?)>")
_ESCAPED_END = re.compile(r"&(?:amp;)*lt;/[\w:-]{1,60}&(?:amp;)*gt;")
_ESCAPED_TAG = re.compile(
    r"&(?:amp;)*lt;(/?[A-Za-z][\w:-]{0,60}(?:\s[^<>&]{0,500})?/?)&(?:amp;)*gt;"
)
_NAMED_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});")
# Control characters and halves of surrogate pairs, which XML does not hold.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTAINERS = frozenset(
    {"abstract", "boxed-text", "disp-quote", "div", "list", "list-item", "root", "sec", "ul", "ol"}
)
# A heading that says no more than the variable it ends up in.
_IDLE_HEADINGS = frozenset({"abstract", "summary"})


def text(abstract: str) -> str:
    """Give an abstract's paragraphs one a line, each section's first one after its heading.

    What is no well-formed JATS loses its tags and becomes one line.
    """
    written = _UNFIT.sub("", abstract)
    if _ESCAPED_END.search(written):
        written = _ESCAPED_TAG.sub(r"<\1>", written)
    root = _parse(written)
    if root is None:
        return titles.plain(written)
    return "\n".join(_blocks(root))


def _parse(written: str) -> etree._Element | None:
    # The prefixes (`jats:`, `mml:`) are declared nowhere in the record, so names go without them.
    bare = _NAMED_ENTITY.sub(lambda match: unescape(match[0]), _TAG.sub(r"<\1\2\3>", written))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(f"<root>{bare}</root>".encode(), parser)
    except etree.XMLSyntaxError:
        return None
    return None if markup.too_deep(root) else root


def _blocks(container: etree._Element) -> Iterator[str]:
    if _has_loose_text(container):
        yield markup.text(container)
        return
    heading = ""
    for child in container:
        if markup.local_name(child) == "title":
            heading = markup.text(child).rstrip(" :.")
            heading = "" if heading.casefold() in _IDLE_HEADINGS else heading
            continue
        for block in _child_blocks(child):
            yield f"{heading}: {block}" if heading else block
            heading = ""
    if heading:
        yield heading


def _child_blocks(child: etree._Element) -> Iterator[str]:
    if markup.local_name(child) in _CONTAINERS:
        yield from _blocks(child)
        return
    content = markup.text(child)
    if content:
        yield content


def _has_loose_text(container: etree._Element) -> bool:
    pieces = (container.text, *(child.tail for child in container))
    return any(piece and not piece.isspace() for piece in pieces)
