"""`check` for people: one line a finding, the outcome at the end."""

from __future__ import annotations

from collections.abc import Iterator

from citekit.findings import Checked, Finding, Unchecked
from citekit.reports import safe
from citekit.reports.checks import places, words


def report(checked: Checked) -> str:
    """Print findings, then acknowledged ones, then what could not be asked, then the outcome."""
    return "\n".join(_harmless(line) for line in _lines(checked))


def _lines(checked: Checked) -> Iterator[str]:
    yield from (_finding(one, checked) for one in checked.counted)
    yield from (_finding(one, checked) for one in checked.findings if one.acknowledged)
    for group in words.groups(checked.unchecked):
        if len(group.unchecked) > words.NAMED:
            yield f"unchecked: {words.group(group)}"
        else:
            yield from (_unchecked(one, checked) for one in group.unchecked)
    yield words.summary(checked)


def _finding(one: Finding, checked: Checked) -> str:
    where = places.where(one, checked)
    return f"{where}: {one.level}: {one.rule.code}: {words.keyed(one)}{words.seen(one)}"


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
