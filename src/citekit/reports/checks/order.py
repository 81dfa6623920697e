"""Which findings come first, and names that stay apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from citekit.findings import Finding
from citekit.vocab import Level

_LEVELS: Final = tuple(Level)
"""The most severe first."""


def severity(one: Finding) -> tuple[bool, int]:
    """Rank a finding: the most severe first, acknowledged ones behind all others."""
    return one.acknowledged is not None, _LEVELS.index(one.level)


def most_severe(findings: Sequence[Finding], most: int) -> list[int]:
    """Give the positions of so many findings, in their own order."""
    ranked = sorted(range(len(findings)), key=lambda position: severity(findings[position]))
    return sorted(ranked[:most])


def apart(names: Iterable[str], numbered: Callable[[str, int], str]) -> list[str]:
    """Number a name from its second time on."""
    seen: Counter[str] = Counter()
    told = []
    for name in names:
        seen[name] += 1
        told.append(name if seen[name] == 1 else numbered(name, seen[name]))
    return told


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Give each finding a fingerprint of its own: one entry may be cited on several lines."""
    return apart((one.fingerprint for one in findings), "{}-{}".format)
