"""What became of the records and entries of reference files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from citekit.library.store import Added, Kind
from citekit.model import Deleted, Identifiers, Rejected, Resolution

_RAW_LENGTH = 2000


class Stored(NamedTuple):
    """One record that was stored."""

    added: Added
    identifiers: Identifiers
    """What to ask the registries about it by; empty where nothing is left to ask."""


@dataclass(slots=True)
class Taken:
    """What became of the records of all files: read = added + updated + unchanged + rejected."""

    read: int = 0
    kinds: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))
    rejected: list[Rejected] = field(default_factory=list)
    deleted: list[tuple[Deleted, str | None]] = field(default_factory=list)
    """Records that a file says are gone, with the key of the work that the library still has."""
    problems: list[str] = field(default_factory=list)
    """One sentence for each file that cannot be read as it stands."""
    remarks: list[str] = field(default_factory=list)
    """One sentence for each entry that has another key in the library than in its file."""
    unresolved: list[Resolution] = field(default_factory=list)
    """What the registries answered that is no record, or not whole."""
    waiting: list[Stored] = field(default_factory=list)
    """Records that are stored, and that the registries have still to be asked about."""

    def count(self, added: Iterable[Added]) -> None:
        """Count what was stored by what became of it."""
        for one in added:
            self.kinds[one.kind] += 1

    def reject(self, entries: Iterable[Rejected]) -> None:
        """Keep what could not be read, as much of it as a person looks at."""
        self.rejected += [Rejected(one.place, one.raw[:_RAW_LENGTH], one.reason) for one in entries]
