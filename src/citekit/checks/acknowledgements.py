"""Which findings somebody has acknowledged, and which acknowledgements do nothing any longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from citekit.acknowledging import Force, force, standing
from citekit.findings import Finding, Rule
from citekit.identity import same_identifiers
from citekit.model import Acknowledgement, Identifiers, Link
from citekit.verbs.compare import Case
from citekit.vocab import AskedOutcome, Level

_BY_FORCE: Final = {
    Force.EXPIRED: Rule(
        "CK501", "acknowledgement-expired", Level.WARNING, "The day of an acknowledgement is past."
    ),
    Force.UNUSED: Rule(
        "CK502", "acknowledgement-unused", Level.NOTE, "An acknowledgement is of no notice."
    ),
}
RULES: Final = tuple(_BY_FORCE.values())


def applied(
    found: Iterable[Finding], links: Iterable[Link], given: Sequence[Acknowledgement], today: str
) -> Iterator[Finding]:
    """Mark the findings of notices that are acknowledged; the others stay as they are."""
    known = list(links)
    for one in found:
        link = next((link for link in known if link.notice is one.notice), None)
        if link is None:
            yield one
        else:
            yield replace(one, acknowledged=standing(given, link, today))


def findings(
    cases: Sequence[Case], given: Sequence[Acknowledgement], today: str, *, everything: bool
) -> Iterator[Finding]:
    """Report acknowledgements that are expired, or that no notice needs.

    Where `everything` is there is among the cases, one of a work that is not is of no notice;
    else another file may cite it.
    """
    links = [turn.link for case in cases for turn in case.turns if turn.link]
    for one in given:
        does = force(one, links, today)
        rule = _BY_FORCE.get(does)
        if rule is not None and (does is Force.EXPIRED or _is_told(one, cases, everything)):
            yield Finding(rule, rule.level, _sentence(one, rule), one.key)


def _is_told(one: Acknowledgement, cases: Sequence[Case], everything: bool) -> bool:
    """Tell whether everybody has answered about the work, so that a notice would be known."""
    about = [case for case in cases if same_identifiers(one.work, _names(case))]
    return all(map(_is_answered, about)) if about else everything


def _names(case: Case) -> Identifiers:
    return case.record.identifiers if case.record else case.identifiers


def _is_answered(case: Case) -> bool:
    outcomes = {one.outcome for one in case.answered.asked}
    return case.record is not None and AskedOutcome.UNAVAILABLE not in outcomes


def _sentence(one: Acknowledgement, rule: Rule) -> str:
    what = one.type.replace("_", " ")
    if rule.code == _BY_FORCE[Force.EXPIRED].code:
        return f"the {what} was acknowledged until {one.until}: {one.reason}"
    day = f" on {one.at[:10]}" if one.at else ""
    return f"there is no such {what} as was acknowledged{day}: {one.reason}"
