"""What became of references matched in bulk, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

_SHOWN = ("resolved", "ambiguous", "not_found")


def sentence(outcomes: Mapping[str, int]) -> str:
    """Count the outcomes: ``1,000 references: 900 resolved, 20 ambiguous, 80 not found``."""
    counted = (f"{outcomes.get(one, 0):,} {one.replace('_', ' ')}" for one in _SHOWN)
    whole = sum(outcomes.values())
    return f"{whole:,} reference{'' if whole == 1 else 's'}: {', '.join(counted)}"
