"""BibTeX's types and fields beside CSL's, one table for both directions.

Fields: BibTeX documentation (btxdoc), biblatex manual section 2.2; `pmid`, `pmcid`, `keywords`,
`abstract` are what reference managers agree on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Final, NamedTuple
from urllib.parse import quote

from citekit.formats.latex import decode, encode, verbatim
from citekit.formats.lines import one_line
from citekit.text import pages

# Read: the first row of an entry type. Written: the one row of a CSL type.
TYPES: Final = (
    ("article", "article-journal"),
    ("article", "article-magazine"),
    ("article", "article-newspaper"),
    ("book", "book"),
    ("incollection", "chapter"),
    ("incollection", "entry-encyclopedia"),
    ("incollection", "entry-dictionary"),
    ("inproceedings", "paper-conference"),
    ("techreport", "report"),
    ("phdthesis", "thesis"),
    ("misc", "document"),
    ("misc", "article"),
)
# Read only: biblatex's types, and those that say less than CSL.
READ_TYPES: Final = {
    "suppperiodical": "article-journal",
    "booklet": "pamphlet",
    "bookinbook": "chapter",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "inbook": "chapter",
    "inreference": "entry-encyclopedia",
    "manual": "report",
    "mastersthesis": "thesis",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "online": "webpage",
    "patent": "patent",
    "periodical": "periodical",
    "preprint": "article",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "software": "software",
    "suppbook": "chapter",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "www": "webpage",
}
OTHER_TYPE: Final = ("misc", "document")

GENRES: Final = {"mastersthesis": "Master's thesis", "preprint": "preprint"}
"""What an entry type says beyond its CSL type."""

# Other names of a field: biblatex's, and what programs write.
ALIASES: Final = {
    "journaltitle": "journal",
    "journalabbr": "shortjournal",
    "location": "address",
    "organization": "publisher",
    "eprinttype": "archiveprefix",
    "keyword": "keywords",
    "langid": "language",
    "pmc": "pmcid",
    "pubmedid": "pmid",
    "pubmed_id": "pmid",
}


class Codec(NamedTuple):
    """How a text goes into a value (without its delimiters), and comes out."""

    write: Callable[[str], str]
    read: Callable[[str], str]


_DASHES = re.compile(r"(?<=\w)-(?=\w)")
_DASH_RUN = re.compile(r"\s*(?:-|[\u2010-\u2015\u2212])+\s*")
_UNSAFE = re.compile(r"[\\\s]")


def _write_pages(page: str) -> str:
    return _DASHES.sub("--", encode(pages.expand(page)).replace("-{}-", "-"))


def _read_pages(value: str) -> str:
    return _DASH_RUN.sub("-", decode(value))


def _write_verbatim(text: str) -> str:
    value = _UNSAFE.sub(lambda match: quote(match[0], safe=""), one_line(text))
    return value if is_balanced(value) else value.replace("{", "%7B").replace("}", "%7D")


def is_balanced(value: str) -> bool:
    """Tell whether a value can stand in braces."""
    depth = 0
    for character in value:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


TEXT: Final = Codec(encode, decode)
TITLE: Final = Codec(partial(encode, protect=True), decode)
PAGES: Final = Codec(_write_pages, _read_pages)
VERBATIM: Final = Codec(_write_verbatim, verbatim)


class Field(NamedTuple):
    """A BibTeX field and the CSL variable it carries."""

    name: str
    variable: str
    codec: Codec = TEXT
    types: frozenset[str] | None = None
    """The entry types that write it so; None: all. Read: preferred for these, else for all."""


_IN_BOOK: Final = frozenset({"incollection", "inproceedings"})
_MISC: Final = frozenset({"misc"})
_REPORT: Final = frozenset({"techreport"})
_THESIS: Final = frozenset({"phdthesis"})
_NUMBERED: Final = _MISC | _REPORT | _THESIS
_IN_SERIES: Final = frozenset({"article", "book"}) | _IN_BOOK

FIELDS: Final = (
    Field("title", "title", TITLE),
    Field("origtitle", "original-title", TITLE),
    Field("shorttitle", "title-short", TITLE),
    Field("journal", "container-title", types=frozenset({"article", "book"}) | _REPORT | _THESIS),
    Field("booktitle", "container-title", TITLE, _IN_BOOK),
    Field("howpublished", "container-title", types=_MISC),
    Field("shortjournal", "container-title-short"),
    Field("series", "collection-title"),
    Field("volume", "volume"),
    Field("number", "issue", types=_IN_SERIES),
    Field("number", "number", types=_NUMBERED),
    Field("issue", "issue", types=_NUMBERED),
    Field("pages", "page", PAGES),
    Field("eid", "number", PAGES, frozenset({"article"})),
    Field("edition", "edition"),
    Field("publisher", "publisher", types=frozenset({"article", "misc"}) | _IN_SERIES),
    Field("institution", "publisher", types=_REPORT),
    Field("school", "publisher", types=_THESIS),
    Field("address", "publisher-place"),
    Field("type", "genre"),
    Field("issn", "ISSN"),
    Field("isbn", "ISBN"),
    Field("doi", "DOI", VERBATIM),
    Field("pmid", "PMID", VERBATIM),
    Field("pmcid", "PMCID", VERBATIM),
    Field("url", "URL", VERBATIM),
    Field("language", "language"),
    Field("keywords", "keyword"),
    Field("abstract", "abstract"),
)

PEOPLE: Final = ("author", "editor", "translator")

_NAMES: Final = tuple(dict.fromkeys(field.name for field in FIELDS))
_DATED: Final = _NAMES.index("volume")
_LAST: Final = _NAMES.index("language")

ORDER: Final = (
    *PEOPLE,
    *_NAMES[:_DATED],
    *("year", "month", "day"),
    *_NAMES[_DATED:_LAST],
    *("eprint", "archiveprefix", "urldate"),
    *_NAMES[_LAST:],
    "note",
)
"""Every field that is written, in the order of writing."""

NOTES: Final = ("note", "addendum")
"""Where an entry tells of notices."""
OTHERS: Final = "bibtex"
"""What keeps the other fields, in `custom`."""
READ: Final = frozenset({*ORDER, *ALIASES, *NOTES, "date", "subtitle"})
EPRINT: Final = frozenset({"eprint", "eprinttype", "archiveprefix"})
FIELD_NAME: Final = re.compile(r"[a-z][a-z0-9_:.+-]{0,60}")
"""The names of other fields that are written back."""


def csl_type(entry_type: str) -> str:
    """Give the CSL type of an entry type, in any case; unknown ones are documents."""
    name = entry_type.casefold()
    both_ways = (csl for entry, csl in TYPES if entry == name)
    return next(both_ways, READ_TYPES.get(name, OTHER_TYPE[1]))


def entry_type(csl: str) -> str:
    """Give the entry type that classic BibTeX styles know for a CSL type."""
    return next((entry for entry, known in TYPES if known == csl), OTHER_TYPE[0])


@cache
def field_for(name: str, type_: str) -> Field | None:
    """Find what a field of an entry of this (classic) type carries; None if nothing."""
    rows = [field for field in FIELDS if field.name == name]
    fitting = (field for field in rows if field.types is None or type_ in field.types)
    return next(fitting, rows[0] if rows else None)
