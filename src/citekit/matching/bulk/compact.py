"""What matching in bulk compares of a record, folded once when it is indexed.

Everything is lower-case ASCII already, so that comparing costs no folding: `NORMALISER` names how
it was folded, and an index folded otherwise is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from citekit.model import CslItem, CslName, Identifiers
from citekit.text import dates, pages, titles
from citekit.text.characters import ascii_words
from citekit.text.notice_titles import notice_prefix
from citekit.text.part_titles import part_numeral
from citekit.vocab import Scheme

MOST_AUTHORS = 12
_SCHEMES = (Scheme.PMID, Scheme.DOI, Scheme.PMCID, Scheme.ARXIV, Scheme.ISBN)
# A notice says so within its first words or at its very end, a part with a numeral at certain
# places: whatever has no such mark is not looked at closely, which costs a hundred times more.
_STEM = re.compile(
    r"\b(?:errat|corri|correct|addend|retract|withdr|remov|repl[yi]|respon|comment|concern|re\s?:)",
    re.IGNORECASE,
)
_BEGINNING, _END = 60, 30
"""Characters of a title in which a notice's mark begins, or with which it ends."""
_NUMERAL = r"[IVX0-9]{1,6}"
_MAYBE_PART = re.compile(
    rf"\bp(?:ar)?t\b|[\s(\[:.;,–—-]{_NUMERAL}[)\]\W]*$|[:.;–—-]\s{_NUMERAL}[.:]|^\W*{_NUMERAL}[.:]",
    re.IGNORECASE,
)
_PLAIN_PAGES = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")
_NO_WORDS = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = str.maketrans("", "", "'`")


class Compact(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One record as it is compared; some 200 bytes once encoded."""

    names: tuple[str, ...]
    """Its identifiers as ``scheme:value``, the registry's own first."""
    title: str
    """Folded words, empty where it has none; a notice keeps its prefix."""
    families: tuple[str, ...]
    """Folded family names of the first authors, or words of a group."""
    journals: tuple[str, ...]
    """Folded names, the abbreviation last."""
    years: tuple[int, ...]
    """Of the issue first, then of the first publication where that differs."""
    volume: str
    issue: str
    first: str
    """The first page or what stands for it, as the registry has it but in small letters."""
    last: str
    """The last page, completed (``1423-9`` ends at 1429); empty where there is none."""
    kind: str = ""
    """What the title says it is (`notice_titles`): ``correction``, ``reply`` …; mostly empty."""
    part: int = 0
    """Which part of a series the title says it is; 0: none."""


def of_item(item: CslItem, identifiers: Identifiers) -> Compact:
    """Fold what is compared of a record."""
    title = item.get("title", "")
    first, last = _ends(item)
    return Compact(
        names=tuple(f"{one}:{identifiers[one]}" for one in _SCHEMES if one in identifiers),
        title=fold(title),
        families=tuple(filter(None, map(_family, item.get("author", [])[:MOST_AUTHORS]))),
        journals=_journals(item),
        years=_years(item),
        volume=_folded(item.get("volume", "")),
        issue=_folded(item.get("issue", "")),
        first=first,
        last=last,
        kind=(notice_prefix(title)[0] or "") if _may_be_notice(title) else "",
        part=(part_numeral(title) or 0) if _MAYBE_PART.search(title) else 0,
    )


def fold(text: str) -> str:
    """Reduce a text to lower-case ASCII words, as `titles.fold` does."""
    if not text.isascii() or "<" in text or "&" in text:
        return titles.fold(text)
    return _NO_WORDS.sub(" ", text.casefold().translate(_APOSTROPHES)).strip()


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Compact)


def encode(compact: Compact) -> bytes:
    """Write a compact record as it is kept in an index."""
    return _encoder.encode(compact)


def decode(body: bytes) -> Compact:
    """Read what `encode` wrote; raises msgspec.DecodeError for anything else."""
    return _decoder.decode(body)


def _may_be_notice(title: str) -> bool:
    end = max(0, len(title) - _END)
    return bool(_STEM.search(title, 0, _BEGINNING) or _STEM.search(title, end))


def _family(name: CslName) -> str:
    # A dropping particle is left out by some styles: `Beethoven LV` for Ludwig van Beethoven.
    written = name.get("literal") or name.get("family", "")
    return _folded(f"{name.get('non-dropping-particle', '')} {written}")


def _journals(item: CslItem) -> tuple[str, ...]:
    named = (item.get("container-title", ""), item.get("container-title-short", ""))
    return tuple(dict.fromkeys(_folded(name) for name in named if name))


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    # Journals, volumes and issues repeat from record to record.
    return ascii_words(text)


def _years(item: CslItem) -> tuple[int, ...]:
    read = (dates.year(item.get("issued")), dates.year(item.get("available-date")))
    return tuple(dict.fromkeys(year for year in read if year))


def _ends(item: CslItem) -> tuple[str, str]:
    written = item.get("page") or item.get("number") or ""
    if plain := _PLAIN_PAGES.fullmatch(written):
        return plain[1], _completed(plain[1], plain[2] or "")
    first = pages.first(written)
    if first is None:
        return "", ""
    rest = pages.expand(written).partition("-")[2]
    return _folded(first).replace(" ", ""), _folded(rest).partition(" ")[0]


def _completed(first: str, last: str) -> str:
    whole = first[: -len(last)] + last if last and len(last) < len(first) else last
    return whole if not last or int(whole) >= int(first) else last
