"""Closed vocabularies: the words that the project itself chooses among."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

DOCUMENT = "document"
"""The witness that a page or a reference file is."""
RETRACTION_WATCH: Final = "retraction-watch"
NOTICE_REGISTRIES = frozenset({RETRACTION_WATCH})
"""Who knows notices about works, and is no authority on the works themselves."""
WITNESS_NAMES: Final = {
    "pubmed": "PubMed",
    "crossref": "Crossref",
    RETRACTION_WATCH: "Retraction Watch",
    DOCUMENT: "the document",
}
"""What witnesses are called in sentences; a registry that is not here, as it calls itself."""
HAND = "hand"
"""Who said a field that a person has set: believed before every registry, and never overwritten."""


class Scheme(StrEnum):
    """The kinds of identifier that name a work."""

    DOI = "doi"
    PMID = "pmid"
    PMCID = "pmcid"
    ARXIV = "arxiv"
    ISBN = "isbn"


class Outcome(StrEnum):
    """What became of one citation."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"


class AskedOutcome(StrEnum):
    """What became of asking one registry."""

    FOUND = "found"
    ABSENT = "absent"
    UNAVAILABLE = "unavailable"


class LinkType(StrEnum):
    """What a notice says about a work."""

    ERRATUM = "erratum"
    RETRACTION = "retraction"
    PARTIAL_RETRACTION = "partial_retraction"
    EXPRESSION_OF_CONCERN = "expression_of_concern"
    COMMENT = "comment"
    UPDATE = "update"
    REPUBLICATION = "republication"
    RETRACTION_AND_REPUBLICATION = "retraction_and_republication"
    REINSTATEMENT = "reinstatement"
    WITHDRAWAL = "withdrawal"
    PREPRINT_OF = "preprint_of"
    SUMMARY = "summary"
    OTHER = "other"


class Status(StrEnum):
    """The current state of a work, as its notices leave it."""

    NONE = "none"
    CORRECTED = "corrected"
    CONCERN = "concern"
    PARTIALLY_RETRACTED = "partially_retracted"
    WITHDRAWN = "withdrawn"
    RETRACTED = "retracted"
    RETRACTED_AND_REPUBLISHED = "retracted_and_republished"
    REINSTATED = "reinstated"
    SUPERSEDED = "superseded"


class Level(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class RejectedFor(StrEnum):
    """Why an entry or citation could not be taken."""

    BROKEN = "broken"
    KEY_TAKEN = "key taken"
    """An entry before it has the key."""
    KEY_UNKNOWN = "key unknown"
    """A document cites a key that its bibliographies do not have."""


class Side(StrEnum):
    """The end of a link that carries a term."""

    WORK = "work"
    NOTICE = "notice"
