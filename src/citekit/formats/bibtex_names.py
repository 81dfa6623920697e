"""Names as BibTeX writes them: `von Last, Jr, First and {Group} and others`.

Lost on the way out and back:

- the kind of a particle: every one comes back as non-dropping, one with a capital as part of the
  family name, and lower-case words that begin a family name as its particle
- a family name of several words without given name comes back as a literal
- a given name without a family name comes back as a literal
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from citekit.formats.latex import decode, encode, is_plain
from citekit.model import CslName

_AND = re.compile(r"\s+and(?=\s)", re.IGNORECASE)
_COMMA = re.compile(r",")
_SPACE = re.compile(r"[ \t\n~]+")
# One word, which can be no particle, and words with one space between: most names of most files.
_FAMILY_GIVEN = re.compile(r"([^\s,]+), ?([^\s,]+(?: [^\s,]+)*)")
# `{\"U}`, `{\'{e}}`, `{\v s}`, `{\ss}`: BibTeX's "special character", one letter to it.
_LETTER = re.compile(r"\{\\(?:[\"'`^~=.]|[a-zA-Z]{1,2}\b)\s*\{?\\?[a-zA-Z]?\}?\}")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_STRUCTURE = re.compile(r",|\band\b", re.IGNORECASE)
_OTHERS = frozenset({"others", "et al", "et al."})
_FIRST_LETTER = re.compile(r"[^\W\d_]")


class Names(NamedTuple):
    """A list of names, and whether it is known to go on."""

    names: list[CslName]
    complete: bool


def write(names: Sequence[CslName], *, complete: bool = True) -> str:
    """Write a list of names as one value; *and others* where it is known to be cut."""
    written = [text for name in names if (text := _write_name(name))]
    if written and not complete:
        written.append("others")
    return " and ".join(written)


def read(value: str) -> Names:
    """Read a value that is not yet decoded: braces decide what is a name and what a group."""
    pieces = [piece.strip() for piece in _split(f" {value} ", _AND)]
    listed = [piece for piece in pieces if piece.casefold() not in _OTHERS]
    names = [name for piece in listed if piece and (name := _read_name(piece))]
    return Names(names, complete=len(listed) == len(pieces))


def _write_name(name: CslName) -> str:
    family, given = encode(name.get("family", "")), _part(name.get("given", ""))
    if not family:
        literal = encode(name.get("literal", "")) or given
        return f"{{{literal}}}" if literal else ""
    particles = (name.get("dropping-particle", ""), name.get("non-dropping-particle", ""))
    last = " ".join(filter(None, [*map(_part, particles), _part(name["family"])]))
    suffix = _part(name.get("suffix", ""))
    if suffix:
        return f"{last}, {suffix}, {given}"
    if given:
        return f"{last}, {given}"
    alone = " " not in last and last.casefold() not in _OTHERS
    return last if alone else f"{{{last}}}"


def _part(text: str) -> str:
    encoded = encode(text)
    return f"{{{encoded}}}" if _STRUCTURE.search(encoded) else encoded


def _read_name(text: str) -> CslName:
    plain = _FAMILY_GIVEN.fullmatch(text)
    if plain and is_plain(text):
        return {"family": plain[1], "given": plain[2]}
    return _read_any(text)


def _read_any(text: str) -> CslName:
    if _is_group(text):
        literal = decode(text)
        return {"literal": literal} if literal else {}
    last, *rest = (part.strip() for part in _split(text, _COMMA))
    words = _words(last)
    given = rest[-1] if rest else ""
    if not rest:
        given, words = _first_and_last(words)
    lead = _particle_length(words)
    suffix = ", ".join(rest[:-1])
    return _name(" ".join(words[lead:]), given, " ".join(words[:lead]), suffix)


def _name(family: str, given: str, particle: str, suffix: str) -> CslName:
    name: CslName = {}
    if text := decode(family):
        name["family"] = text
    if text := decode(given):
        name["given"] = text
    if text := decode(particle):
        name["non-dropping-particle"] = text
    if text := decode(suffix):
        name["suffix"] = text
    if "family" not in name and name:
        return {"literal": " ".join(decode(part) for part in (given, particle, suffix) if part)}
    return name


def _first_and_last(words: list[str]) -> tuple[str, list[str]]:
    """Split `Ludwig van Beethoven`: the last name begins at the first lower-case word."""
    starts = (place for place in range(len(words) - 1) if _is_lower(words[place]))
    start = next(starts, len(words) - 1)
    return " ".join(words[:start]), words[start:]


def _particle_length(words: list[str]) -> int:
    """Count the words up to the last lower-case one, but never all of them (BibTeX's `von`)."""
    if not words or not _is_lower(words[0]):
        return 0
    lower = [place for place in range(len(words) - 1) if _is_lower(words[place])]
    return lower[-1] + 1 if lower else 0


def _is_lower(word: str) -> bool:
    letter = _FIRST_LETTER.search(word)
    return not word.startswith("{") and letter is not None and letter[0].islower()


def _is_group(text: str) -> bool:
    """Say whether one pair of braces holds the whole text; `{\\"O}zg{\\"u}r` is no group."""
    if not text.startswith("{") or _LETTER.fullmatch(text):
        return False
    depths = _depths(text)
    return depths[-1] == 0 and 0 not in depths[1:-1]


def _words(text: str) -> list[str]:
    return [word for word in _split(text, _SPACE) if word]


def _split(text: str, separator: re.Pattern[str]) -> Iterator[str]:
    """Split where the separator stands outside braces."""
    if "{" not in text and "}" not in text:
        yield from separator.split(text)
        return
    depths = _depths(text)
    start = 0
    for match in separator.finditer(text):
        if depths[match.start()] == 0:
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]


def _depths(text: str) -> list[int]:
    """Give the depth of braces before each character, and after the last one."""
    steps = [0] * (len(text) + 1)
    for match in _BRACE.finditer(text):
        steps[match.end()] += {"{": 1, "}": -1}.get(match[0], 0)
    return list(accumulate(steps))
