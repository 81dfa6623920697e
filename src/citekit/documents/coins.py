"""COinS: OpenURL context objects in the ``title`` of empty spans, often several on a page."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from lxml import etree

from citekit.documents.described import (
    Described,
    TextField,
    first_of_each,
    item_of,
    line_of,
    page_range,
    quietly,
)
from citekit.model import CslItem
from citekit.vocab import Scheme

_Object = Mapping[str, Sequence[str]]

# Keys of the OpenURL formats `journal`, `book` and `dc` (ANSI/NISO Z39.88-2004), the most telling
# first. `rft.title` is the journal beside an article's `rft.atitle`, and else the work's own.
_FIELDS: dict[TextField, tuple[str, ...]] = {
    "title": ("rft.atitle", "rft.btitle", "rft.title"),
    "container-title": ("rft.jtitle", "rft.title"),
    "container-title-short": ("rft.stitle",),
    "volume": ("rft.volume",),
    "issue": ("rft.issue",),
    "page": ("rft.pages",),
    "publisher": ("rft.pub", "rft.publisher"),
    "ISSN": ("rft.issn", "rft.eissn"),
}


def read(root: etree._Element) -> list[Described]:
    """Read the works that a page's COinS describe, in order."""
    spans = [e for e in root.iter("span") if "Z3988" in (e.get("class") or "").split()]
    works = [_describe(_object(span.get("title") or ""), line_of(span)) for span in spans]
    return [work for work in works if work is not None]


def _object(written: str) -> _Object:
    # Entities left standing would each end a key: the page was encoded twice.
    plain = html.unescape(written) if "&amp;" in written else written
    return parse_qs(plain, errors="replace")


def _describe(context: _Object, line: int) -> Described | None:
    ids = first_of_each(quietly(None, value) for value in context.get("rft_id", ()))
    isbn = _first(context, ("rft.isbn",))
    if isbn and (identifier := quietly(Scheme.ISBN, isbn)) and "rft.atitle" not in context:
        ids.setdefault(identifier.scheme, identifier.value)
    item = _item(context)
    # Encyclopedias write COinS for newspaper articles too: those name no volume.
    if not ids and not {"title", "container-title", "volume"} <= item.keys():
        return None
    return Described(item, ids, line)


def _item(context: _Object) -> CslItem:
    texts: dict[TextField, str | None] = {
        field: _first(context, keys) for field, keys in _FIELDS.items()
    }
    if texts["container-title"] == texts["title"]:
        texts["container-title"] = None
    texts["page"] = texts["page"] or page_range(
        _first(context, ("rft.spage",)), _first(context, ("rft.epage",))
    )
    texts["type"] = "article-journal" if "rft.atitle" in context and texts["volume"] else None
    return item_of(texts, _authors(context), _first(context, ("rft.date",)))


def _authors(context: _Object) -> list[str]:
    """Give the authors; `aulast` is the first of them, whether or not `au` repeats it."""
    listed = [name for key in ("rft.au", "rft.creator") for name in context.get(key, ())]
    last = _first(context, ("rft.aulast",))
    given = _first(context, ("rft.aufirst", "rft.auinit", "rft.auinit1"))
    first = ", ".join(part for part in (last, given) if part) if last else None
    if first is None or (listed and last and last.casefold() in listed[0].casefold()):
        return listed
    return [first, *listed]


def _first(context: _Object, keys: Sequence[str]) -> str | None:
    return next((value for key in keys for value in context.get(key, ()) if value.strip()), None)
