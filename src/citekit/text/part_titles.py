"""Titles of numbered parts: `… (II)`, `Part 2: …`."""

from __future__ import annotations

import re

from citekit.text.markup import plain

_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten"
_NUMBERS = {
    **{f"{'x' * tens}{unit}": 10 * tens + n for tens in range(4) for n, unit in enumerate(_UNITS)},
    **{word: number for number, word in enumerate(_WORDS.split("|"), 1)},
}
_ROMAN = r"X{0,3}(?:IX|IV|VI{1,3}|I{1,3})"
_NUMERAL = rf"({_ROMAN}|X{{1,3}}|V|[0-9]{{1,2}})"

# Tried in this order. Single letters are no numerals at the end of a title without a mark before
# them: factor V, fragile X.
_PARTS = (
    re.compile(rf"\b(?:part|pt\.?)\s(?:{_NUMERAL}|({_WORDS}))\b", re.IGNORECASE),
    re.compile(rf"[(\[]{_NUMERAL}[)\]][.\]]*$"),
    re.compile(rf"(?:[:.;,]\s|\s-\s|\s?[–—]\s?){_NUMERAL}[.\]]*$"),
    re.compile(rf"(?:[:.;–—]|\s-)\s{_NUMERAL}[.:]\s\S"),
    re.compile(rf"^{_NUMERAL}[.:]\s\S"),
    re.compile(rf"\s({_ROMAN})[.\]]*$"),
)


def part_numeral(title: str) -> int | None:
    """Give the part that a title says it is: ``… (II)``, ``Part 2: …``, ``… III.``; else None."""
    text = plain(title)
    for pattern in _PARTS:
        if match := pattern.search(text):
            numeral = next(filter(None, match.groups())).casefold()
            return int(numeral) if numeral.isdigit() else _NUMBERS.get(numeral)
    return None
