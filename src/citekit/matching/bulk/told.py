"""What matching in bulk says of one citation, in the shape that scripts read."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from citekit.matching.bulk.compact import Compact
from citekit.matching.bulk.decide import Decision, Judged, certainty, reasons
from citekit.vocab import Outcome


class RunnerUp(msgspec.Struct, frozen=True):
    """A record that is not given as the answer."""

    identifiers: Mapping[str, str]
    probability: float
    reasons: tuple[str, ...]


class Told(msgspec.Struct, frozen=True):
    """One line of `citekit match`."""

    line: int
    raw: str
    outcome: str
    identifiers: Mapping[str, str]
    """Of the record meant; empty unless the outcome is resolved."""
    probability: float | None
    """That this record is meant; None where none is given."""
    reasons: tuple[str, ...]
    runner_up: RunnerUp | None
    """The likeliest other record: of another work, or the one that was refused."""
    candidates: tuple[RunnerUp, ...] = ()
    """The records between which an ambiguous citation leaves the choice, likeliest first."""


_encoder = msgspec.json.Encoder()


def tell(line: int, raw: str, decision: Decision) -> Told:
    """Put a decision into the shape of an answer."""
    best, rival = decision.best, decision.rival
    if decision.outcome is Outcome.RESOLVED and best is not None:
        names = _identifiers(decision)
        other = _runner_up(rival)
        return Told(line, raw, "resolved", names, certainty(best), reasons(best), other)
    some = tuple(one for one in map(_runner_up, (best, rival)) if one is not None)
    open_ = some if decision.outcome is Outcome.AMBIGUOUS else ()
    return Told(line, raw, str(decision.outcome), {}, None, (), next(iter(some), None), open_)


def encode(told: Told) -> bytes:
    """Write an answer as JSON, without a line end."""
    return _encoder.encode(told)


def _runner_up(one: Judged | None) -> RunnerUp | None:
    if one is None:
        return None
    return RunnerUp(_by_scheme(one.record), certainty(one), reasons(one))


def _identifiers(decision: Decision) -> dict[str, str]:
    """Give the record's identifiers, and those that another registry's record of it has besides."""
    best = decision.best
    if best is None:
        return {}
    found = _by_scheme(best.record)
    for other in decision.others:
        if set(other.record.names) & set(best.record.names):
            found = {**_by_scheme(other.record), **found}
    return dict(sorted(found.items()))


def _by_scheme(record: Compact) -> dict[str, str]:
    split = (name.partition(":") for name in record.names)
    return {scheme: value for scheme, _, value in split}
