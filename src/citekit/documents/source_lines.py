"""Lines that say where a work was published, or by which identifiers it goes."""

from __future__ import annotations

import re
from typing import Final

from citekit.documents.lines import Row
from citekit.model import CslItem, Identifier
from citekit.text import identifiers, sources
from citekit.text.sources import Source

LONGEST: Final = 20_000
"""Characters of a row in which sources are looked for; longer rows are not written by people."""

_CITED_AS = re.compile(
    r"\s*(?:(?:to\s)?cite(?:\s(?:this(?:\sarticle)?|it))?(?:\sas)?|(?:suggested\s|full\s)?citation"
    r"|source|journal|references?|published\sin|in|from|original\s(?:article|study|paper))\s*:\s*",
    re.IGNORECASE,
)
# What may follow a source in the line that it ends: identifiers, their labels, dates of printing.
_CLOSING = re.compile(
    r"\b(?:e-?pub|published|online|available|accessed|no|abstract|ahead|of|print|indexed|process"
    r"|free|full|text|article|pdf|html|pubmed|medline|crossref|google|scholar|publisher|site|link"
    r"|view|central|on|the|in|for|by|as|via|pmid|pmc|pmcid|doi|url|arxiv|isbn|review|from|at"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6})\b|[\W\d_]+",
    re.IGNORECASE,
)


_ENDS_IN_YEAR = re.compile(r"[12]\d{3}(?:\s[A-Z][a-z]{2}(?:\s\d{1,2})?)?\)?\.?$")
_NLM_MONTH = re.compile(r"\w\.\s[12]\d{3}\s[A-Z][a-z]{2}(?:\s\d{1,2})?\.?$")
# What is written before numbers like a journal's, and is none.
_NO_JOURNALS = frozenset(
    {
        *(
            "at",
            "before",
            "between",
            "box",
            "by",
            "call",
            "codes",
            "copyright",
            "during",
            "fax",
            "from",
            "in",
        ),
        *("on", "phone", "ref", "room", "since", "tel", "the", "until", "version"),
    }
)
_CONNECTORS = frozenset(
    {"a", "and", "de", "des", "di", "für", "in", "la", "of", "on", "the", "und", "&", "y"}
)


# Every source has a number before a colon, a comma or a bracket, or goes on with its DOI.
_NUMBERS = re.compile(r"\d[A-Za-z]?\)?\s?[(:;,]|\bdoi\b", re.IGNORECASE)


def cited_as(text: str) -> int:
    """Give the length of a label such as ``Cite this article as:``; 0 without one."""
    match = _CITED_AS.match(text)
    return match.end() if match else 0


def sources_in(text: str) -> list[Source]:
    """Find the sources of a row; none in rows that no person wrote."""
    if len(text) > LONGEST or not _NUMBERS.search(text):
        return []
    return [source for source in sources.find(text) if _is_journal(source.item)]


def _is_journal(item: CslItem) -> bool:
    words = item.get("container-title", "").split()
    return len(words) > 1 or not words or words[0].casefold().strip(".") not in _NO_JOURNALS


def names_journal(item: CslItem) -> bool:
    """Tell a journal's name from the end of a sentence: most of its words have capitals."""
    words = [w for w in item.get("container-title", "").split() if w not in _CONNECTORS]
    return sum(word[0].isupper() for word in words) * 2 > len(words)


def source_line(text: str) -> Source | None:
    """Read a line that is a source and what belongs to one; None if it says anything else."""
    found = sources_in(text)
    if len(found) == 1 and found[0].start <= cited_as(text) and closes(text[found[0].end :]):
        return found[0]
    return None


def closes(text: str) -> bool:
    """Tell whether a text only says what may follow a source: identifiers, an *Epub* date."""
    if len(text) > 400:
        return False
    bare = text
    for mention in reversed(identifiers.find(text)):
        bare = bare[: mention.start] + " " + bare[mention.end :]
    return not _CLOSING.sub("", bare).strip()


def short_source(text: str, *, dated: bool = False) -> CslItem | None:
    """Read a line that is a journal and a date alone, which is too little for a source.

    `dated`: it names the month as well, as PubMed's lists do (`Ann Rheum Dis. 2010 Aug`).
    """
    form = _NLM_MONTH if dated else _ENDS_IN_YEAR
    if len(text.split()) > 9 or "," in text or form.search(text) is None:
        return None
    return sources.parse(text)


def identified(row: Row) -> list[Identifier]:
    """Give the identifiers that a row writes or links to, in order."""
    mentions = [(found.start, found.identifier) for found in identifiers.find(row.text)]
    marks = [(mark.start, mark.identifier) for mark in row.marks]
    return [identifier for _, identifier in sorted(mentions + marks, key=lambda pair: pair[0])]


def identifier_line(row: Row) -> bool:
    """Tell a row that gives identifiers and their labels, and nothing else."""
    if len(row.text) > 400 or not identified(row):
        return False
    bare = row.text
    for mark in sorted(row.marks, key=lambda mark: -mark.start):
        bare = bare[: mark.start] + " " + bare[mark.end :]
    return closes(bare)
