"""The types and fields of BibTeX and biblatex beside CSL's, one table for every direction.

The dialects are columns of it.

Fields: BibTeX documentation (btxdoc), biblatex manual section 2.2; `pmid`, `pmcid`, `keywords`,
`abstract` are what reference managers agree on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import IntEnum
from functools import cache, partial
from typing import Final, NamedTuple
from urllib.parse import quote

from citekit.formats.latex import decode, encode, verbatim
from citekit.formats.lines import one_line
from citekit.text import pages
from citekit.vocab import Scheme


class Dialect(IntEnum):
    """A column of the tables: classic BibTeX's names, and biblatex's."""

    CLASSIC = 0
    BIBLATEX = 1


class Kind(NamedTuple):
    """A CSL type with its entry type in each dialect."""

    csl: str
    entry: tuple[str, str]
    subtype: str = ""
    """What biblatex's `entrysubtype` adds to tell it from its neighbours; empty: nothing."""


# Read: the first row of an entry type. Written: the one row of a CSL type.
KINDS: Final = (
    Kind("article-journal", ("article", "article")),
    Kind("article-magazine", ("article", "article"), "magazine"),
    Kind("article-newspaper", ("article", "article"), "newspaper"),
    Kind("review", ("article", "article"), "review"),
    Kind("review-book", ("article", "article"), "bookreview"),
    Kind("book", ("book", "book")),
    Kind("chapter", ("incollection", "incollection")),
    Kind("entry-encyclopedia", ("incollection", "inreference")),
    Kind("entry-dictionary", ("incollection", "inreference"), "dictionary"),
    Kind("paper-conference", ("inproceedings", "inproceedings")),
    Kind("report", ("techreport", "report")),
    Kind("thesis", ("phdthesis", "thesis")),
    Kind("document", ("misc", "misc")),
    Kind("webpage", ("misc", "online")),
    Kind("article", ("misc", "online"), "preprint"),
    Kind("post-weblog", ("misc", "online"), "blog"),
    Kind("dataset", ("misc", "dataset")),
    Kind("software", ("misc", "software")),
    Kind("manuscript", ("misc", "unpublished")),
    Kind("pamphlet", ("misc", "booklet")),
    Kind("patent", ("misc", "patent")),
    Kind("periodical", ("misc", "periodical")),
)
# Read only: those that say less than CSL, and what programs write.
READ_TYPES: Final = {
    "suppperiodical": "article-journal",
    "bookinbook": "chapter",
    "collection": "book",
    "conference": "paper-conference",
    "electronic": "webpage",
    "inbook": "chapter",
    "manual": "report",
    "mastersthesis": "thesis",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "preprint": "article",
    "proceedings": "book",
    "reference": "book",
    "suppbook": "chapter",
    "www": "webpage",
}
OTHER_KIND: Final = Kind("document", ("misc", "misc"))

GENRES: Final = {"mastersthesis": "Master's thesis", "preprint": "preprint"}
"""What an entry type says beyond its CSL type."""

# Languages of babel and polyglossia that biblatex knows (manual, table 2), by BCP 47 tag.
LANGIDS: Final = {
    "bg": "bulgarian",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "en-GB": "british",
    "en-US": "american",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "hr": "croatian",
    "hu": "hungarian",
    "it": "italian",
    "lv": "latvian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "pt-BR": "brazilian",
    "ro": "romanian",
    "ru": "russian",
    "sk": "slovak",
    "sl": "slovene",
    "sr": "serbian",
    "sv": "swedish",
    "tr": "turkish",
    "uk": "ukrainian",
}
STATUSES: Final = {
    "inpreparation": "in preparation",
    "submitted": "submitted",
    "forthcoming": "forthcoming",
    "inpress": "in press",
    "prepublished": "ahead of print",
}
"""biblatex's states of publication (manual, section 4.9.2.11), in words."""
PUBSTATES: Final = {words: key for key, words in STATUSES.items()}

