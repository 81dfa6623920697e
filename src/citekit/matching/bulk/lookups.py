"""What matching in bulk asks of an index, whoever keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from citekit.matching.bulk.compact import Compact

HOT = 200
"""A key that more records share tells nothing and is not looked up."""


class Lookups(Protocol):
    """Records by number (row); rows are the index's own and the same for equal indexes."""

    def named(self, name: str) -> Sequence[int]:
        """List the rows that carry an identifier written ``scheme:value``, in ascending order."""

    def keyed(self, keys: Sequence[int]) -> Sequence[int]:
        """List the rows under these blocking keys, one entry for each key that leads to a row.

        In ascending order; keys with more than HOT rows lead nowhere.
        """

    def said(self, terms: Sequence[str], limit: int) -> Sequence[int]:
        """Search the full text for any of these words; the best rows first, ties by row."""

    def rarity(self, term: str) -> int:
        """Count the records whose text has a word."""

    def compact(self, row: int) -> Compact:
        """Give what is compared of one record."""
