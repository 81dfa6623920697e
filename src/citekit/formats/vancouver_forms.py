"""The parts of a reference in NLM's form, after *Citing Medicine*: people, titles, imprints.

Every function gives sentences with their full stop, or nothing where nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from citekit.formats import name_forms, nlm_source
from citekit.formats.lines import one_line, stopped
from citekit.formats.plain_titles import plain_title
from citekit.model import CslItem, CslName
from citekit.text import pages

_SHOWN = 6
_ET_AL: Final = "et al"
# What kind of thing it is, where that is not a paper or a book.
_MEDIA: Final[Mapping[str, str]] = {
    "thesis": "dissertation",
    "dataset": "dataset",
    "software": "computer program",
    "webpage": "Internet",
    "post-weblog": "Internet",
    "patent": "patent",
}
_NUMBER = re.compile(r"[0-9]+")
_ORDINALS: Final = {"1": "st", "2": "nd", "3": "rd"}


class _Name(NamedTuple):
    text: str
    is_group: bool


def people(item: CslItem) -> str:
    """Name the authors, the first six and *et al*; without authors, the editors."""
    authors = _listed(_named(item.get("author", [])), cut=_is_cut(item))
    return stopped(authors) or editors(item)


def editors(item: CslItem) -> str:
    """Name the editors: `Sun L, Li J, editors.`"""
    named = _named(item.get("editor", []))
    role = "editor" if len(named) == 1 else "editors"
    return f"{_listed(named, cut=False)}, {role}." if named else ""


def title(item: CslItem, container: str = "") -> str:
    """Give the title, or that of the whole; what is no paper or book says what it is."""
    written = one_line(plain_title(container or item.get("title", "")))
    medium = "" if container else _medium(item)
    if written and medium:
        return f"{written} [{medium}]."
    return stopped(written)


def journal(item: CslItem) -> str:
    """Give the journal's abbreviation, else its name; that of a preprint's server says so."""
    name = item.get("container-title-short") or item.get("container-title", "")
    written = one_line(plain_title(name))
    return f"{written} [Preprint]." if written and is_preprint(item) else stopped(written)


def imprint(item: CslItem) -> str:
    """Give edition, volume, `Place: Publisher; 2010 Aug.`, series and report number of a whole."""
    place = ": ".join(filter(None, map(one_line, (
        item.get("publisher-place", ""), item.get("publisher", "")
    ))))  # fmt: skip
    published = "; ".join(filter(None, [place, nlm_source.date(item.get("issued"))]))
    return " ".join(filter(None, [stopped(published), *_series(item)]))


def edition(item: CslItem) -> str:
    """Give the edition, `2nd ed.`, and the volume of a whole."""
    written = one_line(str(item.get("edition", ""))).rstrip(".")
    if _NUMBER.fullmatch(written):
        written = f"{written}{_ordinal(written)}"
    if written and not re.search(r"\bed(?:ition|n)?\b", written, re.IGNORECASE):
        written = f"{written} ed"
    volume = one_line(str(item.get("volume", "")))
    return " ".join(filter(None, [stopped(written), f"Vol. {volume}." if volume else ""]))


def pages_of_part(item: CslItem) -> str:
    """Give the pages of a chapter: `p. 12-9.`"""
    page = one_line(pages.abbreviate(str(item.get("page", ""))))
    return f"p. {stopped(page)}" if page else ""


def is_preprint(item: CslItem) -> bool:
    """Say whether an item is a preprint."""
    return item.get("type") == "article" and "preprint" in item.get("genre", "").casefold()


def _medium(item: CslItem) -> str:
    if is_preprint(item):
        named = item.get("container-title") or item.get("container-title-short")
        return "" if named else "Preprint"
    type_ = item.get("type", "")
    return one_line(item.get("genre", "")) or _MEDIA[type_] if type_ in _MEDIA else ""


def _series(item: CslItem) -> list[str]:
    collection = one_line(plain_title(item.get("collection-title", "")))
    number = one_line(str(item.get("number", "")))
    return [
        f"({collection.rstrip('.')})." if collection else "",
        f"Report No.: {stopped(number)}" if number else "",
    ]


def _ordinal(number: str) -> str:
    return "th" if number[-2:-1] == "1" else _ORDINALS.get(number[-1], "th")


def _named(said: Sequence[CslName]) -> list[_Name]:
    # A comma at the end of a name would look like the border to the next one.
    written = ((one_line(name_forms.short(name)).rstrip(" ,;"), name) for name in said)
    return [_Name(text, is_group="family" not in name) for text, name in written if text]


def _listed(named: list[_Name], cut: bool) -> str:
    """Part people with commas, groups with semicolons; `et al` stands for who is not shown."""
    shown = named[:_SHOWN]
    if named and (cut or len(named) > len(shown)):
        shown = [*shown, _Name(_ET_AL, is_group=False)]
    text = ""
    for before, name in pairwise([_Name("", is_group=False), *shown]):
        border = "; " if before.is_group or name.is_group else ", "
        text += f"{border if text else ''}{name.text}"
    return text


def _is_cut(item: CslItem) -> bool:
    return item.get("custom", {}).get("author_complete") is False
