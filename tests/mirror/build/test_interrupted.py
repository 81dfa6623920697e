"""A build that is killed at any moment goes on to the index of one that was not.

Five times here; INTERRUPTIONS=100 in the environment makes it a hundred.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.mirror.build.conftest import DAY, digests
from tests.mirror.made_up import article, lines, pubmed_file, work

TIMES = int(os.environ.get("INTERRUPTIONS", "5"))
SEED = int(os.environ.get("INTERRUPTIONS_SEED", "1"))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Some files, of which each is a segment of its own, and some are not."""
    folder = tmp_path_factory.mktemp("sources")
    for number in range(1, 7):
        records = (article(n) for n in range(number * 150, number * 150 + 200))
        name = folder / f"pubmed26n{number:04d}.xml.gz"
        pubmed_file(name, *records, deleted=range(number * 150 - 5, number * 150), md5=True)
    (folder / "works.jsonl").write_bytes(lines(*map(work, range(1, 300))))
    return ["--pubmed", str(folder / "*.xml.gz"), "--crossref", str(folder / "works.jsonl")]


def started(folder: Path, sources: list[str], heard: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.mirror.build.small_segments", "mirror", "build"]
    options = ["--jobs", "2", "--date", DAY, *sources]
    return subprocess.Popen(
        [*command, str(folder), *options],
        stdout=subprocess.DEVNULL,
        stderr=heard,
        start_new_session=True,
    )


def finished(folder: Path, sources: list[str]) -> None:
    process = started(folder, sources, subprocess.PIPE)
    _, told = process.communicate()
    assert (process.returncode, told) == (0, b"")
    assert is_gone(process)


def is_gone(process: subprocess.Popen[bytes]) -> bool:
    """Wait for the processes that a build has begun: none may outlive it for long."""
    for _ in range(100):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_says_so_in_one_line(
    tmp_path: Path, sources: list[str], number: signal.Signals
) -> None:
    process = started(tmp_path / "mirror", sources, subprocess.PIPE)
    while not (tmp_path / "mirror" / "index" / "plan.json").exists():
        time.sleep(0.05)
    time.sleep(1)
    os.killpg(process.pid, number) if number is signal.SIGINT else process.send_signal(number)
    _, told = process.communicate()
    if process.returncode:  # it may have been done by then
        assert process.returncode == 128 + number
        assert len(told.decode().splitlines()) == 1
    assert is_gone(process)
    finished(tmp_path / "mirror", sources)


def test_a_killed_build_goes_on_to_the_same_bytes(tmp_path: Path, sources: list[str]) -> None:
    whole = tmp_path / "whole"
    begun = time.monotonic()
    finished(whole, sources)
    seconds = time.monotonic() - begun
    expected = digests(whole)
    chance = random.Random(SEED)
    for turn in range(TIMES):
        folder, killed = tmp_path / f"killed{turn}", []
        for _ in range(chance.choice((1, 1, 2, 3))):
            # Its own processes may live on for a moment: the next build has to bear with them.
            process = started(folder, sources, subprocess.DEVNULL)
            time.sleep(chance.uniform(0, seconds))
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed.append(process)
        finished(folder, sources)
        assert all(map(is_gone, killed))
        assert digests(folder) == expected, turn
        assert not list(folder.rglob(".making-*"))
        assert not list(folder.glob(".manifest*"))
