"""What no pattern may have: what early Pythons 3.11 match wrongly."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import citekit


def has_possessive_group(pattern: re.Pattern[Any]) -> bool:
    def found(parsed: Any) -> bool:
        if isinstance(parsed, _parser.SubPattern):
            return any(map(found, parsed))
        if not isinstance(parsed, tuple | list):
            return False
        if len(parsed) == 2 and str(parsed[0]) == "POSSESSIVE_REPEAT":
            body = parsed[1][2]
            is_one = len(body) == 1 and str(body[0][0]) in {"LITERAL", "NOT_LITERAL", "IN", "ANY"}
            return not is_one or found(body)
        return any(map(found, parsed))

    return found(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))


@pytest.mark.parametrize(
    "pattern", [r"(?:ab|b)*+", r"x(?:(a?b)?+c)", r"(?:ab?){1,3}+", r"(?:a)++b|c"]
)
def test_a_possessive_group_is_seen(pattern: str) -> None:
    assert has_possessive_group(re.compile(pattern)) is (pattern != r"(?:a)++b|c")


def test_no_group_is_possessive_which_early_pythons_match_wrongly() -> None:
    """Python 3.11.2, which is Debian 12's: python/cpython#106052, #100061. One character may be."""
    looked, told = 0, []
    for module in pkgutil.walk_packages(citekit.__path__, "citekit."):
        if module.name.startswith(("citekit.__main__", "citekit.browse", "citekit.mirror.spark")):
            continue
        for name, value in vars(import_module(module.name)).items():
            if isinstance(value, re.Pattern):
                looked += 1
                told += [f"{module.name}.{name}"] if has_possessive_group(value) else []
    assert told == []
    assert looked > 300
