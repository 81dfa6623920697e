"""Whether a cited work exists, and whether it is the one that its identifier names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from citekit.checks import wording
from citekit.findings import Finding, Rule
from citekit.model import Record
from citekit.text import titles
from citekit.verbs.compare import Case
from citekit.vocab import AskedOutcome, Level, Outcome

UNKNOWN: Final = Rule("CK201", "unknown-identifier", Level.ERROR, "No registry has the identifier.")
OTHER_WORK: Final = Rule(
    "CK202", "another-work", Level.WARNING, "The identifier is that of another work."
)
NOT_FOUND: Final = Rule(
    "CK203", "not-found", Level.WARNING, "No registry that answered has such a work."
)
AMBIGUOUS: Final = Rule("CK204", "ambiguous", Level.WARNING, "Several works fit what is written.")
VANISHED: Final = Rule(
    "CK205", "vanished", Level.WARNING, "A registry that had the work has it no longer."
)
RULES: Final = (UNKNOWN, OTHER_WORK, NOT_FOUND, AMBIGUOUS, VANISHED)

# What PubMed and Crossref set out to have; that they lack a book or a web page means little.
_COVERED: Final = frozenset({"article-journal", "paper-conference"})


def findings(case: Case) -> Iterator[Finding]:
    """Report a work that is not there, or not the one that is written."""
    if case.lost:
        yield _lost(case)
    elif case.answered.outcome is Outcome.NOT_FOUND:
        yield _absent(case)
    elif case.answered.outcome is Outcome.AMBIGUOUS:
        yield _unclear(case)


def _lost(case: Case) -> Finding:
    had = wording.registries(case.lost).does("had", "had")
    nobody = not any(one.outcome is AskedOutcome.FOUND for one in case.answered.asked)
    named = f"{had} this work ({_named(case)}), and no longer"
    return Finding(VANISHED, Level.ERROR if nobody else VANISHED.level, named, case.key, case.place)


def _absent(case: Case) -> Finding:
    who = wording.absent(case.answered.asked).does("answered, and has", "answered, and have")
    if case.identifiers:
        message = f"{who} no work under {_named(case)}"
        return Finding(UNKNOWN, UNKNOWN.level, message, case.key, case.place)
    message = f"{who} no work that fits what is written"
    covered = case.said.get("type", "article-journal") in _COVERED
    level = NOT_FOUND.level if covered else Level.NOTE
    return Finding(NOT_FOUND, level, message, case.key, case.place)


def _unclear(case: Case) -> Finding:
    candidates = [one.record for one in case.answered.candidates]
    reason = "; ".join(case.answered.reasons)
    if not case.identifiers:
        told = " or ".join(f'"{_title(one)}"' for one in candidates[:2])
        message = f"what is written fits several works: {told}"
        return Finding(AMBIGUOUS, AMBIGUOUS.level, message, case.key, case.place)
    if sum(_fits(case, one) for one in candidates) > 1:
        message = f"{_named(case)} stands on several works: {' or '.join(map(_shown, candidates))}"
        return Finding(AMBIGUOUS, AMBIGUOUS.level, message, case.key, case.place)
    rule = OTHER_WORK if any(_shares(case, one) for one in candidates) else UNKNOWN
    hint = f": {_shown(candidates[0])}" if rule is UNKNOWN else ""
    return Finding(rule, rule.level, f"{reason}{hint}", case.key, case.place)


def _shares(case: Case, record: Record) -> bool:
    return any(record.identifiers.get(scheme) == one for scheme, one in case.identifiers.items())


def _fits(case: Case, record: Record) -> bool:
    """Tell whether a record has some of the cited identifiers, and no other in their place."""
    held = record.identifiers
    return _shares(case, record) and all(
        held.get(scheme, one) == one for scheme, one in case.identifiers.items()
    )


def _shown(record: Record) -> str:
    return f'"{_title(record)}" {_identifiers(record)}'


def _title(record: Record) -> str:
    return titles.plain(record.item.get("title", ""))


def _identifiers(record: Record) -> str:
    return ", ".join(f"{scheme}:{value}" for scheme, value in record.identifiers.items())


def _named(case: Case) -> str:
    return ", ".join(f"{scheme}:{value}" for scheme, value in sorted(case.identifiers.items()))
