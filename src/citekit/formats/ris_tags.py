"""RIS types and tags beside CSL's, one table for both directions.

Sources: the RIS specification of Reference Manager, and what Zotero, EndNote and JabRef make of
each tag.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from citekit.formats.plain_titles import plain_title


class Flavour(StrEnum):
    """Whom a file is for, where readers disagree: a column of the tables."""

    ANY = "any"
    """What loses least in most readers, and nothing in this one."""
    ZOTERO = "zotero"
    ENDNOTE = "endnote"
    JABREF = "jabref"


_EVERYBODY: Final = frozenset(Flavour)
_NOT_JABREF: Final = _EVERYBODY - {Flavour.JABREF}
_JABREF: Final = frozenset({Flavour.JABREF})
_ZOTERO: Final = frozenset({Flavour.ZOTERO})

# Read: the first row of a RIS type. Written: the first row of a CSL type.
TYPES: Final = (
    ("JOUR", "article-journal"),
    ("JOUR", "review"),
    ("JOUR", "review-book"),
    ("MGZN", "article-magazine"),
    ("NEWS", "article-newspaper"),
    ("BOOK", "book"),
    ("CHAP", "chapter"),
    ("CPAPER", "paper-conference"),
    ("RPRT", "report"),
    ("THES", "thesis"),
    ("ENCYC", "entry-encyclopedia"),
    ("DICT", "entry-dictionary"),
    ("DATA", "dataset"),
    ("COMP", "software"),
    ("ELEC", "webpage"),
    ("BLOG", "post-weblog"),
    ("PAT", "patent"),
    ("UNPB", "manuscript"),
    ("UNPB", "article"),
    ("GEN", "document"),
)
# Read only.
READ_TYPES: Final = {
    "ABST": "article-journal",
    "EJOUR": "article-journal",
    "INPR": "article-journal",
    "JFULL": "periodical",
    "CONF": "paper-conference",
    "EBOOK": "book",
    "EDBOOK": "book",
    "ECHAP": "chapter",
    "DBASE": "dataset",
    "AGGR": "dataset",
    "PAMP": "pamphlet",
    "GOVDOC": "report",
    "MANSCPT": "manuscript",
    "UNPD": "manuscript",
    "WEB": "webpage",
}
OTHER_TYPE: Final = ("GEN", "document")


def _as_it_stands(text: str) -> str:
    return text


class Tag(NamedTuple):
    """A RIS tag and the CSL variable it carries."""

    tag: str
    variable: str
    write: Callable[[str], str] | None = _as_it_stands
    """None: the tag is only read."""
    types: frozenset[str] | None = None
    """The RIS types for which it means this; None: all."""
    flavours: frozenset[Flavour] = _EVERYBODY
    """Whom it is written for."""


JOURNALS: Final = frozenset({"JOUR", "MGZN", "NEWS"})
_PARTS: Final = frozenset({"CHAP", "CPAPER", "ENCYC", "DICT"})
_WHOLES: Final = frozenset({"BOOK"})
_ALL: Final = frozenset(ris for ris, _ in TYPES)
_REPORTS: Final = frozenset({"RPRT", "THES", "DATA", "COMP", "ELEC", "BLOG", "PAT", "UNPB", "GEN"})

# In the order of writing. Where two tags carry one variable, the upper one is believed.
TAGS: Final = (
    Tag("TI", "title", plain_title),
    Tag("T1", "title", None),
    Tag("BT", "title", None, _WHOLES),
    Tag("ST", "title-short", plain_title),
    Tag("T2", "container-title", plain_title, JOURNALS | _REPORTS),
    # JabRef takes T2 for a journal, which parts of books have not.
    Tag("T2", "container-title", plain_title, _PARTS, _NOT_JABREF),
    Tag("T2", "collection-title", None, _WHOLES),
    Tag("JF", "container-title", plain_title, JOURNALS),
    Tag("BT", "container-title", plain_title, _PARTS, _JABREF),
    Tag("JA", "container-title-short", plain_title, flavours=_NOT_JABREF),
    # JabRef 3 writes JA over the full title of the journal, later ones take both if it is missing.
    Tag("J2", "container-title-short", plain_title, flavours=_JABREF),
    Tag("J1", "container-title-short", None),
    # HighWire gives the abbreviation here, others the whole title: see `ris_items`.
    Tag("JO", "container-title-short", None),
    Tag("T3", "collection-title", plain_title),
    Tag("VL", "volume"),
    Tag("IS", "issue"),
    Tag("M1", "issue", None, JOURNALS),
    Tag("M1", "number", types=_REPORTS | _PARTS | _WHOLES),
    Tag("ET", "edition", types=_PARTS | _WHOLES | _REPORTS),
    # JabRef takes whatever stands in M3 for a DOI.
    Tag("M3", "genre", flavours=_NOT_JABREF),
    Tag("PB", "publisher"),
    Tag("CY", "publisher-place"),
    Tag("PP", "publisher-place", None),
    Tag("LA", "language"),
    Tag("AB", "abstract"),
    Tag("N2", "abstract", None),
)

# Of which a record has any number, in the order of writing. Sources: Zotero's translator, JabRef's
# importer, EndNote's export: who takes a tag for something else does not get it.
LISTED: Final = (
    Tag("AU", "author"),
    # JabRef takes secondary authors for authors.
    Tag("A2", "editor", types=_PARTS, flavours=_NOT_JABREF),
    Tag("ED", "editor", types=_PARTS, flavours=_JABREF),
    Tag("ED", "editor", types=_ALL - _PARTS),
)
IDENTIFIERS: Final = (
    Tag("DO", "DOI", flavours=_NOT_JABREF),
    # JabRef 3 reads a DOI only with this before it, later ones with it and without.
    Tag("DO", "DOI", "doi:{}".format, flavours=_JABREF),
    # JabRef writes AN over the number of the issue, Zotero shows it as a place in an archive.
    Tag("AN", "PMID", flavours=frozenset({Flavour.ANY, Flavour.ENDNOTE})),
    # JabRef takes C2 for PubMed's identifier, whatever it holds; Zotero makes a note of it.
    Tag("C2", "PMID", flavours=_JABREF),
    Tag("C2", "PMCID", flavours=frozenset({Flavour.ANY, Flavour.ENDNOTE})),
    # The only way into Zotero's Extra, where PMIDs are at home.
    Tag("UR", "PMID", "PM:{}".format, flavours=_ZOTERO),
    Tag("UR", "URL"),
    Tag("N1", "PMID", "PMID: {}".format, flavours=frozenset({Flavour.ANY, Flavour.JABREF})),
    Tag("N1", "PMCID", "PMCID: {}".format, flavours=_EVERYBODY - {Flavour.ENDNOTE}),
)
# EndNote keeps article numbers in C7; JabRef writes it over the number of the issue, Zotero makes a
# note of it.
NUMBERED: Final = frozenset({Flavour.ANY, Flavour.ENDNOTE})

_ORDER: Final = """
TY ID AU ED A2 TI ST T2 BT JF JA J2 T3 PY DA VL IS M1 SP EP C7 ET M3 PB CY LA SN
DO AN C2 UR Y2 KW AB N1
"""
ORDER: Final = {tag: place for place, tag in enumerate(_ORDER.split())}
"""Every tag that is written, in the order of writing."""

# Read for what CSL has; AN, C2, U1 and U2 only where they hold an identifier.
_READ: Final = """
TY ER ID A1 AU ED A2 KW JO SP EP LP C7 PY Y1 DA Y2 SN DO UR N1 RN
"""
READ: Final = frozenset(_READ.split()) | {tag.tag for tag in TAGS}
OTHERS: Final = "ris"
"""What keeps the values of the other tags, in `custom`."""
TAG: Final = re.compile(r"[A-Z][A-Z0-9]")

# With one space before the hyphen only these are tags: `CD - positive` is a wrapped line.
_KNOWN: Final = """
A1 A2 A3 A4 AB AD AN AU BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CR CT CY DA DB DO DP ED EP ER ET
ID IS J1 J2 JA JF JO KW L1 L2 L3 L4 LA LB LK LP M1 M2 M3 N1 N2 NV OP PB PP PY RI RN RP SE SN
SP ST SV T1 T2 T3 TA TI TT TY U1 U2 U3 U4 U5 UR VL VO Y1 Y2
"""
KNOWN: Final = frozenset(_KNOWN.split())


def csl_type(ris_type: str) -> str:
    """Give the CSL type of a RIS type, in any case; unknown ones are documents."""
    name = ris_type.upper()
    both_ways = (csl for ris, csl in TYPES if ris == name)
    return next(both_ways, READ_TYPES.get(name, OTHER_TYPE[1]))


def ris_type(csl: str) -> str:
    """Give the RIS type of a CSL type."""
    return next((ris for ris, known in TYPES if known == csl), OTHER_TYPE[0])


@cache
def meant(type_: str) -> tuple[Tag, ...]:
    """Give the rows of texts that hold for records of this RIS type."""
    return tuple(tag for tag in TAGS if means(tag, type_))


def means(tag: Tag, type_: str) -> bool:
    """Say whether a tag has this meaning in a record of this RIS type."""
    return tag.types is None or type_ in tag.types


def written(tag: Tag, type_: str, flavour: Flavour) -> bool:
    """Say whether records of this RIS type have this tag for these readers."""
    return tag.write is not None and flavour in tag.flavours and means(tag, type_)
