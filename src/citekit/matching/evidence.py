"""What one field says for or against a record, and how much that weighs."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Field(StrEnum):
    """The fields that are compared, in the order their reasons are given."""

    IDENTIFIER = "identifier"
    TITLE = "title"
    AUTHOR = "author"
    YEAR = "year"
    JOURNAL = "journal"
    VOLUME = "volume"
    ISSUE = "issue"
    PAGE = "page"


class Verdict(StrEnum):
    """What a comparison of one field comes to."""

    AGREES = "agrees"
    NEAR = "near"
    DIFFERS = "differs"
    SILENT = "silent"
    """One side, or both, says nothing."""


class Evidence(NamedTuple):
    """One field's say."""

    field: Field
    verdict: Verdict
    points: float = 0.0
    reason: str = ""


# Weights of evidence: powers of ten by which an agreement makes the record likelier than a
# neighbour (an article a search also brings up: same subject, often same journal and year).
# A first page is shared by one neighbour in a hundred, a first author's family and initial
# likewise; journal and volume by one in ten; the year by one in five. What differs weighs by how
# seldom people write it wrongly: years slip by one (online and print), volumes and pages rarely.
# Titles are weighed where they are compared (`citekit.matching.title`).
POINTS: Mapping[tuple[Field, Verdict], float] = {
    (Field.IDENTIFIER, Verdict.AGREES): 6.0,
    (Field.AUTHOR, Verdict.AGREES): 2.0,
    (Field.AUTHOR, Verdict.NEAR): 1.0,
    (Field.AUTHOR, Verdict.DIFFERS): -2.0,
    (Field.YEAR, Verdict.AGREES): 0.7,
    (Field.YEAR, Verdict.NEAR): -0.3,
    (Field.YEAR, Verdict.DIFFERS): -1.2,
    (Field.JOURNAL, Verdict.AGREES): 1.0,
    (Field.JOURNAL, Verdict.DIFFERS): -1.0,
    (Field.VOLUME, Verdict.AGREES): 1.0,
    (Field.VOLUME, Verdict.DIFFERS): -1.5,
    (Field.ISSUE, Verdict.AGREES): 0.3,
    (Field.ISSUE, Verdict.DIFFERS): -0.5,
    (Field.PAGE, Verdict.AGREES): 2.0,
    (Field.PAGE, Verdict.NEAR): -0.5,
    (Field.PAGE, Verdict.DIFFERS): -2.5,
}

# A candidate is one of about a thousand that the words of a search could have brought up.
PRIOR = -3.0


def weigh(field: Field, verdict: Verdict, reason: str = "") -> Evidence:
    """Give a verdict its weight."""
    return Evidence(field, verdict, POINTS.get((field, verdict), 0.0), reason)
