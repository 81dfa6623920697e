"""What every format says in the same words: how many, until when, who could not be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

from citekit.findings import Checked, Finding, Unchecked
from citekit.model import Acknowledgement
from citekit.reports import safe
from citekit.text.counted import counted
from citekit.vocab import Level

NAMED: Final = 3
"""How many keys of a group are told."""
_KEY: Final = 200
_REASONS: Final = 3
"""How many reasons of one registry are told apart: some name the work in each."""


class Group(NamedTuple):
    """What one registry could not be asked, for one reason."""

    registry: str
    reason: str
    unchecked: Sequence[Unchecked]


def summary(checked: Checked) -> str:
    """Tell the outcome in one line."""
    told = [f"{checked.count} checked", _findings(checked.counted), *_apart(checked)]
    asked = [
        f"{safe.brief(registry)} {counted(times, 'time')}"
        for registry, times in checked.requests.items()
        if times
    ]
    return ", ".join(told) + (f"; asked {', '.join(asked)}" if asked else "")


def _findings(found: Sequence[Finding]) -> str:
    if not found:
        return "no findings"
    of = Counter(one.level for one in found)
    levels = ", ".join(counted(of[level], level.value) for level in Level if of[level])
    return f"{counted(len(found), 'finding')} ({levels})"


def _apart(checked: Checked) -> Iterator[str]:
    if acknowledged := len(checked.findings) - len(checked.counted):
        yield f"{acknowledged} acknowledged"
    if unchecked := unchecked_count(checked.unchecked):
        yield f"{unchecked} unchecked"


def unchecked_count(unchecked: Iterable[Unchecked]) -> int:
    """Count works or citations: one that two registries could not be asked about is one."""
    return len({(one.key, one.place) for one in unchecked})


def acknowledged(given: Acknowledgement) -> str:
    """Tell until when a finding is acknowledged, and why."""
    purpose = ", cited on purpose" if given.cited_on_purpose else ""
    return safe.brief(f"acknowledged until {given.until}{purpose}: {given.reason}")


def seen(one: Finding) -> str:
    """Give what stands behind an acknowledged finding, in brackets; nothing behind the others."""
    return f" ({acknowledged(one.acknowledged)})" if one.acknowledged else ""


def keyed(one: Finding) -> str:
    """Put the citation key, where there is one, before the message."""
    key = "" if one.key is None else f"{safe.brief(one.key, _KEY)}: "
    return key + safe.brief(one.message)


def groups(unchecked: Iterable[Unchecked]) -> list[Group]:
    """Gather what shares a registry and a reason: a registry may be down for a whole library."""
    found: dict[str, dict[str, list[Unchecked]]] = {}
    for one in unchecked:
        found.setdefault(one.registry, {}).setdefault(one.reason, []).append(one)
    return [group for registry, reasons in found.items() for group in _of(registry, reasons)]


def _of(registry: str, reasons: dict[str, list[Unchecked]]) -> Iterator[Group]:
    told = list(reasons.items())
    apart = _REASONS if len(told) > _REASONS + 1 else len(told)
    for reason, ones in told[:apart]:
        yield Group(registry, reason, ones)
    if rest := told[apart:]:
        reason = f"{counted(len(rest), 'other reason')}, the first: {rest[0][0]}"
        yield Group(registry, reason, list(chain.from_iterable(ones for _, ones in rest)))


def group(one: Group) -> str:
    """Tell in one line who could not be asked, about how many, why, and about which first."""
    names = list(dict.fromkeys(filter(None, map(_named, one.unchecked))))
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    which = ", ".join(safe.brief(name, _KEY) for name in names[:NAMED])
    who = " and ".join([which, *more])
    told = (one.registry, f"{len(one.unchecked)} unchecked", one.reason, who)
    return ": ".join(safe.brief(part) for part in told if part)


def _named(one: Unchecked) -> str | None:
    return one.key or (f"{one.place.path}:{one.place.line}" if one.place else None)
