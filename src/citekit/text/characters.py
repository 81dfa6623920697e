"""Characters that look like others, or like nothing, and what they stand for."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Soft hyphen, zero-width spaces and joiners, direction marks, word joiner, byte order mark.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_DROP_APOSTROPHES = str.maketrans("", "", "'`")
_DASH = re.compile(f"[{DASHES[1:]}]")
_DROP_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))


def hyphens(text: str) -> str:
    """Write every dash as an ASCII hyphen; the length stays."""
    return text if text.isascii() else _DASH.sub("-", text)


def visible(text: str) -> str:
    """Drop characters that are not seen: soft hyphens, zero-width spaces."""
    return text if text.isascii() else text.translate(_DROP_INVISIBLE)


def squeeze(text: str) -> str:
    """Make every run of white space one space, none at the ends."""
    return " ".join(text.split())


def word_set(words: str) -> frozenset[str]:
    """Make a set of words out of a text with spaces between them."""
    return frozenset(words.split())


def ascii_words(text: str) -> str:
    """Fold to lower-case ASCII words with one space between; apostrophes join, ``&`` is *and*."""
    plain = unicodedata.normalize("NFKC", visible(text)).replace("&", " and ")
    plain = _NOT_ASCII.sub(_spell, hyphens(plain)).casefold()
    return _NOT_WORDS.sub(" ", plain.translate(_DROP_APOSTROPHES)).strip()


@lru_cache(maxsize=4096)
def _transliterate(run: str) -> str:
    # It looks at every character by itself, one after the other; few are not ASCII.
    return anyascii(run)


def _spell(run: re.Match[str]) -> str:
    return _transliterate(run[0])
