"""`check` for people: one line a finding, the outcome at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from citekit.findings import Checked, Finding, Unchecked
from citekit.reports import safe
from citekit.reports.checks import places, words
from citekit.reports.surface import Ink, Surface
from citekit.vocab import Level


def report(checked: Checked) -> str:
    """Print findings, then acknowledged ones, then what could not be asked, then the outcome."""
    return "\n".join(lines(checked, Surface()))


def lines(checked: Checked, surface: Surface) -> Iterator[str]:
    """Give the same, line by line; none is folded, for editors jump to what a line begins with."""
    return map(_harmless, _lines(checked, surface))


_INKS: Final = {Level.ERROR: Ink.BAD, Level.WARNING: Ink.DOUBT, Level.NOTE: Ink.NOTE}


def _lines(checked: Checked, surface: Surface) -> Iterator[str]:
    yield from (_finding(one, checked, surface) for one in checked.counted)
    yield from (_finding(one, checked, surface) for one in checked.findings if one.acknowledged)
    for group in words.groups(checked.unchecked):
        if len(group.unchecked) > words.NAMED:
            yield f"unchecked: {words.group(group)}"
        else:
            yield from (_unchecked(one, checked) for one in group.unchecked)
    yield words.summary(checked)


def _finding(one: Finding, checked: Checked, surface: Surface) -> str:
    where = places.where(one, checked)
    level = surface.paint(one.level, None if one.acknowledged else _INKS.get(one.level))
    return f"{where}: {level}: {one.rule.code}: {words.keyed(one)}{words.seen(one)}"


def _unchecked(one: Unchecked, checked: Checked) -> str:
    told = (one.key, one.registry, one.reason)
    said = ": ".join(safe.brief(part) for part in told if part)
    return f"{places.where(one, checked)}: unchecked: {said}"


def _harmless(line: str) -> str:
    """Keep a line of a CI log from being taken for a workflow command.

    GitHub's runner takes `::` where a line begins, and the older `##[` anywhere (ActionCommand).
    """
    quiet = line.replace("##[", "## [")
    return f"./{quiet}" if quiet.lstrip().startswith("::") else quiet
