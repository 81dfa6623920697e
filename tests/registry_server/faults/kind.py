"""A kind of fault: how an answer is broken, and what that means for whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Means(StrEnum):
    """What a caller has to make of it; written by hand, never by what citekit does."""

    OUTAGE = "outage"
    """No answer: nothing is known, and exit 3 says so."""
    HARMLESS = "harmless"
    """The right answer all the same."""
    EITHER = "either"
    """As good as broken or as good as right; both are honest."""
    ABSENT = "absent"
    """What that registry says when it does not have the work: it cannot be told from the truth."""
    REFUSED = "refused"
    """What was typed will not do, today and tomorrow: exit 2."""
    ODD = "odd"
    """The registry's own word about the work, however strange: shown and kept, and inert."""


XML = frozenset({"efetch"})
WORKS = frozenset({"work", "list"})
JSON = frozenset({"esearch", "work", "list", "query", "agency"})
REGISTRIES = XML | JSON | {"ecitmatch"}
EVERYWHERE = REGISTRIES | {"page"}
ALWAYS = float("inf")


@dataclass(frozen=True)
class Kind:
    """One row of the table."""

    name: str
    fault: str = "altered"
    """The tool of `tools.FAULTS` that breaks it."""
    means: Means = Means.OUTAGE
    options: Mapping[str, Any] = field(default_factory=dict)
    endpoints: frozenset[str] = REGISTRIES
    at: Mapping[str, Means] = field(default_factory=dict)
    """Endpoints at which it means something else."""
    times: float = ALWAYS

    def meaning(self, endpoint: str) -> Means:
        """Tell what it means where it happens."""
        return self.at.get(endpoint, self.means)
