"""`check` as SARIF 2.1.0 (OASIS), as code scanning takes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from citekit.findings import Checked, Finding, Rule
from citekit.model import Acknowledgement
from citekit.reports import safe
from citekit.reports.checks import order, places, words
from citekit.reports.shapes import Json
from citekit.text.counted import counted

MOST: Final = 25_000
"""Results a run: GitHub refuses a file with more."""
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_UNCHECKED, _LEFT_OUT = "unchecked", "left-out"
_NOTIFICATIONS: Final = {
    _UNCHECKED: "A registry could not be asked, so nothing is concluded about these works.",
    _LEFT_OUT: "There are more findings than a run may hold.",
}


def report(checked: Checked) -> str:
    """Write one run with every rule, and results also where they are acknowledged."""
    chosen = order.most_severe(checked.findings, MOST)
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(checked, chosen)]}
    return safe.json_text(json.dumps(log, ensure_ascii=False, indent=2))


def _run(checked: Checked, chosen: Sequence[int]) -> Json:
    rules = {rule.code: rule for rule in (*checked.rules, *(f.rule for f in checked.findings))}
    index = {code: number for number, code in enumerate(rules)}
    prints = order.fingerprints(checked.findings)
    results = [_result(checked.findings[at], prints[at], index, checked) for at in chosen]
    # 3.27.23: in one run, either every result tells of its suppressions or none does.
    if any(checked.findings[at].acknowledged for at in chosen):
        for at, result in zip(chosen, results, strict=True):
            result["suppressions"] = _suppressions(checked.findings[at].acknowledged)
    # 3.14.17: a column of citekit's is a character; UTF-16 units would need the line itself.
    columns = any(_column(checked.findings[at]) for at in chosen)
    return {
        "tool": {"driver": _driver(checked, list(rules.values()))},
        **({"columnKind": "unicodeCodePoints"} if columns else {}),
        "invocations": [_invocation(checked, len(checked.findings) - len(chosen))],
        "results": results,
    }


def _driver(checked: Checked, rules: Sequence[Rule]) -> Json:
    return {
        "name": "citekit",
        **({"version": safe.brief(checked.version)} if checked.version else {}),
        "rules": [_rule(rule) for rule in rules],
        "notifications": [
            {"id": name, "shortDescription": _message(said)}
            for name, said in _NOTIFICATIONS.items()
        ],
    }


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": _message(rule.name.replace("-", " ").capitalize()),
        "fullDescription": _message(rule.summary),
        # GitHub asks for it, though 3.49.13 does not.
        "help": _message(f"{rule.summary} More: citekit explain {rule.code}"),
        "defaultConfiguration": {"level": rule.level.value},
    }


def _result(
    one: Finding, fingerprint: str, index: Mapping[str, int], checked: Checked
) -> dict[str, object]:
    return {
        "ruleId": one.rule.code,
        "ruleIndex": index[one.rule.code],
        "level": one.level.value,
        "message": _message(words.keyed(one)),
        "locations": [_location(one, checked)],
        # Without GitHub's own name beside ours it would take the line's text, and all works of
        # one library stand on one.
        "partialFingerprints": {
            "citekit/v1": fingerprint,
            "primaryLocationLineHash": fingerprint,
        },
    }


def _location(one: Finding, checked: Checked) -> Json:
    column = _column(one)
    region = {"startLine": places.line_of(one), **({"startColumn": column} if column else {})}
    uri = places.uri(places.path_of(one, checked))
    key = [{"name": safe.brief(one.key)}] if one.key else []
    return {
        "physicalLocation": {"artifactLocation": {"uri": uri}, "region": region},
        **({"logicalLocations": key} if key else {}),
    }


def _column(one: Finding) -> int | None:
    """Give a column that somebody has counted: the first is also what a place has by default."""
    return one.place.column if one.place and one.place.column > 1 else None


def _suppressions(given: Acknowledgement | None) -> list[Json]:
    if given is None:
        return []
    said = words.acknowledged(given)
    return [{"kind": "external", "status": "accepted", "justification": said}]


def _invocation(checked: Checked, left_out: int) -> Json:
    return {
        "executionSuccessful": not checked.unchecked,
        "toolExecutionNotifications": list(_notifications(checked, left_out)),
    }


def _notifications(checked: Checked, left_out: int) -> Iterator[Json]:
    # 3.58.6: "error" is what made the results incomplete.
    for group in words.groups(checked.unchecked):
        yield _notification(_UNCHECKED, "error", words.group(group))
    if left_out:
        said = f"{counted(left_out, 'finding')} left out: a run holds {MOST}."
        yield _notification(_LEFT_OUT, "warning", said)


def _notification(name: str, level: str, said: str) -> Json:
    number = list(_NOTIFICATIONS).index(name)
    return {"descriptor": {"id": name, "index": number}, "level": level, "message": _message(said)}


def _message(said: str) -> Json:
    """Make a plain text message; no title is a placeholder (3.11.5) or a link (3.11.6) there."""
    text = safe.brief(said).replace("{", "{{").replace("}", "}}").replace("](", "] (")
    return {"text": text}
