"""One work of the library as RIS tags: values, no syntax."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from citekit.formats.item_identifiers import completed
from citekit.formats.notes import notice_sentence
from citekit.formats.ris_tags import JOURNALS, ORDER, TAG, TAGS, means, ris_type
from citekit.model import CslDate, CslItem, CslName, StoredWork
from citekit.text import dates, pages

# JabRef takes secondary authors for authors; but for chapters A2 is what the others read.
_EDITED_BY_A2: Final = frozenset({"CHAP", "CPAPER", "ENCYC", "DICT"})
_SEASONS: Final = {1: "Spring", 2: "Summer", 3: "Autumn", 4: "Winter"}

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
    return [*sorted(written, key=lambda pair: ORDER[pair[0]]), *_other_tags(item, written)]


def _other_tags(item: CslItem, written: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give what a record of a file had under other tags, as it was."""
    said = {tag for tag, value in written if value}
    for tag, values in sorted(item.get("custom", {}).get("ris", {}).items()):
        if TAG.fullmatch(tag) and tag not in said | {"TY", "ER"} and isinstance(values, list):
            yield from ((tag, str(value)) for value in values)


def _people_tags(item: CslItem, type_: str) -> Iterator[tuple[str, str]]:
    editor = "A2" if type_ in _EDITED_BY_A2 else "ED"
    for tag, people in (("AU", item.get("author", [])), (editor, item.get("editor", []))):
        for name in people:
            yield tag, _written_name(name)


def _written_name(name: CslName) -> str:
    family = [name.get("non-dropping-particle", ""), name.get("family", "")]
    given = [name.get("given", ""), name.get("dropping-particle", "")]
    parts = [" ".join(filter(None, words)) for words in (family, given)]
    return ", ".join(filter(None, [*parts, name.get("suffix", "")])) or name.get("literal", "")


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
    season = _SEASONS.get(date.get("season", 0), "") if month is None else ""
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
