"""Whether what is stored is what the registries say today, and how old their answers are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from textwrap import shorten
from typing import Final

from citekit.checks import wording
from citekit.findings import Finding, Rule
from citekit.model import Place
from citekit.verbs.compare import Case, Drift
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
_LONGEST: Final = 200

# What a reference list does not show is worth a note; `custom` holds what no reference list can.
_SHOWN: Final = frozenset(
    {
        *("type", "title", "author", "editor", "container-title", "container-title-short"),
        *("issued", "volume", "issue", "page", "number", "DOI", "PMID", "PMCID"),
    }
)


def findings(case: Case, today: str) -> Iterator[Finding]:
    """Report each field that registries have changed, and answers that are old themselves."""
    by_field: dict[str, list[Drift]] = {}
    for one in case.drift:
        by_field.setdefault(one.field, []).append(one)
    for field, drift in by_field.items():
        yield _changed(case, field, drift)
    yield from _stale(case, today)


def _changed(case: Case, field: str, drift: Sequence[Drift]) -> Finding:
    told: dict[tuple[str, str], list[str]] = {}
    for one in drift:
        told.setdefault((_shown(one.before), _shown(one.after)), []).append(one.registry)
    said = [
        f"{wording.registries(who).does('has', 'have')} changed {field}:"
        f" {before or 'nothing'} is {after or 'nothing'} now"
        for (before, after), who in told.items()
    ]
    matters = field in _SHOWN and field not in case.pinned
    (before, after), *_ = told
    return Finding(
        rule=DRIFT,
        level=DRIFT.level if matters else Level.NOTE,
        message="; ".join(said),
        key=case.key,
        field=field,
        stored=before or None,
        current=after or None,
        date=max(one.at for one in drift),
    )


def _shown(value: object) -> str:
    """Show a value as people read it, long ones cut; nothing for none."""
    if isinstance(value, list):
        written = "; ".join(map(_name, value))
    elif isinstance(value, dict) and isinstance(value.get("date-parts"), list):
        written = " to ".join("-".join(map(str, part)) for part in value["date-parts"])
    else:
        written = value if isinstance(value, str) else json.dumps(value) if value else ""
    return shorten(written, _LONGEST, placeholder="…")


def _name(one: object) -> str:
    if not isinstance(one, Mapping):
        return str(one)
    parts = (one.get(part) for part in ("family", "given", "literal"))
    return ", ".join(str(part) for part in parts if part)


def _stale(case: Case, today: str) -> Iterator[Finding]:
    now = date.fromisoformat(today)
    oldest = (now - timedelta(days=MOST_DAYS)).isoformat()
    # The day after is today somewhere.
    latest = (now + timedelta(days=2)).isoformat()
    for one in case.answered.asked:
        at = one.fetched_at or today
        if one.outcome is AskedOutcome.FOUND and not oldest <= at < latest:
            via = f", handed on by the mirror {one.via}" if one.via else ""
            unknown = "; that is after today, so its age is unknown" if at >= latest else ""
            message = f"the answer of {wording.name(one.registry)} is of {at[:10]}{via}{unknown}"
            yield Finding(STALE, STALE.level, message, case.key, case.place, date=at[:10])


def of_exports(outdated: Iterable[str]) -> Iterator[Finding]:
    """Report files, by their paths, that the library would write otherwise today."""
    for path in outdated:
        message = f"not what the library exports today; `citekit export -o {path}` writes it"
        yield Finding(EXPORT, EXPORT.level, message, place=Place(path, 1))
