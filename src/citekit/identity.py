"""When two descriptions are of one work: by identifier, by place in a journal, by heading."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from citekit.model import CslItem, End, Identifiers
from citekit.text import dates, freetext, journals, pages, sources, titles
from citekit.text.named import named_in
from citekit.vocab import Scheme

# An ISBN is left out: the chapters of one book share it.
_TELLING_SCHEMES = (Scheme.PMID, Scheme.DOI, Scheme.PMCID, Scheme.ARXIV)

# Two spellings of one title differ by an article or a hyphen, not by a word.
_SAME_TITLE = 95.0


class KnownEnd(NamedTuple):
    """An end of a link with all that can be read from it."""

    end: End
    identifiers: Identifiers
    items: tuple[CslItem, ...]


def known(end: End) -> KnownEnd:
    """Read the raw text of an end; identifiers written in it or in its record are added."""
    items = [end.record] if end.record else []
    if end.raw:
        items.append(_read(end.raw))
    names: dict[Scheme, str] = {}
    for item in reversed(items):
        names |= named_in(item)
    return KnownEnd(end, {**names, **end.identifiers}, tuple(items))


@lru_cache(maxsize=16_384)
def _read(raw: str) -> CslItem:
    # A link is compared many times on its way into the library, and again when all that a library
    # holds is gathered; nobody changes what is read here.
    return sources.parse(raw) or freetext.describe(raw)


def same_end(a: KnownEnd, b: KnownEnd) -> bool:
    """Tell whether two ends are one work: identifiers decide, else place or heading must agree."""
    verdict = same_identifiers(a.identifiers, b.identifiers)
    if verdict is not None:
        return verdict
    return a.end == b.end or any(
        same_place(x, y) or same_heading(x, y) for x in a.items for y in b.items
    )


def same_identifiers(a: Identifiers, b: Identifiers) -> bool | None:
    """Tell whether two sets of identifiers name one work; None when they cannot say.

    Different PMIDs are different works even under one DOI; otherwise one shared value is enough.
    """
    shared = [scheme for scheme in _TELLING_SCHEMES if scheme in a and scheme in b]
    if Scheme.PMID in shared:
        return a[Scheme.PMID] == b[Scheme.PMID]
    if any(a[scheme] == b[scheme] for scheme in shared):
        return True
    return False if shared else None


def same_title(a: CslItem, b: CslItem) -> bool | None:
    """Compare titles in their folded form; None where one has none."""
    return _compare(a.get("title"), b.get("title"), _nearly_equal)


def same_place(a: CslItem, b: CslItem) -> bool:
    """Tell whether both stand in one journal on one first page, of one volume or year or both."""
    located = (
        _compare(a.get("volume"), b.get("volume"), str.__eq__),
        _compare(_year(a), _year(b), str.__eq__),
    )
    on_one_page = _compare(first_page(a), first_page(b), str.__eq__)
    return bool(on_one_page) and True in located and False not in located and same_journal(a, b)


def same_heading(a: CslItem, b: CslItem) -> bool:
    """Tell whether title, journal and year agree."""
    year = _compare(_year(a), _year(b), str.__eq__)
    return bool(year) and bool(same_title(a, b)) and same_journal(a, b)


def same_journal(a: CslItem, b: CslItem) -> bool:
    """Compare the journals' names, full and abbreviated; False where one has none."""
    return any(journals.same(x, y) for x in _journal_names(a) for y in _journal_names(b))


def first_page(item: CslItem) -> str | None:
    """Give the first page, or the article number that stands for it, in small letters."""
    for field in (item.get("page"), item.get("number")):
        first = pages.first(field) if field else None
        if first:
            return first.casefold()
    return None


def _compare(a: str | None, b: str | None, same: Callable[[str, str], bool]) -> bool | None:
    return same(a, b) if a and b else None


def _nearly_equal(a: str, b: str) -> bool:
    from rapidfuzz import fuzz  # noqa: PLC0415 - every command reads links, few compare titles

    return fuzz.ratio(titles.fold(a), titles.fold(b)) >= _SAME_TITLE


def _journal_names(item: CslItem) -> list[str]:
    names = (item.get("container-title"), item.get("container-title-short"))
    return [name for name in names if name]


def _year(item: CslItem) -> str | None:
    year = dates.year(item.get("issued"))
    return None if year is None else str(year)
