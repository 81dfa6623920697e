"""Who is told how far something long is: verbs tell, whoever shows it listens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from citekit.vocab import AskedOutcome


class Listener(Protocol):
    """Hears how far a verb is; nothing that it does may take long, or fail."""

    def begin(self, phase: str, unit: str = "", whole: int = 0, *, about: bool = False) -> None:
        """Something is begun; `whole` of the unit are to be done, 0 if nobody knows.

        With `about`, that many are expected: there may be more or fewer.
        """

    def advance(self, count: int) -> None:
        """So many more are done."""

    def reach(self, done: int) -> None:
        """So many are done; what is told first was done before this run."""

    def read(self, records: int) -> None:
        """So many records are read, where what is done is counted in something else."""

    def came_to(self, counts: Mapping[str, int]) -> None:
        """So many of what is done came to these outcomes, in all."""

    def attend(self, registries: Sequence[str]) -> None:
        """These registries will be asked about each."""

    def heard(self, registry: str, outcome: AskedOutcome, count: int) -> None:
        """A part of a question has been answered."""

    def settled(self, registry: str, counts: Mapping[AskedOutcome, int]) -> None:
        """A whole question has been answered, what was `heard` of it included."""

    def searched(self, registry: str) -> None:
        """A registry has been searched for one; whether what it offers is meant, is open."""


class Nobody:
    """Listens to nothing."""

    def begin(self, phase: str, unit: str = "", whole: int = 0, *, about: bool = False) -> None:
        """Do nothing; so do all others."""

    def advance(self, count: int) -> None: ...  # noqa: D102

    def reach(self, done: int) -> None: ...  # noqa: D102

    def read(self, records: int) -> None: ...  # noqa: D102

    def came_to(self, counts: Mapping[str, int]) -> None: ...  # noqa: D102

    def attend(self, registries: Sequence[str]) -> None: ...  # noqa: D102

    def heard(self, registry: str, outcome: AskedOutcome, count: int) -> None: ...  # noqa: D102

    def settled(self, registry: str, counts: Mapping[AskedOutcome, int]) -> None: ...  # noqa: D102

    def searched(self, registry: str) -> None: ...  # noqa: D102


NOBODY = Nobody()
