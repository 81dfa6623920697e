"""Markdown, also Quarto's and R's: citations by key, by identifier, written out, and as a list.

Code, comments, math and metadata cite nothing, but for `bibliography:`, `references:` and
`nocite:`. Files that a document includes are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter

from citekit.documents import markdown_code, prose
from citekit.documents.front_matter import FrontMatter
from citekit.documents.lines import rows_of
from citekit.documents.manuscript import Manuscript, position
from citekit.documents.markdown_keys import Key, find, tags
from citekit.documents.shapes import stands_alone
from citekit.documents.sheet import Places, Sheet, Shown, Span, blanked, shown_rows
from citekit.model import Citation

_HEADING = re.compile(r"[ ]{0,3}#{1,6}(?=\s)")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)\s*$")
# Addresses and DOIs keep their signs; else emphasis, escapes, links, quotation marks of blocks.
_MARKUP = re.compile(
    # All of it begins with one of these: what else stands in a text is passed over at once.
    r"(?=[hH1\\*_<{\]]|^[ \t>#\[:=-])(?:"
    r"(?P<kept>(?:https?://|10\.\d{4,9}/)[^\s\[\]()<>*]*)"
    r"|(?P<drop>\\(?=[!-/:-@\[-`{-~])|\*+(?!\s)|(?<=\S)\*+|(?<!\w)_+(?=\w)|(?<=[\w.,;:)\]])_+(?!\w)"
    r"|</?(?:i|b|em|strong|sup|sub|u|span|small|p|div|br)\b[^<>]{0,200}>|\{[.#][^{}\r\n]{0,200}\})"
    r"|(?P<blank>\]\(|^[ ]{0,3}(?:>[ ]?)+|^[ ]{0,3}#{1,6}(?=\s)|^[ \t]*\[\^[^\]\s]{1,200}\]:"
    r"|^[ \t]*(?::{3,}.*|-{2,}[ \t]*$|={2,}[ \t]*$)))",
    re.MULTILINE | re.IGNORECASE,
)

# Escapes, and emphasis that ends where the address does.
_IN_ADDRESS = re.compile(r"\\(?=[!-/:-@\[-`{-~])|_+$")


def read(text: str, path: str) -> Manuscript:
    """Read a document: what it cites, by what words, and the bibliography that it names."""
    text = text.removeprefix("\ufeff")
    places = Places(text, path)
    numbers = markdown_code.metadata_block(text, places.lines)
    matter = FrontMatter(text, places, numbers)
    own = _without_code(text, places.lines, numbers.stop + 1 if numbers else 0)
    keys, tagged = _keys(own, places)
    references = [*matter.references()]
    bibliographies = tuple(matter.bibliographies())
    cited, perhaps = _cited(keys, text, places, certain=bool(bibliographies or references))
    rows = _rows(_prose(own, keys), places, text)
    manuscript = bool(bibliographies or references or cited) or prose.has_reference_list(rows)
    found = [*matter.nocite(), *references, *cited, *prose.read(rows, path, manuscript=manuscript)]
    entries = [one for one in references if isinstance(one, Citation)]
    return Manuscript(
        tuple(sorted(found, key=position)),
        (*entries, *tagged),
        perhaps,
        bibliographies,
        seeks=True,
    )


def _without_code(text: str, lines: Sequence[Span], first: int) -> str:
    metadata = [Span(0, lines[first - 1].end)] if first else []
    bare = blanked(text, [*metadata, *markdown_code.code_blocks(text, lines, first)])
    return blanked(bare, markdown_code.inline(bare))


def _keys(own: str, places: Places) -> tuple[list[Key], list[Citation]]:
    """Find the citations by key, and the identifiers that have been given a key."""
    named = list(tags(own))
    defined = [Span(match.start(), match.end()) for match, _ in named]
    tagged = [
        Citation(
            match[0].strip(),
            places.at(match.start(1) - 1),
            {identifier.scheme: identifier.value},
            key=match[1],
        )
        for match, identifier in named
    ]
    return find(blanked(own, defined)), tagged


def _cited(
    keys: Sequence[Key], text: str, places: Places, *, certain: bool
) -> tuple[list[Citation], tuple[Citation, ...]]:
    """Make citations of keys; without any bibliography `@somebody` may be a person's name."""
    certain = certain or any(key.bracketed and key.identifier is None for key in keys)
    cited: list[Citation] = []
    perhaps: list[Citation] = []
    for key in keys:
        raw, place = text[key.start : key.end], places.at(key.start)
        if key.identifier is not None:
            named = {key.identifier.scheme: key.identifier.value}
            cited.append(Citation(raw, place, named))
        else:
            (cited if certain else perhaps).append(Citation(raw, place, key=key.key))
    return cited, tuple(sorted(perhaps, key=attrgetter("place.line", "place.column")))


def _prose(own: str, keys: Sequence[Key]) -> str:
    return blanked(own, [Span(key.start, key.end) for key in keys])


def _rows(own: str, places: Places, text: str) -> list[Shown]:
    sheet = Sheet(own, places, text)
    for match in _MARKUP.finditer(own):
        if match.lastgroup == "drop":
            sheet.drop(*match.span())
        elif match.lastgroup == "blank":
            sheet.blank(*match.span())
        else:
            for mark in _IN_ADDRESS.finditer(match[0]):
                sheet.drop(match.start() + mark.start(), match.start() + mark.end())
    heads = list(_heads(own, places.lines))
    return list(shown_rows(sheet, lambda lines: rows_of(lines, stands_alone, heads), heads))


def _heads(own: str, lines: Sequence[Span]) -> Iterator[int]:
    for number, (start, end) in enumerate(lines, 1):
        line = own[start:end]
        following = own[slice(*lines[number])] if number < len(lines) else ""
        underlined = line.strip() and _UNDERLINE.match(following) and len(following.strip()) > 2
        if _HEADING.match(line) or underlined:
            yield number
