"""One MEDLINE record as a CSL item: values, no syntax."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from citekit.formats import pubmed_values
from citekit.formats.item_identifiers import Draft, add, custom
from citekit.formats.nbib_notices import to_link
from citekit.formats.nbib_people import Fields, read_authors, read_editors
from citekit.formats.nbib_tags import ARTICLE, CHAPTER, UNDETERMINED, read_kind, read_texts
from citekit.model import CslDate, CslItem, Link
from citekit.terms import MEDLINE_TAGS
from citekit.text import dates, numbers
from citekit.text.named import named_in
from citekit.vocab import Scheme

_Values = Mapping[str, list[str]]

_MARKED = re.compile(r"(.*?)\s*\[([A-Za-z-]+)\]")
# Possessive: of a label that never ends, no shorter word is tried.
_LABELLED = re.compile(r"(\S+?)\s*(?:\((\w++)[^()]*+\))?")
# PubMed Central writes months as `202001`.
_YEAR_AND_MONTH = re.compile(r"([0-9]{4})([0-9]{2})")


def to_item(fields: Fields) -> tuple[CslItem, tuple[Link, ...]]:
    """Read a record's fields; the links are the notices that it tells of."""
    values: dict[str, list[str]] = {}
    for tag, value in fields:
        values.setdefault(tag, []).append(value)
    kind = read_kind(frozenset(values))
    draft: Draft = {"type": kind}
    if kind == ARTICLE:
        draft["type"], genre = pubmed_values.kind(values.get("PT", ()))
        draft.update({"genre": genre} if genre else {})
    read_texts(draft, kind, values)
    _read_people(draft, fields)
    _read_dates(draft, kind, values)
    _read_serials(draft, values)
    _read_identifiers(draft, kind, values)
    _read_lists(draft, values)
    item = cast("CslItem", draft)
    own = named_in(item)
    return item, tuple(to_link(tag, text, own) for tag, text in fields if tag in MEDLINE_TAGS)


def _read_people(draft: Draft, fields: Fields) -> None:
    authors, editors = read_authors(fields), read_editors(fields)
    if authors.names:
        draft["author"] = authors.names
    if authors.orcid:
        custom(draft)["orcid"] = authors.orcid
    if editors:
        draft["editor"] = editors


def _read_dates(draft: Draft, kind: str, values: _Values) -> None:
    contributed = _first(values, "CTDT") if kind == CHAPTER else ""
    for variable, date in (
        ("issued", _date(contributed) or _date(_first(values, "DP"))),
        ("available-date", _date(_first(values, "DEP"))),
    ):
        if date is not None:
            draft[variable] = date
    revised = dates.iso(_date(_first(values, "LR")))
    if revised:
        custom(draft)["date_revised"] = revised


def _date(text: str) -> CslDate | None:
    match = _YEAR_AND_MONTH.fullmatch(text)
    if match is not None:
        return dates.from_parts([[int(part) for part in match.groups()]])
    return dates.from_pubmed(None, None, None, None, text)


def _read_serials(draft: Draft, values: _Values) -> None:
    issns = list(_labelled(values, "IS"))
    isbn = next((number for number, _ in _labelled(values, "ISBN")), None)
    # ERIC writes ISBNs here too.
    isbn = isbn or next((number for number, _ in issns if numbers.isbn13(number)), None)
    if isbn:
        draft["ISBN"] = isbn
    issn = _issn([(number, label) for number, label in issns if number != isbn])
    if issn:
        draft["ISSN"] = issn


def _issn(labelled: list[tuple[str, str]]) -> str:
    """Take the printed journal's, else the one for all media, as of PubMed's XML."""
    told = {
        label.casefold(): number
        for number, label in reversed(labelled)
        if label not in {"", UNDETERMINED}
    }
    best = told.get("print") or told.get("linking") or next(iter(told.values()), "")
    return best or ", ".join(dict.fromkeys(number for number, _ in labelled))


def _labelled(values: _Values, tag: str) -> Iterator[tuple[str, str]]:
    for value in values.get(tag, ()):
        match = _LABELLED.fullmatch(value)
        if match is not None:
            yield match[1], match[2] or ""


def _read_identifiers(draft: Draft, kind: str, values: _Values) -> None:
    places, ids = _marked(values, "LID"), _marked(values, "AID")
    doi = pubmed_values.first_doi(*places.get("doi", ()), *ids.get("doi", ()))
    if doi:
        draft["DOI"] = doi
    number = pubmed_values.article_number(next(iter(places.get("pii", ())), None))
    if number and "volume" in draft and "page" not in draft and kind == ARTICLE:
        draft["number"] = number
    add(draft, Scheme.PMID, _first(values, "PMID"))
    add(draft, Scheme.PMCID, _first(values, "PMC"))
    for accession in ids.get("bookaccession", [])[:1]:
        custom(draft)["nbk"] = accession


def _marked(values: _Values, tag: str) -> dict[str, list[str]]:
    """Part `10.1000/x [doi]`, by what stands in the brackets."""
    found: dict[str, list[str]] = {}
    for value in values.get(tag, ()):
        match = _MARKED.fullmatch(value)
        if match is not None and match[1]:
            found.setdefault(match[2], []).append(match[1])
        elif match is None and value.startswith("10."):
            found.setdefault("doi", []).append(value)
    return found


def _read_lists(draft: Draft, values: _Values) -> None:
    keywords = [*values.get("OT", ()), *values.get("KW", ())]
    if any(keywords):
        draft["keyword"] = "; ".join(filter(None, keywords))
    types = list(filter(None, values.get("PT", ())))
    if types:
        custom(draft)["publication_types"] = types


def _first(values: _Values, tag: str) -> str:
    return next(filter(None, values.get(tag, ())), "")
