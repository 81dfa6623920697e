"""The page of each rule, as `explain` prints it and `docs/rules/` has it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from citekit.checks.judge import RULES
from citekit.errors import InputError
from citekit.findings import Rule
from citekit.text.meant import question


def listed() -> Iterator[str]:
    """Give a line for each rule: code, level, name, and what it reports."""
    width = max(len(rule.name) for rule in RULES)
    for rule in RULES:
        yield f"{rule.code}  {rule.level:<7}  {rule.name:<{width}}  {rule.summary}"


def page(written: str) -> str:
    """Give the page of a rule by its code or name; raises InputError where there is none."""
    for rule in RULES:
        if written.casefold() in {rule.code.casefold(), rule.name}:
            return _page(rule)
    near = question(written, names())
    raise InputError(f"there is no rule {written!r}{near}; `citekit explain` lists all of them")


def names() -> list[str]:
    """List what a rule can be called: codes, then names."""
    return [*(rule.code for rule in RULES), *(rule.name for rule in RULES)]


def _page(rule: Rule) -> str:
    text = resources.files(__package__).joinpath("rules", f"{rule.code}.md")
    head = f"# {rule.code} {rule.name} ({rule.level})"
    return f"{head}\n\n{rule.summary}\n\n{text.read_text(encoding='utf-8').strip()}"
