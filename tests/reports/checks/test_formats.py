"""Every format prints the same outcomes, whatever their texts hold."""

from __future__ import annotations

import subprocess
import sys

import pytest

from citekit.findings import Checked
from citekit.reports.checks.formats import FORMATS
from tests.reports.checks import samples

OUTCOMES = {"clean": samples.CLEAN, "plain": samples.PLAIN, "hostile": samples.HOSTILE}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_format_prints_an_outcome(name: str, outcome: str) -> None:
    assert samples.printed(name, OUTCOMES[outcome]) == samples.expected(outcome, name)


@pytest.mark.parametrize("name", FORMATS)
@samples.for_any_outcome
def test_nothing_acts_on_a_terminal(name: str, checked: Checked) -> None:
    text = samples.printed(name, checked)
    assert text
    assert not text.endswith("\n")
    assert not set(text) & set("\x00\x07\r\x1b\x7f\x9b\u2028\u202e\u2066\ufeff")


def test_a_format_is_loaded_when_it_is_asked_for() -> None:
    asked = "import sys; import citekit.reports.checks.formats; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )  # fmt: skip
    loaded = [name for name in done.stdout.split() if name.startswith("citekit.reports.checks.")]
    assert loaded == ["citekit.reports.checks.formats"]
