from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from citekit.library.store import Library
from tests.library import shelf


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a library that holds the paper and its comment."""
    made = tmp_path_factory.mktemp("filled") / "library.db"
    shelf.add(made, shelf.paper(), shelf.comment((shelf.comment_on(),)))
    return made.read_bytes()


@pytest.fixture
def library(tmp_path: Path, filled: bytes) -> Iterator[Library]:
    """An open library that holds the paper and its comment."""
    path = tmp_path / "library.db"
    path.write_bytes(filled)
    with Library.open(path) as opened:
        yield opened
