from __future__ import annotations

import pytest

from citekit.checks.judge import RULES, judge
from citekit.checks.pages import listed, page
from citekit.findings import Finding, Rule
from tests.checks.examples import EXAMPLES


def line(one: Finding) -> str:
    where = f"{one.place.path}:{one.place.line}" if one.place else "library.db"
    key = [one.key] if one.key else []
    return ": ".join([where, one.level, one.rule.code, *key, one.message])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_example_of_a_page_is_what_the_code_says(rule: Rule) -> None:
    found, _ = judge(*EXAMPLES[rule.code])
    told = [line(one) for one in found if one.rule is rule]
    assert told, "the example of tests/checks/examples.py is no case of this rule"
    assert f"```text\n{told[0]}\n```" in page(rule.code)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_tells_why_what_to_do_and_what_nobody_knows(rule: Rule) -> None:
    told = page(rule.name)
    assert told.startswith(f"# {rule.code} {rule.name} ({rule.level})\n\n{rule.summary}\n")
    for part in ("**Why it matters.**", "**What to do.**", "**Silent", "**What it cannot know.**"):
        assert part in told


def test_no_page_accuses_anybody() -> None:
    words = ("fraud", "fake", "fabricat", "hallucinat", "misconduct", "cheat", "guilty")
    told = "\n".join(page(rule.code) for rule in RULES).casefold()
    assert [word for word in words if word in told] == []


def test_codes_and_names_are_each_of_one_rule() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    assert [text.split()[0] for text in listed()] == [rule.code for rule in RULES]
