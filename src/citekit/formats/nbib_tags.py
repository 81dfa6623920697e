"""MEDLINE tags beside CSL's variables, one table for both directions.

Source: PubMed help, "PubMed format", and what PubMed's exports hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from citekit.formats.item_identifiers import Draft
from citekit.formats.lines import one_line
from citekit.formats.plain_titles import plain_title
from citekit.formats.pubmed_values import language, language_code, with_stop, without_stop
from citekit.terms import MEDLINE_TAGS
from citekit.text import pages

ARTICLE: Final = "article"
CHAPTER: Final = "chapter"
BOOK: Final = "book"
"""The kinds of record: a book has a BTI and no TI, a chapter both, everything else has none."""

KINDS: Final[Mapping[str, str]] = {
    "book": BOOK,
    "report": BOOK,
    "thesis": BOOK,
    "chapter": CHAPTER,
    "paper-conference": CHAPTER,
    "entry-encyclopedia": CHAPTER,
    "entry-dictionary": CHAPTER,
}
"""The kind that a CSL type is written as; those not here are articles."""


def _as_it_stands(text: str) -> str:
    return text


def _title(text: str) -> str:
    return with_stop(one_line(plain_title(text)))


def _language(code: str) -> str:
    return language(code) or ""


class Tag(NamedTuple):
    """A MEDLINE tag and the CSL variable it carries."""

    tag: str
    variable: str
    read: Callable[[str], str] = _as_it_stands
    write: Callable[[str], str] = _as_it_stands
    kinds: frozenset[str] = frozenset({ARTICLE, CHAPTER, BOOK})
    """The kinds of record in which it means this."""


UNDETERMINED: Final = "Undetermined"
"""What an ISSN is called of which nobody said whether it is that of the printed journal."""

_PARTS: Final = frozenset({ARTICLE, CHAPTER})
_IN_BOOKS: Final = frozenset({CHAPTER, BOOK})

# Where two rows carry one variable, the upper one is believed.
TAGS: Final = (
    Tag("VI", "volume"),
    Tag("IP", "issue"),
    Tag("PB", "publisher"),
    Tag("TI", "title", without_stop, _title, _PARTS),
    Tag("BTI", "title", without_stop, _title, frozenset({BOOK})),
    Tag("BTI", "container-title", without_stop, _title, frozenset({CHAPTER})),
    Tag("CTI", "collection-title", without_stop, _title),
    Tag("EN", "edition"),
    Tag("PG", "page", pages.expand, pages.expand),
    Tag("AB", "abstract"),
    Tag("LA", "language", _language, language_code),
    Tag("TT", "original-title", without_stop, _title),
    # For an article, PL is the country of the journal.
    Tag("PL", "publisher-place", kinds=_IN_BOOKS),
    Tag("JT", "container-title", write=plain_title, kinds=frozenset({ARTICLE})),
    Tag("TA", "container-title-short", write=plain_title),
)

# PubMed's order; what is between slashes keeps the order of the record.
_ORDER: Final = """
PMID OWN LR IS ISBN VI IP PB DP TI PG LID CTI BTI EN AB FAU/AU/AUID/CN FED/ED LA PT TT DEP PL TA JT
"""
_NOTICES: Final = "/".join(MEDLINE_TAGS)
ORDER: Final = {
    tag: place
    for place, group in enumerate([*_ORDER.split(), _NOTICES, "PMC", "OT", "AID", "SO"])
    for tag in group.split("/")
}
"""Every tag that is written, in the order of writing."""

# Passed over: addresses, grants, substances, headings, investigators, history, curation. CTDT and
# KW are only read.
_NOT_WRITTEN: Final = """
AD CI COI COIS CP CRDT CTDT DA DCOM DDR DRDT EDAT FIR FPS GN GR GS IR IRAD JID KW MH MHDA MID NM
OAB OABL OCI OID OTO PHST PMCR PS PST RF RN SB SFM SI STAT VTI
"""
KNOWN: Final = frozenset([*ORDER, *_NOT_WRITTEN.split()])
"""Tags that are tags even where they are not padded to four characters."""


def written_kind(type_: str) -> str:
    """Give the kind of record that a CSL type is written as."""
    return KINDS.get(type_, ARTICLE)


def read_kind(tags: frozenset[str]) -> str:
    """Tell the kind of a record by the tags it has."""
    if "BTI" not in tags:
        return ARTICLE
    return CHAPTER if "TI" in tags else BOOK


def read_texts(draft: Draft, kind: str, values: Mapping[str, list[str]]) -> None:
    """Fill in the variables of the table."""
    for row in TAGS:
        said = next(iter(values.get(row.tag, ())), "")
        text = row.read(said) if kind in row.kinds else ""
        if text:
            draft.setdefault(row.variable, text)


def write_texts(item: Mapping[str, object], kind: str) -> list[tuple[str, str]]:
    """Write the variables of the table."""
    said = [(row, str(item.get(row.variable) or "")) for row in TAGS if kind in row.kinds]
    return [(row.tag, row.write(text)) for row, text in said if text]
