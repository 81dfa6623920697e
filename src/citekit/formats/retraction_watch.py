"""The Retraction Watch CSV as rows and links: who retracted, doubted or corrected what, and when.

A row stands on the original paper and names its notice. What is lost: authors, institutions,
countries, publishers, subjects, article types, addresses, notes, the paper's own date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import BinaryIO, NamedTuple

from citekit.errors import FormatError
from citekit.formats.candidates import clip
from citekit.formats.csv_records import Record, Records
from citekit.model import End, Identifier, Identifiers, Link, Place, Rejected, Stamp, Witness
from citekit.terms import nature
from citekit.text import dates
from citekit.text.named import canonical
from citekit.vocab import Scheme, Side


class _Cells(NamedTuple):
    """The cells of a row that are read, in the order of `_COLUMNS`."""

    record_id: str
    nature: str
    date: str
    notice_doi: str
    notice_pmid: str
    work_doi: str
    work_pmid: str
    title: str
    journal: str
    reasons: str


_NEEDED = (
    "Record ID",
    "RetractionNature",
    "RetractionDate",
    "RetractionDOI",
    "RetractionPubMedID",
    "OriginalPaperDOI",
    "OriginalPaperPubMedID",
)
_COLUMNS = (*_NEEDED, "Title", "Journal", "Reason")

# What people who fill in the sheet write for "there is none".
_NONE = frozenset({"", "0", "unavailable"})

# `7/26/2019 0:00`: month first, as in the United States, and a time that means nothing.
_US_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?:\s.*)?")

_SHOWN_LENGTH = 200


class Row(NamedTuple):
    """One row: a notice about one original paper."""

    record_id: str
    nature: str
    """RetractionNature, verbatim."""
    date: str | None
    """The notice's date, ISO 8601; None where the row has none that can be read."""
    notice: Identifiers
    work: Identifiers
    """Empty where the row has neither DOI nor PMID of the original paper."""
    title: str = ""
    journal: str = ""
    reasons: tuple[str, ...] = ()


def read(stream: BinaryIO) -> Iterator[Row | Rejected]:
    """Read the CSV row by row, in its order.

    Columns are found by their names: the export ends every line, the header too, with a comma. A
    row without a Record ID, with identifiers that are none, or with not as many cells as there are
    columns is Rejected. One that names its paper in words only is a Row whose `work` is empty.
    Raises FormatError where the needed columns are not there or the stream is cut.
    """
    path = str(getattr(stream, "name", ""))
    records = Records(stream)
    pick, width = _columns(next(records, None))
    for record in records:
        whole = record if _fits(record, width) else records.first_line_alone()
        if not _fits(whole, width):
            shown = clip(whole.raw, _SHOWN_LENGTH)
            yield Rejected(Place(path, whole.line), shown, _misshapen(whole, width))
        elif whole.cells:
            cells = _Cells(*map(str.strip, pick([*whole.cells, ""])))
            reason = _unusable(cells, is_salvaged=whole is not record)
            shown = clip(whole.raw, _SHOWN_LENGTH)
            yield Rejected(Place(path, whole.line), shown, reason) if reason else _row(cells)


def links(rows: Iterable[Row], asked: Identifier, stamp: Stamp) -> tuple[Link, ...]:
    """Make the links of rows about one work, the one that this identifier names.

    The work's end has this identifier alone: the sheet is filled in by hand, and another one that
    stands in the same row may be somebody else's. A notice published in place has the same work
    at both ends.
    """
    work = End({asked.scheme: asked.value})
    return tuple(_link(row, work, stamp) for row in rows)


def _link(row: Row, work: End, stamp: Stamp) -> Link:
    witness = Witness(
        registry=stamp.registry,
        term=row.nature,
        fetched_at=stamp.fetched_at,
        asserted=row.date,
        via=stamp.via,
        record_id=row.record_id,
        stands_on=Side.WORK,
    )
    return Link(nature(row.nature), _notice(row, work), work, (witness,))


def _notice(row: Row, work: End) -> End:
    """Tell the notice's end; what the row gives both for notice and paper is the paper's."""
    own = {scheme: value for scheme, value in row.notice.items() if row.work.get(scheme) != value}
    in_place = len(own) < len(row.notice) and not any(scheme in row.work for scheme in own)
    return work if in_place else End(own)


def _columns(header: Record | None) -> tuple[Callable[[Sequence[str]], tuple[str, ...]], int]:
    """Find the columns; those that can be done without are taken from the cell added last."""
    names = [name.strip() for name in (header.cells or ())] if header else []
    places = {name: place for place, name in enumerate(names) if name}
    missing = [name for name in _NEEDED if name not in places]
    if missing:
        raise FormatError(f"This is no Retraction Watch CSV: it has no column {missing[0]}.")
    return itemgetter(*(places.get(name, -1) for name in _COLUMNS)), 1 + max(places.values())


def _fits(record: Record, width: int) -> bool:
    if record.cells is None:
        return False
    beyond = map(str.strip, record.cells[width:])
    return not record.cells or (len(record.cells) >= width and not any(beyond))


def _misshapen(record: Record, width: int) -> str:
    if record.cells is None:
        return "no comma stands where a cell ends, or it is endless"
    return f"it has {len(record.cells)} cells, the header has {width}"


def _unusable(cells: _Cells, *, is_salvaged: bool) -> str | None:
    """Tell what makes a row useless; a damaged one is not believed to name no paper."""
    if not cells.record_id:
        return "it has no Record ID"
    written = (cells.work_doi.casefold(), cells.work_pmid.casefold())
    is_nameless = not is_salvaged and _NONE.issuperset(written)
    if is_nameless or _identifiers(cells.work_doi, cells.work_pmid):
        return None
    return "it names no original paper"


def _row(cells: _Cells) -> Row:
    return Row(
        record_id=cells.record_id,
        nature=cells.nature,
        date=_date(cells.date),
        notice=_identifiers(cells.notice_doi, cells.notice_pmid),
        work=_identifiers(cells.work_doi, cells.work_pmid),
        title=" ".join(cells.title.split()),
        journal=" ".join(cells.journal.split()),
        reasons=_reasons(cells.reasons),
    )


def _identifiers(doi: str, pmid: str) -> Identifiers:
    pairs = ((Scheme.DOI, doi), (Scheme.PMID, pmid))
    return canonical(pair for pair in pairs if pair[1].casefold() not in _NONE)


@lru_cache(maxsize=4096)  # hundreds of papers are retracted on one day
def _date(text: str) -> str | None:
    match = _US_DATE.fullmatch(text)
    if match is None:
        return dates.iso(dates.from_text(text))
    month, day, year = (int(part) for part in match.groups())
    return dates.iso(dates.from_parts([[year, month, day]]))


def _reasons(text: str) -> tuple[str, ...]:
    """Take the list apart: `+One;+Two;`, where newer rows have no plus sign."""
    parts = (part.strip().removeprefix("+").strip() for part in text.split(";"))
    return tuple(part for part in parts if part)
