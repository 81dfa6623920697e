"""Fragments of HTML as trees: what is text cannot become a tag, wherever it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from xml.etree.ElementTree import Element, tostring

from citekit.model import Identifier
from citekit.reports import safe
from citekit.text import identifiers
from citekit.vocab import Scheme

Part = str | Element
Parts = Part | Sequence[Part]

# No colour: it is the notebook's own, light or dark. Notebooks align cells to the right.
_CELL: Final = "text-align: left; vertical-align: top; overflow-wrap: anywhere"
_LINK: Final = "color: inherit; text-decoration: underline"
_LINKED: Final = (Scheme.DOI, Scheme.PMID, Scheme.PMCID, Scheme.ARXIV)


def element(name: str, *parts: Part, **attributes: str) -> Element:
    """Make an element of texts, each put on one line, and of elements."""
    made, last = Element(name, attributes), None
    for part in parts:
        if not isinstance(part, str):
            made.append(part)
            last = part
        elif last is None:
            made.text = (made.text or "") + _kept(part)
        else:
            last.tail = (last.tail or "") + _kept(part)
    return made


def _kept(text: str) -> str:
    """Make a text harmless, with the blanks at its ends."""
    start = " " * text.startswith(" ")
    return f"{start}{safe.line(text)}{' ' * (text.endswith(' ') and bool(text.strip()))}"


def table(headings: Sequence[str], rows: Iterable[Sequence[Parts]]) -> Element:
    """Make a table with a row of headings."""
    head = element("tr", *(element("th", one, scope="col", style=_CELL) for one in headings))
    body = [element("tr", *(element("td", *_parts(one), style=_CELL) for one in r)) for r in rows]
    return element("table", element("thead", head), element("tbody", *body))


def lines(parts: Iterable[Parts]) -> list[Part]:
    """Put parts beneath each other."""
    found: list[Part] = []
    for one in parts:
        found += [element("br")] * bool(found) + [*_parts(one)]
    return found


def links(named: Mapping[Scheme, str]) -> list[Part]:
    """Link identifiers to where people read about the work, a blank before each."""
    found: list[Part] = []
    for scheme in _LINKED:
        if scheme in named:
            found += [" ", _link(Identifier(scheme, named[scheme]))]
    return found


def _link(named: Identifier) -> Element:
    told = {"href": identifiers.to_url(named), "target": "_blank", "rel": "noopener noreferrer"}
    return element("a", f"{named.scheme.upper()} {named.value}", **told, style=_LINK)


def write(*parts: Element) -> str:
    """Write a fragment."""
    return tostring(element("div", *parts), encoding="unicode", method="html")


def _parts(one: Parts) -> Sequence[Part]:
    return [one] if isinstance(one, str | Element) else one
