from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from citekit.library.store import Library
from citekit.vocab import Scheme

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def run(command: str, path: Path, *counts: int) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.library.writers", command, str(path), *map(str, counts)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


def numbers(library: Library) -> set[int]:
    return {int(work.identifiers[Scheme.PMID]) for work in library.works()}


def test_writers_at_once_lose_nothing_and_are_never_refused(path: Path) -> None:
    """Four processes make the library together and add 20 works each."""
    assert run("together", path, 4, 20) == ["0"]
    with Library.open(path) as library:
        assert numbers(library) == set(range(1, 81))
        assert library.check() == []
        assert len({work.key for work in library.works()}) == 80


def test_killed_writers_leave_whole_works_and_all_that_was_acknowledged(path: Path) -> None:
    acknowledged = {int(number) for number in run("killed", path, 12)}
    assert len(acknowledged) >= 6
    with Library.open(path, create=True) as library:
        assert library.check() == []
        assert acknowledged <= numbers(library)
        for work in library.works():
            (notice,) = work.notices
            assert notice.link.notice.raw == f"J X. 2011;7:{work.identifiers[Scheme.PMID]}"
            assert library.find(work.identifiers) == work.key
            assert len(library.events(work.key)) == 3
            assert library.citations(work.key)
        assert {work.key for work in library.search("trial")} == {
            work.key for work in library.works()
        }
