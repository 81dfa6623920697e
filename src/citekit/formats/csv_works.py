"""Works as a table for spreadsheets: CSV after RFC 4180, written only.

A cell that a spreadsheet could take for a formula begins with an apostrophe. Lost on the way out:

- that apostrophe cannot be told from one that was there
- markup of titles, line breaks, and white space at the ends
- dates but the year, editors, abstracts, keywords and everything else without a column
- `7-8` is text here, yet a spreadsheet that is not told so may show a date
- the witnesses of notices, and where the border is between one name or notice and the next
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from typing import Final

from citekit.formats.item_identifiers import completed
from citekit.formats.lines import one_line
from citekit.formats.name_forms import inverted
from citekit.formats.notes import notice_sentence
from citekit.formats.plain_titles import plain_title
from citekit.model import CslItem, Identifier, StoredWork
from citekit.text import dates, identifiers, pages
from citekit.text.named import named_in
from citekit.vocab import Scheme

# What begins a formula in Excel, LibreOffice or Google Sheets, the full-width forms too.
_FORMULA = re.compile(r"[\s\u00ad\u200b-\u200f\u2060-\u2064]*[=+\-@\t\r＝＋－＠]")
_ADDRESSES: Final = (Scheme.DOI, Scheme.PMID, Scheme.PMCID, Scheme.ARXIV)

_Cell = Callable[[CslItem, StoredWork], object]


def write(works: Sequence[StoredWork]) -> str:
    """Write a heading and one row for each work, sorted by key, CR LF behind each.

    The same works give the same text.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for work in sorted(works, key=lambda work: work.key):
        item = completed(work)
        writer.writerow(safe_cell(cell(item, work)) for cell in COLUMNS.values())
    return text.getvalue()


def safe_cell(value: object) -> str:
    """Write a cell on one line that no spreadsheet takes for a formula."""
    line = one_line(str(value or ""))
    return f"'{line}" if _FORMULA.match(line) else line


def _authors(item: CslItem, _work: StoredWork) -> str:
    return "; ".join(filter(None, map(inverted, item.get("author", []))))


def _notices(_item: CslItem, work: StoredWork) -> str:
    return " | ".join(map(notice_sentence, work.notices))


def _url(item: CslItem, work: StoredWork) -> str:
    """Give the address that the record has, else the one that an identifier makes."""
    known = {**named_in(item), **work.identifiers}
    named = (Identifier(scheme, known[scheme]) for scheme in _ADDRESSES if scheme in known)
    return item.get("URL") or next(map(identifiers.to_url, named), "")


COLUMNS: Final[dict[str, _Cell]] = {
    "key": lambda _, work: work.key,
    "type": lambda item, _: item.get("type"),
    "title": lambda item, _: plain_title(item.get("title", "")),
    "authors": _authors,
    "year": lambda item, _: dates.year(item.get("issued")),
    "journal": lambda item, _: plain_title(item.get("container-title", "")),
    "journal_abbreviation": lambda item, _: plain_title(item.get("container-title-short", "")),
    "volume": lambda item, _: item.get("volume"),
    "issue": lambda item, _: item.get("issue"),
    "pages": lambda item, _: pages.expand(str(item.get("page", ""))),
    "article_number": lambda item, _: item.get("number"),
    "doi": lambda item, _: item.get("DOI"),
    "pmid": lambda item, _: item.get("PMID"),
    "pmcid": lambda item, _: item.get("PMCID"),
    "status": lambda _, work: work.status,
    "notices": _notices,
    "url": _url,
}
"""Every column with what stands in it, in the order of writing."""
