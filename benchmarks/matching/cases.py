"""All that matching is fitted to and measured on: citations, each with its right answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.matching import identifying, pairs, real, records, traps
from benchmarks.matching.memory import Memory
from benchmarks.matching.records import Known, pmid

from citekit.matching.bulk.compact import of_item

STRINGS = 36_000
SEED = 7
FITTED = "even"
"""The half of the records, by PMID, that points and threshold come from."""


class Case(NamedTuple):
    """One citation."""

    text: str
    right: frozenset[str]
    """Names of the records meant; empty: none that the index has."""
    source: str
    """`generated`, `real` or `trap`."""
    style: str
    """For a trap its kind."""
    level: str
    half: str
    identifying: bool
    """Enough is written to tell the record by rule (`identifying`)."""


class Asked(NamedTuple):
    """Cases, and the index that they are asked of."""

    index: Memory
    cases: list[Case]


def load(where: Path, cache: Path | None, strings: int = STRINGS) -> tuple[Asked, Asked]:
    """Make the generated citations and traps with their index, and the real ones with theirs."""
    known = records.load(where, cache)
    return _generated(known, strings), _real(known, real.read(where, cache))


def _generated(known: Sequence[Known], strings: int) -> Asked:
    trapped = traps.make(known, SEED)
    made = pairs.make(known, SEED, strings, apart=trapped.touched)
    out = made.held_out | trapped.held_out
    kept = [one for one in known if pmid(one) not in out]
    cases = [*_of_pairs(made), *_of_traps(trapped)]
    return Asked(_index([*kept, *trapped.extra]), cases)


def _of_pairs(made: pairs.Made) -> Iterator[Case]:
    for pair in made.pairs:
        twins = made.twins.get(pair.pmid, frozenset((pair.pmid,)))
        right = frozenset(f"pmid:{one}" for one in twins) if pair.positive else frozenset()
        yield Case(
            pair.text, right, "generated", pair.style, pair.level, pair.half, pair.identifying
        )


def _of_traps(trapped: traps.Traps) -> Iterator[Case]:
    for trap in trapped.traps:
        yield Case(trap.text, trap.right, "trap", trap.kind, "clean", trap.half, True)


def _real(known: Sequence[Known], references: Sequence[real.Real]) -> Asked:
    parts = pairs.by_pmid(known)
    inside, outside = real.split(references, parts, SEED)
    sharing = identifying.Known(parts.values())
    sound = [one for one in inside if not real.mistaken(one, parts[one.pmid])]
    cases = [
        Case(
            one.text,
            frozenset((f"pmid:{one.pmid}",)),
            "real",
            one.kind,
            "real",
            pairs.half(one.citing),
            sharing.identifies(one.text, parts[one.pmid]),
        )
        for one in sound
    ]
    unlinked = [
        Case(
            one.text,
            frozenset((f"pmid:{number}",)),
            "real",
            "unlinked",
            "real",
            pairs.half(one.citing),
            True,
        )
        for one, number in real.unlinked(references, parts)
    ]
    negatives = [
        Case(one.text, frozenset(), "real", one.kind, "real", pairs.half(one.citing), True)
        for one in outside
    ]
    return Asked(_index(known), [*cases, *unlinked, *negatives])


def _index(known: Sequence[Known]) -> Memory:
    return Memory(of_item(item, identifiers) for item, identifiers in known)
