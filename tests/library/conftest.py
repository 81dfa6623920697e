from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from citekit.library.store import Library
from tests.library import shelf


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a new library: copied, because making one waits for the disk."""
    made = tmp_path_factory.mktemp("empty") / "library.db"
    with Library.open(made, create=True):
        pass
    return made.read_bytes()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a library that holds the paper and its comment."""
    made = tmp_path_factory.mktemp("filled") / "library.db"
    shelf.add(made, shelf.paper(), shelf.comment((shelf.comment_on(),)))
    return made.read_bytes()


@pytest.fixture
def library(path: Path, empty: bytes) -> Iterator[Library]:
    """An empty library that is open for the whole test."""
    path.write_bytes(empty)
    with Library.open(path) as opened:
        yield opened


@pytest.fixture
def shelved(path: Path, filled: bytes) -> Iterator[Library]:
    """An open library that holds the paper and its comment."""
    path.write_bytes(filled)
    with Library.open(path) as opened:
        yield opened
