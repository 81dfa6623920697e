"""All rules on all cases: findings in order, and what could not be checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from citekit.checks import acknowledgements, doubt, fields, freshness, hygiene, identity, notices
from citekit.findings import Finding, Rule, Unchecked
from citekit.model import Acknowledgement, Rejected
from citekit.verbs.compare import Case
from citekit.vocab import AskedOutcome, Outcome

RULES: Final[tuple[Rule, ...]] = tuple(
    sorted(
        (
            *notices.RULES,
            *identity.RULES,
            *fields.RULES,
            *freshness.RULES,
            *hygiene.RULES,
            *acknowledgements.RULES,
        ),
        key=lambda rule: rule.code,
    )
)
"""Every rule, by code."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is judged beside the cases."""

    today: str
    """The day, ISO 8601."""
    acknowledgements: Sequence[Acknowledgement] = ()
    rejected: Sequence[Rejected] = ()
    outdated: Sequence[str] = ()
    """Paths of exports that are not what the library exports."""
    everything: bool = False
    """The cases are all the works there are: nothing else can need an acknowledgement."""


def judge(cases: Sequence[Case], given: Given) -> tuple[tuple[Finding, ...], tuple[Unchecked, ...]]:
    """Apply every rule; findings come in the order of files, lines and keys."""
    strange = doubt.not_believed(cases)
    found: list[Finding] = []
    unasked: list[Unchecked] = []
    for place, case in enumerate(cases):
        unasked += _unchecked(case)
        if place in strange:
            unasked.append(doubt.unchecked(case, len(strange) - 1))
        else:
            found += identity.findings(case)
        found += _of_case(case, given)
    found += hygiene.of_rejected(given.rejected)
    found += hygiene.of_all(cases)
    found += freshness.of_exports(given.outdated)
    found += acknowledgements.findings(
        cases, given.acknowledgements, given.today, everything=given.everything
    )
    return tuple(sorted(_distinct(found), key=_position)), tuple(dict.fromkeys(unasked))


def _distinct(found: Iterable[Finding]) -> list[Finding]:
    """Tell once what stands twice on one line: a key that is cited three times in a sentence."""
    told = {(one.rule, one.key, _line(one), one.message): one for one in reversed(list(found))}
    return list(told.values())


def _line(one: Finding) -> tuple[str, int]:
    return (one.place.path, one.place.line) if one.place else ("", 0)


def _of_case(case: Case, given: Given) -> Iterator[Finding]:
    links = [turn.link for turn in case.turns if turn.link]
    yield from acknowledgements.applied(
        notices.findings(case), links, given.acknowledgements, given.today
    )
    drifted = {one.field for one in case.drift}
    # What a registry has changed differs from what the entry says, too: that is one finding.
    yield from (one for one in fields.findings(case) if one.field not in drifted)
    yield from freshness.findings(case, given.today)
    yield from hygiene.findings(case)


def _unchecked(case: Case) -> Iterable[Unchecked]:
    down = [one for one in case.answered.asked if one.outcome is AskedOutcome.UNAVAILABLE]
    for one in down:
        yield Unchecked(one.registry, one.detail, case.key, case.place)
    if case.answered.outcome is Outcome.UNAVAILABLE and not down:
        yield Unchecked("", "; ".join(case.answered.reasons), case.key, case.place)


def _position(one: Finding) -> tuple[str, int, int, str, str]:
    place = one.place
    where = (place.path, place.line, place.column) if place else ("", 0, 0)
    return (*where, (one.key or "").casefold(), one.rule.code)
