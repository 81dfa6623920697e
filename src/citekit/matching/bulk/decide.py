"""Which of the records brought up a citation means, how sure that is, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from citekit.matching.bulk.compact import Compact
from citekit.matching.bulk.features import Levels, levels
from citekit.matching.bulk.query import Query
from citekit.matching.bulk.weights import Judge, judge, probability
from citekit.vocab import Outcome

_UNEXPLAINED = frozenset({"half", "much", "most"})
_ABSENT = frozenset({"missing", "other", "none"})
_IN_PLACE = frozenset({"range", "first", "opens", "start"})
_SILENT = frozenset({"none", "unwritten", "plain"})


class Judged(NamedTuple):
    """One record with its points."""

    row: int
    record: Compact
    levels: Levels
    points: float


class Decision(NamedTuple):
    """What became of one citation."""

    outcome: Outcome
    best: Judged | None
    """The record meant; where the outcome is another, the likeliest one; None if there is none."""
    rival: Judged | None
    """The likeliest record of another work."""
    others: tuple[Judged, ...] = ()
    """Further records of the work that is meant."""


def weigh(query: Query, row: int, record: Compact, by: Judge | None = None) -> Judged:
    """Compare one record with a citation."""
    found = levels(query, record)
    return Judged(row, record, found, (by or judge()).points(found))


def decide(judged: Sequence[Judged], by: Judge | None = None) -> Decision:
    """Choose among the records brought up, whatever order they come in."""
    if not judged:
        return Decision(Outcome.NOT_FOUND, None, None)
    weights = (by or judge()).weights
    ranked = sorted(judged, key=_best_first)
    best = ranked[0]
    others = tuple(one for one in ranked[1:] if same_work(one.record, best.record))
    rival = next((one for one in ranked[1:] if one not in others), None)
    if best.points < weights.accept:
        return Decision(Outcome.NOT_FOUND, best, rival)
    is_close = rival is not None and best.points - rival.points < weights.margin
    if is_close or _is_contradicted(best.levels):
        return Decision(Outcome.AMBIGUOUS, best, rival)
    return Decision(Outcome.RESOLVED, best, rival, others)


def reasons(one: Judged) -> tuple[str, ...]:
    """Say what speaks for and against a record, as ``field: level``."""
    told = zip(Levels._fields, one.levels, strict=True)
    return tuple(f"{field}: {level}" for field, level in told if level not in _SILENT)


def certainty(one: Judged) -> float:
    """Give the probability that a record is meant."""
    return probability(one.points)


def same_work(a: Compact, b: Compact) -> bool:
    """Tell whether two records are of one work: a shared identifier, or one title on one page."""
    if set(a.names) & set(b.names):
        return True
    return bool(a.title and a.first) and (
        (a.title, a.volume, a.first) == (b.title, b.volume, b.first)
        and bool(set(a.years) & set(b.years))
    )


def _is_contradicted(found: Levels) -> bool:
    """Tell whether the identifier written and the text beside it are of different works."""
    if found.identifier == "other":
        return True
    if found.identifier != "same" or found.words not in _UNEXPLAINED:
        return False
    return found.title == "other" and found.author in _ABSENT and found.page not in _IN_PLACE


def _best_first(one: Judged) -> tuple[float, int]:
    return -one.points, one.row
