"""Words of a text for comparison: where sentences end, which are typos, which two texts share."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from citekit.text import titles

# Words that may come or go without making another title. `with`, `without`, `not`, `versus` are
# not here: they turn a title round.
STOP_WORDS = frozenset(
    (
        *("a", "an", "the", "of", "in", "on", "for", "and", "to", "from", "by", "at", "as"),
        *("is", "are", "was", "be", "its", "their", "this", "that", "using"),
        *("der", "die", "das", "des", "und", "le", "la", "les", "du", "et", "el", "los", "en"),
    )
)

# A title that has one of these, or any number, where the other has not is another title.
TELLING_WORDS = frozenset(
    (
        *("not", "no", "non", "without", "versus", "before", "after"),
        *("reply", "response", "comment", "commentary", "editorial", "erratum", "correction"),
        *("corrigendum", "retraction", "addendum", "protocol", "rationale", "design"),
    )
)

# Opposites that differ by a letter or two are no typos of each other.
_OPPOSITES = (
    ("hyper", "hypo"),
    ("inter", "intra"),
    ("macro", "micro"),
    ("exo", "endo"),
    ("ab", "ad"),
    ("pre", "peri"),
    ("pre", "pro"),
    ("pre", "post"),
    ("ante", "anti"),
    ("in", "un"),
)

# What ends a sentence, or a bracketed or quoted part; and what sets off a subtitle inside one.
_SENTENCE = re.compile(r"(?:[.?!;]+(?=\s|$|[A-Z])|[()\[\]{}\"“”„«»]|\r?\n|\s\|\s)")
_SUBTITLE = re.compile(r"(?::|\s[-‐‑‒–—―]+\s|[—―])")


class Word(NamedTuple):
    """A folded word, with the sentence and the part (between colons or dashes) it stands in."""

    text: str
    sentence: int
    part: int


class Difference(NamedTuple):
    """The telling words on one side only, and how many words are spelt unlike their fellows."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    typos: int


def split(text: str) -> tuple[Word, ...]:
    """Give the words of a text in order."""
    words: list[Word] = []
    part = 0
    for sentence, written in enumerate(_SENTENCE.split(text)):
        for piece in _SUBTITLE.split(written):
            words += [Word(token, sentence, part) for token in titles.tokens(piece)]
            part += 1
    return tuple(words)


def sentence_span(text: str, first: int, last: int) -> tuple[int, int]:
    """Say where the sentences from `first` to `last`, as `split` counts them, stand in a text."""
    marks = [(0, 0), *(match.span() for match in _SENTENCE.finditer(text)), (len(text), len(text))]
    return marks[first][1], marks[last + 1][0]


_MOST_SLIPS = 2


def is_misspelt(a: str, b: str) -> bool:
    """Tell whether two words can be one word and its typo, or its British spelling.

    Numbers never; one slip in words of four to eight letters, two in longer ones.
    """
    if abs(len(a) - len(b)) > _MOST_SLIPS or (a[:1] != b[:1] and not _begins_with_ligature(a, b)):
        return False
    if _is_variant(a, b):
        return True
    shorter = min(len(a), len(b))
    if shorter < 4 or not (a.isalpha() and b.isalpha()) or _are_opposites(a, b):
        return False
    slips = 1 if shorter < 9 else _MOST_SLIPS
    return OSA.distance(_bare(a), _bare(b), score_cutoff=slips) <= slips


def compare(left: Sequence[str], right: Sequence[str]) -> Difference:
    """Pair off the words of two titles, whatever their order, typos and compounds included."""
    mine, others = _minus(left, right), _minus(right, left)
    mine, others = _without_compounds(mine, others, right)
    others, mine = _without_compounds(others, mine, left)
    typos = 0
    for word in tuple(mine) if _are_related(left, mine) else ():
        fellow = next((other for other in others if is_misspelt(word, other)), None)
        if fellow is not None:
            mine.remove(word)
            others.remove(fellow)
            typos += not _is_variant(word, fellow)
    return Difference(content(mine), content(others), typos)


def _are_related(title: Sequence[str], unmatched: Sequence[str]) -> bool:
    """Titles without a word in common are not compared letter by letter."""
    return len(title) < _SHORT or len(unmatched) <= 0.75 * len(title)


_SHORT = 5


def unknown(words: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """Give the words that are no typo of a known one, no initials and no numbers."""
    return tuple(
        word
        for word in words
        if (len(word) > 2 or (len(word) == 2 and _is_roman(word)))
        and not has_digit(word)
        and word not in known
        and not any(is_misspelt(word, other) for other in known)
    )


def has_digit(word: str) -> bool:
    """Tell whether a word is a number or holds one."""
    return any(char.isdigit() for char in word)


def is_telling(word: str) -> bool:
    """Tell whether a word alone, on one side only, makes another title."""
    return word in TELLING_WORDS or len(word) == 1 or has_digit(word) or _is_roman(word)


def content(words: Sequence[str]) -> tuple[str, ...]:
    """Leave the stop words out."""
    return tuple(word for word in words if word not in STOP_WORDS)


def _minus(words: Sequence[str], others: Sequence[str]) -> list[str]:
    left = list(words)
    for other in others:
        if other in left:
            left.remove(other)
    return left


def _without_compounds(
    words: list[str], others: list[str], context: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Pair ``followup`` with ``follow up``."""
    pairs = {a + b: (a, b) for a, b in pairwise(context)}
    kept: list[str] = []
    left = list(others)
    for word in words:
        pieces = pairs.get(word, ())
        if pieces and not _minus(pieces, left):
            left = _minus(left, pieces)
        else:
            kept.append(word)
    return kept, left


def _is_variant(a: str, b: str) -> bool:
    """British or American, singular or plural."""
    return _bare(a) == _bare(b) or a + "s" == b or b + "s" == a


def _begins_with_ligature(a: str, b: str) -> bool:
    return a.startswith(("ae", "oe")) or b.startswith(("ae", "oe"))


def _bare(word: str) -> str:
    return word.replace("ae", "e").replace("oe", "e").replace("ph", "f")


def _are_opposites(a: str, b: str) -> bool:
    return any(
        (a.startswith(x) and b.startswith(y)) or (a.startswith(y) and b.startswith(x))
        for x, y in _OPPOSITES
    )


def _is_roman(word: str) -> bool:
    return re.fullmatch(r"x{0,3}(?:ix|iv|vi{0,3}|i{1,3})", word) is not None
