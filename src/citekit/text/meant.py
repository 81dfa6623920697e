"""What was meant by a word that nobody knows: the one place that says "did you mean"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

_ALIKE: Final = 64.0
"""From here on, of 100, two words look like one mistyped; `lst` and `list` are 86, to `set` 67."""
_AS_GOOD: Final = 10.0
"""So far behind the best another word is not told."""
_BEGINS: Final = 90.0
"""What a word is worth of which this is the beginning."""
_MOST: Final = 3


def meant(given: str, known: Iterable[str]) -> list[str]:
    """Name those of the known words that somebody may have meant, the likeliest first.

    Capitals do not count, nor does a word without two letters.
    """
    wanted = given.strip().casefold()[:200]
    if sum(map(str.isalnum, wanted)) < 2:
        return []
    likeness = _likeness()
    rated = sorted((-likeness(wanted, word.casefold()), word) for word in dict.fromkeys(known))
    best = -rated[0][0] if rated else 0.0
    floor = max(_ALIKE, best - _AS_GOOD)
    return [word for rating, word in rated if -rating >= floor][:_MOST]


def question(given: str, known: Iterable[str]) -> str:
    """Ask whether one of those was meant, to stand behind a complaint; empty where none is near."""
    near = meant(given, known)
    return f" (did you mean {' or '.join(near)}?)" if near else ""


def _likeness() -> Callable[[str, str], float]:
    from rapidfuzz import fuzz  # noqa: PLC0415 - nothing but a mistake needs it

    def likeness(wanted: str, word: str) -> float:
        begins = len(wanted) > 2 and word.startswith(wanted)
        return max(fuzz.ratio(wanted, word), _BEGINS if begins else 0.0)

    return likeness
