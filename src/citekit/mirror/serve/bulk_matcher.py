"""Matching in bulk as `/match` tells it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from citekit.matching.bulk import cascade
from citekit.matching.bulk.decide import Decision, Judged, certainty, reasons
from citekit.matching.bulk.lookups import Lookups
from citekit.mirror.serve.served import Matched, Matcher, Runner
from citekit.vocab import Outcome


def over(lookups: Lookups) -> Matcher | None:
    """Match against an index; None where the package carries no weights to judge by."""
    if not files("citekit.matching.bulk").joinpath("weights.json").is_file():
        return None
    return lambda text: told(cascade.match(text, lookups))


def told(decision: Decision) -> Matched:
    """Say what was decided.

    A record that is not meant stands as the runner-up, the likeliest one.
    """
    best, outcome = decision.best, str(decision.outcome)
    if best is None:
        return Matched(outcome, {}, 0.0)
    if decision.outcome is not Outcome.RESOLVED:
        return Matched(outcome, {}, certainty(best), reasons(best), _runner(best))
    rival = _runner(decision.rival) if decision.rival is not None else None
    same = (best, *decision.others)
    return Matched(outcome, _identifiers(same), certainty(best), reasons(best), rival)


def _runner(one: Judged) -> Runner:
    return Runner(_identifiers([one]), certainty(one))


def _identifiers(records: Iterable[Judged]) -> dict[str, str]:
    """Give the names of a work, of each scheme the first."""
    found: dict[str, str] = {}
    for one in records:
        for name in one.record.names:
            scheme, _, value = name.partition(":")
            found.setdefault(scheme, value)
    return found
