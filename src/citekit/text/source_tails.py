"""The numbers that end a source: date, volume, issue, pages, in the styles that people write.

The text has ASCII hyphens for dashes. Names of groups are those of the parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from citekit.text import pages
from citekit.text.dates import YEAR

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_WHEN = rf"(?:{_MONTH}(?:\s?[-/]\s?{_MONTH})?|{_SEASON})"
_DAY = r"[0-9]{1,2}(?:\s?-\s?[0-9]{1,2})?"
# 2010 Aug 3 | Aug 2010, 3 August 2010, August 3, 2010 | 2010
NLM_DATE = rf"{YEAR}(?:[a-z]\b)?(?:,?\s{_WHEN}(?:\s{_DAY})?(?:\s?-\s?{YEAR}(?:\s{_MONTH})?)?)?"
_NUMERIC_DATE = rf"{YEAR}\s(?:0[1-9]|1[0-2])(?:\s[0-3][0-9])?(?=;)"
_DATE = rf"(?:{_NUMERIC_DATE}|(?:{_DAY}\s)?{_WHEN},?\s(?:{_DAY},\s)?{YEAR}|{NLM_DATE})"
_VOLUME = r"(?:[0-9]{1,4}[A-Za-z]?(?:[-/][0-9]{1,4})?|[IVXLC]{1,7})"
_LABELLED_VOLUME = rf"(?:vol(?:ume|\.)?\s?)?(?P<volume>{_VOLUME})"
_SUPPLEMENT = r"(?:suppl(?:ement|\.)?|spec\sno|pt|part)\.?\s?[A-Za-z0-9]{0,4}"
_ISSUE = (
    rf"(?:\s?\((?P<issue>[^()]{{1,40}})\)|,?\s(?:no|nr|iss(?:ue)?|number)\b\.?\s?(?P<number>[0-9A-Za-z-]{{1,8}}"
    rf"(?:\s(?:pt|suppl)\.?\s?[0-9A-Za-z]{{0,4}})?)"
    rf"|\.(?P<decimal>[0-9]{{1,3}})(?![0-9])|,?\s(?P<supplement>{_SUPPLEMENT}))"
)
_PAGE = (
    r"(?:[A-Za-z]{0,8}[0-9]{1,20}(?:\.[A-Za-z]?[0-9]{1,10}){0,2}[A-Za-z]?[0-9]{0,4}"
    r"|[ivxlc]{1,7}(?=-[ivxlc]))"
)
_PAGE_RANGE = rf"{_PAGE}(?:\s?-{{1,2}}\s?(?:{_PAGE}|[ivxlc]{{1,7}}\b))?"
_PAGES = (
    rf"(?:pages?\s|pp?\.\s?|art(?:icle)?\.?\s(?:no\.?\s|number\s|id\s)?)?(?P<page>{_PAGE_RANGE}"
    rf"(?:,\s[0-9]{{1,6}}(?:-[0-9]{{1,6}})?(?![0-9(:])){{0,6}}(?:;\s?(?:discussion|quiz)\s{_PAGE_RANGE})?)"
    r"(?![\w(])(?!-\w)(?!\.[0-9])"
)
ISSUE_GROUPS = ("issue", "number", "decimal", "supplement", "bare_issue")
_NUMBER_START = r"(?<![\w.:/-])"


# In the order they are tried at one place; each example is what its pattern is for.
_TAILS: tuple[str, ...] = (
    # 2021 Jan 5:1-3
    rf"{_NUMBER_START}(?P<date>{YEAR}\s{_WHEN}\s(?:[12][0-9]|3[01]|0?[1-9])):{_PAGES}",
    # 2010 Aug;69(8):1423-9 | 2014;16:R79 | (2010) 69:1423-9 | 2010, 69, 1423-1429
    # 2010;69 Suppl 3:12 | 2010;(3):12
    (
        rf"{_NUMBER_START}\(?(?P<date>{_DATE})\)?\s?[;,:.]?\s?"
        rf"(?:{_LABELLED_VOLUME}(?:{_ISSUE})?|(?P<bare_issue>{_SUPPLEMENT}|\((?!{YEAR}\))[^()]{{1,40}}\)))"
        rf"\s?[:,]\s?{_PAGES}"
    ),
    # 2021 Jun 6;: | 2021 Jun 7;66(12): | 2021 Mar 4;:117932 | 2019 Apr 25;:null
    (
        rf"{_NUMBER_START}(?P<date>{_NUMERIC_DATE}|{YEAR}\s{_WHEN}(?:\s{_DAY})?);\s?"
        rf"(?:(?P<volume>{_VOLUME})?(?:{_ISSUE})?)?:(?:{_PAGES}|null\b|(?=\s|$))"
    ),
    # 69 (2010) 1423-1429 | 69.8 (2010): 1423-1429 | 69, no. 8 (August 2010): 1423-29
    (
        rf"{_NUMBER_START}{_LABELLED_VOLUME}(?:{_ISSUE})?,?\s?\((?P<date>{_DATE})\)\s?[:,]?\s?{_PAGES}"
    ),
    # 20, 9 (1987), 17-41: volume and issue
    (
        rf"{_NUMBER_START}(?P<volume>[0-9]{{1,4}}),\s(?P<number>[0-9]{{1,3}})\s\((?P<date>{_DATE})\)"
        rf"[,:]\s?{_PAGES}"
    ),
    # vol. 69, no. 8, Aug. 2010, pp. 1423-29
    (
        rf"{_NUMBER_START}vol(?:ume|\.)?\s?(?P<volume>{_VOLUME})(?:{_ISSUE})?,\s(?P<date>{_DATE}),"
        rf"\s{_PAGES}"
    ),
    # 69, 1423-1429 (2010) | 69(8):1423-1429, 2010 | vol. 69, no. 8, pp. 1423-1429, Aug. 2010
    (
        rf"{_NUMBER_START}{_LABELLED_VOLUME}(?:{_ISSUE})?\s?[:,]\s?{_PAGES}"
        rf"(?:,\s|\s?\(|\.\s\()(?P<date>{_DATE})\b\)?"
    ),
    # 69:1423-1429, the year standing behind the authors
    rf"(?<=[A-Za-z.,]\s)(?P<volume>[0-9]{{1,4}})(?:{_ISSUE})?:\s?{_PAGES}(?!:)",
    # 69(8), 1423-1429 | 16(2), Article e123 | vol. 69, pp. 1423-1429: the year stands elsewhere
    (rf"{_NUMBER_START}(?P<volume>{_VOLUME})\s?\((?P<issue>[^()]{{1,40}})\)\s?[:,]\s?{_PAGES}"),
    rf"{_NUMBER_START}vol(?:ume|\.)?\s?(?P<volume>{_VOLUME})(?:{_ISSUE})?,\s{_PAGES}",
    rf"(?<=[A-Za-z.],\s)(?P<volume>[0-9]{{1,4}}),\s(?!{_MONTH}){_PAGES}",
    # 2020 Jun 5. doi: 10.… | 2020 Jun 5:annrheumdis-2020-217000. doi: 10.…
    (
        rf"{_NUMBER_START}(?P<date>{NLM_DATE})(?::(?P<page>[\w.-]{{1,40}}?))?[.;]\s?"
        rf"(?=(?:doi:?\s?|https?://(?:dx\.)?doi\.org/)10\.[0-9]{{4}})"
    ),
)
# 69, 1423-1429 | 7, e33196 | 80:528: too little to be searched for in running text
_LENIENT_TAILS = (
    *_TAILS,
    rf"(?<=[A-Za-z.)]\s)(?P<volume>[0-9]{{1,4}})(?:{_ISSUE})?,\s(?!{_MONTH}){_PAGES}",
)

# What every tail has: most lines of a text have none, and are not searched a dozen times.
_MAY_BE_PAGES = re.compile(r"[0-9]|[ivxlc]-[ivxlc]", re.IGNORECASE)


@cache
def _compiled(*, lenient: bool) -> tuple[re.Pattern[str], ...]:
    """Compile on first use: it takes longer than listing a library, which needs none of it."""
    texts = _LENIENT_TAILS if lenient else _TAILS
    return tuple(re.compile(text, re.IGNORECASE) for text in texts)


def source_tails(text: str, *, lenient: bool) -> Iterator[re.Match[str]]:
    """Give the numbers of sources in order; where two patterns fit at one place, the first's.

    Groups: `date`, `volume`, `page` and those of ISSUE_GROUPS, as far as a pattern has them.
    """
    if not _MAY_BE_PAGES.search(text):
        return
    for tail in _matches(text, _compiled(lenient=lenient)):
        if lenient or _is_plausible(tail):
            yield tail


def _matches(text: str, patterns: tuple[re.Pattern[str], ...]) -> Iterator[re.Match[str]]:
    nexts = {pattern: pattern.search(text) for pattern in patterns}
    while (best := min(filter(None, nexts.values()), key=_start, default=None)) is not None:
        yield best
        for pattern, match in nexts.items():
            if match is not None and match.start() < best.end():
                nexts[pattern] = pattern.search(text, best.end())


def _is_plausible(tail: re.Match[str]) -> bool:
    """Refuse undated numbers that need not be pages: `open 10:30-12`, `grade 3:1`."""
    groups = tail.groupdict()
    if groups.get("date") or groups.get("issue"):
        return True
    low, _, high = pages.expand(groups["page"]).partition("-")
    if not low.isdigit() or len(low) > 4:
        return True
    return bool(high) and (not high.isdigit() or int(low) <= int(high))


def _start(match: re.Match[str]) -> int:
    return match.start()
