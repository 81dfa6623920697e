"""CSL's variables by kind, as the schema csl-data 1.0 has them.

https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json
"""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TYPES = frozenset(
    _words(
        """
        article article-journal article-magazine article-newspaper bill book broadcast chapter
        classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
        graphic hearing interview legal_case legislation manuscript map motion_picture
        musical_score pamphlet paper-conference patent performance periodical
        personal_communication post post-weblog regulation report review review-book software song
        speech standard thesis treaty webpage
        """
    )
)

# Those of `CslItem`, in the order in which they are written.
TEXTS = _words(
    """
    type title title-short original-title container-title container-title-short collection-title
    volume issue page number edition publisher publisher-place abstract keyword language genre
    note status DOI PMID PMCID ISSN ISBN URL source
    """
)
NAMES = ("author", "editor", "translator")
DATES = ("issued", "available-date", "accessed")

# The others: a file's are kept in `custom` under their own names, and written back as they were.
OTHER_TEXTS = _words(
    """
    annote archive archive_collection archive_location archive-place authority call-number
    chapter-number citation-number citation-label collection-number dimensions division event
    event-title event-place first-reference-note-number jurisdiction locator medium
    number-of-pages number-of-volumes original-publisher original-publisher-place page-first part
    part-title printing references reviewed-genre reviewed-title scale section supplement version
    volume-title volume-title-short year-suffix
    """
)
OTHER_NAMES = _words(
    """
    chair collection-editor compiler composer container-author contributor curator director
    editorial-director executive-producer guest host interviewer illustrator narrator organizer
    original-author performer producer recipient reviewed-author script-writer series-creator
    """
)
OTHER_DATES = ("event-date", "original-date", "submitted")

# The schema's own second spellings, from citeproc-js.
ALIASES = {"journalAbbreviation": "container-title-short", "shortTitle": "title-short"}

KNOWN = frozenset({*TEXTS, *NAMES, *DATES, *OTHER_TEXTS, *OTHER_NAMES, *OTHER_DATES, *ALIASES})
KNOWN |= {"id", "citation-key", "custom"}

NAME_PARTS = (
    "family",
    "given",
    "dropping-particle",
    "non-dropping-particle",
    "suffix",
    "literal",
)

# `CslCustom`, with the type that each key must have to be believed.
CUSTOM: dict[str, type] = {
    "arxiv": str,
    "author_complete": bool,
    "orcid": dict,
    "publication_types": list,
    "agency": str,
    "date_revised": str,
    "nbk": str,
    "pmid_version": int,
    "bibtex": dict,
    "ris": dict,
    "csljson": dict,
    "endnote": dict,
    "enw": dict,
}
