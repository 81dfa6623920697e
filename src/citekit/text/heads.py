"""The head of a citation, what stands before its source: authors, title, sometimes a year."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from citekit.model import CslName
from citekit.text import names
from citekit.text.characters import word_set
from citekit.text.dates import YEAR


class Head(NamedTuple):
    """The parts of a head as written; empty where there is none."""

    authors: str = ""
    title: str = ""
    date: str = ""


class _Evidence(IntEnum):
    NONE = 0
    NAMES = 1
    """Words that can be names: `Heart Failure and Renal Disease` can, too."""
    AUTHORS = 2


# (2010) | (2010a) | (2010, August 3) | (Aug. 2010)
_YEAR_IN_BRACKETS = re.compile(
    rf"\s?\(\s?(?:([A-Z][a-z]{{2,8}}\.?)\s)?({YEAR})[a-z]?(?:,\s([^()]{{1,20}}))?\)\s?[.,:;]?\s?"
)
_YEAR_AFTER_AUTHORS = re.compile(rf"[.,]\s({YEAR})[a-z]?\.\s(?=\S)")
_YEAR_AT_END = re.compile(rf"[.,]?\s({YEAR})[a-z]?[.,]?\s?$")
# Each quotation mark closes with its own kind; single ones are also apostrophes.
_QUOTED = tuple(
    re.compile(rf"(?<!\w){opener}(.{{8,600}}?)([.,?!]?){closer}[.,]?(?:\s|$)")
    for opener, closer in (
        ("“", "”"),
        ("«", "»"),
        ("[‘'`]{1,2}", "['’]{1,2}(?=[.,]|\\s?\\(|$)"),
        ('"', '"'),
    )
)
# A title may begin with a small letter behind the authors: `Xu Q. miR-19a inhibition …`
_SENTENCE_END = re.compile(r"(?<=[.?!])\s(?=[^a-z\s])|(?<=[A-Z]\.)\s|(?<=\sal\.)\s")
# J. Liang, H. Zhang, and L. Sun, Title
_NATURAL = r"(?:[^\W\d_]\.[\s-]?){1,4}\s?(?:[a-z]{1,4}\s){0,3}[^\W\d_][^\s,.;\d]{1,30}"
_NATURAL_AUTHORS = re.compile(
    rf"({_NATURAL}(?:(?:,\sand|,\s?&|,|\sand|\s&)\s{_NATURAL}){{0,200}}(?:,?\set\sal\.)?),\s(?=\S)"
)
# The last author of a list without dots, whose full stop therefore ends the list: `Sun L.`
_VANCOUVER_END = re.compile(
    r"(?:^|[,;&]\s?|\sand\s)[^\W\d_][^\s,;.]+(?:\s[^\s,;.]+){0,3}\s[^\W\d_a-z]{1,4}\.$"
)
_ET_AL = re.compile(r"\bet\.?\sal\b|\band\s(?:others|colleagues)\b", re.IGNORECASE)
_NUMERAL_SUFFIX = re.compile(r"\s[2-9](?:nd|rd|th)\b")
_PREFIXED = re.compile(
    r"(?:al|el|ben|[dlnt]|o)[-'’]|['’][a-z]\b|(?-i:[a-z]{1,3}[A-Z])", re.IGNORECASE
)
_SMALL_WORDS = word_set("of the and for in on to behalf & de la")


def split_head(text: str, *, has_source: bool) -> Head:
    """Split a head with single spaces; without a source behind it, authors alone are a title."""
    for reader in (_quoted_head, _year_head, _natural_head, _sentence_head):
        head = reader(text)
        if head is not None and (head.title or has_source or _ET_AL.search(text)):
            return head
    return Head(title=text)


def _quoted_head(text: str) -> Head | None:
    match = next(filter(None, (pattern.search(text) for pattern in _QUOTED)), None)
    # `"A word", and what it means` is a title that begins with a quotation.
    if match is None or not (match[2] or match.end() == len(text)):
        return None
    before = text[: match.start()]
    year = _YEAR_IN_BRACKETS.search(before) or _YEAR_AT_END.search(before)
    if year and before[year.end() :].strip(" .,:"):
        return None
    authors = before[: year.start()] if year else before
    if before.strip(" .,") and not _evidence(authors):
        return None
    title = match[1] + match[2].strip(".,")
    return Head(authors, title, _date(year) if year else "")


def _year_head(text: str) -> Head | None:
    for pattern in (_YEAR_IN_BRACKETS, _YEAR_AFTER_AUTHORS):
        match = pattern.search(text)
        if match and _people(text[: match.start()]):
            return Head(text[: match.start()], text[match.end() :], _date(match))
    return None


def _date(match: re.Match[str]) -> str:
    """Put month and day before the year, wherever they were written."""
    year = next(group for group in match.groups() if group and group.isdigit())
    return " ".join([*(group for group in match.groups() if group and group != year), year])


def _natural_head(text: str) -> Head | None:
    match = _NATURAL_AUTHORS.match(text)
    return Head(match[1], text[match.end() :]) if match else None


def _sentence_head(text: str) -> Head | None:
    """Split `Authors. Title.` or `Title. Authors.`"""
    ends = [match.start() for match in _SENTENCE_END.finditer(text)][:60]
    end = _authors_end(text, ends)
    if end:
        return Head(text[:end], text[end:])
    for start in reversed(ends):
        if _evidence(text[start:]) is _Evidence.AUTHORS and len(text[:start].split()) > 2:
            return Head(text[start:], text[:start])
    return None


def _authors_end(text: str, ends: list[int]) -> int:
    """Find the end of the longest run of sentences that reads as authors; 0 if none does."""
    best = 0
    for end in [*ends, len(text)]:
        evidence = _evidence(text[:end])
        if evidence is _Evidence.AUTHORS or (evidence and len(text[end:].split()) > 2):
            best = end
        elif best:
            break
        if best and _VANCOUVER_END.search(text[:end]):
            break
    return best


def _evidence(text: str) -> _Evidence:
    people = _people(text)
    if not people:
        return _Evidence.NONE
    if _ET_AL.search(text) or any(map(_has_initials, people)):
        return _Evidence.AUTHORS
    if all("literal" in person for person in people):
        return _Evidence.NAMES
    listed = re.search(r",|\band\b|&", text.strip(" .,;&"))
    return _Evidence.NAMES if listed and all("given" in one for one in people) else _Evidence.NONE


def _people(text: str) -> list[CslName]:
    """Read a text as authors; empty if one of them can be no person and no group."""
    line = text.strip(" .,;&")
    written = _NUMERAL_SUFFIX.sub("", line)
    et_al = _ET_AL.search(line)
    if len(line) > 3000 or re.search(r"[0-9?!]|[A-Za-z]:\s", written):
        return []
    if et_al and et_al.end() < len(line):
        return []
    people = names.split_authors(line)
    return people if all(map(_is_person, people)) else []


def _is_person(name: CslName) -> bool:
    if "literal" in name:
        words = name["literal"].split()
        is_group = names.GROUP.search(name["literal"]) is not None and len(words) <= 12
        return is_group and all(word[0].isupper() or word in _SMALL_WORDS for word in words)
    words = f"{name.get('family', '')} {name.get('given', '')}".split()
    return len(words) <= 6 and all(map(_is_name_word, words))


def _is_name_word(word: str) -> bool:
    return word[0].isupper() or word in names.PARTICLES or bool(_PREFIXED.match(word))


def _has_initials(name: CslName) -> bool:
    return any(map(names.is_initials, name.get("given", "").split()))
