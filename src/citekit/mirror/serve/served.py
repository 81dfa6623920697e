"""What is served: an opened index, what it says of itself, and who matches references."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from citekit.matching.bulk.lookups import Lookups
from citekit.matching.bulk.told import Told
from citekit.mirror.index.layout import Coverage

RegistryName = Literal["pubmed", "crossref"]


class Shelf(Lookups, Protocol):
    """An index with its records."""

    def registry(self, row: int) -> str:
        """Name the registry that a record comes from."""

    def raw(self, row: int) -> bytes:
        """Give a record in its registry's own bytes."""

    def speaking_of(self, name: str) -> Sequence[int]:
        """List the rows of records that carry a notice about a work written ``scheme:value``."""


class Holding(NamedTuple):
    """What the mirror has of one registry."""

    records: int
    date: str
    coverage: Coverage
    via: str
    """How answers name the mirror: `manifest.Manifest.stamp`."""
    unread: int = 0
    """Records that the build could not read."""

    @property
    def is_whole(self) -> bool:
        """Tell whether silence means that the registry does not have it."""
        return self.coverage == "complete" and not self.unread


Matcher = Callable[[int, str], Told]
"""Says what becomes of a reference; it is given a number that stands in the answer."""


@dataclass(frozen=True, slots=True)
class Served:
    """Everything that the endpoints answer from."""

    title: str
    shelf: Shelf
    holdings: Mapping[RegistryName, Holding]
    matcher: Matcher | None = None
    """None: references are not matched here."""

    def holding(self, registry: RegistryName) -> Holding | None:
        """Say what there is of a registry; None where there is nothing."""
        return self.holdings.get(registry)

    def rows(self, registry: RegistryName, name: str) -> list[int]:
        """List a registry's own records that carry an identifier written ``scheme:value``."""
        # An index finds names by numbers that stand for them.
        rows = self.of(registry, self.shelf.named(name))
        return [row for row in rows if name in self.shelf.compact(row).names]

    def of(self, registry: RegistryName, rows: Sequence[int]) -> list[int]:
        """Keep the records of one registry, in their order."""
        return [row for row in rows if self.shelf.registry(row) == registry]


def silence(registry: str, holding: Holding | None) -> str:
    """Say why the mirror cannot speak for a registry about what it lacks."""
    if holding is None:
        return f"This mirror holds nothing of {registry}."
    why = "is a sample of" if holding.coverage == "sample" else "could not be made of all of"
    return (
        f"This mirror {why} {registry}: it says nothing about what it lacks. "
        f"It is of {holding.date} and holds {holding.records} records."
    )
