"""`check` as JUnit XML, in the shape that Jenkins and GitLab read (junit-10.xsd)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from citekit.findings import Checked, Finding, Unchecked
from citekit.reports import safe
from citekit.reports.checks import order, places, words
from citekit.vocab import Level

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'
# XML 1.0, 2.2: what no document holds, escaped neither. Controls and surrogates are gone by now.
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
_FAILURES: Final = frozenset({Level.ERROR, Level.WARNING})


class Case(NamedTuple):
    """One test case, and what became of it: the name of an element, or none where it passed."""

    path: str
    name: str
    outcome: str = ""
    kind: str = ""
    message: str = ""
    told: str = ""


def report(checked: Checked) -> str:
    """Write one suite a file, one case for each finding and for each that could not be asked.

    What could not be asked is an error, in JUnit's sense: it could not be run.
    """
    cases = [_finding(one, checked) for one in checked.findings]
    cases += [_unchecked(one, checked) for one in checked.unchecked]
    cases = cases or [Case(places.relative(checked.what), "no findings")]
    root = Element("testsuites", {"name": "citekit", **_counts(cases)})
    suites: dict[str, list[Case]] = {}
    for case in cases:
        suites.setdefault(case.path, []).append(case)
    root.extend(_suite(path, of_one) for path, of_one in suites.items())
    indent(root)
    return f"{_DECLARATION}\n{tostring(root, encoding='unicode')}"


def _finding(one: Finding, checked: Checked) -> Case:
    path = places.path_of(one, checked)
    name = ": ".join(filter(None, (f"{one.rule.code} {one.rule.name}", one.key)))
    said = words.keyed(one)
    told = f"{places.where(one, checked)}: {said}"
    if one.acknowledged:
        seen = words.acknowledged(one.acknowledged)
        return Case(path, name, "skipped", "acknowledged", seen, told)
    if one.level in _FAILURES:
        return Case(path, name, "failure", one.level.value, said, told)
    return Case(path, name, "system-out", told=told)


def _unchecked(one: Unchecked, checked: Checked) -> Case:
    name = ": ".join(filter(None, ("unchecked", one.registry, one.key)))
    told = f"{places.where(one, checked)}: {one.reason}"
    return Case(places.path_of(one, checked), name, "error", "unchecked", one.reason, told)


def _suite(path: str, cases: Sequence[Case]) -> Element:
    shown = _text(safe.path(path))
    counts = {**_counts(cases), "skipped": _of(cases, "skipped")}
    suite = Element("testsuite", {"name": shown, **counts})
    # GitLab keeps one case of each name.
    names = order.apart((_text(case.name) for case in cases), "{} ({})".format)
    for case, name in zip(cases, names, strict=True):
        _fill(SubElement(suite, "testcase", {"classname": shown, "name": name}), case)
    return suite


def _fill(element: Element, case: Case) -> None:
    if case.outcome:
        about = {"type": case.kind, "message": case.message}
        said = {name: _text(value) for name, value in about.items() if value}
        SubElement(element, case.outcome, said).text = _text(case.told)


def _counts(cases: Sequence[Case]) -> dict[str, str]:
    return {
        "tests": str(len(cases)),
        "failures": _of(cases, "failure"),
        "errors": _of(cases, "error"),
    }


def _of(cases: Sequence[Case], outcome: str) -> str:
    return str(sum(case.outcome == outcome for case in cases))


def _text(text: str) -> str:
    return _NO_CHARACTER.sub("\ufffd", safe.brief(text))
