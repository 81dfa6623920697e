"""Where a work stands, as NLM prints it: `Ann Rheum Dis. 2010 Aug;69(8):1423-9.`

What a record does not say is left out, never made up.
"""

from __future__ import annotations

from typing import Final

from citekit.formats.lines import one_line, stopped
from citekit.formats.plain_titles import plain_title
from citekit.model import CslDate, CslItem
from citekit.text import dates, pages

SEASONS: Final = {1: "Spring", 2: "Summer", 3: "Autumn", 4: "Winter"}
_MONTHS: Final = ("", *(month[:3].capitalize() for month in dates.MONTHS))


def source(item: CslItem) -> str:
    """Write journal, date, volume, issue and pages; empty where nothing of them is known."""
    title = item.get("container-title-short") or item.get("container-title", "")
    return " ".join(filter(None, [stopped(plain_title(title)), stopped(locator(item))]))


def locator(item: CslItem) -> str:
    """Write `2010 Aug;69(8):1423-9`, of which any part may be missing."""
    issue = f"({item['issue']})" if item.get("issue") else ""
    volume = f"{item.get('volume', '')}{issue}"
    page = pages.abbreviate(str(item.get("page") or item.get("number") or ""))
    dated = ";".join(filter(None, [date(item.get("issued")), volume]))
    return one_line(":".join(filter(None, [dated, page])))


def date(said: CslDate | None) -> str:
    """Write a date as PubMed does: `2010 Aug 3`, `1998 Dec-1999 Jan`, `1979 Winter`."""
    parts = [part for part in (said or {}).get("date-parts", []) if part]
    literal = one_line((said or {}).get("literal", ""))
    if not parts or f"{parts[0][0]:04d}" in literal:
        return literal
    start, *rest = (_words(part) for part in parts)
    if len(start) == 1 and not rest:
        start += [word for word in [SEASONS.get((said or {}).get("season", 0), "")] if word]
    return "-".join(filter(None, [" ".join(start), " ".join(_end(start, *rest[:1]))]))


def _words(part: list[int]) -> list[str]:
    year, *rest = part
    month = [_MONTHS[rest[0]]] if rest and 1 <= rest[0] <= 12 else []
    return [f"{year:04d}", *month, *map(str, rest[1:2] if month else [])]


def _end(start: list[str], end: list[str] | None = None) -> list[str]:
    """Leave out of the end of a range what its beginning has said."""
    kept = end or []
    for said in start:
        if not kept or kept[0] != said:
            break
        kept = kept[1:]
    return kept
