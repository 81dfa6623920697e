"""How findings are worded: who says what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from citekit.model import Asked, Candidate, Witness
from citekit.vocab import WITNESS_NAMES, AskedOutcome


class Who(NamedTuple):
    """Some registries, to be put before a verb."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        *first, last = self.names or ("nobody",)
        return f"{', '.join(first)} and {last}" if first else last

    def does(self, one: str, several: str) -> str:
        """Give the names with the verb that fits their number: ``PubMed and Crossref report``."""
        return f"{self} {several if len(self.names) > 1 else one}"


def name(registry: str) -> str:
    """Give a registry's name as it writes it."""
    return WITNESS_NAMES.get(registry, registry)


def registries(named: Iterable[str]) -> Who:
    """Name registries, each once."""
    return Who(tuple(dict.fromkeys(map(name, named))))


def witnesses(said: Iterable[Witness]) -> Who:
    """Name who asserts a link: ``Crossref (Retraction Watch 20946)``."""
    return Who(tuple(dict.fromkeys(map(_witness, said))))


def _witness(one: Witness) -> str:
    record = f" {one.record_id}" if one.record_id else ""
    if one.answered_by and one.answered_by != one.registry:
        return f"{name(one.answered_by)} ({name(one.registry)}{record})"
    return f"{name(one.registry)}{record}"


def sources(candidates: Iterable[Candidate]) -> Who:
    """Name whose records these are."""
    return registries(one.stamp.registry for one in candidates)


def absent(asked: Iterable[Asked]) -> Who:
    """Name who was asked and has nothing."""
    return registries(one.registry for one in asked if one.outcome is AskedOutcome.ABSENT)
