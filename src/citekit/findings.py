"""What a check reports: its rules, its findings, and what it could not ask about."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from citekit.model import Acknowledgement, End, Place, Witness
from citekit.shown import Shown
from citekit.vocab import Level


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a check looks for."""

    code: str
    """``CK101``: never given to another rule."""
    name: str
    """In words joined by hyphens: ``retracted``."""
    level: Level
    summary: str
    """One sentence, for a list of rules."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation: what somebody reports, about which entry, where it stands."""

    rule: Rule
    level: Level
    """That of the rule, or a lower one where this case is milder."""
    message: str
    """An observation with its source and date, on one line; no accusation."""
    key: str | None = None
    """The citation key; None for what has none, and for a finding on a whole file."""
    place: Place | None = None
    """Where the citation stands; None for a work of the library."""
    witnesses: tuple[Witness, ...] = ()
    field: str | None = None
    """The CSL variable, or the scheme of the identifier, that it is about."""
    stored: str | None = None
    """What is written here."""
    current: str | None = None
    """What the registry says today."""
    notice: End | None = None
    date: str | None = None
    """When it came to be so, ISO 8601, possibly partial; None where nobody says."""
    acknowledged: Acknowledgement | None = None
    """What makes it count no longer; it is shown all the same."""

    @property
    def fingerprint(self) -> str:
        """Name the finding, the same in every run, wherever in its file the entry has moved."""
        notice = self.notice
        named = sorted(notice.identifiers.items()) if notice else []
        raw = notice.raw if notice and not named else None
        file = self.place.path if self.place else ""
        told = (self.rule.code, file, self.key or self.message, self.field, self.current)
        return hashlib.sha256(repr((told, named, raw)).encode(errors="replace")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Unchecked:
    """What could not be asked: no answer is neither good nor bad news."""

    registry: str
    """Empty where there was nobody who could be asked."""
    reason: str
    key: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Checked(Shown):
    """The outcome of one check."""

    what: str
    """What was checked: the library's path, or the files'."""
    count: int
    """Works or citations that were looked at."""
    rules: tuple[Rule, ...]
    """Every rule there is, found or not."""
    findings: tuple[Finding, ...]
    """In the order of files, lines and keys; acknowledged ones too."""
    unchecked: tuple[Unchecked, ...]
    requests: Mapping[str, int] = field(default_factory=dict)
    """How often each registry was asked."""
    version: str = ""
    """That of citekit."""

    @property
    def counted(self) -> tuple[Finding, ...]:
        """The findings that nobody has acknowledged."""
        return tuple(one for one in self.findings if one.acknowledged is None)
