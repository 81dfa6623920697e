r"""Entries of a `.bbl` that biblatex and Biber wrote: data under the names of BibTeX's fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citekit.documents.entries import identifiers_of
from citekit.documents.sheet import Places
from citekit.documents.tex_items import Item
from citekit.formats.bibtex_items import to_item
from citekit.model import Citation

_ENTRY = re.compile(r"\\entry\{([^{}\r\n]{1,1000})\}\{(\w{1,40})\}")
_END = "\\endentry"
_VALUE = r"((?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*\})*)"
_FIELD = re.compile(rf"\\(?:field|strng|list)\{{(\w+)\}}(?:\{{\d+\}})?\{{{_VALUE}\}}")
_VERBATIM = re.compile(r"\\verb\{(\w+)\}\s*\\verb[ ]([^\r\n]*)")
_NAMES = re.compile(
    r"\\name\{(author|editor)\}(?:[^\\]++|\\(?!(?:name|list|strng|field|verb|keyw)\b))*"
)
_PART = re.compile(rf"\b(family|given)=\{{{_VALUE}\}}")
_DASH = re.compile(r"\\bibrangedash\s?")


def find(text: str, own: str, places: Places) -> Iterator[Item]:
    r"""Find every ``\entry``; its place is where the command stands."""
    position = 0
    while (match := _ENTRY.search(own, position)) is not None:
        place = own.find(_END, match.end())
        following = _ENTRY.search(own, match.end())
        limit = following.start() if following else len(own)
        end = place + len(_END) if 0 <= place < limit else limit
        item, links = to_item(match[2], _values(own[match.end() : end]))
        raw = text[match.start() : end].rstrip()
        at = places.at(match.start())
        citation = Citation(raw, at, identifiers_of(item), item, links, match[1])
        yield Item(citation, match.start(), end)
        position = end


def _values(written: str) -> dict[str, str]:
    verbatim = dict(_VERBATIM.findall(written))
    fields = {name: _DASH.sub("--", value) for name, value in _FIELD.findall(written)}
    people = {match[1]: _people(match[0]) for match in _NAMES.finditer(written)}
    return {**fields, **{role: named for role, named in people.items() if named}, **verbatim}


def _people(block: str) -> str:
    """Write names as BibTeX has them: ``Liang, Jun and Zhang, Huayong``."""
    names: list[str] = []
    for part, value in _PART.findall(block):
        if part == "family":
            names.append(value)
        elif names:
            names[-1] += f", {value}"
    return " and ".join(names)
