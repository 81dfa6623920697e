"""Dates, often partial: what is not written stays absent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citekit.model import CslDate
from citekit.text.characters import hyphens, squeeze

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_BY_NAME = {
    **{name: number for number, name in enumerate(MONTHS, 1)},
    **{name[:3]: number for number, name in enumerate(MONTHS, 1)},
    "sept": 9,
}
# CSL counts seasons from spring (CSL 1.0.2 specification, "season").
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

YEAR = r"(?:1[6-9]|20)[0-9]{2}"
"""Pattern of a year as it stands in citations; journals are no older."""

_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?/?(?:T[0-9:.]*Z?|\s[0-9:.]+)?")
# PubMed writes months and days of some RefSources as numbers: `2021 05 21`.
_SPACED = re.compile(r"([0-9]{4}) (0[1-9]|1[0-2])(?: ([0-3][0-9]))?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SLASHED = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_NUMBER = re.compile(r"\s*[0-9]{1,4}\s*")
_TOKEN = re.compile(r"[0-9]+(?:st|nd|rd|th)?|[^\W\d_]+", re.IGNORECASE)
_SOME_YEAR = re.compile(r"(?<![0-9])(1[0-9]{3}|20[0-9]{2})(?![0-9])")


def from_pubmed(
    year: str | None,
    month: str | None,
    day: str | None,
    season: str | None,
    medline_date: str | None,
) -> CslDate | None:
    """Read a PubDate's parts; `month` is ``Jan``, ``01`` or ``1``, and may be nonsense."""
    if medline_date and medline_date.strip():
        return _from_medline(squeeze(medline_date))
    number = _int(year)
    if number is None:
        return None
    date = from_parts([[number, _month(month), _int(day)]])
    if date is not None and season and season.strip() and len(date["date-parts"][0]) == 1:
        return _with_season(date, season)
    return date


def from_text(text: str) -> CslDate | None:
    """Read a text that is a date and nothing else; None if it is not.

    ``03/08/2010`` keeps only its year: nobody can tell the day from the month.
    """
    plain = squeeze(hyphens(text)).strip(" .,;()[]")
    for pattern in (_ISO, _SPACED, _COMPACT):
        if match := pattern.fullmatch(plain):
            return from_parts([[_int(part) for part in match.groups()]])
    if match := _SLASHED.fullmatch(plain):
        return _from_slashed(*(int(part) for part in match.groups()))
    if "-" in plain or "/" in plain:
        return _range(plain)
    return _from_words(plain)


def from_parts(parts: Sequence[Sequence[int | None]]) -> CslDate | None:
    """Read CSL date-parts; what is missing or impossible is dropped (Crossref has ``[[null]]``)."""
    kept = [checked for part in parts[:2] if (checked := _checked(part))]
    return {"date-parts": kept} if kept else None


def year(date: CslDate | None) -> int | None:
    """Give the (first) year of a date; None if it says none."""
    if date is None:
        return None
    parts = date.get("date-parts")
    if parts and parts[0]:
        return parts[0][0]
    match = _SOME_YEAR.search(date.get("literal", ""))
    return int(match[1]) if match else None


def iso(date: CslDate | None) -> str | None:
    """Write a date as ISO 8601, as partial as it is, ranges with ``/``; None for none."""
    if date is None or not date.get("date-parts"):
        return None
    written = [
        "-".join(f"{n:0{2 if i else 4}d}" for i, n in enumerate(p)) for p in date["date-parts"]
    ]
    return "/".join(part for part in written if part) or None


def _from_medline(text: str) -> CslDate | None:
    found = from_text(text)
    if found is not None:
        return found
    match = _SOME_YEAR.search(text)
    if match is None:
        return {"literal": text}
    return {"date-parts": [[int(match[1])]], "literal": text}


def _from_words(text: str) -> CslDate | None:
    parts = _parts(text)
    return _assemble(parts) if parts is not None else None


def _parts(text: str) -> dict[str, int] | None:
    """Name each word of a date; None if one is no part of a date, or a part comes twice."""
    if re.sub(r"[\s.,]", "", _TOKEN.sub("", text)):
        return None
    parts: dict[str, int] = {}
    for token in _TOKEN.findall(text):
        kind, value = _kind(token)
        if kind in parts or not (kind or token.casefold() == "of"):
            return None
        parts[kind] = value
    parts.pop("", None)
    return parts


def _kind(token: str) -> tuple[str, int]:
    word = token.casefold()
    if word in _MONTH_BY_NAME:
        return "month", _MONTH_BY_NAME[word]
    if word in _SEASONS:
        return "season", _SEASONS[word]
    digits = re.sub(r"\D", "", word)
    if len(digits) == 4 and digits == word and digits.isascii():
        return "year", int(digits)
    if 0 < len(digits) <= 2 and digits.isascii():
        return "day", int(digits)
    return "", 0


def _assemble(parts: dict[str, int]) -> CslDate | None:
    if "year" not in parts or ("day" in parts and "month" not in parts):
        return None
    date = from_parts([[parts["year"], parts.get("month"), parts.get("day")]])
    if date is not None and "season" in parts:
        date["season"] = parts["season"]
    return date


def _range(text: str) -> CslDate | None:
    """Read the two-ended forms: ``1998 Dec-1999 Jan``, ``2000 Nov 5-12``, ``1998-12/1999-01``."""
    iso_ends = [_ISO.fullmatch(part) for part in text.split("/")]
    if len(iso_ends) == 2 and all(iso_ends):
        return from_parts([[_int(part) for part in end.groups()] for end in iso_ends if end])
    left, _, right = text.replace("/", "-").partition("-")
    start, end = _parts(left), _parts(right)
    if not start or not end or "season" in {*start, *end}:
        return None
    first, last = _assemble(_completed(start, end)), _assemble(_completed(end, start))
    if first is None or last is None:
        return None
    ends = [first["date-parts"][0], last["date-parts"][0]]
    return {"date-parts": ends} if ends == sorted(ends) else None


def _completed(parts: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    """Take what one end leaves unsaid from the other end."""
    if "year" in parts:
        return parts
    shared = ("year",) if "month" in parts else ("year", "month")
    return {**{name: other[name] for name in shared if name in other}, **parts}


def _from_slashed(a: int, b: int, year_: int) -> CslDate | None:
    if a == b or (a > 12) != (b > 12):
        return from_parts([[year_, min(a, b), max(a, b)]])
    return from_parts([[year_]])


def _with_season(date: CslDate, season: str) -> CslDate:
    number = _SEASONS.get(season.strip().casefold())
    if number is None:
        return {**date, "literal": f"{date['date-parts'][0][0]} {squeeze(season)}"}
    return {**date, "season": number}


def _checked(part: Sequence[int | None]) -> list[int]:
    kept: list[int] = []
    for value, (low, high) in zip(part, ((1, 9999), (1, 12), (1, 31)), strict=False):
        limit = _DAYS[kept[1] - 1] if len(kept) == 2 else high
        if value is None or not low <= value <= limit:
            break
        kept.append(value)
    return kept


def _month(text: str | None) -> int | None:
    if text is None:
        return None
    name = text.strip().strip(".").casefold()
    return _MONTH_BY_NAME.get(name, _int(name))


def _int(text: str | None) -> int | None:
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None
