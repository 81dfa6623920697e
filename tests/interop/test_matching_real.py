"""Matching of references in bulk, on the half of two real files that nothing was fitted to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from benchmarks.matching import cases, failures
from benchmarks.matching.measure import Rates, Told, answer

from tests.interop.corpus import files

pytestmark = pytest.mark.interop


@pytest.fixture(scope="module")
def told() -> list[Told]:
    where = Path(files()[0]).parent
    return [one for asked in cases.load(where, None) for one in answer(asked)[0]]


@pytest.fixture(scope="module")
def rates(told: list[Told]) -> Mapping[str, Rates]:
    return {
        source: Rates.of([one for one in told if one.case.source == source])
        for source in ("real", "generated")
    }


def test_every_wrong_answer_is_a_known_one(told: list[Told]) -> None:
    """And what is right by now is known no longer: its line is taken out."""
    assert failures.lines(told) == failures.known()


def test_real_references_find_their_records(rates: Mapping[str, Rates]) -> None:
    real = rates["real"]
    assert real.outside >= 5_000
    assert real.precision >= 0.99
    assert real.accepted <= 5
    assert real.identifying >= 0.97


def test_generated_references_find_their_records(rates: Mapping[str, Rates]) -> None:
    assert rates["generated"].f1 >= 0.985
