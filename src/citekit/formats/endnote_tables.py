"""EndNote's names beside RIS's, one table for each: types, tags of `.enw`, elements of XML.

EndNote exports its fields as RIS too, so that what a field means is written down once, in
`ris_tags`. Sources: EndNote's own reference types and its export style "EndNote Export"; Zotero's
translators for both files.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Type(NamedTuple):
    """One kind of reference: EndNote's name and number, and RIS's type."""

    name: str
    number: int
    ris: str


# Written: the first row of a RIS type.
TYPES: Final = (
    Type("Journal Article", 17, "JOUR"),
    Type("Magazine Article", 19, "MGZN"),
    Type("Newspaper Article", 23, "NEWS"),
    Type("Book", 6, "BOOK"),
    Type("Book Section", 5, "CHAP"),
    Type("Conference Paper", 47, "CPAPER"),
    Type("Report", 27, "RPRT"),
    Type("Thesis", 32, "THES"),
    Type("Encyclopedia", 53, "ENCYC"),
    Type("Dictionary", 52, "DICT"),
    Type("Dataset", 59, "DATA"),
    Type("Computer Program", 9, "COMP"),
    Type("Web Page", 12, "ELEC"),
    Type("Blog", 56, "BLOG"),
    Type("Patent", 25, "PAT"),
    Type("Unpublished Work", 34, "UNPB"),
    Type("Generic", 13, "GEN"),
    Type("Conference Proceedings", 10, "CONF"),
    Type("Edited Book", 28, "EDBOOK"),
    Type("Electronic Article", 43, "EJOUR"),
    Type("Electronic Book", 44, "EBOOK"),
    Type("Electronic Book Section", 60, "ECHAP"),
    Type("Manuscript", 36, "MANSCPT"),
    Type("Government Document", 46, "GOVDOC"),
    Type("Pamphlet", 24, "PAMP"),
    Type("Online Database", 45, "DBASE"),
    Type("Aggregated Database", 55, "AGGR"),
)
OTHER_TYPE: Final = next(one for one in TYPES if one.ris == "GEN")

# Tag of `.enw` -> RIS tag. Written: the first row of a RIS tag.
TAGS: Final = (
    ("F", "ID"),
    ("A", "AU"),
    ("E", "ED"),
    ("E", "A2"),
    ("Y", "A3"),
    ("D", "PY"),
    ("T", "TI"),
    ("!", "ST"),
    ("J", "T2"),
    ("B", "T2"),
    ("O", "JA"),
    ("S", "T3"),
    ("V", "VL"),
    ("N", "IS"),
    ("N", "M1"),
    ("P", "SP"),
    ("8", "DA"),
    ("7", "ET"),
    ("9", "M3"),
    ("I", "PB"),
    ("C", "CY"),
    ("G", "LA"),
    ("@", "SN"),
    ("R", "DO"),
    ("M", "AN"),
    ("2", "C2"),
    ("U", "UR"),
    ("[", "Y2"),
    ("K", "KW"),
    ("X", "AB"),
    ("Z", "N1"),
    ("<", "RN"),
    ("~", "DB"),
    ("W", "DP"),
)
# Read, kept, and written back as they are: nothing of CSL carries them.
OTHER_TAGS: Final = frozenset("136HLQ#$&()*+>?]^=|:-.5")

# Path below `record` -> RIS tag; `number` is the issue, or what a report is numbered by.
ELEMENTS: Final = (
    ("contributors/authors/author", "AU"),
    ("contributors/secondary-authors/author", "ED"),
    ("contributors/tertiary-authors/author", "A3"),
    ("titles/title", "TI"),
    ("titles/secondary-title", "T2"),
    ("titles/tertiary-title", "T3"),
    ("titles/alt-title", "J2"),
    ("titles/short-title", "ST"),
    ("periodical/full-title", "JF"),
    ("periodical/abbr-1", "JA"),
    ("pages", "SP"),
    ("volume", "VL"),
    ("number", "IS"),
    ("edition", "ET"),
    ("keywords/keyword", "KW"),
    ("dates/year", "PY"),
    ("dates/pub-dates/date", "DA"),
    ("pub-location", "CY"),
    ("publisher", "PB"),
    ("isbn", "SN"),
    ("accession-num", "AN"),
    ("electronic-resource-num", "DO"),
    ("abstract", "AB"),
    ("notes", "N1"),
    ("research-notes", "RN"),
    ("work-type", "M3"),
    ("urls/related-urls/url", "UR"),
    ("custom2", "C2"),
    ("custom7", "C7"),
    ("label", "ID"),
    ("remote-database-name", "DB"),
    ("remote-database-provider", "DP"),
    ("language", "LA"),
    ("access-date", "Y2"),
)


def ris_of_name(name: str) -> str:
    """Give the RIS type of EndNote's name or number; unknown ones are generic."""
    wanted = name.strip().casefold()
    named = (one.ris for one in TYPES if wanted in {one.name.casefold(), str(one.number)})
    return next(named, OTHER_TYPE.ris)


def type_of_ris(ris: str) -> Type:
    """Give EndNote's type of a RIS type."""
    return next((one for one in TYPES if one.ris == ris), OTHER_TYPE)
