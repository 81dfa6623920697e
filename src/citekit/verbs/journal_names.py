"""How journals are called in an export: as in full, or as abbreviated; never made up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from citekit.model import CslItem, StoredWork


class Journal(StrEnum):
    """The ways to call a journal."""

    FULL = "full"
    NLM = "nlm"
    """Abbreviated without full stops, as in PubMed's records."""
    ISO = "iso"
    """Abbreviated with full stops (ISO 4)."""


_IN_JOURNALS: Final = frozenset(
    {"article-journal", "article-magazine", "article-newspaper", "review", "review-book"}
)


def _full(item: CslItem) -> str:
    return item.get("container-title", "")


def _nlm(item: CslItem) -> str:
    short = item.get("container-title-short", "")
    return "" if "." in short else short or _only_word(item)


def _iso(item: CslItem) -> str:
    short = item.get("container-title-short", "")
    return short if "." in short else _only_word(item)


def _only_word(item: CslItem) -> str:
    """Give a title of one word, which no list of abbreviations shortens (ISO 4, 4.1)."""
    full = _full(item)
    return full if len(full.split()) == 1 else ""


_NAMES: Final[Mapping[Journal, Callable[[CslItem], str]]] = {
    Journal.FULL: _full,
    Journal.NLM: _nlm,
    Journal.ISO: _iso,
}


def named(works: Sequence[StoredWork], how: Journal) -> tuple[list[StoredWork], int]:
    """Call the journals of works so, where their records do; counts those whose do not.

    A record without that name keeps the title it has.
    """
    called = [_called(work, how) for work in works]
    return [work for work, _ in called], sum(lacking for _, lacking in called)


def _called(work: StoredWork, how: Journal) -> tuple[StoredWork, bool]:
    item = work.item
    has_journal = "container-title" in item or "container-title-short" in item
    if item.get("type") not in _IN_JOURNALS or not has_journal:
        return work, False
    name = _NAMES[how](item)
    if not name:
        return work, True
    return replace(work, item={**item, "container-title": name}), False
