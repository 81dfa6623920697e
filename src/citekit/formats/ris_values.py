"""One work of the library as RIS tags: values, no syntax."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from citekit.formats.item_identifiers import completed
from citekit.formats.name_forms import inverted
from citekit.formats.nlm_source import SEASONS
from citekit.formats.notes import notice_sentence
from citekit.formats.ris_tags import JOURNALS, ORDER, TAGS, means, ris_type
from citekit.model import CslDate, CslItem, StoredWork
from citekit.text import dates, pages

# JabRef takes secondary authors for authors; but for chapters A2 is what the others read.
_EDITED_BY_A2: Final = frozenset({"CHAP", "CPAPER", "ENCYC", "DICT"})

_RANGE = re.compile(r"([^\s,;-]+)-([^\s,;-]+)")
# `e12`, `n71` (BMJ), `R79` (BMC), `CD004` (Cochrane); but `S27` is a page of a supplement.
_ARTICLE_NUMBER = re.compile(r"(?:[a-z]|R|CD)[0-9]+")


def to_tags(work: StoredWork) -> list[tuple[str, str]]:
    """Write a work as tags with their values, in the table's order."""
    item = completed(work)
    type_ = ris_type(item.get("type", ""))
    written = [
        ("TY", type_),
        ("ID", work.key),
        *_people_tags(item, type_),
        *_text_tags(item, type_),
        *_date_tags(item),
        *_page_tags(item, type_),
        *_identifier_tags(item),
        *(("KW", keyword) for keyword in _keywords(item.get("keyword", ""))),
        *(("N1", note) for note in _notes(item, work)),
    ]
    return sorted(written, key=lambda pair: ORDER[pair[0]])


def _people_tags(item: CslItem, type_: str) -> Iterator[tuple[str, str]]:
    editor = "A2" if type_ in _EDITED_BY_A2 else "ED"
    for tag, people in (("AU", item.get("author", [])), (editor, item.get("editor", []))):
        for name in people:
            yield tag, inverted(name)


def _text_tags(item: CslItem, type_: str) -> Iterator[tuple[str, str]]:
    for tag in TAGS:
        text = str(item.get(tag.variable) or "")
        if text and tag.write is not None and means(tag, type_):
            yield tag.tag, tag.write(text)


def _date_tags(item: CslItem) -> Iterator[tuple[str, str]]:
    for tag, date in (("DA", item.get("issued")), ("Y2", item.get("accessed"))):
        if date:
            yield tag, _written_date(date)
    year = dates.year(item.get("issued"))
    if year is not None:
        yield "PY", f"{year:04d}"


def _written_date(date: CslDate) -> str:
    """Write `2010/08/03/`; what is no number stands behind the third slash."""
    parts = date.get("date-parts", [])
    if not parts or not parts[0]:
        return f"///{date.get('literal', '')}"
    year, month, day = (*parts[0], None, None)[:3]
    season = SEASONS.get(date.get("season", 0), "") if month is None else ""
    return f"{year:04d}/{_two(month)}/{_two(day)}/{season}"


def _two(number: int | None) -> str:
    return "" if number is None else f"{number:02d}"


def _page_tags(item: CslItem, type_: str) -> Iterator[tuple[str, str]]:
    number = str(item.get("number", "")) if type_ in JOURNALS else ""
    page = pages.expand(str(item.get("page", ""))) or number
    ends = _RANGE.fullmatch(page)
    if ends is not None:
        yield from zip(("SP", "EP"), ends.groups(), strict=True)
    else:
        yield "SP", page
    # EndNote keeps article numbers here.
    if number or (type_ in JOURNALS and ends is None and _ARTICLE_NUMBER.fullmatch(page)):
        yield "C7", number or page


def _identifier_tags(item: CslItem) -> Iterator[tuple[str, str]]:
    for issn in re.split(r"[,;\s]+", item.get("ISSN", "")):
        yield "SN", issn
    for tag, value in (
        ("SN", item.get("ISBN", "")),
        ("DO", item.get("DOI", "")),
        ("AN", item.get("PMID", "")),
        ("C2", item.get("PMCID", "")),
        ("UR", item.get("URL", "")),
    ):
        yield tag, str(value)


def _keywords(written: str) -> list[str]:
    separator = ";" if ";" in written else ","
    return [word.strip() for word in written.split(separator)]


def _notes(item: CslItem, work: StoredWork) -> Iterator[str]:
    """Write notes one by one; Zotero reads the identifiers of PubMed only here."""
    yield from item.get("note", "").split("\n")
    for label in ("PMID", "PMCID"):
        value = item.get(label)
        if value:
            yield f"{label}: {value}"
    for stored in work.notices:
        yield notice_sentence(stored)
