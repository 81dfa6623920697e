from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from citekit.registries.faults import Fault
from citekit.registries.patience import Patience, in_time, retry_after

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("2", 2.0),
        (" 120 ", 120.0),
        ("0", 0.0),
        ("9999999999", 9999999999.0),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30.0),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0.0),
        ("Sun, 22 Nov 2026 12:01:00 -0000", 60.0),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("9" * 5000, None),
        ("soon", None),
        ("Sun, 99 Nov 2026 12:00:30 GMT", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_a_job_gives_what_it_gives() -> None:
    assert in_time(lambda: 7, time.monotonic() + 5, fair=1) == 7


def test_a_job_fails_as_it_fails() -> None:
    def job() -> None:
        raise Fault("said no")

    with pytest.raises(Fault, match="said no"):
        in_time(job, time.monotonic() + 5, fair=1)


def test_a_jobs_own_timeout_is_its_own() -> None:
    def job() -> None:
        raise TimeoutError("mine")

    with pytest.raises(TimeoutError, match="mine"):
        in_time(job, time.monotonic() + 5, fair=1)


@pytest.mark.parametrize(("fair", "silent"), [(0.0, True), (5.0, False)], ids=["fair", "hurried"])
def test_a_late_job_is_left_behind(fair: float, silent: bool) -> None:
    began = time.monotonic()
    with pytest.raises(Fault, match="in time") as caught:
        in_time(lambda: time.sleep(0.3), began + 0.05, fair)
    assert time.monotonic() - began < 0.25
    assert caught.value.silent is silent


def test_two_silences_in_a_row_are_enough() -> None:
    patience = Patience()
    for _ in range(2):
        patience.check("host")
        patience.judge("host", Fault("is silent", silent=True), barred=False)
    with pytest.raises(Fault, match="twice in a row"):
        patience.check("host")
    patience.check("other")


@pytest.mark.parametrize("word", ["answer", "refusal"])
def test_any_word_between_two_silences_counts(word: str) -> None:
    patience = Patience()
    for _ in range(4):
        patience.judge("host", Fault("is silent", silent=True), barred=False)
        if word == "answer":
            patience.praise("host")
        else:
            patience.judge("host", Fault("answered 500", status=500), barred=False)
    patience.check("host")


def test_a_host_that_barred_us_is_not_asked_again() -> None:
    patience = Patience()
    patience.judge("host", Fault("answered 403", status=403), barred=True)
    with pytest.raises(Fault, match="403"):
        patience.check("host")


def test_a_shorter_rest_does_not_end_a_longer_one() -> None:
    patience = Patience()
    patience.hush("host", 100)
    patience.hush("host", 1)
    assert patience.quiet_until("host") > time.monotonic() + 90
