"""CSL dates as BibTeX's year, month and day or as biblatex's date, and back.

Lost on the way out and back:

- in BibTeX the end of a range, unless it is another month of the same year
- the words of a date that has both numbers and words; a season beside a month
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from citekit.formats.latex import decode, encode
from citekit.model import CslDate
from citekit.text import dates

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's macros, which every style defines (BibTeX documentation, section 3)."""
_SEASONS: Final = {1: "Spring", 2: "Summer", 3: "Autumn", 4: "Winter"}
_SEASON_NUMBERS: Final = {name.casefold(): n for n, name in _SEASONS.items()} | {"fall": 3}
# EDTF counts seasons from 21, spring.
_EDTF_SPRING: Final = 21
_LAST_YEAR: Final = 9999

_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"[0-9]{1,4}")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])")
_EDTF = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?:T\S*)?[?~%]?")


def write(date: CslDate) -> dict[str, str]:
    """Write `year`, `month` and `day` as finished values; months are macros."""
    parts = date.get("date-parts", [])
    if not parts or not parts[0]:
        literal = encode(date.get("literal", ""))
        return {"year": f"{{{literal}}}"} if literal else {}
    year, *rest = parts[0]
    values = {"year": f"{{{year}}}"}
    if month := _month_value(date, parts):
        values["month"] = month
    if len(rest) > 1:
        values["day"] = f"{{{rest[1]}}}"
    return values


def write_edtf(date: CslDate) -> dict[str, str]:
    """Write biblatex's `date` as a finished value; a date without numbers is a `year` to it."""
    parts = [part for part in date.get("date-parts", []) if part]
    if not parts or not all(0 <= part[0] <= _LAST_YEAR for part in parts):
        return {name: value for name, value in write(date).items() if name == "year"}
    ends = [_edtf(part) for part in parts]
    if len(parts[0]) == 1 and date.get("season", 0) in _SEASONS:
        ends[0] += f"-{date['season'] + _EDTF_SPRING - 1}"
    return {"date": f"{{{'/'.join(ends)}}}"}


def read(fields: Mapping[str, str]) -> CslDate | None:
    """Read `date`, or `year` with `month` and `day`; None where nothing is said."""
    if "date" in fields:
        return read_edtf(decode(fields["date"]))
    year = decode(fields.get("year", ""))
    if not year:
        return None
    if not _YEAR.fullmatch(year):
        return dates.from_text(year) or {"literal": year}
    month = decode(fields.get("month", "")).casefold()
    date = dates.from_parts(_parts(int(year), month, decode(fields.get("day", ""))))
    season = _SEASON_NUMBERS.get(month)
    if date is not None and season is not None:
        date["season"] = season
    return date


def read_edtf(text: str) -> CslDate | None:
    """Read biblatex's date, ISO 8601-2: `2020-03`, `1998-12/1999-01`, seasons `2020-21`."""
    ends = [_EDTF.fullmatch(end.strip()) for end in text.split("/")]
    parts = [_numbers(match.groups()) for match in ends if match is not None]
    if not parts:
        return dates.from_text(text) or ({"literal": text} if text else None)
    date = dates.from_parts(parts)
    season = parts[0][1] - _EDTF_SPRING + 1 if len(parts[0]) > 1 else 0
    if date is not None and season in _SEASONS:
        date["season"] = season
    return date


def _month_value(date: CslDate, parts: Sequence[Sequence[int]]) -> str:
    season = _SEASONS.get(date.get("season", 0))
    if len(parts[0]) == 1:
        return f"{{{season}}}" if season else ""
    months = [part[1] for part in parts if len(part) > 1 and part[0] == parts[0][0]]
    one_date = len(parts[0]) > 2 or len(set(months)) == 1 or len(months) != len(parts)
    kept = months[:1] if one_date else months[:2]
    return ' # "--" # '.join(MONTHS[month - 1] for month in kept if 1 <= month <= len(MONTHS))


def _edtf(part: Sequence[int]) -> str:
    return "-".join(f"{number:0{2 if place else 4}d}" for place, number in enumerate(part))


def _parts(year: int, month: str, day: str) -> list[list[int | None]]:
    if not day and month in MONTHS:
        # A macro, which nearly every file writes: one month, and no number beside it.
        return [[year, MONTHS.index(month) + 1]]
    months = list(_months(_WORD.findall(month)))
    numbers = [int(number) for number in _NUMBER.findall(month)]
    if not months:
        months, numbers = numbers[:1], numbers[1:]
    if day and _NUMBER.fullmatch(day):
        numbers = [int(day)]
    if len(months) > 1:
        return [[year, months[0]], [year, months[1]]]
    return [[year, *months, *(numbers[:1] if months else [])]]


def _months(words: Iterable[str]) -> Iterable[int]:
    """Number the months of `jul--aug`, `10 mar`, `September`."""
    for word in words:
        if word[:3] in MONTHS:
            yield MONTHS.index(word[:3]) + 1


def _numbers(groups: Iterable[str | None]) -> list[int]:
    return [int(group) for group in groups if group is not None]
