"""Inline markup of titles and abstracts: everybody's into CSL's, or none."""

from __future__ import annotations

import html
import re
import unicodedata

from citekit.text.characters import squeeze

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_TAG = re.compile(
    r"<(/?)(?:[\w-]{1,20}:)?([a-z][\w-]{0,40})(\s[^<>]{0,2000}?)?\s*(/?)>", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.{0,500}?-->|<!\[CDATA\[|\]\]>", re.DOTALL)
# The TeX twin that MathML carries beside its own text.
_ANNOTATION = re.compile(
    r"<((?:[\w-]{1,20}:)?(?:annotation(?:-xml)?|tex-math))\b[^<>]{0,500}>.{0,1000}?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_DROPPED_CHARACTERS = dict.fromkeys([0x00AD, 0x200B, 0x2060, 0xFEFF])

# JATS, HTML and PubMed element -> CSL's (CSL-JSON specification, "rich text").
_MARKUP = {
    **dict.fromkeys(("i", "em", "italic"), "i"),
    **dict.fromkeys(("b", "strong", "bold"), "b"),
    **dict.fromkeys(("sub", "inf", "subscript"), "sub"),
    **dict.fromkeys(("sup", "superscript"), "sup"),
    **dict.fromkeys(("sc", "scp", "smallcaps", "small-caps"), "span"),
}
# These stand between words, all others may stand inside one.
_SPACING = frozenset({"br", "p", "title", "subtitle", "break", "div", "li", "sec"})
_SMALL_CAPS = '<span style="font-variant:small-caps">'


def clean(title: str) -> str:
    """Prepare a title for storing: CSL inline markup only, entities decoded, NFC, one line.

    Other tags go and their text stays, MathML's too.
    """
    if _is_plain(title):
        return squeeze(title)
    text = _COMMENT.sub(" ", _decode(title))
    text = _keep_csl_markup(_ANNOTATION.sub("", text))
    return squeeze(unicodedata.normalize("NFC", text.translate(_DROPPED_CHARACTERS)))


def plain(title: str) -> str:
    """Prepare a title for showing: the same without any markup."""
    return squeeze(title) if _is_plain(title) else squeeze(_TAG.sub("", clean(title)))


def _is_plain(title: str) -> bool:
    """Tell a title that has neither markup nor entities, nor letters of more than one form."""
    return title.isascii() and "<" not in title and "&" not in title and ">" not in title


def _decode(text: str) -> str:
    """Decode entities, twice: registries deliver ``&amp;lt;i&amp;gt;`` where they mean ``<i>``."""
    for _ in range(2):
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return text


def _keep_csl_markup(text: str) -> str:
    pieces: list[str] = []
    open_tags: list[tuple[str, str, int]] = []  # element, CSL tag, where it stands in `pieces`
    position = 0
    for match in _TAG.finditer(text):
        pieces.append(text[position : match.start()])
        position = match.end()
        element = match[2].casefold()
        pieces.append(" " if element in _SPACING else "")
        if not match[1] and not match[4]:
            open_tags.append((element, _csl_tag(element, match[3] or ""), len(pieces) - 1))
        elif match[1]:
            _close(element, open_tags, pieces)
    return "".join([*pieces, text[position:]])


def _csl_tag(element: str, attributes: str) -> str:
    if element == "span":
        small_caps = re.search(r"font-variant\s*:\s*small-caps", attributes, re.IGNORECASE)
        return "span" if small_caps else ""
    return _MARKUP.get(element, "")


def _close(element: str, open_tags: list[tuple[str, str, int]], pieces: list[str]) -> None:
    """Write both tags of an element where its end is met; what never ends is never written."""
    for depth in range(len(open_tags) - 1, max(len(open_tags) - 20, -1), -1):
        name, csl, place = open_tags[depth]
        if name == element:
            del open_tags[depth:]
            if csl and any(piece.strip() for piece in pieces[place + 1 : place + 400]):
                pieces[place] += _SMALL_CAPS if csl == "span" else f"<{csl}>"
                pieces[-1] += f"</{csl}>"
            return