# Other names of a field, as programs write them.
ALIASES: Final = {
    "journalabbr": "shortjournal",
    "eprinttype": "archiveprefix",
    "keyword": "keywords",
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
_PLAIN_RANGE = re.compile(r"([0-9A-Za-z]+)-+([0-9A-Za-z]+)")
# `^^5c` is a backslash to TeX.
_UNSAFE = re.compile(r"[\\\s]|\^(?=\^)|(?<=\^)\^")


def _write_pages(page: str) -> str:
    return _DASHES.sub("--", encode(pages.expand(page)).replace("-{}-", "-"))


def _read_pages(value: str) -> str:
    # LaTeX makes longer dashes of `--` and `---`, which all become one hyphen again.
    if plain := _PLAIN_RANGE.fullmatch(value):
        return f"{plain[1]}-{plain[2]}"
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


def _word(words: Mapping[str, str], other: str | None = None) -> Callable[[str], str]:
    """Make a translator of single words; others stay, or become `other`."""

    def translate(text: str) -> str:
        known = words.get(text) or words.get(text.casefold())
        return known or (text if other is None else other)

    return translate


TEXT: Final = Codec(encode, decode)
TITLE: Final = Codec(partial(encode, protect=True), decode)
PAGES: Final = Codec(_write_pages, _read_pages)
VERBATIM: Final = Codec(_write_verbatim, verbatim)
LANGID: Final = Codec(_word(LANGIDS, ""), _word({name: code for code, name in LANGIDS.items()}))
OTHER_LANGUAGE: Final = Codec(lambda text: "" if LANGID.write(text) else encode(text), decode)
PUBSTATE: Final = Codec(_word(PUBSTATES, ""), _word(STATUSES))


class Field(NamedTuple):
    """A field, by its name in each dialect, and the CSL variable it carries."""

    names: tuple[str, str]
    """Empty: this dialect does not write it."""
    variable: str
    codec: Codec = TEXT
    types: frozenset[str] | None = None
    """The entry types that write it so; None: all. Read: preferred for these, else for all,
    a row of no types first."""


def _both(name: str) -> tuple[str, str]:
    return name, name


_IN_BOOK: Final = frozenset({"incollection", "inproceedings", "inreference"})
_ONLINE: Final = frozenset({"online"})
_MISC: Final = frozenset(
    {"misc", "dataset", "software", "unpublished", "booklet", "patent", "periodical"}
)
_REPORT: Final = frozenset({"techreport", "report"})
_THESIS: Final = frozenset({"phdthesis", "thesis"})
_NUMBERED: Final = _MISC | _ONLINE | _REPORT | _THESIS
_IN_SERIES: Final = frozenset({"article", "book"}) | _IN_BOOK
_NEVER: Final[frozenset[str]] = frozenset()

FIELDS: Final = (
    Field(_both("title"), "title", TITLE),
    Field(_both("origtitle"), "original-title", TITLE),
    Field(_both("shorttitle"), "title-short", TITLE),
    Field(
        ("journal", "journaltitle"),
        "container-title",
        types=frozenset({"article", "book"}) | _REPORT | _THESIS,
    ),
    Field(_both("booktitle"), "container-title", TITLE, _IN_BOOK),
    Field(_both("howpublished"), "container-title", types=_MISC),
    Field(_both("organization"), "container-title", types=_ONLINE),
    Field(_both("organization"), "publisher", types=_NEVER),
    Field(_both("shortjournal"), "container-title-short"),
    Field(_both("series"), "collection-title"),
    Field(_both("volume"), "volume"),
    Field(_both("number"), "issue", types=_IN_SERIES),
    Field(_both("number"), "number", types=_NUMBERED),
    Field(_both("issue"), "issue", types=_NUMBERED),
    Field(_both("pages"), "page", PAGES),
    Field(_both("eid"), "number", PAGES, frozenset({"article"})),
    Field(_both("edition"), "edition"),
    Field(_both("publisher"), "publisher", types=_IN_SERIES | _MISC | _ONLINE),
    Field(_both("institution"), "publisher", types=_REPORT),
    Field(("school", "institution"), "publisher", types=_THESIS),
    Field(("address", "location"), "publisher-place"),
    Field(_both("type"), "genre"),
    Field(("", "pubstate"), "status", PUBSTATE),
    Field(_both("issn"), "ISSN"),
    Field(_both("isbn"), "ISBN"),
    Field(_both("doi"), "DOI", VERBATIM),
    Field(_both("pmid"), "PMID", VERBATIM),
    Field(_both("pmcid"), "PMCID", VERBATIM),
    Field(_both("url"), "URL", VERBATIM),
    Field(("", "langid"), "language", LANGID),
    Field(("", "language"), "language", OTHER_LANGUAGE),
    Field(("language", ""), "language"),
    Field(_both("keywords"), "keyword"),
    Field(_both("abstract"), "abstract"),
)

PEOPLE: Final = ("author", "editor", "translator")

# What stands where, by dialect, of that which is no one variable's.
NOTICES: Final = ("note", "addendum")
EPRINT_TYPE: Final = ("archiveprefix", "eprinttype")
EPRINT_SCHEMES: Final = (
    {Scheme.ARXIV: "arXiv"},
    {Scheme.ARXIV: "arXiv", Scheme.PMID: "pubmed"},
)
"""Whose identifiers `eprint` holds, the first that is there, and the name of their archive."""

_NAMES: Final = tuple(dict.fromkeys(name for field in FIELDS for name in field.names if name))
_DATED: Final = _NAMES.index("volume")
_LAST: Final = _NAMES.index("langid")

ORDER: Final = (
    *PEOPLE,
    *_NAMES[:_DATED],
    *("date", "year", "month", "day"),
    *_NAMES[_DATED:_LAST],
    *("eprint", *EPRINT_TYPE, "urldate"),
    *_NAMES[_LAST:],
    *("entrysubtype", "related", "relatedtype", "relatedstring", *NOTICES),
)
"""Every field that is written, in the order of writing."""

LITERAL: Final = frozenset(
    {"eprint", *(name for field in FIELDS if field.codec is VERBATIM for name in field.names)}
)
"""The fields that biblatex takes character by character."""
OTHERS: Final = "bibtex"
"""What keeps the other fields, in `custom`."""
PLACES: Final = {name: place for place, name in enumerate(ORDER)}
READ: Final = frozenset({*ORDER, *ALIASES, *NOTICES, "date", "subtitle"})
READ_WITHOUT_EPRINT: Final = READ - {"eprint", "eprinttype", "archiveprefix"}
"""What is read of an entry whose eprint stands in an archive without a scheme."""
FIELD_NAME: Final = re.compile(r"[a-z][a-z0-9_:.+-]{0,60}")
"""The names of other fields that are written back."""


# The first row of each is the one that is read, and so is entered last.
_BY_CSL: Final = {kind.csl: kind for kind in reversed(KINDS)}
_BY_ENTRY: Final = {name: kind.csl for kind in reversed(KINDS) for name in kind.entry}
_BY_SUBTYPE: Final = {
    (name, kind.subtype): kind.csl
    for kind in reversed(KINDS)
    for name in kind.entry
    if kind.subtype
}


def csl_type(entry_type: str, subtype: str = "") -> str:
    """Give the CSL type of an entry type, in any case; unknown ones are documents."""
    name = entry_type.casefold()
    exact = _BY_SUBTYPE.get((name, subtype.casefold()))
    return exact or _BY_ENTRY.get(name) or READ_TYPES.get(name, OTHER_KIND.csl)


def kind_of(csl: str) -> Kind:
    """Give the row of a CSL type; the one of documents for those without."""
    return _BY_CSL.get(csl, OTHER_KIND)


@cache
def field_for(name: str, type_: str) -> Field | None:
    """Find what a field of an entry of this (biblatex's) type carries; None if nothing."""
    rows = [field for field in FIELDS if name in field.names]
    fitting = [field for field in rows if field.types is None or type_ in field.types]
    return next(iter([*fitting, *(row for row in rows if row.types == _NEVER), *rows]), None)


def applies(field: Field, type_: str, dialect: Dialect) -> bool:
    """Say whether entries of this type have this field in this dialect."""
    return bool(field.names[dialect]) and (field.types is None or type_ in field.types)
