"""Titles: for storing, for showing, for comparing; what they say the work is."""

from __future__ import annotations

import re
import unicodedata

from citekit.text.characters import ascii_words
from citekit.text.markup import clean, plain
from citekit.text.notice_titles import notice_prefix
from citekit.text.part_titles import part_numeral

__all__ = ["clean", "fold", "notice_prefix", "part_numeral", "plain", "tokens"]

# A letter alone is a symbol; a word of them is Greek, and transliterated.
_LONE_GREEK = re.compile(r"(?<![Ͱ-Ͽ])[Α-Ωα-ω](?![Ͱ-Ͽ])")


def fold(title: str) -> str:
    """Reduce a title to lower-case ASCII words for comparison only: ``TNF-α`` is ``tnf alpha``."""
    text = unicodedata.normalize("NFKC", plain(title))
    return ascii_words(_LONE_GREEK.sub(_spell_greek, text))


def tokens(title: str) -> list[str]:
    """Give the words of a folded title."""
    return fold(title).split()


def _spell_greek(match: re.Match[str]) -> str:
    name = unicodedata.name(match[0], "").rpartition(" ")[2].casefold()
    return f" {'lambda' if name == 'lamda' else name} "
