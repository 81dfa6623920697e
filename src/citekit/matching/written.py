"""A citation made ready for comparison with many records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from citekit.matching import heading, stretch, words
from citekit.matching.heading import Heading
from citekit.matching.words import Word
from citekit.model import Citation, CslItem, Identifiers
from citekit.text import freetext, titles

# Longer texts are pages: they name other works too, and only what was read off them counts.
_LONGEST_CITATION = 1500

# `2010 aug;69(8):1423`, `2014;16:r79`, `69(8), 1423`: in small letters nothing else shows a source.
_ISSUE = r"(?:suppl\.?\s?)?[0-9]{1,4}(?:\s?[-–/]\s?[0-9]{1,4})?(?:\s?suppl\.?\s?[0-9]{0,2})?"
_PLACE = re.compile(
    r"(?:\b(?P<year>[12][0-9]{3})\b[^;:()\n]{0,15};\s?|\s(?=[0-9]{1,4}\s?\())"
    rf"(?P<volume>[0-9]{{1,4}})(?:\s?\((?P<issue>{_ISSUE})\))?"
    r"\s?[:,]\s?(?P<page>[a-z]?[0-9]{1,7})(?![0-9%]|\.[0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """What a citation says, taken apart, and its own text where that is one citation."""

    said: CslItem
    identifiers: Identifiers
    title: Heading | None
    text: str
    words: tuple[Word, ...]
    tokens: tuple[str, ...]


def prepare(citation: Citation) -> Written:
    """Take a citation apart as far as its reader has not."""
    text = citation.raw if len(citation.raw) <= _LONGEST_CITATION else ""
    said = _with_place(citation.said or freetext.describe(citation.raw), text)
    split = words.split(text)
    return Written(
        said=said,
        identifiers=citation.identifiers,
        title=_title(said.get("title", ""), text, split),
        text=text,
        words=split,
        tokens=tuple(titles.tokens(text)),
    )


def _with_place(said: CslItem, text: str) -> CslItem:
    """Read volume, issue and page by their shape where the journal's name was not recognised."""
    match = _PLACE.search(text)
    if match is None or "volume" in said or "page" in said:
        return said
    place: CslItem = {"volume": match["volume"], "page": match["page"]}
    if match["issue"]:
        place["issue"] = match["issue"]
    if match["year"]:
        place["issued"] = {"date-parts": [[int(match["year"])]]}
    return {**place, **said}


def _title(said: str, text: str, split: Sequence[Word]) -> Heading | None:
    """The title read, with the prefix that its reader may have left standing before it."""
    alone = heading.read(said)
    if not alone.words:
        return None
    if alone.kind is not None or not split:
        return alone
    first, last = stretch.find(split, alone.words)
    if not _is_there(alone.words, split[first : last + 1]):
        return alone
    low, high = split[first].sentence, split[last].sentence
    return alone._replace(kind=heading.read_in_text(text, split, low, high, ()).kind)


def _is_there(title: Sequence[Word], found: Sequence[Word]) -> bool:
    return [word.text for word in title] == [word.text for word in found]
