"""Nothing that writes a mirror may be silent about a full disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

FULL = Path("/dev/full")
SOURCES = Path(__file__).parents[3] / "src"


@pytest.mark.skipif(not FULL.exists(), reason="needs Linux")
def test_numpys_own_writing_says_nothing_of_a_full_disk_and_is_not_used() -> None:
    np.zeros(100, np.uint8).tofile(FULL)
    with pytest.raises(OSError, match="No space left"):
        FULL.write_bytes(bytes(100))
    assert [path for path in SOURCES.rglob("*.py") if ".tofile(" in path.read_text("utf-8")] == []
