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
    """Choose among the records brought up, whatever order they come in.

    A record named by an identifier is the one that is meant, unless the text is of another.
    """
    ranked = sorted(judged, key=_best_first)
    named = [one for one in ranked if one.levels.identifier == "same"]
    if named:
        return _decide_named(named[0], ranked)
    if not ranked:
        return Decision(Outcome.NOT_FOUND, None, None)
    weights = (by or judge()).weights
    best = ranked[0]
    others, rival = _apart(best, ranked)
    if best.points < weights.accept:
        return Decision(Outcome.NOT_FOUND, best, rival)
    is_close = rival is not None and best.points - rival.points < weights.margin
    if is_close or best.levels.identifier == "other":
        return Decision(Outcome.AMBIGUOUS, best, rival)
    return Decision(Outcome.RESOLVED, best, rival, others)


def _decide_named(named: Judged, ranked: Sequence[Judged]) -> Decision:
    others, rival = _apart(named, ranked)
    is_doubtful = rival is not None and rival.levels.identifier == "same"
    if is_doubtful or _is_contradicted(named.levels):
        return Decision(Outcome.AMBIGUOUS, named, rival)
    return Decision(Outcome.RESOLVED, named, rival, others)


def _apart(best: Judged, ranked: Sequence[Judged]) -> tuple[tuple[Judged, ...], Judged | None]:
    """Split the further records into those of the same work, and the first of another."""
    rest = [one for one in ranked if one is not best]
    others = tuple(one for one in rest if same_work(one.record, best.record))
    return others, next((one for one in rest if one not in others), None)


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
    """Tell whether the text beside an identifier is of another work: by its words, or its place."""
    if found.title != "other" or found.author not in _ABSENT or found.page in _IN_PLACE:
        return False
    elsewhere = found.volume == "other" and found.page in {"other", "near"}
    return found.words in _UNEXPLAINED or (elsewhere and found.journal == "other")


def _best_first(one: Judged) -> tuple[float, int]:
    return -one.points, one.row
