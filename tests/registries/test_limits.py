from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from citekit.registries.limits import FILE, PUBMED, PUBMED_KEY, Limiter, Pool, spacing

FIVE = Pool("test", "five", 5)


class Clock:
    """A monotonic clock that moves when somebody sleeps."""

    def __init__(self, at: float = 1000.0) -> None:
        self.at = at

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += seconds


def limiter(folder: Path | None, clock: Clock) -> Limiter:
    return Limiter(folder, clock.now, clock.sleep)


def turns(one: Limiter, clock: Clock, pool: Pool, count: int, until: float = 1e9) -> list[float]:
    taken = []
    for _ in range(count):
        assert one.wait("host", pool, until)
        taken.append(round(clock.at - 1000.0, 3))
    return taken


@pytest.mark.parametrize("shared", [True, False], ids=["shared file", "this process"])
def test_turns_are_spaced_evenly_a_tenth_wider_than_allowed(tmp_path: Path, shared: bool) -> None:
    clock = Clock()
    one = limiter(tmp_path if shared else None, clock)
    assert turns(one, clock, PUBMED, 4) == [0.0, 0.367, 0.733, 1.1]


def test_a_key_allows_ten_a_second(tmp_path: Path) -> None:
    clock = Clock()
    assert turns(limiter(tmp_path, clock), clock, PUBMED_KEY, 3) == [0.0, 0.11, 0.22]


def test_two_limiters_on_one_folder_share_the_turns(tmp_path: Path) -> None:
    clock = Clock()
    one, other = limiter(tmp_path, clock), limiter(tmp_path, clock)
    assert turns(one, clock, FIVE, 1) + turns(other, clock, FIVE, 2) == [0.0, 0.22, 0.44]


def test_hosts_and_pools_are_counted_apart(tmp_path: Path) -> None:
    clock = Clock()
    one = limiter(tmp_path, clock)
    assert all(one.wait(host, pool, clock.at) for host in ("a", "b") for pool in (FIVE, PUBMED))


@pytest.mark.parametrize("shared", [True, False], ids=["shared file", "this process"])
def test_there_is_no_waiting_past_the_deadline(tmp_path: Path, shared: bool) -> None:
    clock = Clock()
    one = limiter(tmp_path if shared else None, clock)
    assert one.wait("host", PUBMED, until=clock.at)
    before = clock.at
    assert not one.wait("host", PUBMED, until=before + 0.3)
    assert clock.at == before
    assert one.wait("host", PUBMED, until=before + 0.4)


def test_a_turn_refused_is_not_taken(tmp_path: Path) -> None:
    clock = Clock()
    one = limiter(tmp_path, clock)
    one.wait("host", PUBMED, clock.at)
    for _ in range(5):
        assert not one.wait("host", PUBMED, until=clock.at + 0.1)
    assert turns(one, clock, PUBMED, 1) == [0.367]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-rate-limit-limit": "50", "x-rate-limit-interval": "1s"}, 0.022),
        ({"x-rate-limit-limit": "1", "x-rate-limit-interval": "2s"}, 2.2),
        ({"x-rate-limit-limit": "60", "x-rate-limit-interval": "1m"}, 1.1),
        ({"x-rate-limit-limit": "1", "x-rate-limit-interval": "500ms"}, 0.55),
        ({"x-ratelimit-limit": "10", "x-ratelimit-remaining": "9"}, 0.11),
        ({}, None),
        ({"x-rate-limit-limit": "0"}, None),
        ({"x-rate-limit-limit": "many"}, None),
        ({"x-rate-limit-limit": "²"}, None),
        ({"x-rate-limit-limit": "5", "x-rate-limit-interval": "a while"}, None),
        ({"x-rate-limit-limit": "1", "x-rate-limit-interval": "999999m"}, None),
        ({"x-rate-limit-limit": "999999", "x-rate-limit-interval": "1ms"}, None),
    ],
)
def test_spacing_is_read_from_either_registrys_headers(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert spacing(headers) == (None if seconds is None else pytest.approx(seconds))


def test_headers_speed_up_the_turn_already_handed_out(tmp_path: Path) -> None:
    clock = Clock()
    one = limiter(tmp_path, clock)
    one.wait("host", PUBMED, clock.at)
    one.learn("host", PUBMED, {"x-ratelimit-limit": "11"})
    assert turns(one, clock, PUBMED, 2) == [0.1, 0.2]


def test_headers_slow_down_every_process(tmp_path: Path) -> None:
    clock = Clock()
    one, other = limiter(tmp_path, clock), limiter(tmp_path, clock)
    one.learn("host", PUBMED_KEY, {"x-ratelimit-limit": "1"})
    assert turns(other, clock, PUBMED_KEY, 3) == [0.0, 1.1, 2.2]


def test_a_registry_that_asks_for_rest_gets_it_from_every_process(tmp_path: Path) -> None:
    clock = Clock()
    limiter(tmp_path, clock).hold("host", FIVE, 7.0)
    assert turns(limiter(tmp_path, clock), clock, FIVE, 1) == [7.0]


def test_a_rest_too_long_to_wait_for_is_nobody_elses(tmp_path: Path) -> None:
    clock = Clock()
    limiter(tmp_path, clock).hold("host", FIVE, 3600.0)
    assert turns(limiter(tmp_path, clock), clock, FIVE, 1) == [0.0]


def test_a_turn_noted_before_the_machine_restarted_is_forgotten(tmp_path: Path) -> None:
    late, early = Clock(900_000.0), Clock(12.0)
    limiter(tmp_path, late).wait("host", FIVE, 1e9)
    assert limiter(tmp_path, early).wait("host", FIVE, until=12.0)


@pytest.mark.parametrize("content", [b"this is no database" * 100, b""], ids=["junk", "empty"])
def test_a_damaged_file_is_made_again(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    clock = Clock()
    one = limiter(tmp_path, clock)
    assert one.wait("host", FIVE, clock.at)
    assert turns(one, clock, FIVE, 2) + turns(limiter(tmp_path, clock), clock, FIVE, 1) in (
        [0.0, 0.22, 0.44],
        [0.22, 0.44, 0.66],
    )


def test_a_folder_that_cannot_be_made_leaves_turns_of_this_process(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    clock = Clock()
    assert turns(limiter(tmp_path / "file" / "x", clock), clock, FIVE, 2) == [0.0, 0.22]


def test_a_locked_file_leaves_turns_of_this_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citekit.registries.limits.BUSY", 0.05)
    clock = Clock()
    one = limiter(tmp_path, clock)
    one.wait("host", FIVE, clock.at)
    holder = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert one.wait("host", FIVE, clock.at)
    holder.close()


_TAKE = """
import sys, time
from pathlib import Path
from citekit.registries.limits import Limiter, Pool
one, pool = Limiter(Path(sys.argv[1])), Pool("test", "fifty", 50)
for _ in range(8):
    assert one.wait("host", pool, time.monotonic() + 30)
    print(time.monotonic())
"""


def test_processes_together_stay_below_the_limit(tmp_path: Path) -> None:
    source = str(Path(__file__).parents[2] / "src")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _TAKE, str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": source},
        )
        for _ in range(4)
    ]
    printed = [process.communicate(timeout=30)[0] for process in running]
    times = sorted(float(line) for text in printed for line in text.split())
    assert len(times) == 32
    assert times[-1] - times[0] >= 31 * 0.022 - 0.02
