"""Values of Crossref's JSON as CSL's: texts, titles, names, dates, numbers."""

from __future__ import annotations

from collections.abc import Iterable

from citekit.formats.crossref_schema import Date, Name, Number, Text, Texts
from citekit.model import CslDate, CslName
from citekit.text import dates, numbers, titles
from citekit.text.names import PARTICLES

# https://api.crossref.org/types to the types of CSL 1.0.2.
TYPES: dict[str, str] = {
    "journal-article": "article-journal",
    "journal": "periodical",
    "journal-volume": "periodical",
    "journal-issue": "periodical",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-set": "book",
    "book-series": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "book-track": "chapter",
    "reference-entry": "entry",
    "proceedings": "book",
    "proceedings-series": "book",
    "proceedings-article": "paper-conference",
    "report": "report",
    "report-component": "report",
    "report-series": "report",
    "standard": "standard",
    "dissertation": "thesis",
    "posted-content": "article",
    "peer-review": "review",
    "dataset": "dataset",
    "database": "dataset",
}

# Titles that end so already set off what follows.
_STOPS = (":", "?", "!", "–", "—")
_SUBTITLES = 5


def one(value: Text) -> str:
    """Give a text without markup and entities; empty for none."""
    if value is None:
        return ""
    return titles.plain(value) if isinstance(value, str) else str(value)


def every(values: Texts) -> list[str]:
    """Give the texts of a list, those that say something."""
    listed = [values] if isinstance(values, str) else values or []
    return list(filter(None, map(one, listed)))


def first(values: Texts) -> str:
    """Give the first text of a list; empty for none."""
    return next(iter(every(values)), "")


def title(main: Texts, subtitles: Texts) -> str:
    """Give the title, with subtitles that it does not already contain."""
    whole = next(iter(_clean(main)), "")
    for subtitle in _clean(subtitles)[:_SUBTITLES]:
        if titles.fold(subtitle) in titles.fold(whole):
            continue
        mark = " " if whole.endswith(_STOPS) else ": "
        whole = f"{whole}{mark}{subtitle}" if whole else subtitle
    return whole


def date(value: Date | None) -> CslDate | None:
    """Read date-parts; None where they say none."""
    if value is None or value.date_parts is None:
        return None
    return dates.from_parts([[_whole(part) for part in parts or []] for parts in value.date_parts])


def names(contributors: Iterable[Name | None] | None) -> tuple[list[CslName], dict[str, str]]:
    """Read contributors in their order, and the ORCID of each position, counted from 0."""
    known: list[CslName] = []
    orcid: dict[str, str] = {}
    for contributor in contributors or []:
        name = _name(contributor) if contributor is not None else {}
        if contributor is None or not name:
            continue
        identifier = numbers.normalise_orcid(one(contributor.orcid))
        if identifier is not None:
            orcid[str(len(known))] = identifier
        known.append(name)
    return known, orcid


def print_first(typed: Iterable[Number | None] | None, untyped: Texts) -> str:
    """Give one ISSN or ISBN, the printed medium's if there is one; empty for none.

    Old records write an ISBN as `http://id.crossref.org/isbn/978…`.
    """
    numbered = [number for number in typed or [] if number is not None]
    ordered = sorted(numbered, key=lambda number: one(number.type) != "print")
    return (first([number.value for number in ordered]) or first(untyped)).rpartition("/")[2]


def _clean(values: Texts) -> list[str]:
    listed = [values] if isinstance(values, str) else values or []
    cleaned = (titles.clean(value) if isinstance(value, str) else one(value) for value in listed)
    return list(filter(None, cleaned))


def _whole(part: Text) -> int | None:
    if isinstance(part, str):
        return int(part) if part.isdecimal() and len(part) <= 4 else None
    return int(part) if part is not None else None


def _name(contributor: Name) -> CslName:
    family, given = one(contributor.family), one(contributor.given)
    if not family:
        literal = one(contributor.name) or given
        return {"literal": literal} if literal else {}
    name: CslName = {"family": family}
    if given:
        name["given"] = given
    particle = one(contributor.prefix)
    # `prefix` holds `van` as well as `Dr.`, and CSL has no place for the latter.
    if particle and all(word in PARTICLES for word in particle.split()):
        name["non-dropping-particle"] = particle
    suffix = one(contributor.suffix)
    if suffix:
        name["suffix"] = suffix
    return name
