"""Identifiers written in running text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from citekit.model import Identifier
from citekit.text import doi, schemes, urls
from citekit.text.characters import INVISIBLE, hyphens
from citekit.vocab import Scheme


class Mention(NamedTuple):
    """An identifier with where it stands in the text."""

    identifier: Identifier
    start: int
    end: int


_SEPARATOR = r"\s{0,2}[:#=/-]?\s{0,2}"
_ALONE = r"(?<![a-z0-9])"
_WRITTEN = re.compile(
    rf"""
    (?P<url>(?:https?://|(?<![\w.@/-])(?:www\.|dx\.)?(?:{urls.HOSTS})/){doi.SUFFIX})
    |{_ALONE}(?:doi|hdl){_SEPARATOR}(?P<doi>10\.\s?[0-9]{{4,9}}(?:\.[0-9]{{1,9}})*/\s?{doi.SUFFIX})
    |(?<![a-z])(?:pubmed\s)?(?:pmids?|pubmed\s?id|pubmed:)(?:[:#=\s/-]|\[\w{{1,9}}\]){{0,3}}
        (?P<pmid>[0-9]{{1,9}})(?![0-9a-z]|\.[0-9])
    |(?<![0-9a-z.])(?P<tagged>[0-9]{{1,9}})\s?\[(?:pmid|uid)\]
    |{_ALONE}(?:pmcid{_SEPARATOR})?(?P<pmcid>PMC\s?[0-9]{{3,10}}(?:\.[0-9]{{1,2}})?)(?![0-9a-z])
    |{_ALONE}arxiv{_SEPARATOR}(?P<arxiv>[0-9]{{4}}\.[0-9]{{4,5}}(?:v[0-9]{{1,3}})?(?![0-9a-z])
        |[a-z-]{{2,16}}(?:\.[a-z]{{2}})?/[0-9]{{7}}(?![0-9]))
    |{_ALONE}isbn(?:-?1[03])?{_SEPARATOR}(?P<isbn>[0-9][0-9\s-]{{8,16}}[0-9x])(?![0-9a-z])
    |(?<![0-9a-z.])(?P<bare>10\.[0-9]{{4,9}}(?:\.[0-9]{{1,9}})*(?:/|%2f){doi.SUFFIX})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HIDDEN = re.compile(
    rf"[{INVISIBLE}]+"
    r"|&(?:amp;)*(?:amp|lt|gt|quot|#0{0,4}(?:38|60|62|34)|#x0{0,4}(?:26|3c|3e|22));",
    re.IGNORECASE,
)
_LABELS = ("10.", "doi", "hdl", "pmid", "pubmed", "[uid]", "pmc", "arxiv", "isbn", "://")
_HINTS = (*_LABELS, *(one for one in urls.HOST_NAMES if not any(part in one for part in _LABELS)))
"""What no identifier is without: most of a text has none of them, and need not be searched."""
_TAGS = {ord("<"): "\n", ord(">"): "\n"}


def find(text: str, *, markup: bool = False) -> list[Mention]:
    """Find every identifier written in a text, in order, without overlaps.

    With `markup`, ``<`` and ``>`` end an identifier; in plain text SICI DOIs contain them. A
    number is a PMID only behind its label; labels belong to the mention.
    """
    clean, places = _readable(text.translate(_TAGS) if markup else text)
    return [
        Mention(identifier, places[start], places[end - 1] + 1)
        for identifier, start, end in _scan(hyphens(clean))
    ]


def _readable(text: str) -> tuple[str, list[int]]:
    """Decode entities and drop invisible characters; with the place of each character left."""
    pieces: list[str] = []
    places: list[int] = []
    position = 0
    for match in _HIDDEN.finditer(text):
        shown = doi.decode_entities(match[0]) if match[0][0] == "&" else ""
        pieces += [text[position : match.start()], shown]
        places += range(position, match.start())
        places += [match.end() - 1] * len(shown)
        position = match.end()
    places += range(position, len(text))
    return "".join([*pieces, text[position:]]), places


def _may_name(text: str) -> bool:
    # Both i of Turkish are an i to the pattern, but not to casefold.
    folded = text.replace("\u0130", "i").replace("\u0131", "i").casefold()
    return any(hint in folded for hint in _HINTS)


def _scan(text: str) -> Iterator[tuple[Identifier, int, int]]:
    if not _may_name(text):
        return
    for match in _WRITTEN.finditer(text):
        kind = match.lastgroup or ""
        named, length = _READERS[kind](match[kind])
        value = named and schemes.canonical(named.scheme, named.value)
        if named and value:
            start = match.start(kind) if kind == "url" else match.start()
            end = match.end() if kind == "tagged" else match.start(kind) + length
            yield Identifier(named.scheme, value), start, end


_Reading = tuple[urls.Named | None, int]
"""What is named, and how many of the characters name it."""


def _read_url(written: str) -> _Reading:
    address = doi.trim(written)
    return urls.name_work(address), len(address)


def _read_labelled_doi(written: str) -> _Reading:
    value = doi.trim(doi.drop_query(written))
    return urls.Named(Scheme.DOI, "".join(value.split())), len(value)


def _read_bare_doi(written: str) -> _Reading:
    value = doi.trim(written)
    return urls.Named(Scheme.DOI, schemes.bare_doi(value)), len(value)


def _reader(scheme: Scheme) -> Callable[[str], _Reading]:
    return lambda written: (urls.Named(scheme, written), len(written))


_READERS: dict[str, Callable[[str], _Reading]] = {
    "url": _read_url,
    "doi": _read_labelled_doi,
    "bare": _read_bare_doi,
    "pmid": _reader(Scheme.PMID),
    "tagged": _reader(Scheme.PMID),
    "pmcid": _reader(Scheme.PMCID),
    "arxiv": _reader(Scheme.ARXIV),
    "isbn": _reader(Scheme.ISBN),
}
