"""Citations by key as pandoc, Quarto and manubot write them: `[@key; -@other]`, `@doi:10.…`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from citekit.documents.sheet import Span, blanked
from citekit.model import Identifier
from citekit.text import doi, identifiers
from citekit.text.named import canonical
from citekit.vocab import Scheme


class Key(NamedTuple):
    """A citation by key, or by an identifier in the place of one, with where it stands."""

    key: str
    start: int
    end: int
    identifier: Identifier | None = None
    bracketed: bool = False
    """It stands in brackets, so that it is certainly a citation."""


# `@` behind a letter is an e-mail address; behind a backslash it is only a sign. What stands before
# is looked at last: a pattern that begins with a sign is sought many times faster.
_AT = r"(?:@(?<![\w\\@/-]@)|-@(?<![\w\\@/]-@))"
_BY_IDENTIFIER = re.compile(
    rf"{_AT}\{{?(?P<written>(?P<label>doi|pmid|pubmed|pmcid|pmc|arxiv|isbn|url|https?):"
    r"[^\s\"“”]{1,1000})",
    re.IGNORECASE,
)
_BRACED = re.compile(rf"{_AT}\{{([^{{}}\r\n@]{{1,1000}})\}}")
# Letters and digits, with single signs between them (pandoc's manual, "Citation syntax").
_BARE = re.compile(rf"{_AT}(\w+(?:[:.#$%&\-+?<>~/]\w++)*|\*(?!\w))")
_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>\"\])]+|mailto:[^\s<>)\]]+|\]\([^()\r\n]{0,1000}\)|<[a-z/][^<>]{0,1000}>",
    re.IGNORECASE,
)
_CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|nte|tip|wrn|imp|cau|vid"
    r"|dia|supp|suppfig|supptbl)-|(?:fig|tbl|sec|eq|lst):",
    re.IGNORECASE,
)
# `(@good) An example.` numbers an example, and `(@good)` in the text points at it.
_EXAMPLE = re.compile(r"^[ \t]{0,3}\(@([\w-]*)\)[ \t]", re.MULTILINE)
_TAG = re.compile(r"^[ ]{0,3}\[@([^\]\s]{1,200})\]:[ \t]*(\S{1,1000})", re.MULTILINE)
_SCHEMES = {"pubmed": Scheme.PMID, "pmc": Scheme.PMCID}


def find(text: str) -> list[Key]:
    """Find every citation by key, in order; code, math and comments are blank already."""
    named = list(_by_identifier(text))
    rest = blanked(text, [Span(one.start, one.end) for one in named])
    # In braces a key may be an address.
    braced = [Key(match[1], *match.span()) for match in _BRACED.finditer(rest)]
    rest = blanked(rest, [Span(one.start, one.end) for one in braced])
    rest = blanked(rest, [Span(*match.span()) for match in _ADDRESS.finditer(rest)])
    bare = [Key(match[1], *match.span()) for match in _BARE.finditer(rest)]
    examples = {match[1] for match in _EXAMPLE.finditer(rest)}
    keys = [key for key in (*braced, *bare) if _is_key(key, examples)]
    brackets = _brackets(text)
    return sorted(
        (one._replace(bracketed=_inside(brackets, one.start)) for one in [*named, *keys]),
        key=lambda one: one.start,
    )


def tags(text: str) -> Iterator[tuple[re.Match[str], Identifier]]:
    """Find manubot's tags: ``[@tag:mine]: doi:10.…`` gives an identifier a name."""
    for match in _TAG.finditer(text):
        found = identifiers.find(match[2])
        if found and found[0].start == 0:
            yield match, found[0].identifier


def _by_identifier(text: str) -> Iterator[Key]:
    for match in _BY_IDENTIFIER.finditer(text):
        written, label = match["written"], match["label"].casefold()
        named = _named(label, written)
        braced = match[0].lstrip("-").startswith("@{")
        if named is not None:
            identifier, length = named
            end = match.start("written") + length
            end += braced and text[end : end + 1] == "}"
            yield Key(written[:length], match.start(), end, identifier)
        elif label == "url" and not braced:
            address = doi.trim(written)
            yield Key(address, match.start(), match.start("written") + len(address))


def _named(label: str, written: str) -> tuple[Identifier, int] | None:
    """Give the identifier that begins a text, and its length."""
    begins = len("url:") if label == "url" else 0
    found = next(iter(identifiers.find(written[begins:])), None)
    if found is not None and found.start == 0:
        return found.identifier, begins + found.end
    return _labelled(label, written)


def _labelled(label: str, written: str) -> tuple[Identifier, int] | None:
    """Read `pubmed:123` and `pmc:PMC123`, whose labels are manubot's own."""
    scheme = _SCHEMES.get(label)
    match = re.match(r"\w+", written[len(label) + 1 :])
    if scheme is None or match is None:
        return None
    value = canonical([(scheme, match[0])]).get(scheme)
    return (Identifier(scheme, value), len(label) + 1 + match.end()) if value else None


def _is_key(key: Key, examples: set[str]) -> bool:
    return key.key not in examples and _CROSS_REFERENCE.match(key.key) is None


def _brackets(text: str) -> list[int]:
    """Give, by turns, where a bracket opens and where it closes, without those inside others."""
    edges: list[int] = []
    for match in re.finditer(r"\[[^\[\]]*+\]", text):
        edges += match.span()
    return edges


def _inside(edges: list[int], place: int) -> bool:
    return bisect_right(edges, place) % 2 == 1
