"""A file's lock, which ends with the process that holds it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from citekit.locking import lock, share

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is locked there")


def test_one_holds_it_until_the_file_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("wb") as one, path.open("wb") as other:
        assert lock(one)
        assert not lock(other)
        one.close()
        assert lock(other)


def test_it_is_shared_by_several_and_locked_by_none_of_others(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("wb") as one, path.open("wb") as two, path.open("wb") as other:
        share(one)
        share(two)
        one.close()
        assert not lock(other)
        two.close()
        assert lock(other)
