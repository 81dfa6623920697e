"""What goes wrong in citations, in three levels; each kind is named in what is made.

*Slips* change what is known before it is written (a year off by one, a lost issue); *marks* change
the written text (typing errors, what OCR misreads). Rates are the share of citations with a kind,
and for single characters the share of characters.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from benchmarks.matching.parts import Author, Parts

Slip = Callable[[Random, Parts], Parts]
Mark = Callable[[Random, str], str]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Level(NamedTuple):
    """How much goes wrong."""

    slips: Mapping[str, float]
    marks: Mapping[str, float]
    characters: float
    """Share of characters mistyped."""


def lose_initials(_: Random, parts: Parts) -> Parts:
    """Keep family names only."""
    bare = tuple(Author(author.family, suffix=author.suffix) for author in parts.authors)
    return parts._replace(authors=bare)


def lose_last_page(_: Random, parts: Parts) -> Parts:
    """Keep the first page only."""
    return parts._replace(last="")


def lose_issue(_: Random, parts: Parts) -> Parts:
    """Leave the issue out."""
    return parts._replace(issue="")


def shift_year(rng: Random, parts: Parts) -> Parts:
    """Be one year off, as with papers that were online in December."""
    moved = str(int(parts.year) + rng.choice((-1, 1))) if parts.year.isdecimal() else parts.year
    return parts._replace(year=moved)


def swap_journal(_: Random, parts: Parts) -> Parts:
    """Name the journal the other way: spelt out for abbreviated and the reverse."""
    return parts._replace(journal=parts.short, short=parts.journal)


def use_original(_: Random, parts: Parts) -> Parts:
    """Cite a translated title in its own language."""
    return parts._replace(title=parts.original or parts.title)


def lose_subtitle(_: Random, parts: Parts) -> Parts:
    """Drop what stands behind a colon."""
    head, colon, _rest = parts.title.partition(": ")
    return parts._replace(title=head) if colon else parts


def cut_title(rng: Random, parts: Parts) -> Parts:
    """Keep the first 30 to 70 % of the title's words, at least three."""
    words = parts.title.split()
    kept = max(3, round(len(words) * rng.uniform(0.3, 0.7)))
    return parts._replace(title=" ".join(words[:kept]))


def lose_volume(_: Random, parts: Parts) -> Parts:
    """Leave volume and issue out."""
    return parts._replace(volume="", issue="")


def lose_pages(_: Random, parts: Parts) -> Parts:
    """Leave the pages out."""
    return parts._replace(first="", last="")


def lose_year(_: Random, parts: Parts) -> Parts:
    """Leave the date out."""
    return parts._replace(year="", month="", day="")


def lose_first_author(_: Random, parts: Parts) -> Parts:
    """Begin with the second author; the only one stays."""
    return parts._replace(authors=parts.authors[1:] or parts.authors)


def swap_authors(rng: Random, parts: Parts) -> Parts:
    """Let the first author change places with another one."""
    people = list(parts.authors)
    if len(people) > 1:
        other = rng.randrange(1, len(people))
        people[0], people[other] = people[other], people[0]
    return parts._replace(authors=tuple(people))


def misread(rng: Random, text: str) -> str:
    """Confuse what OCR confuses, two to four times."""
    found = [match.span() for match in _MISREAD.finditer(text)]
    for start, end in sorted(rng.sample(found, min(len(found), rng.randint(2, 4))), reverse=True):
        text = f"{text[:start]}{_OCR[text[start:end]]}{text[end:]}"
    return text


def hyphenate(rng: Random, text: str) -> str:
    """Break lines at some 80 characters, inside a word where one stands there."""
    lines, at = [], 0
    width = rng.randint(60, 95)
    while len(text) - at > width:
        end, hyphen = _break(text, at + width)
        lines.append(text[at:end].rstrip() + hyphen)
        at = end
    return "\n".join([*lines, text[at:].lstrip() if lines else text[at:]])


def lose_spaces(rng: Random, text: str) -> str:
    """Run one to four pairs of words together."""
    found = [at for at, one in enumerate(text) if one == " "]
    lost = set(rng.sample(found, min(len(found), rng.randint(1, 4))))
    return "".join(one for at, one in enumerate(text) if at not in lost)


