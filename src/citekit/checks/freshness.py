"""Whether what is stored is what the registries say today, and how old their answers are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from citekit.checks import wording
from citekit.findings import Finding, Rule
from citekit.library.history import Change, Event
from citekit.model import Place
from citekit.verbs.compare import Case
from citekit.vocab import AskedOutcome, Level

DRIFT: Final = Rule(
    "CK301", "drift", Level.WARNING, "A registry has changed what it says since it was stored."
)
STALE: Final = Rule("CK302", "stale", Level.NOTE, "The answer itself is old.")
EXPORT: Final = Rule(
    "CK303", "export-out-of-date", Level.WARNING, "A file is not what the library exports today."
)
RULES: Final = (DRIFT, STALE, EXPORT)

MOST_DAYS: Final = 90
"""How old an answer may be; a mirror hands on those of its own day."""

# What a reference list does not show is worth a note; `custom` holds what no reference list can.
_SHOWN: Final = frozenset(
    {
        *("type", "title", "author", "editor", "container-title", "container-title-short"),
        *("issued", "volume", "issue", "page", "number", "DOI", "PMID", "PMCID"),
    }
)


def findings(case: Case, today: str) -> Iterator[Finding]:
    """Report each field that a registry has changed, and answers that are old themselves."""
    for event in case.drift:
        if event.kind is Change.FIELD and event.field and not event.field.startswith("custom."):
            yield _drift(case, event, event.field)
    yield from _stale(case, today)


def _drift(case: Case, event: Event, field: str) -> Finding:
    before, after = _shown(event.before), _shown(event.after)
    who = wording.registries([event.registry or "somebody"])
    return Finding(
        rule=DRIFT,
        level=DRIFT.level if field in _SHOWN else Level.NOTE,
        message=f"{who} has changed {field}: {before or 'nothing'} is {after or 'nothing'} now",
        key=case.key,
        field=field,
        stored=before,
        current=after,
        date=event.at,
    )


def _shown(written: str | None) -> str | None:
    """Show a value as people read it; None for none."""
    if written is None:
        return None
    value = json.loads(written)
    if isinstance(value, list):
        return "; ".join(_name(one) for one in value)
    if isinstance(value, dict) and isinstance(value.get("date-parts"), list):
        return " to ".join("-".join(map(str, part)) for part in value["date-parts"])
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _name(one: object) -> str:
    if not isinstance(one, Mapping):
        return str(one)
    parts = (one.get(part) for part in ("family", "given", "literal"))
    return ", ".join(str(part) for part in parts if part)


def _stale(case: Case, today: str) -> Iterator[Finding]:
    oldest = (date.fromisoformat(today) - timedelta(days=MOST_DAYS)).isoformat()
    for one in case.answered.asked:
        if one.outcome is AskedOutcome.FOUND and (one.fetched_at or today) < oldest:
            via = f", handed on by the mirror {one.via}" if one.via else ""
            day = (one.fetched_at or "")[:10]
            message = f"the answer of {wording.name(one.registry)} is of {day}{via}"
            yield Finding(STALE, STALE.level, message, case.key, case.place, date=day)


def of_exports(outdated: Iterable[str]) -> Iterator[Finding]:
    """Report files, by their paths, that the library would write otherwise today."""
    for path in outdated:
        message = f"not what the library exports today; `citekit export -o {path}` writes it"
        yield Finding(EXPORT, EXPORT.level, message, place=Place(path, 1))
