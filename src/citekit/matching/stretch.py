"""The stretch of a text that resembles a title, without the authors and the source around it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import accumulate, pairwise

from rapidfuzz import fuzz

from citekit.matching import words
from citekit.matching.words import Word
from citekit.model import CslItem
from citekit.text import names, titles

_CITATION_WORDS = frozenset(
    (
        *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov"),
        *("dec", "january", "february", "march", "april", "june", "july", "august", "september"),
        *("october", "november", "december", "vol", "volume", "no", "issue", "pp", "page", "pages"),
        *("and", "et", "al", "doi", "pmid", "pmcid", "https", "org", "in", "the", "of", "journal"),
        *("epub", "suppl", "available", "from"),
    )
)


def find(text: Sequence[Word], title: Sequence[Word]) -> tuple[int, int]:
    """Find the words of a text, first and last, that resemble a title most."""
    starts = list(accumulate((len(word.text) + 1 for word in text), initial=0))
    joined, target = _joined(text), _joined(title)
    if len(joined) <= len(target):
        return 0, len(text) - 1
    found = fuzz.partial_ratio_alignment(target, joined)
    if found is None:
        return 0, len(text) - 1
    middles = [start + len(word.text) / 2 for start, word in zip(starts, text, strict=False)]
    inside = [n for n, at in enumerate(middles) if found.dest_start <= at <= found.dest_end]
    return _whole_sentences(text, title, inside) if inside else (0, len(text) - 1)


def _whole_sentences(
    text: Sequence[Word], title: Sequence[Word], inside: Sequence[int]
) -> tuple[int, int]:
    """Leave out the edge of a sentence before or behind that has no word of the title."""
    own = {word.text for word in title}
    shared = {text[place].sentence for place in inside if text[place].text in own}
    kept = [place for place in inside if text[place].sentence in shared] or list(inside)
    return kept[0], kept[-1]


def _joined(text: Sequence[Word]) -> str:
    return " ".join(word.text for word in text)


def trim(
    sentence: Sequence[Word], first: int, last: int, known: Collection[str]
) -> tuple[Word, ...]:
    """Leave out authors before a title and the source behind it, where no full stop parts them."""
    before, core, behind = sentence[:first], sentence[first : last + 1], sentence[last + 1 :]
    texts = [word.text for word in before]
    authors = _initialled(texts) if any(len(t) > 3 and t in known for t in texts) else ()
    return (*_unexplained(before, {*known, *authors}), *core, *_unexplained(behind, known))


def _unexplained(outside: Sequence[Word], known: Collection[str]) -> list[Word]:
    own = set(words.unknown([word.text for word in outside], known))
    explained = len(outside) - sum(word.text in own for word in outside)
    return [word for word in outside if word.text in own] if explained > 1 else list(outside)


def _initialled(texts: Sequence[str]) -> set[str]:
    """The words that an initial follows, as in `wang x`, among words that name an author."""
    followed = pairwise(texts)
    return {text for text, after in followed if len(after) in {1, 2} and after.isalpha()}


def known_words(*items: CslItem) -> frozenset[str]:
    """Give the words of a citation of these items that are not their titles'."""
    known = set(_CITATION_WORDS)
    for item in items:
        for name in item.get("author", []):
            known |= {names.family_fold(name), *titles.tokens(name.get("family", ""))}
        for journal in (item.get("container-title", ""), item.get("container-title-short", "")):
            known |= set(titles.tokens(journal))
    return frozenset(known)
