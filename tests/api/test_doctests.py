"""Every example in a docstring of the Python API, and on its page, is what really happens."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT

MODULES = ("resolve", "check", "library")
PAGE = ROOT / "docs" / "python.md"


def failures(examples: doctest.DocTest) -> tuple[int, int]:
    told = doctest.DocTestRunner(verbose=False).run(examples, out=lambda _: None)
    return told.failed, told.attempted


def of_module(module: ModuleType) -> list[doctest.DocTest]:
    return [one for one in doctest.DocTestFinder().find(module) if one.examples]


def of_text(text: str) -> doctest.DocTest:
    return doctest.DocTestParser().get_doctest(text, {}, "page", None, None)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_docstring(name: str, desk: Path) -> None:
    found = of_module(import_module(f"citekit.api.{name}"))
    assert [failures(one)[0] for one in found] == [0]


def test_the_examples_of_the_page(desk: Path) -> None:
    failed, attempted = failures(of_text(PAGE.read_text(encoding="utf-8")))
    assert failed == 0
    assert attempted > 15


def test_an_example_that_is_wrong_is_told(desk: Path) -> None:
    assert (
        failures(of_text(">>> import citekit\n>>> citekit.Outcome.RESOLVED.value\n'found'\n"))[0]
        == 1
    )
