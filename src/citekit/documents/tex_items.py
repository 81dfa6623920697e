r"""Entries of ``thebibliography``, in a document or in a `.bbl` that BibTeX wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, cast

from citekit.documents.described import first_of_each
from citekit.documents.sheet import Places
from citekit.documents.written import describe
from citekit.formats.latex import decode
from citekit.model import Citation, CslItem
from citekit.text import freetext, identifiers, names, titles
from citekit.vocab import Scheme

_ITEM = re.compile(
    r"\\bibitem\*?(?:[ \t\r\n]*\[(?:[^\[\]{}]++|\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*\})*\})*\])?"
    r"[ \t\r\n]*\{([^{}]{1,1000})\}"
)
_END = re.compile(r"\\(?:end\s*\{thebibliography\}|bibitem(?![A-Za-z])|bibitem\*)")
# revtex marks every part of an entry: `\bibfield{author}{…}`, `\BibitemOpen`.
_MARKS = re.compile(
    r"\\(?:bibfield\s*\{[^{}]*\}|bibinfo\s*\{[^{}]*\}|bibnamefont|bibfnamefont|BibitemOpen"
    r"|BibitemShut\s*\{[^{}]*\}|natexlab|href@noop\s*\{\}|newblock|urlprefix|providecommand"
    r"|bysame|doi|path|url|href)(?![A-Za-z])\s*"
)


class Item(NamedTuple):
    """An entry and the stretch of text it takes."""

    citation: Citation
    start: int
    end: int


def find(text: str, own: str, places: Places) -> Iterator[Item]:
    r"""Find every ``\bibitem``; `own` is the text with comments blank.

    Its place is where its text begins, behind the key.
    """
    position = 0
    while (match := _ITEM.search(own, position)) is not None:
        following = _END.search(own, match.end())
        end = following.start() if following else len(own)
        bare = own[match.end() : end]
        start = match.end() + len(bare) - len(bare.lstrip())
        raw = text[start:end].rstrip()
        said, named = _read(own[start:end])
        place = places.at(start if raw else match.start())
        yield Item(Citation(raw, place, named, said, key=match[1].strip()), match.start(), end)
        position = end


def _read(written: str) -> tuple[CslItem, dict[Scheme, str]]:
    written = written[: 4 * freetext.LONGEST]
    shown = _shown(written)
    said = {**describe(titles.plain(shown)), **_blocks(written)}
    named = first_of_each(one.identifier for one in identifiers.find(shown))
    return cast("CslItem", said), named


def _shown(written: str) -> str:
    return decode(_MARKS.sub(" ", written.replace("}{", "} {")))


def _blocks(written: str) -> CslItem:
    r"""Read what BibTeX's styles tell apart: authors, then a title, then where it is published."""
    blocks = [_shown(block) for block in written.split("\\newblock", 3)]
    if len(blocks) < 3:
        return {}
    people = names.split_authors(titles.plain(blocks[0]).rstrip(" ."))
    title = titles.clean(blocks[1].strip().removesuffix("."))
    return {"author": people, "title": title} if people and title else {}
