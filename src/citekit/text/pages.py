"""Page ranges as registries and people write them."""

from __future__ import annotations

import re

from citekit.text.characters import DASHES, hyphens, squeeze

_DASH_RUN = re.compile(rf"\s?[{re.escape(DASHES)}][\s{re.escape(DASHES)}]*")
_RANGE = re.compile(
    r"(?<![\w.-])([A-Za-z]{0,6})([0-9]{1,12})-([A-Za-z]{0,6})([0-9]{1,12})(?![\w-])"
)
_DIGITS = re.compile(r"(?<![\w.-])([0-9]{1,12})-([0-9]{1,12})(?![\w-])")
_LABEL = re.compile(r"^(?:pages?|pp?)\b[.:]?\s*", re.IGNORECASE)
# `e12`, `n71` (BMJ), `R79` (BMC), `CD004` (Cochrane); but `S27` is a page of a supplement.
_ARTICLE_NUMBER = re.compile(r"(?:[a-z]|R|CD)[0-9]+")
_PIECE = re.compile(r"[,;]")


def expand(page: str) -> str:
    """Complete abbreviated ranges: ``1423-9`` is ``1423-1429``; dashes become hyphens.

    A range is completed only where both parts are digits behind the same letters, and only where
    the result counts upwards; everything else stays as it is written.
    """
    return _RANGE.sub(_complete, _DASH_RUN.sub("-", squeeze(page)))


def abbreviate(page: str) -> str:
    """Shorten ranges as NLM prints them: ``1423-1429`` is ``1423-9``; `expand` completes them.

    Ranges with letters stay whole.
    """
    return _DIGITS.sub(_shorten, expand(page))


def is_article_number(page: str) -> bool:
    """Say whether pages are the number of an article that has none."""
    return _ARTICLE_NUMBER.fullmatch(page.strip()) is not None


def first(page: str) -> str | None:
    """Give the first page; None if there is none."""
    text = _LABEL.sub("", expand(page))
    start = re.split(r"[-,;\s]", text, maxsplit=1)[0]
    if re.fullmatch(r"(?=.*[0-9])[\w.:/]+|[ivxlcdm]+", start, re.IGNORECASE):
        return start
    return None


def same(a: str, b: str) -> bool:
    """Say whether two writings can mean the same pages; a first page alone is compatible."""
    left, right = _ends(a), _ends(b)
    if left is None or right is None:
        return _fold(a) == _fold(b)
    if left[0] != right[0]:
        return False
    return not left[1] or not right[1] or _same_last(left[1], right[1])


def _complete(match: re.Match[str]) -> str:
    prefix, start, other, end = match.groups()
    if prefix != other or len(end) >= len(start):
        return match[0]
    whole = start[: -len(end)] + end
    return f"{prefix}{start}-{prefix}{whole}" if int(whole) >= int(start) else match[0]


def _shorten(match: re.Match[str]) -> str:
    start, end = match.groups()
    if start == end:
        return start
    if len(start) != len(end) or start > end:
        return match[0]
    same_ = next(place for place, (a, b) in enumerate(zip(start, end, strict=True)) if a != b)
    return f"{start}-{end[same_:]}"


def _ends(page: str) -> tuple[str, str] | None:
    start = first(page)
    if start is None:
        return None
    piece = _PIECE.split(_fold(page), maxsplit=1)[0]
    return start.casefold(), piece.partition("-")[2]


def _same_last(a: str, b: str) -> bool:
    # `R123-32` is left as it is: its last page is the end of `R132`.
    short, long = sorted((a, b), key=len)
    return long.endswith(short)


def _fold(page: str) -> str:
    return _LABEL.sub("", hyphens(expand(page)).casefold()).replace(" ", "")
