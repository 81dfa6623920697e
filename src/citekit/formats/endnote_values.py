"""What both EndNote files share: RIS's values with EndNote's habits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, cast

from citekit.formats import nlm_source
from citekit.formats.item_identifiers import Draft, custom
from citekit.formats.lines import one_line
from citekit.formats.name_forms import unparted
from citekit.formats.ris_items import to_item
from citekit.formats.ris_tags import JOURNALS, csl_type, ris_type
from citekit.formats.ris_values import to_tags
from citekit.model import CslDate, CslItem, Link, StoredWork

_ISSUED_IN: Final = frozenset({*JOURNALS, "CHAP", "CPAPER", "BOOK", "ENCYC", "DICT"})
_WRITE: Final = dict.fromkeys(("AU", "A2", "ED"), unparted)
_ENDS: Final = re.compile(r"[\r\n]+")


def read(
    type_: str,
    told: Iterable[tuple[str, str]],
    others: Mapping[str, str],
    name: str,
    tags: Sequence[tuple[str, str]],
) -> tuple[CslItem, tuple[Link, ...]]:
    """Read values by RIS tag; `others`, which CSL has no variable for, go to `custom[name]`,
    and so do values that turn out to say nothing of it, under their own names in `tags`.
    """
    values: dict[str, list[str]] = {"TY": [type_]}
    numbered = ris_type(csl_type(type_))
    for tag, value in told:
        meant = "M1" if tag == "IS" and numbered not in _ISSUED_IN else tag
        for line in _ENDS.split(value) if tag in {"KW", "N1", "RN", "SN", "UR", "AU"} else [value]:
            text = " ".join(line.split())
            if text:
                values.setdefault(meant, []).append(text)
    item, links = to_item(values)
    unread = item.get("custom", {}).pop("ris", {})
    if not item.get("custom", True):
        del item["custom"]
    back = {ris: tag for tag, ris in reversed(tags)}
    others = {**others, **{back[ris]: "; ".join(said) for ris, said in unread.items()}}
    if others:
        custom(cast("Draft", item))[name] = dict(others)
    return item, links


def write(work: StoredWork) -> list[tuple[str, str]]:
    """Write a work as RIS tags with their values, a page range as one."""
    tags = [(tag, _WRITE.get(tag, str)(one_line(value))) for tag, value in to_tags(work)]
    said = {tag: value for tag, value in tags if value}
    pages = f"{said.get('SP', '')}-{said['EP']}" if "EP" in said else said.get("SP", "")
    date = _date(work.item.get("issued", {}), said.get("DA", ""))
    rewritten = {"SP": pages, "EP": "", "DA": date}
    return [(tag, rewritten.get(tag, value)) for tag, value in tags if rewritten.get(tag, value)]


def others(work: StoredWork, name: str) -> dict[str, str]:
    """Give what an entry of such a file had besides, to be written back."""
    kept = cast("Mapping[str, object]", work.item.get("custom", {})).get(name)
    if not isinstance(kept, dict):
        return {}
    return {str(tag): one_line(str(value)) for tag, value in sorted(kept.items())}


def _date(issued: CslDate, written: str) -> str:
    """Write `Aug 3`, as EndNote does: its styles print the year before it, and readers put both
    together. What is no number is written as in RIS.
    """
    numbers: CslDate = {**issued}
    numbers.pop("literal", None)
    date = nlm_source.date(numbers)
    return date.partition(" ")[2] if date else written.rstrip("/")
