"""Which findings make a check fail, and which are new."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from citekit.checks.judge import RULES
from citekit.errors import InputError
from citekit.findings import Checked, Finding
from citekit.text.meant import question
from citekit.vocab import Level

_LEVELS: Final = (Level.ERROR, Level.WARNING, Level.NOTE)
NEVER: Final = "never"


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which level on, or by which rules, a finding makes a check fail."""

    level: Level | None = Level.WARNING
    """None: by none."""
    rules: frozenset[str] = frozenset()
    """Codes; where there are some, the level does not count."""

    def failing(self, found: Iterable[Finding]) -> list[Finding]:
        """Give the findings that make it fail: none that is acknowledged."""
        return [one for one in found if one.acknowledged is None and self._counts(one)]

    def _counts(self, one: Finding) -> bool:
        if self.rules:
            return one.rule.code in self.rules
        return self.level is not None and _LEVELS.index(one.level) <= _LEVELS.index(self.level)


def threshold(written: str) -> Threshold:
    """Read `--fail-on`: a level, `never`, or rules by code or name, with commas.

    Raises InputError for what is none of them.
    """
    if written == NEVER:
        return Threshold(None)
    if written in set(Level):
        return Threshold(Level(written))
    return Threshold(None, frozenset(_code(one.strip()) for one in written.split(",")))


def _code(written: str) -> str:
    for rule in RULES:
        if written.casefold() in {rule.code.casefold(), rule.name}:
            return rule.code
    known = ", ".join((*_LEVELS, NEVER))
    near = question(written, [*_LEVELS, NEVER, *(rule.name for rule in RULES)])
    what = f"is none of {known}, nor a rule{near}"
    raise InputError(f"--fail-on {written}: {what}; see `citekit explain`")


def only_new(checked: Checked, since: str | None, baseline: Collection[str]) -> Checked:
    """Leave out what is older than a day, ISO 8601, or was found before, by fingerprint.

    What nobody dates is never old.
    """
    kept = [
        one
        for one in checked.findings
        if one.fingerprint not in baseline and not _is_older(one.date, since)
    ]
    return replace(checked, findings=tuple(kept))


def _is_older(date: str | None, since: str | None) -> bool:
    if not date or not since:
        return False
    # A partial date may be of that very day: 2026-03 is not older than 2026-03-20.
    day = date[:10]
    return day < since[: len(day)]


def baseline(path: Path) -> frozenset[str]:
    """Read the fingerprints of an earlier check's JSON; raises InputError for what is none."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return frozenset(str(one["fingerprint"]) for one in told["findings"])
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: is no JSON of `citekit check --format json`") from error
