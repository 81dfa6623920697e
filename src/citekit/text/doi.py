"""DOIs as they are written: spotting them, trimming what clings to them, one spelling.

A registered DOI is opaque and never repaired; only what surrounds it in text is cut away.
"""

from __future__ import annotations

import re
import string
from urllib.parse import quote, unquote

from citekit.text.characters import visible

MAX_LENGTH = 1000
START = r"10\.[0-9]{4,9}(?:\.[0-9]+)*/"
"""Prefix and slash; a suffix of any printable characters follows (DOI Handbook)."""

# A DOI stops at white space and quotation marks, before a glued neighbour (another DOI, a PMID
# label, the second half of a Markdown link or of a LaTeX command) and before an HTML tag.
_STOP = r"[,;|](?:https?://|doi:|10\.[0-9]{4,9}/)|\]\(|\}\{|\.?PMC?ID\b|</|<[a-z]+\s*/?>"
SUFFIX = rf"(?:(?!{_STOP})[^\s\"“”«»。，；、」』】》]){{1,{MAX_LENGTH}}}"

_WHOLE = re.compile(rf"{START}\S+")
_CLOSERS = {")": "(", "]": "[", "}": "{", ">": "<"}
_TRAILING = ".,;:'\"!?’‘”“»*`…\\"
# DOIs ignore the case of ASCII letters alone. Typesetters turn their hyphens into U+2010, U+2011.
_SPELLING = {
    **{ord(upper): upper.lower() for upper in string.ascii_uppercase},
    **dict.fromkeys((0x2010, 0x2011), "-"),
}

_ENTITY = re.compile(
    r"&(?:amp;|#0*38;|#x0*26;)*(?:(amp|lt|gt|quot|#0*(?:38|60|62|34)|#x0*(?:26|3c|3e|22));)?",
    re.IGNORECASE,
)
_ENTITY_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"'}
_NUMERIC = {"38": "&", "60": "<", "62": ">", "34": '"', "26": "&", "3c": "<", "3e": ">", "22": '"'}

# bioRxiv and medRxiv show versions (`v2`, `v2.full.pdf`) that their DOIs do not have.
_PREPRINT = re.compile(
    r"(10\.(?:1101|64898)/(?:[0-9]{4}\.[0-9]{2}\.[0-9]{2}\.)?[0-9]{5,9})"
    r"(?:v[0-9]{1,3})?(?:[./](?:full|abstract|article|suppl|pdf|early|short)[^\s]*)?",
)
# Publishers append these to the DOI in the addresses of their pages.
_TAIL = re.compile(
    r"(?:/(?:full|abstract|abs|pdf|epdf|pdfdirect|pdfft|html|epub|xml|meta|summary|references|"
    r"fulltext|full-text|full\.pdf|full\.html|fulltext\.html|figures|metrics|citations?|download|"
    r"suppl_file/.*|asset/.*|media/.*)|\.(?:full\.pdf|full-text|full|pdf|epub|html?))/*$",
    re.IGNORECASE,
)
_SESSION = re.compile(r";jsessionid=.*$", re.IGNORECASE)
_QUERY = re.compile(r"\?[A-Za-z][\w.-]*(?:=|&|$).*$", re.DOTALL)
# SICI DOIs may end in `CO;2-#`; any other `#` in an address begins a fragment.
_FRAGMENT = re.compile(r"(?<!;2-)#.*$", re.DOTALL)


def spell(value: str) -> str | None:
    """Give the one spelling of a bare DOI (ASCII letters lower case); None if it is none."""
    text = decode_entities(visible(value)).strip()
    doi = text.lower() if text.isascii() else text.translate(_SPELLING)
    if len(doi) > MAX_LENGTH or not _WHOLE.fullmatch(doi) or not doi.isprintable():
        return None
    preprint = _PREPRINT.fullmatch(doi)
    return preprint[1] if preprint else doi


def decode_entities(text: str) -> str:
    """Decode the entities that get into DOIs, however often they were escaped."""
    return _ENTITY.sub(_decode_entity, text) if "&" in text else text


def trim(value: str) -> str:
    """Cut trailing punctuation, and brackets that close nothing inside the value."""
    surplus = {close: value.count(close) - value.count(open_) for close, open_ in _CLOSERS.items()}
    end = len(value)
    while end:
        last = value[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return value[:end]


def drop_tail(value: str) -> str:
    """Cut what publishers append to a DOI in their addresses: ``/full``, ``.pdf`` …"""
    value = _SESSION.sub("", value)
    for _ in range(4):
        shorter = _TAIL.sub("", value)
        if shorter == value or not _WHOLE.fullmatch(shorter):
            break
        value = shorter
    return value


def drop_query(value: str) -> str:
    """Cut the query of an address: ``?utm_source=…``."""
    return _QUERY.sub("", value)


def drop_fragment(value: str) -> str:
    """Cut the fragment of an address: ``#abstract``."""
    return _FRAGMENT.sub("", value)


def percent_decode(value: str) -> str:
    """Decode what an address had to encode."""
    return unquote(value, errors="replace") if "%" in value else value


def percent_encode(doi: str) -> str:
    """Encode a DOI for an address; also a last character that readers would trim."""
    # JSON can carry halves of surrogate pairs, which no address can.
    encoded = quote(doi, safe="/:;()@!$&'*+,=~", errors="replace")
    kept = trim(encoded)
    rest = encoded[len(kept) :]
    return kept + "".join(f"%{ord(char):02X}" if char in _TRAILING + ")" else char for char in rest)


def _decode_entity(match: re.Match[str]) -> str:
    name = (match[1] or "amp").casefold()
    if name in _ENTITY_CHARACTERS:
        return _ENTITY_CHARACTERS[name]
    return _NUMERIC[name.lstrip("#x").lstrip("0")]
