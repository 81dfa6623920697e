"""The words over a notice block: ``Erratum in``, alone on a line or with the source behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from citekit.terms import PAGE_HEADINGS
from citekit.text import identifiers, sources
from citekit.vocab import Scheme


class Heading(NamedTuple):
    """A heading as written and PubMed's RefType for it."""

    written: str
    ref_type: str
    governed: str = ""
    """The sources that stand behind it on its own line; empty where they stand below."""
    after: str = ""
    """What the line says behind those."""


class Stretch(NamedTuple):
    """A heading inside other text, with where it begins and where its sources end."""

    heading: Heading
    start: int
    end: int


_NAMES = "|".join(
    re.escape(name).replace(r"\ ", r"\s+") for name in sorted(PAGE_HEADINGS, key=len, reverse=True)
)
_AT_START = re.compile(rf"\W*(?P<name>{_NAMES})\b(?P<colon>\s*:)?\s*", re.IGNORECASE)
# Inside a sentence the words are common ("a comment on …"): there a capital and a colon are asked.
_INSIDE = re.compile(rf"(?:^|(?<=[.;)\]]\s)|(?<=[\[(]))(?P<name>{_NAMES})\s*:\s*", re.IGNORECASE)
_DATED = re.compile(r"[12]\d{3}\b[^.]{0,40}(?:\.|$)(?:\s*doi:\s*\S+)?", re.IGNORECASE)
_OF_THE_WORK = frozenset({Scheme.PMID, Scheme.PMCID})


def heading(text: str) -> Heading | None:
    """Read a line that is a heading, or begins with one and goes on with a source."""
    match = _AT_START.match(text)
    if match is None:
        return None
    begin = match.end()
    if not text[begin:].strip(" .:–-•"):
        return _heading(match["name"])
    if not match["colon"] and not _begins_source(text[begin:]):
        return None
    following = _INSIDE.search(text, begin)
    end = _end_of_notices(text, begin, following.start() if following else len(text))
    if end == begin:
        return None
    return _heading(match["name"])._replace(governed=text[begin:end].strip(), after=text[end:])


def inline(text: str) -> Iterator[Stretch]:
    """Find the headings with a colon inside a text, each with what it governs.

    A PMID behind the last notice names the work itself: that is how PubMed writes citations
    ("… 69(8):1423-9. Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237. PMID: 20650877").
    """
    if ":" not in text:
        return
    matches = [match for match in _INSIDE.finditer(text) if match["name"][0].isupper()]
    limits = [*(match.start() for match in matches), len(text)][1:]
    for match, limit in zip(matches, limits, strict=False):
        end = _end_of_notices(text, match.end(), limit)
        if end > match.end():
            found = _heading(match["name"])._replace(governed=text[match.end() : end].strip())
            yield Stretch(found, match.start(), end)


def _heading(written: str) -> Heading:
    words = " ".join(written.split())
    return Heading(words, PAGE_HEADINGS[words.casefold()])


def _begins_source(text: str) -> bool:
    found = sources.find(text[:1000])
    return bool(found) and found[0].start == 0


def _end_of_notices(text: str, start: int, limit: int) -> int:
    """Find where the sources behind a heading end; `start` if there is none."""
    for mention in identifiers.find(text[start:limit]):
        if mention.identifier.scheme in _OF_THE_WORK:
            limit = start + mention.start
            break
    governed = text[start:limit]
    found = sources.find(governed)
    if found:
        last = start + found[-1].end
        return last + 1 if text[last : last + 1] == "." else last
    # `Lancet. 2020 Jun 5;null.` has no page to be a source by; a year says enough here.
    stop = _DATED.search(governed)
    return start + stop.end() if stop else start
