"""Mixed content of XML elements as CSL inline markup, or as plain text.

What is lost: underlining, links and every other tag (their text stays), and the layout of MathML,
whose characters are run together.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from lxml import etree

# PubMed's DTD and JATS spell the same four faces; `u` has no CSL equivalent.
_FACES = {
    "b": "b",
    "bold": "b",
    "i": "i",
    "italic": "i",
    "sub": "sub",
    "sup": "sup",
}
# The empty name is that of comments and instructions.
_UNSHOWN = frozenset({"", "annotation", "annotation-xml", "tex-math"})
_TOO_DEEP = etree.XPath("boolean(" + "/".join(["*"] * 200) + ")")
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SHIFTED = {"sup": _RAISED, "sub": _LOWERED}


def too_deep(element: etree._Element) -> bool:
    """Tell whether elements are nested deeper than any real text; `inline` and `text` recurse."""
    return bool(_TOO_DEEP(element))


def inline(element: etree._Element) -> str:
    """Write mixed content as HTML-escaped text with `<i> <b> <sub> <sup>` only."""
    if len(element) == 0:
        return escaped(element.text or "")
    return "".join(_inline(element))


def text(element: etree._Element) -> str:
    """Write mixed content as one line of text.

    Digits and signs that are raised or lowered become the Unicode ones: 10⁶ cells must not turn
    into 106 cells.
    """
    raw = element.text or "" if len(element) == 0 else "".join(_plain(element))
    return " ".join(raw.split())


def local_name(element: etree._Element) -> str:
    """Name an element without its namespace; empty for comments, instructions and entities."""
    tag: object = element.tag  # a function for comments, instructions and entities
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _inline(element: etree._Element, squeeze: bool = False) -> Iterator[str]:
    squeeze = squeeze or local_name(element) == "math"
    yield escaped(_squeezed(element.text, squeeze))
    for child in element:
        face = _FACES.get(local_name(child))
        if face is not None:
            yield f"<{face}>"
        yield from _escaped_entity(child) if _is_entity(child) else _inline_child(child, squeeze)
        if face is not None:
            yield f"</{face}>"
        yield escaped(_squeezed(child.tail, squeeze))


def _inline_child(child: etree._Element, squeeze: bool) -> Iterator[str]:
    if _is_shown(child):
        yield from _inline(child, squeeze)


def _escaped_entity(child: etree._Element) -> Iterator[str]:
    yield escaped(unescape(child.text or ""))


def _plain(element: etree._Element, squeeze: bool = False) -> Iterator[str]:
    squeeze = squeeze or local_name(element) == "math"
    yield _squeezed(element.text, squeeze)
    for child in element:
        if _is_entity(child):
            yield unescape(child.text or "")
        elif _is_shown(child):
            yield _shifted(local_name(child), "".join(_plain(child, squeeze)))
        yield _squeezed(child.tail, squeeze)


def _shifted(name: str, content: str) -> str:
    table = _SHIFTED.get(name)
    if table is None or not all(ord(character) in table for character in content.strip()):
        return content
    return content.translate(table)


def _is_entity(element: etree._Element) -> bool:
    tag: object = element.tag
    # With the external DTD never loaded, `&nbsp;` and its like stay behind as nodes of their own.
    return tag is etree.Entity


def _is_shown(element: etree._Element) -> bool:
    return local_name(element) not in _UNSHOWN


def _squeezed(content: str | None, squeeze: bool) -> str:
    if not content:
        return ""
    # White space between MathML elements is layout of the file, not of the formula.
    return content.strip() if squeeze else content


def escaped(content: str) -> str:
    """Write plain text as HTML-escaped text."""
    if "&" in content or "<" in content:
        return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return content
