"""The fields of a Word file in which reference managers keep what is cited."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from typing import Final, cast

from citekit.documents import endnote
from citekit.documents.entries import citation_of
from citekit.formats import csljson
from citekit.formats.json_pieces import pieces
from citekit.model import Citation, Place, Rejected

_Cited = Iterator[Citation | Rejected]

LISTS: Final = re.compile(
    r"\s*(?:BIBLIOGRAPHY\b|ADDIN\s+(?:ZOTERO_BIBL|EN\.REFLIST|Mendeley\s+Bibliography|CSL_BIBL))"
)
"""Fields whose result is the reference list."""
ADDRESS: Final = re.compile(r'\s*HYPERLINK\s+"([^"]{1,2000})"')
"""A field that is a link."""
_MENDELEY: Final = "MENDELEY_CITATION_v3_"
_SWITCH = re.compile(r"\\([A-Za-z])(?:\s+(?:\"[^\"]*\"|[^\s\\]+))?")
_SHOWN = 500


def cited(instruction: str, data: str, place: Place) -> _Cited:
    """Read one field's instruction, with the data that Word keeps beside it (EndNote's)."""
    for pattern, read in _KINDS:
        match = pattern.match(instruction)
        if match is not None:
            yield from read(instruction[match.end() :], data, place)
            return


def controlled(tag: str, place: Place) -> _Cited:
    """Read the tag of a content control, in which newer Mendeley keeps its items."""
    if not tag.startswith(_MENDELEY):
        return
    try:
        text = base64.b64decode(tag.removeprefix(_MENDELEY), validate=False).decode()
    except (binascii.Error, ValueError):
        yield Rejected(place, tag[:_SHOWN], "the citation that Mendeley keeps here is damaged")
        return
    yield from _csl(text, "", place)


def _csl(text: str, _data: str, place: Place) -> _Cited:
    """Read the citation object of Zotero and Mendeley: `citationItems`, each with `itemData`."""
    start = text.find("{")
    piece = next(pieces(text[start:]), None) if start >= 0 else None
    members = piece.value if piece and piece.error is None else None
    listed = members.get("citationItems") if isinstance(members, dict) else None
    if not isinstance(listed, list):
        reason = "the citation that a reference manager keeps here is damaged"
        yield Rejected(place, text[:_SHOWN].strip(), reason)
        return
    for item in listed:
        yield _item(item, place)


def _item(item: object, place: Place) -> Citation | Rejected:
    data = item.get("itemData") if isinstance(item, dict) else None
    if not isinstance(data, dict):
        return Rejected(place, "", "a citation here has no data about its work")
    entry = csljson.entry(data, place, _name(data))
    if isinstance(entry, Rejected):
        return entry
    # An item's id is a number of the reference manager, no key that somebody gave.
    key = data.get("citation-key")
    found = citation_of(entry)
    return Citation(
        found.raw or next(iter(found.identifiers.values()), ""),
        place,
        found.identifiers,
        found.said,
        found.links,
        key if isinstance(key, str) and key else None,
    )


def _name(data: dict[object, object]) -> str:
    title = data.get("title")
    return title if isinstance(title, str) else ""


def _endnote(text: str, data: str, place: Place) -> _Cited:
    yield from endnote.read(text, data, place)


def _word(text: str, _data: str, place: Place) -> _Cited:
    r"""Read Word's own ``CITATION Lia10 \l 1033 \m Sun10``: tags of its list of sources."""
    first = re.match(r"\s*(?:\"([^\"]+)\"|([^\s\\]+))", text)
    tags = [first[1] or first[2]] if first else []
    more = (match for match in _SWITCH.finditer(text) if match[1] == "m")
    tags += [match[0].partition(match[1])[2].strip().strip('"') for match in more]
    for tag in filter(None, tags):
        yield Citation(tag, place, key=tag)


_KINDS: Final = cast(
    "tuple[tuple[re.Pattern[str], Callable[[str, str, Place], _Cited]], ...]",
    (
        (re.compile(r"\s*ADDIN\s+(?:ZOTERO_ITEM\s+)?CSL_CITATION"), _csl),
        (re.compile(r"\s*ADDIN\s+EN\.CITE(?![.\w])"), _endnote),
        (re.compile(r"\s*CITATION\s"), _word),
    ),
)
