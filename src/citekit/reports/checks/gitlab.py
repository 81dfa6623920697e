"""`check` as GitLab's code quality report: one array, each fingerprint once."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from citekit.findings import Checked, Finding
from citekit.reports import safe
from citekit.reports.checks import order, places, words
from citekit.reports.checks.words import Group
from citekit.reports.shapes import Json
from citekit.vocab import Level

_SEVERITIES: Final = {Level.ERROR: "critical", Level.WARNING: "major", Level.NOTE: "info"}


def report(checked: Checked) -> str:
    """Write the findings that nobody has acknowledged, and what could not be asked.

    The latter because a merge request compares two reports: what an outage hides would be shown
    as mended.
    """
    prints = order.fingerprints(checked.findings)
    found = [
        _finding(one, fingerprint, checked)
        for one, fingerprint in zip(checked.findings, prints, strict=True)
        if one.acknowledged is None
    ]
    unasked = [_unchecked(group, checked) for group in words.groups(checked.unchecked)]
    return safe.json_text(json.dumps([*found, *unasked], ensure_ascii=False, indent=2))


def _finding(one: Finding, fingerprint: str, checked: Checked) -> Json:
    return {
        "description": words.keyed(one),
        "check_name": one.rule.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[one.level],
        "location": _location(places.path_of(one, checked), places.line_of(one)),
    }


def _unchecked(group: Group, checked: Checked) -> Json:
    first = group.unchecked[0]
    named = repr(("unchecked", group.registry, group.reason))
    return {
        "description": words.group(group),
        "check_name": "unchecked",
        "fingerprint": hashlib.sha256(named.encode(errors="replace")).hexdigest()[:32],
        "severity": "info",
        "location": _location(places.path_of(first, checked), places.line_of(first)),
    }


def _location(path: str, line: int) -> Json:
    return {"path": safe.path(path), "lines": {"begin": line}}
