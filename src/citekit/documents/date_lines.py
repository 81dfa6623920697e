"""Lines that say when something was published."""

from __future__ import annotations

import re
from typing import NamedTuple

from citekit.model import CslDate
from citekit.text import dates
from citekit.text.characters import squeeze, visible


class Marker(NamedTuple):
    """A line that says when something was published."""

    date: CslDate
    sure: bool
    """Only works of journals are published in these words."""


_SURE_MARKERS = (
    r"(?:article\s)?first\spublished(?:\sonline)?|published\s(?:online|electronically)(?:\sfirst)?"
    r"|(?:published\s)?ahead\sof\sprint|e-?pub(?:\sahead\sof\sprint)?|first\sonline|online\sfirst"
    r"|available\sonline|version\sof\srecord(?:\sonline)?|issue\s(?:published|online)"
    r"|(?:received|accepted)\b[^.]{3,80}\b(?:published|accepted)"
)
_MARKER = re.compile(
    rf"\W*(?:(?P<sure>{_SURE_MARKERS})"
    r"|(?:date\spublished|publication\sdate|date\sof\spublication|published|year|date))\b"
    r"\s*(?::|on\b|in\b|-|–)?\s*(?P<rest>.{4,160})",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?\s\d{{4}}|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    rf"|\d{{4}}\s{_MONTH}(?:\s\d{{1,2}})?|{_MONTH},?\s\d{{4}}|\d{{4}}[-/]\d{{1,2}}(?:[-/]\d{{1,2}})?"
    r"|\d{4}",
    re.IGNORECASE,
)


def marker(text: str) -> Marker | None:
    """Read a line that begins by saying when something was published; None for others."""
    plain = squeeze(visible(text))
    match = _MARKER.match(plain)
    written = _DATE.search(match["rest"]) if match else None
    # The date stands first: "Published data of 2010 show …" is no date of publication.
    if match is None or written is None or written.start() > 12:
        return None
    date = dates.from_text(written[0])
    return Marker(date, sure=match["sure"] is not None) if date else None
