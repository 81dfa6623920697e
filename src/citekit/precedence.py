"""Which registry is believed first, field by field, and why (docs/fields.md is made from this)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Precedence(NamedTuple):
    """Whose word on a field is taken first."""

    registries: tuple[str, ...]
    """The next in line gives what the first leaves out; others come last, by name."""
    why: str


_PUBMED = ("pubmed", "crossref")
_CROSSREF = ("crossref", "pubmed")

OTHERWISE = Precedence(_PUBMED, "Curated by NLM.")
"""For fields that are not named below."""

FIELDS: Mapping[str, Precedence] = {
    "type": Precedence(
        _CROSSREF,
        "PubMed calls everything an article; Crossref tells chapters, preprints, datasets apart.",
    ),
    "title": Precedence(
        _PUBMED,
        "NLM types titles whole, with the subtitle, and corrects them; deposits carry capitals and "
        "footnote marks. One that is all capitals gives way.",
    ),
    "original-title": Precedence(
        _PUBMED, "Only PubMed has the vernacular title beside its translation."
    ),
    "container-title": Precedence(
        _CROSSREF,
        "The publisher's own name; PubMed's full form is NLM's catalogue title (Arthritis and …).",
    ),
    "container-title-short": Precedence(
        _PUBMED,
        "The NLM abbreviation is a curated term; the deposited short title is whatever was typed.",
    ),
    "collection-title": Precedence(_CROSSREF, "A book series is named by its publisher."),
    "author": Precedence(
        _CROSSREF,
        "Deposits have whole given names and particles; PubMed before 2002 has initials. A list "
        "that is cut, shouted, shorter, or of bare initials gives way.",
    ),
    "editor": Precedence(_CROSSREF, "As for authors."),
    "translator": Precedence(_CROSSREF, "As for authors."),
    "issued": Precedence(
        _PUBMED,
        "NLM records the date of the issue; Crossref's is the earliest of print and online.",
    ),
    "available-date": Precedence(
        _PUBMED, "PubMed keeps the electronic date apart from the issue's."
    ),
    "volume": Precedence(
        _PUBMED, "NLM reads it off the issue; deposits before print lack it or hold a placeholder."
    ),
    "issue": Precedence(_PUBMED, "As for the volume."),
    "page": Precedence(
        _PUBMED,
        "PubMed gives the printed range (and `123-5; discussion 6`); deposits often only a first "
        "page.",
    ),
    "number": Precedence(_CROSSREF, "An article number is the publisher's."),
    "edition": Precedence(_CROSSREF, "The publisher's."),
    "publisher": Precedence(_CROSSREF, "For journals PubMed has no publisher, only a country."),
    "publisher-place": Precedence(_CROSSREF, "As for the publisher."),
    "abstract": Precedence(
        _PUBMED,
        "Structured and checked by NLM; deposited abstracts are JATS fragments of varying "
        "wholeness.",
    ),
    "keyword": Precedence(_PUBMED, "The author's keywords as NLM took them over."),
    "language": Precedence(
        _PUBMED,
        "Assigned by NLM from the text; deposits name the language of the journal's web site.",
    ),
    "genre": OTHERWISE,
    "status": OTHERWISE,
    "DOI": Precedence(_CROSSREF, "As the registrant spells it."),
    "PMID": Precedence(_PUBMED, "Assigned by NLM."),
    "PMCID": Precedence(_PUBMED, "Assigned by NLM."),
    "ISSN": Precedence(
        _CROSSREF, "Crossref lists print and electronic; PubMed the medium that it indexed."
    ),
    "ISBN": Precedence(_CROSSREF, "The publisher's."),
    "URL": Precedence(_CROSSREF, "The publisher's."),
}


def of(field: str) -> tuple[str, ...]:
    """Give the registries whose word on a field is taken, best first."""
    return FIELDS.get(field, OTHERWISE).registries
