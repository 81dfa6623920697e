"""One written citation, taken apart as far as it shows its parts."""

from __future__ import annotations

import re

from citekit.model import CslItem
from citekit.text import dates, identifiers, names, sources, titles
from citekit.text.characters import squeeze, visible
from citekit.text.heads import Head, split_head

LONGEST = 4000
"""Characters that are looked at; no citation is longer."""

_NUMBERING = re.compile(r"^(?:\[[0-9]{1,4}\]|\([0-9]{1,4}\)|[0-9]{1,4}[.)]\s|[•*–-]\s)\s?")
_CLUTTER = re.compile(
    r"\[(?:Internet|Online|cited[^\]]{0,40}|PubMed|CrossRef|Google Scholar|PMC free article)\]"
    r"|\bavailable\s(?:from|at|online)\b\s?:?"
    r"|\b(?:accessed|retrieved|cited)\s(?:on\s)?(?=[0-9]|(?:jan|feb|mar|apr|may|ju[nl]|aug|sep|oct|"
    r"nov|dec)[a-z]{0,6}\.?\s[0-9])[^.;]{0,40}[.;]?",
    re.IGNORECASE,
)
# `Q. -H.` and `Gong , Usama`, as some typesetters leave them.
_STRAY_SPACE = re.compile(r" (?=[,.;:](?: |$))|(?<=[A-Z]\.) (?=-[A-Z]\.)")
_LABEL_BEFORE = re.compile(r"[\s\[(]*(?:pubmed|doi|pmid|pmcid)?\s?:?\s*$", re.IGNORECASE)
_BRACKETED_SOURCE = re.compile(r"\s?\[([^\[\]]{4,120})\]\.?$")
_LAST_SOURCE = re.compile(r"[.?!]\s([^.?!]{2,100}?)[.,]?\s\(?(?:1[89]|20)[0-9]{2}\)?\.?$")

_AFTER_TITLE = re.compile(r"(?:\.?\sIn:?)?[\s.,;:]*$")
_QUOTATION_MARKS = '"“”«»'
# Nature's `18, 21. https://doi.org/… (2017).` and the journal that is all of `Evol Dev. doi:…`
_YEAR_BEHIND = re.compile(rf"[\s.,]*\(({dates.YEAR})\)")
# A space ends every word but the last: without it, capitals in a row part into words in more ways
# than can be tried.
_JOURNAL_BEHIND = re.compile(
    r"(?<=[a-z)\]][.?!]) ((?:(?:of|the|and|for|in|&|[A-Z][\w.&-]*) ){0,7}[A-Z][\w.&-]*)$"
)


def describe(text: str) -> CslItem:
    """Take one citation apart, in any common style, as far as its parts can be told.

    Only what is written is given; what cannot be told is absent.
    """
    written = _NUMBERING.sub("", squeeze(visible(text[:LONGEST])))
    written = _STRAY_SPACE.sub("", _CLUTTER.sub(" ", written))
    item: CslItem = {}
    before, after, has_source = _take_source(squeeze(written), item)
    before, after = (_take_identifiers(part, item).strip(" ,;") for part in (before, after))
    head = split_head(before or after, has_source=has_source)
    _set_head(item, head if has_source or "DOI" not in item else _take_journal(head, item))
    late_year = _YEAR_BEHIND.match(after)
    if late_year and before:
        item.setdefault("issued", {"date-parts": [[int(late_year[1])]]})
    return item


def _take_identifiers(text: str, item: CslItem) -> str:
    """Move the identifiers into `item`; give the text without them and their labels."""
    pieces: list[str] = []
    position = 0
    for mention in identifiers.find(text):
        sources.set_identifier(item, mention.identifier)
        pieces.append(_LABEL_BEFORE.sub(" ", text[position : mention.start]))
        position = mention.end
    return squeeze(" ".join([*pieces, text[position:]]))


def _take_source(text: str, item: CslItem) -> tuple[str, str, bool]:
    """Move the source into `item`; give what stands before and behind it, and if there is one."""
    found = sources.find(text) or sources.find(text, lenient=True)
    if found:
        source = _own_source(text, found)
        item.update(source.item)
        return text[: source.start].rstrip(" (["), text[source.end :].lstrip(" .;,"), True
    for pattern in (_BRACKETED_SOURCE, _LAST_SOURCE):
        match = pattern.search(text)
        said = sources.parse(match[0].strip(" .?![]")) if match else None
        if match and said:
            item.update(said)
            return text[: match.start() + 1], "", True
    return text, "", False


def _take_journal(head: Head, item: CslItem) -> Head:
    """Move a journal that stands behind the title, with nothing but a DOI to follow."""
    match = _JOURNAL_BEHIND.search(head.title.rstrip(" ."))
    if match is None:
        return head
    item["container-title"] = match[1].strip(" .")
    return head._replace(title=head.title[: match.start()])


def _own_source(text: str, found: list[sources.Source]) -> sources.Source:
    """Pass over the source that a notice's title names: `Erratum to "X" [J Foo 1 (2010) 2]`."""
    outside = [one for one in found if text[one.end : one.end + 1] != "]"] or found
    return next((one for one in outside if "page" in one.item), outside[0])


def _set_head(item: CslItem, head: Head) -> None:
    authors = names.split_authors(head.authors)
    if authors:
        item["author"] = authors
    title = _title(head.title)
    if title:
        item["title"] = title
    date = dates.from_text(head.date) if head.date else None
    if date is not None and "issued" not in item:
        item["issued"] = date


def _title(written: str) -> str:
    text = _AFTER_TITLE.sub("", titles.clean(written)).strip(" ,;")
    quotes = [char for char in text if char in _QUOTATION_MARKS]
    whole = text[:1] in quotes and text[-1:] in quotes
    return text.strip(_QUOTATION_MARKS).strip() if whole or len(quotes) == 1 else text
