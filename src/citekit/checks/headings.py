"""Whether two titles are one: spelling, subtitles, marks and translations are no differences."""

from __future__ import annotations

import re
from typing import Final

from citekit.model import CslItem
from citekit.text import titles


def same(said: CslItem, item: CslItem) -> bool | None:
    """Tell whether the titles agree, or one with the other's original; None where one has none."""
    ours, theirs = said.get("title"), item.get("title")
    if not ours or not theirs:
        return None
    pairs = (
        (ours, theirs),
        (ours, item.get("original-title")),
        (None if "original-title" in item else said.get("original-title"), theirs),
    )
    return any(_same_heading(a, b) for a, b in pairs if a and b)


def _same_heading(ours: str, theirs: str) -> bool:
    if _joined(ours) == _joined(theirs):
        return True
    short, long = sorted((ours, theirs), key=len)
    heads = [long[: match.start()] for match in _SUBTITLE.finditer(long)]
    return any(_joined(head) == _joined(short) for head in heads)


_SUBTITLE = re.compile(r"\s*(?:[:.?!–—]|\s-)\s")
# One spelling of what British and American English write in two ways.
_SPELLINGS: Final = (
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"our(?=s?\b|ed\b|ing\b|al|able|hood|ful)"), "or"),
    (re.compile(r"(?<=[iy])s(?=e[drs]?\b|ing\b|ations?\b)"), "z"),
    (re.compile(r"ll(?=ed\b|ing\b|ers?\b)"), "l"),
    (re.compile(r"(?<=[bt])re(?=s?\b)"), "er"),
    (re.compile(r"(?<=g)e(?=ing\b)|(?<=m)me(?=s?\b)|(?<=og)ue(?=s?\b)"), ""),
    (re.compile(r"sulph"), "sulf"),
)


def _joined(title: str) -> str:
    """Fold a title to its letters: hyphens, blanks, articles, markup and marks do not count."""
    prefix, rest = titles.notice_prefix(title)
    kind = "" if prefix in _MARKS else prefix or ""
    words = titles.tokens(f"{kind} {rest if prefix else title}")
    folded = " ".join(word for word in words if word not in _ARTICLES)
    for spelling, one in _SPELLINGS:
        folded = spelling.sub(one, folded)
    return folded.replace(" ", "")


_ARTICLES: Final = frozenset({"a", "an", "the"})
_MARKS: Final = frozenset({"retracted", "withdrawn", "removal"})
