"""Lines told by their form: what stands between the lines of a record, what begins anew."""

from __future__ import annotations

import re

from citekit.documents.author_lines import author_line
from citekit.documents.date_lines import marker
from citekit.documents.headings import heading
from citekit.documents.source_lines import source_line
from citekit.documents.title_lines import is_affiliation

_SECTION = re.compile(
    r"(?:abstract|summary|share|print|pdf|full\stext|download|tweet|email|menu|home|search|"
    r"publication\stypes?|author\sinformation|affiliations?)\W*",
    re.IGNORECASE,
)
_IMAGE_SIZE = re.compile(r"\d{2,4}\s?[x×]?\s?\d{2,4}\b(?!\W*$)")


def is_noise(text: str) -> bool:
    """Tell what stands between the lines of one record without belonging to it.

    Web pages leave words of buttons there, sizes of images, affiliations.
    """
    return (
        len(text) < 3
        or _SECTION.fullmatch(text) is not None
        or _IMAGE_SIZE.match(text) is not None
        or is_affiliation(text)
    )


def stands_alone(text: str) -> bool:
    """Tell a line that is never the rest of the wrapped line above it."""
    if len(text) > 400:
        return False
    authors = author_line(text)
    return (
        source_line(text) is not None
        or heading(text) is not None
        or marker(text) is not None
        or (authors is not None and len(authors.names) > 1)
        or re.match(r"(?:pmid|pmcid|doi)\s*:|https?://|www\.", text, re.IGNORECASE) is not None
    )
