"""Titles for files that know no markup."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from citekit.text import titles

_LOWERED: Final = ("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISED: Final = ("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SHIFTED: Final = tuple(
    (re.compile(rf"<{tag}>([{re.escape(plain)}]+)</{tag}>"), str.maketrans(plain, shifted))
    for tag, (plain, shifted) in (("sub", _LOWERED), ("sup", _RAISED))
)


def plain_title(title: str) -> str:
    """Write a title without markup: 10<sup>6</sup> cells must not turn into 106 cells."""
    for pattern, table in _SHIFTED:
        title = pattern.sub(partial(_shift, table), title)
    return titles.plain(title)


def _shift(table: dict[int, int], match: re.Match[str]) -> str:
    return match[1].translate(table)
