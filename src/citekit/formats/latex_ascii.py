"""LaTeX values in nothing but ASCII, for tools that know 8-bit characters at best.

What is in braces from its first letter on, `{\"u}`, is one letter to BibTeX: it sorts, shortens and
changes the case of it as of any other.

Lost on the way out and back: letters that LaTeX's own fonts do not have, of other alphabets above
all, are transliterated; marks that no command sets are dropped.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final
from urllib.parse import quote

from anyascii import anyascii

from citekit.formats.latex import encode
from citekit.formats.latex_tables import ASCII, MARKS

_COMMANDS: Final = {mark: name for name, mark in MARKS.items()}
# A letter with marks of its own behind it, or any other character that is not ASCII.
_OTHER = re.compile(r"[A-Za-z]?[\u0300-\u036f]+|[^\x00-\x7f][\u0300-\u036f]*")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def in_ascii(latex: str) -> str:
    """Write a LaTeX value with commands for every character that is not ASCII."""
    if latex.isascii():
        return latex
    return _OTHER.sub(lambda match: _written(match[0]), unicodedata.normalize("NFC", latex))


def address_in_ascii(value: str) -> str:
    """Write a DOI or address, which commands would break, with its other letters encoded."""
    return _NOT_ASCII.sub(lambda match: quote(match[0]), value)


@cache
def _written(cluster: str) -> str:
    if cluster in ASCII:
        return ASCII[cluster]
    base, *marks = list(unicodedata.normalize("NFD", cluster))
    letter = base if base.isascii() else ASCII.get(base, "")
    if base.isalpha() and letter and marks and all(mark in _COMMANDS for mark in marks):
        return _accented(letter, marks)
    if len(cluster) > 1:
        return "".join(map(_written, cluster))
    plain = anyascii(cluster)
    return plain if plain.isalnum() or not plain else f"{{{encode(plain)}}}"


def _accented(letter: str, marks: list[str]) -> str:
    for mark in marks:
        name = _COMMANDS[mark]
        # One letter needs no braces of its own behind a sign: `{\"u}`.
        bare = len(letter) == 1 and not name.isalpha()
        letter = f"\\{name}{letter}" if bare else f"\\{name}{{{letter}}}"
    return f"{{{letter}}}"
