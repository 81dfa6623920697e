"""One work of the library as RIS tags: values, no syntax."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from citekit.formats import state_words
from citekit.formats.item_identifiers import completed
from citekit.formats.name_forms import for_bibtex, for_endnote, inverted
from citekit.formats.nlm_source import SEASONS
from citekit.formats.notes import notice_sentence
from citekit.formats.ris_tags import (
    IDENTIFIERS,
    JOURNALS,
    LISTED,
    NUMBERED,
    ORDER,
    TAG,
    TAGS,
    Flavour,
    Tag,
    ris_type,
    written,
)
from citekit.model import CslDate, CslItem, CslName, StoredWork
from citekit.text import dates, pages

# Whose rules for names are other than RIS's.
_NAMES: Final[Mapping[Flavour, Callable[[CslName], str]]] = {
    Flavour.ENDNOTE: for_endnote,
    Flavour.JABREF: for_bibtex,
}
_RANGE = re.compile(r"([^\s,;-]+)-([^\s,;-]+)")


def to_tags(work: StoredWork, flavour: Flavour = Flavour.ANY) -> list[tuple[str, str]]:
    """Write a work as tags with their values, in the table's order."""
    item = state_words.added(completed(work), work.status, state_words.PUBLICATION_TYPES)
    type_ = ris_type(item.get("type", ""))
    tags = [
        ("TY", type_),
        ("ID", work.key),
        *_people_tags(item, type_, flavour),
        *_text_tags(TAGS, item, type_, flavour),
        *_date_tags(item),
        *_page_tags(item, type_, flavour),
        *_serial_tags(item),
        *(("N1", note) for note in item.get("note", "").split("\n")),
        *_text_tags(IDENTIFIERS, item, type_, flavour),
        *(("KW", keyword) for keyword in _keywords(item.get("keyword", ""))),
        *(("N1", notice_sentence(stored)) for stored in work.notices),
    ]
    return [*sorted(tags, key=lambda pair: ORDER[pair[0]]), *_other_tags(item, tags)]


def _other_tags(item: CslItem, beside: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give what a record of a file had under other tags, as it was."""
    said = {tag for tag, value in beside if value}
    for tag, values in sorted(item.get("custom", {}).get("ris", {}).items()):
        if TAG.fullmatch(tag) and tag not in said | {"TY", "ER"} and isinstance(values, list):
            yield from ((tag, str(value)) for value in values)


def _people_tags(item: CslItem, type_: str, flavour: Flavour) -> Iterator[tuple[str, str]]:
    write = _NAMES.get(flavour, inverted)
    people = {"author": item.get("author", []), "editor": item.get("editor", [])}
    for tag in LISTED:
        if written(tag, type_, flavour):
            for name in people[tag.variable]:
                yield tag.tag, write(name)


def _text_tags(
    tags: Iterable[Tag], item: CslItem, type_: str, flavour: Flavour
) -> Iterator[tuple[str, str]]:
    for tag in tags:
        text = str(item.get(tag.variable) or "")
        if text and tag.write is not None and written(tag, type_, flavour):
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


def _page_tags(item: CslItem, type_: str, flavour: Flavour) -> Iterator[tuple[str, str]]:
    number = str(item.get("number", "")) if type_ in JOURNALS else ""
    page = pages.expand(str(item.get("page", ""))) or number
    ends = _RANGE.fullmatch(page)
    if ends is not None:
        yield from zip(("SP", "EP"), ends.groups(), strict=True)
    else:
        yield "SP", page
    numbered = number or (type_ in JOURNALS and ends is None and pages.is_article_number(page))
    if numbered and flavour in NUMBERED:
        yield "C7", number or page


def _serial_tags(item: CslItem) -> Iterator[tuple[str, str]]:
    for serial in [*re.split(r"[,;\s]+", item.get("ISSN", "")), item.get("ISBN", "")]:
        yield "SN", serial


def _keywords(written: str) -> list[str]:
    separator = ";" if ";" in written else ","
    return [word.strip() for word in written.split(separator)]
