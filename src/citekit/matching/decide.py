"""Which record a citation means: one, none, or more than one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from citekit.identity import same_identifiers, same_place, same_title
from citekit.matching.score import ACCEPT, Weighed, weigh_record
from citekit.matching.written import prepare
from citekit.model import Citation, Record, Scored

# A runner-up that is a tenth as likely, or more, leaves the choice open.
_MARGIN = 1.0


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of the records brought up for one citation."""

    accepted: Scored | None
    """The record that is meant; None if none fits well enough, or several do."""
    ambiguous: bool
    """Two different works fit well enough, and about equally well."""
    scored: tuple[Scored, ...]
    """All of them, best first, the accepted one too."""


def decide(citation: Citation, records: Sequence[Record]) -> Decision:
    """Choose the record that a citation means, whatever order they come in."""
    written = prepare(citation)
    weighed = sorted((weigh_record(written, record) for record in records), key=_best_first)
    scored = tuple(Scored(each.record, each.score, each.reasons) for each in weighed)
    fitting = [each for each in weighed if each.score >= ACCEPT]
    if not fitting:
        return Decision(None, ambiguous=False, scored=scored)
    if any(_rivals(fitting[0], each) for each in fitting[1:]):
        return Decision(None, ambiguous=True, scored=scored)
    return Decision(scored[0], ambiguous=False, scored=scored)


def _best_first(weighed: Weighed) -> tuple[float, int, str]:
    """Of equals, the record that is told most of comes first."""
    record = weighed.record
    return -weighed.points, -len(record.identifiers) - len(record.item), repr(record)


def _rivals(best: Weighed, other: Weighed) -> bool:
    return best.points - other.points < _MARGIN and not _same_work(best.record, other.record)


def _same_work(a: Record, b: Record) -> bool:
    """Tell whether two records that share no identifier still are one work's."""
    verdict = same_identifiers(a.identifiers, b.identifiers)
    if verdict is not None:
        return verdict
    return bool(same_title(a.item, b.item)) and same_place(a.item, b.item)
