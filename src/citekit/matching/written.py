"""A citation made ready for comparison with many records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from citekit.matching import heading, stretch, words
from citekit.matching.heading import Heading
from citekit.matching.words import Word
from citekit.model import Citation, CslItem, Identifiers
from citekit.text import freetext, titles

# Longer texts are pages: they name other works too, and only what was read off them counts.
_LONGEST_CITATION = 1500


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
    said = citation.said or freetext.describe(citation.raw)
    split = words.split(text)
    return Written(
        said=said,
        identifiers=citation.identifiers,
        title=_title(said.get("title", ""), text, split),
        text=text,
        words=split,
        tokens=tuple(titles.tokens(text)),
    )


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
