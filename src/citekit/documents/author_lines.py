"""Lines that name authors: with initials, as PubMed and styles write them, or in full."""

from __future__ import annotations

import re
from typing import NamedTuple

from citekit.model import CslName
from citekit.text import names
from citekit.text.characters import squeeze, visible


class AuthorLine(NamedTuple):
    """A line of names."""

    names: list[CslName]
    labelled: bool
    """It is headed ``Authors``."""
    complete: bool
    """False where the line says, or shows, that names are missing."""
    sure: bool
    """Initials or a label say that it is one; else it only looks like names."""


_AUTHOR_LABEL = re.compile(r"\W*(?:(?P<sure>authors)\s*[:–-]?|authors?\s*:|by:?)\s+", re.IGNORECASE)
_CUT = re.compile(r"\bet\.?\s*al\b|\band\s(?:others|colleagues)\b|…|\.\.\.", re.IGNORECASE)
_AFFIX = re.compile(r"[*†‡§¶#^¹²³⁰⁴-⁹]+|(?<=[^\W\d_])\d+(?:,\s?\d+)*\b|[(\[][\d, ]*[)\]]")
_DEGREE = re.compile(
    r"(?:M\.?D|Ph\.?D|MSc|BSc|MPH|MBBS|FRCP|MS|MA|RN|DSc|Prof|Dr)\.?", re.IGNORECASE
)
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;·•]|\s(?:and|&)\s)\s*(?:(?:and|&)\s)?")
_CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"
_FAMILY = rf"(?:[a-z]{{1,4}}['’\s]\s?){{0,3}}{_CAPITAL}[\w'’-]*(?:\s{_CAPITAL}[\w'’-]+){{0,2}}"
_WITH_INITIALS = re.compile(
    rf"{_FAMILY}\s{_CAPITAL}(?:[.\s-]{{0,2}}{_CAPITAL}){{0,3}}\.?(?:\s(?:Jr|Sr|2nd|3rd|I{{2,3}})\.?)?"
)
_INVERTED = re.compile(
    rf"{_FAMILY},\s(?:{_CAPITAL}\.[\s-]?){{1,4}}(?:,|;|$|\s?&|\sand\b)(?:\s?(?:&|and)\s)?\s?"
)
_FIRST_AUTHOR = re.compile(rf"{_WITH_INITIALS.pattern}(?:[,;.:]|\s(?:et\.?\sal|and|&)\b|\s\()")
_FULL_NAME = re.compile(
    rf"{_CAPITAL}[\w'’.-]*(?:\s(?:{_CAPITAL}[\w'’.-]*|[a-z]{{1,4}})){{0,4}}\s{_CAPITAL}[\w'’-]+"
)


def author_line(text: str) -> AuthorLine | None:
    """Read a line that names authors and says nothing else; None for others."""
    plain = squeeze(visible(text))[:5000]
    if not _mostly_capitals(plain):
        return None
    label = _AUTHOR_LABEL.match(plain)
    line = plain[label.end() :] if label else plain
    cut = _CUT.search(line)
    listed = line[: cut.start()] if cut else line
    if cut and re.search(r"[^\W\d_]{3}", line[cut.end() :]):
        return None
    complete = cut is None and not line.startswith((",", ";"))
    written = _written_names(listed)
    if written is None:
        return None
    # By hand at semicolons, so that `Smith AB, Jones C; Study Group` stay three.
    people = [name for part in line.split(";") for name in names.split_authors(part)]
    labelled = bool(label and label["sure"])
    sure = labelled or (written and (len(people) > 1 or cut is not None))
    return AuthorLine(people, labelled, complete, sure) if people else None


def _mostly_capitals(text: str) -> bool:
    words = text.split()
    return sum(word[0].isupper() for word in words) * 2 >= len(words)


def begins_with_authors(text: str) -> bool:
    """Tell a text that begins as written citations do: with a name and initials."""
    plain = squeeze(visible(text[:300]))
    return _FIRST_AUTHOR.match(plain) is not None or _INVERTED.match(plain) is not None


def _written_names(line: str) -> bool | None:
    """Tell names with initials (True) from full names (False) and from other text (None)."""
    bare = squeeze(_AFFIX.sub("", line)).strip(" ,;.&")
    if not bare or re.search(r"[?!:]|[a-z]{2}\.\s", bare):
        return None
    if not _INVERTED.sub("", f"{bare}.").strip(" .&"):
        return True
    chunks = [chunk for chunk in _BETWEEN_NAMES.split(bare) if chunk.strip()]
    groups = [chunk for chunk in chunks if names.GROUP.search(chunk)]
    people = [c for c in chunks if c not in groups and not _DEGREE.fullmatch(c.strip())]
    if people and all(_WITH_INITIALS.fullmatch(chunk.strip()) for chunk in people):
        return True
    if people and not groups and all(_FULL_NAME.fullmatch(chunk.strip()) for chunk in people):
        return False
    return None
