"""A record taken apart into what a citation of it is written from."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from citekit.formats.plain_titles import plain_title
from citekit.model import CslItem, CslName
from citekit.text import dates, names, pages

SEASONS = {1: "Spring", 2: "Summer", 3: "Autumn", 4: "Winter"}
_ONLINE = "2000"
"""Before, a journal without volumes is one that has none."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Author(NamedTuple):
    """One author; a group has a family name only."""

    family: str
    given: str = ""
    initials: str = ""
    suffix: str = ""


class Parts(NamedTuple):
    """What a style prints; empty is unknown."""

    authors: tuple[Author, ...] = ()
    title: str = ""
    original: str = ""
    """The title in the paper's own language, where PubMed has it."""
    journal: str = ""
    """Its name spelt out."""
    short: str = ""
    """Its abbreviation, without dots."""
    year: str = ""
    month: str = ""
    day: str = ""
    volume: str = ""
    issue: str = ""
    first: str = ""
    last: str = ""
    """The last page, whole."""
    doi: str = ""
    ahead: bool = False
    """Published ahead of print: not in a volume yet."""


def of_item(item: CslItem) -> Parts:
    """Take a record apart."""
    year, month, day = _date(item)
    first, last = _ends(item)
    journal = item.get("container-title", "")
    volume = item.get("volume", "")
    return Parts(
        authors=tuple(map(_author, item.get("author", []))),
        title=_title(item.get("title", "")),
        original=_title(item.get("original-title", "")),
        journal=journal,
        short=item.get("container-title-short", "") or journal,
        year=year,
        month=month,
        day=day,
        volume=volume,
        issue=item.get("issue", ""),
        first=first,
        last=last,
        doi=item.get("DOI", ""),
        ahead=not volume and not item.get("issue") and year >= _ONLINE,
    )


def _title(text: str) -> str:
    return plain_title(text).strip().removesuffix(".") if text else ""


def _author(name: CslName) -> Author:
    if "literal" in name:
        return Author(name["literal"])
    particles = (name.get("non-dropping-particle", ""), name.get("dropping-particle", ""))
    family = " ".join(filter(None, (*particles, name.get("family", ""))))
    given = name.get("given", "")
    return Author(family, given, _initials(given), name.get("suffix", ""))


@lru_cache(maxsize=65536)
def _initials(given: str) -> str:
    return names.initials(given) if given else ""


def _date(item: CslItem) -> tuple[str, str, str]:
    issued = item.get("issued")
    parts = list(map(str, (issued or {}).get("date-parts", [[]])[0]))
    year, month, day = (*parts, "", "", "")[:3]
    season = (issued or {}).get("season", 0)
    year = year or str(dates.year(issued) or "")
    return year, MONTHS[int(month) - 1] if month else SEASONS.get(season, ""), day


def _ends(item: CslItem) -> tuple[str, str]:
    written = pages.expand(item.get("page") or item.get("number") or "")
    first, _, rest = written.partition(",")[0].partition("-")
    return first.strip(), rest.strip()
