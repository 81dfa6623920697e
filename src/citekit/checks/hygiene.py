"""What is wrong with the files themselves, whatever the registries say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from citekit.findings import Finding, Rule
from citekit.identity import same_identifiers
from citekit.model import Rejected
from citekit.text.named import named_in
from citekit.verbs.compare import Case
from citekit.vocab import Level, RejectedFor, Scheme

TWO_KEYS: Final = Rule("CK401", "two-keys", Level.WARNING, "Two keys stand for one work.")
MISSING: Final = Rule(
    "CK402", "missing-identifier", Level.NOTE, "The registry knows an identifier that is not here."
)
_REJECTED: Final = {
    RejectedFor.BROKEN: Rule(
        "CK403", "broken-entry", Level.WARNING, "An entry cannot be read, and was not checked."
    ),
    RejectedFor.KEY_TAKEN: Rule(
        "CK404", "key-collision", Level.WARNING, "Two entries have one key."
    ),
    RejectedFor.KEY_UNKNOWN: Rule(
        "CK405", "unknown-key", Level.WARNING, "A key is cited for which there is no entry."
    ),
}
RULES: Final = (TWO_KEYS, MISSING, *_REJECTED.values())

_TELLING: Final = (Scheme.DOI, Scheme.PMID, Scheme.PMCID, Scheme.ARXIV)


def of_rejected(rejected: Iterable[Rejected]) -> Iterator[Finding]:
    """Report what could not be read, each at its place."""
    for one in rejected:
        rule = _REJECTED[one.because]
        yield Finding(rule, rule.level, one.reason, place=one.place)


def findings(case: Case) -> Iterator[Finding]:
    """Report an entry without any identifier, where the registry has one."""
    if case.record is None or case.place is None or case.key is None:
        return
    written = {**named_in(case.said), **case.identifiers}
    known = {s: case.record.identifiers[s] for s in _TELLING if s in case.record.identifiers}
    if known and not any(scheme in written for scheme in _TELLING):
        scheme, value = next(iter(known.items()))
        yield Finding(
            MISSING,
            MISSING.level,
            f"no identifier here; it is {scheme}:{value}",
            case.key,
            case.place,
            field=scheme.value,
            current=value,
        )


def of_all(cases: Sequence[Case]) -> Iterator[Finding]:
    """Report keys that stand for one work in one file, each but the first of them."""
    first: dict[tuple[str, Scheme, str], Case] = {}
    for case in cases:
        if case.key is None or case.record is None:
            continue
        names, file = case.record.identifiers, case.place.path if case.place else ""
        known = [(file, scheme, names[scheme]) for scheme in _TELLING if scheme in names]
        twins = [first.setdefault(one, case) for one in known]
        twin = next((one for one in twins if _are_twins(one, case)), None)
        if twin is not None:
            yield _two_keys(case, twin)


def _are_twins(a: Case, b: Case) -> bool:
    if a.record is None or b.record is None or a.key == b.key:
        return False
    return same_identifiers(a.record.identifiers, b.record.identifiers) is True


def _two_keys(case: Case, twin: Case) -> Finding:
    at = f" ({twin.place.path}:{twin.place.line})" if twin.place else ""
    message = f"the work of {twin.key}{at} under another key"
    return Finding(TWO_KEYS, TWO_KEYS.level, message, case.key, case.place, current=twin.key)
