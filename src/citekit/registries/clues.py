"""What a citation gives to search by."""

from __future__ import annotations

import re

from citekit.model import Citation, CslItem, CslName
from citekit.text import dates, freetext, names, titles

LENGTH = 400
"""Characters of a written citation that are sent; what follows is rarely the citation."""
AUTHORS = 10

_MARKUP = re.compile(r"[{}<>]|^[A-Z][A-Z0-9]  - ", re.MULTILINE)


def clues(citation: Citation) -> CslItem:
    """Describe the citation: what was said field by field, completed from what was written."""
    said = citation.said
    if said.get("title") and said.get("author"):
        return said
    described = freetext.describe(citation.raw)
    return {**described, **said}


def written(citation: Citation) -> str:
    """Give the citation as one line of text, as written where that is short and plain."""
    text = " ".join(citation.raw.split())
    # What is shorter than the title is a handle (`@liang2010`), with the words elsewhere.
    is_handle = len(text) < len(citation.said.get("title", ""))
    if len(text) <= LENGTH and not _MARKUP.search(citation.raw) and not is_handle:
        return text
    return from_fields(citation.said) or text[:LENGTH].rpartition(" ")[0]


def from_fields(known: CslItem) -> str:
    """Write a described work as one line; empty where its title is not known."""
    if not known.get("title"):
        return ""
    year = dates.year(known.get("issued"))
    parts = (
        ", ".join(filter(None, map(_family, known.get("author", [])[:AUTHORS]))),
        titles.plain(known["title"]),
        known.get("container-title", ""),
        str(year or ""),
        known.get("volume", ""),
        known.get("page", ""),
    )
    return ". ".join(filter(None, parts))[:LENGTH]


def first_author(known: CslItem) -> str:
    """Write the first author as PubMed does (``Liang J``); empty where there is none."""
    for name in known.get("author", [])[:1]:
        return f"{_family(name)} {names.initials(name.get('given', ''))}".strip()
    return ""


def _family(name: CslName) -> str:
    particle = name.get("non-dropping-particle") or name.get("dropping-particle", "")
    family = name.get("family") or name.get("literal", "")
    return f"{particle} {family}".strip()
