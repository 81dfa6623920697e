from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from citekit.mirror.index.shelf import Shelf
from citekit.mirror.starter import open_shelf
from citekit.verbs import mirror_index
from citekit.verbs.mirror_index import Built, Given

_NAMED_AT_RANDOM = ("lock", "meta.json", ".managed.json")
"""Files in which tantivy writes the random names of its others, and empty ones."""
DAY = "2026-11-20"
Make = Callable[..., Built]


def quiet(_: object) -> None:
    """Hear how far a build is, and say nothing."""


def given(jobs: int = 1, **files: list[str]) -> Given:
    return Given(files, date=DAY, jobs=jobs)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mirror"


@pytest.fixture
def build(folder: Path) -> Make:
    """Build the mirror of a test: ``build(pubmed=[file, …], complete={…})``."""

    def make(jobs: int = 1, **files: list[Path]) -> Built:
        named = {registry: list(map(str, some)) for registry, some in files.items()}
        return mirror_index.build(str(folder), given(jobs, **named), quiet)

    return make


def shelf(folder: Path) -> Shelf:
    return open_shelf(str(folder))


def pmids(shelf: Shelf) -> list[str]:
    """List the first name of every living record, in the order of the rows."""
    return [shelf.compact(row).names[0] for row in shelf.rows()]


def digests(folder: Path) -> dict[str, str]:
    """Digest every file of a mirror; what tantivy names at random is known by its ending."""
    told: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.endswith(_NAMED_AT_RANDOM):
            continue
        name = path.name
        if path.parent.parent.name == "fts":
            name = path.suffix or path.name
        key = str(path.relative_to(folder).with_name(name))
        assert key not in told
        told[key] = hashlib.sha256(path.read_bytes()).hexdigest()
    return told
