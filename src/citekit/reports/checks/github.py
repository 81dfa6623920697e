"""`check` as GitHub's workflow commands, and as the summary of a job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from citekit.findings import Checked, Finding
from citekit.reports import safe
from citekit.reports.checks import markdown, order, places, words
from citekit.vocab import Level

MOST: Final = 10
"""Annotations of one level that a step may make; GitHub drops the others without a word."""
_COMMANDS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = _DATA | str.maketrans({":": "%3A", ",": "%2C"})
_SUMMARY_ROOM: Final = 1024 * 1024
"""Bytes that GitHub takes for the summary of one step."""


def report(checked: Checked) -> str:
    """Write one command a line; what has no room is told in one more.

    Where there is nothing to annotate the outcome is a debug message: a notice at every run would
    be noise.
    """
    chosen = sorted(_chosen(checked), key=order.severity)
    commands = [_annotation(one, checked) for one in chosen]
    commands += _unchecked(checked)
    if len(chosen) < len(checked.findings) or checked.unchecked:
        commands.append(_command("notice", {"title": "citekit"}, words.summary(checked)))
    return "\n".join(commands or [_command("debug", {}, words.summary(checked))])


def summary(checked: Checked) -> str:
    """Write the summary of a job in Markdown, to be appended to `$GITHUB_STEP_SUMMARY`."""
    return f"{_TITLE}{markdown.report(checked, _SUMMARY_ROOM - len(_TITLE) - 1)}"


_TITLE: Final = "## citekit check\n\n"


def _chosen(checked: Checked) -> Iterator[Finding]:
    # One warning is kept for what could not be asked, one notice for the outcome.
    room = dict.fromkeys(Level, MOST)
    room[Level.WARNING] -= bool(checked.unchecked)
    room[Level.NOTE] -= 1
    for level, most in room.items():
        yield from [one for one in checked.counted if one.level is level][:most]


def _annotation(one: Finding, checked: Checked) -> str:
    at = {
        "file": safe.path(places.path_of(one, checked)),
        **({"line": str(places.line_of(one))} if one.place else {}),
        "title": safe.brief(f"{one.rule.code} {one.rule.name}"),
    }
    return _command(_COMMANDS[one.level], at, words.keyed(one))


def _unchecked(checked: Checked) -> list[str]:
    if not checked.unchecked:
        return []
    said = "; ".join(words.group(group) for group in words.groups(checked.unchecked))
    return [_command("warning", {"title": "citekit could not ask"}, said)]


def _command(name: str, properties: dict[str, str], data: str) -> str:
    told = ",".join(f"{key}={said.translate(_PROPERTY)}" for key, said in properties.items())
    return f"::{f'{name} {told}'.strip()}::{safe.brief(data).translate(_DATA)}"
