"""A numbered reference list in the form of the NLM ("Vancouver"), written only.

After *Citing Medicine* (NLM), as PubMed prints it: `doi:` and `PMID:` at the end, then the notices.
What a record does not say is left out; no place or date is made up for it.

Lost on the way out: the citation key, keywords, abstract, language, ISSN and ISBN; authors behind
the sixth; given names but their initials, degrees; markup of titles; everything that the form of a
type has no place for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from citekit.formats import nlm_source
from citekit.formats import vancouver_forms as forms
from citekit.formats.item_identifiers import completed
from citekit.formats.lines import one_line, stopped
from citekit.formats.notes import notice_sentence
from citekit.formats.plain_titles import plain_title
from citekit.model import CslItem, StoredWork
from citekit.vocab import LinkType, Status

_RETRACTED: Final = frozenset({Status.RETRACTED, Status.RETRACTED_AND_REPUBLISHED})
_RETRACTIONS: Final = frozenset({LinkType.RETRACTION, LinkType.RETRACTION_AND_REPUBLICATION})


def write(works: Sequence[StoredWork]) -> str:
    """Write one line for each work, numbered in the order of the keys.

    The same works give the same text.
    """
    ordered = sorted(works, key=lambda work: work.key)
    return "".join(f"{number}. {reference(work)}\n" for number, work in enumerate(ordered, 1))


def reference(work: StoredWork) -> str:
    """Write one work as one line, its notices behind it; a work of no description by its key."""
    item = completed(work)
    form = _FORMS.get(item.get("type", ""), _whole)
    if form is _whole and _has_journal(item):
        form = _paper
    described = list(filter(None, form(item)))
    sentences = [
        *(described or [stopped(f"[{one_line(work.key)}]")]),
        *_identifiers(item),
        *_notices(work),
        _address(item),
    ]
    return one_line(" ".join(filter(None, sentences)))


def _paper(item: CslItem) -> Iterator[str]:
    yield forms.people(item)
    yield forms.title(item)
    yield forms.journal(item)
    yield stopped(nlm_source.locator(item))


def _part(item: CslItem) -> Iterator[str]:
    yield forms.people(item) if item.get("author") else ""
    yield forms.title(item)
    whole = plain_title(item.get("container-title", ""))
    inside = [forms.editors(item), forms.title(item, whole) if whole else ""]
    if any(inside):
        yield " ".join(["In:", *filter(None, inside)])
    yield forms.edition(item)
    yield forms.imprint(item)
    yield forms.pages_of_part(item)


def _whole(item: CslItem) -> Iterator[str]:
    yield forms.people(item)
    yield forms.title(item)
    yield forms.edition(item)
    yield forms.editors(item) if item.get("author") else ""
    yield forms.imprint(item)


_FORMS: Final[Mapping[str, Callable[[CslItem], Iterator[str]]]] = {
    **dict.fromkeys(("article-journal", "article-magazine", "article-newspaper", "review"), _paper),
    **dict.fromkeys(("chapter", "paper-conference"), _part),
    **dict.fromkeys(("entry-encyclopedia", "entry-dictionary"), _part),
}
"""The form of a CSL type; the others are papers where they stand in a journal, else wholes."""


def _has_journal(item: CslItem) -> bool:
    named = item.get("container-title") or item.get("container-title-short")
    return bool(named) and item.get("type") != "book"


def _identifiers(item: CslItem) -> Iterator[str]:
    for label, value in (
        ("doi", item.get("DOI")),
        ("PMID", item.get("PMID")),
        ("PMCID", item.get("PMCID")),
    ):
        if value:
            yield f"{label}: {one_line(str(value))}."


def _notices(work: StoredWork) -> Iterator[str]:
    told = {stored.link.type for stored in work.notices}
    if work.status in _RETRACTED and not told & _RETRACTIONS:
        yield "Retracted publication."
    for stored in work.notices:
        yield stopped(notice_sentence(stored))


def _address(item: CslItem) -> str:
    """Give the address of what has no identifier; without a stop, which would belong to it."""
    if any(item.get(name) for name in ("DOI", "PMID", "PMCID")) or not item.get("URL"):
        return ""
    return f"Available from: {one_line(item['URL'])}"
