from __future__ import annotations

import re
import shlex

import pytest
import typer

from citekit.checks.judge import RULES
from citekit.checks.pages import page
from citekit.cli.app import program
from citekit.findings import Rule
from tests.conftest import Citekit


def test_all_rules_are_listed_without_one(citekit: Citekit) -> None:
    run = citekit("explain")
    told = [text.split()[:3] for text in run.out.splitlines()]
    assert (run.code, run.err) == (0, "")
    assert told == [[rule.code, rule.level, rule.name] for rule in RULES]


@pytest.mark.parametrize("written", ["CK101", "ck101", "retracted", "Retracted"])
def test_a_rule_is_told_by_code_or_name(citekit: Citekit, written: str) -> None:
    run = citekit("explain", written)
    assert (run.code, run.err) == (0, "")
    assert run.out == f"{page('CK101')}\n"


@pytest.mark.parametrize("written", ["CK999", "retract", "", "../retracted"])
def test_an_unknown_rule_is_told_in_a_sentence(citekit: Citekit, written: str) -> None:
    run = citekit("explain", written)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"citekit: there is no rule {written!r}")
    assert run.err.endswith("; `citekit explain` lists all of them\n")
    assert len(run.err.splitlines()) == 1


def options(*words: str) -> set[str]:
    """Give the options that may stand behind these words; fails where they are no command."""
    command = program("")
    assert isinstance(command, typer.core.TyperGroup)
    common = {option for one in command.params for option in one.opts}
    for word in words:
        assert isinstance(command, typer.core.TyperGroup)
        command = command.commands[word]
    return common | {option for one in command.params for option in one.opts}


_OF_OTHERS = {"--file": "ack", "--format": "export", "--ascii": "export"}


def named(told: str) -> list[list[str]]:
    """Find the command lines that a page names, and the options it names alone as of `check`."""
    spans = re.findall(r"`((?:citekit |--)[^`]*)`", re.sub(r"```.*?```", "", told, flags=re.DOTALL))
    lines = [shlex.split(span.removeprefix("citekit ")) for span in spans]
    return [_with_command(line) for line in lines]


def _with_command(words: list[str]) -> list[str]:
    if not words[0].startswith("-"):
        return words
    return [_OF_OTHERS.get(words[0], "check"), *words]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_names_only_commands_and_options_that_exist(rule: Rule) -> None:
    for words in named(page(rule.code)):
        depth = 2 if words[0] == "mirror" else 1
        known = options(*words[:depth])
        assert {word for word in words if word.startswith("-")} <= known, words