def mistype(rng: Random, text: str, rate: float) -> tuple[str, bool, bool]:
    """Mistype characters; says whether letters and whether digits were hit."""
    pieces, at, letters, digits = [], 0, False, False
    for hit in _hits(rng, len(text), rate):
        if hit < at:
            continue
        one = text[hit]
        letters, digits = letters or not one.isdigit(), digits or one.isdigit()
        written, taken = _mistyped(rng, text, hit)
        pieces += (text[at:hit], written)
        at = hit + taken
    return "".join([*pieces, text[at:]]), letters, digits


SLIPS: dict[str, Slip] = {
    "initials lost": lose_initials,
    "last page lost": lose_last_page,
    "issue lost": lose_issue,
    "year off by one": shift_year,
    "journal's other name": swap_journal,
    "original title": use_original,
    "subtitle lost": lose_subtitle,
    "title cut": cut_title,
    "volume lost": lose_volume,
    "pages lost": lose_pages,
    "year lost": lose_year,
    "first author lost": lose_first_author,
    "authors swapped": swap_authors,
}
MARKS: dict[str, Mark] = {
    "OCR": misread,
    "lines broken": hyphenate,
    "spaces lost": lose_spaces,
}
_SMALL = {
    "initials lost": 0.06,
    "last page lost": 0.1,
    "issue lost": 0.2,
    "year off by one": 0.06,
    "journal's other name": 0.1,
    "original title": 0.2,
}
LEVELS: dict[str, Level] = {
    "clean": Level({}, {}, 0.0),
    "mild": Level(_SMALL, {}, 0.005),
    "heavy": Level(
        {
            **_SMALL,
            "year off by one": 0.1,
            "subtitle lost": 0.1,
            "title cut": 0.15,
            "volume lost": 0.1,
            "pages lost": 0.12,
            "year lost": 0.06,
            "first author lost": 0.1,
            "authors swapped": 0.08,
        },
        {"OCR": 0.2, "spaces lost": 0.15, "lines broken": 0.2},
        0.03,
    ),
}


def slips(rng: Random, level: str) -> list[str]:
    """Draw the kinds that happen to one citation before it is written."""
    return [kind for kind, rate in LEVELS[level].slips.items() if rng.random() < rate]


def mark(rng: Random, text: str, level: str) -> tuple[str, list[str]]:
    """Change what is written; names the kinds that changed something."""
    kinds = []
    text, letters, digits = mistype(rng, text, LEVELS[level].characters)
    if letters:
        kinds.append("letters mistyped")
    if digits:
        kinds.append("digits mistyped")
    for kind, rate in LEVELS[level].marks.items():
        if rng.random() < rate:
            changed = MARKS[kind](rng, text)
            if changed != text:
                text = changed
                kinds.append(kind)
    return text, kinds


_OCR = {
    "l": "1",
    "1": "l",
    "O": "0",
    "0": "O",
    "rn": "m",
    "m": "rn",
    "cl": "d",
    "I": "l",
    "5": "S",
    "S": "5",
    "8": "B",
    "B": "8",
    "fi": "f1",
    "e": "c",
    "6": "G",
}
_MISREAD = re.compile("|".join(sorted(_OCR, key=len, reverse=True)))


def _break(text: str, end: int) -> tuple[int, str]:
    # Words are broken where three letters stand on either side.
    if text[end - 3 : end + 3].isalpha():
        return end, "-"
    space = text.rfind(" ", end - 30, end)
    return (space + 1, "") if space > 0 else (end, "")


def _hits(rng: Random, length: int, rate: float) -> list[int]:
    # Gaps between hits are geometric: one draw a hit, not one a character.
    if rate <= 0:
        return []
    hits, at, scale = [], -1, math.log1p(-rate)
    while True:
        at += 1 + int(math.log(1.0 - rng.random()) / scale)
        if at >= length:
            return hits
        hits.append(at)


def _mistyped(rng: Random, text: str, at: int) -> tuple[str, int]:
    """Replace, drop, add or transpose: what is written, and for how many characters."""
    one, way = text[at], rng.randrange(4)
    if way == 0 and at + 1 < len(text):
        return text[at + 1] + one, 2
    if way == 1:
        return "", 1
    other = rng.choice("0123456789" if one.isdigit() else _LETTERS)
    return (other, 1) if way == 2 else (one + other, 1)
