from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from citekit.registries.policy import Policy
from tests.conftest import Citekit
from tests.library import shelf
from tests.registry_server import RegistryServer


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a library that holds the paper and its comment."""
    made = tmp_path_factory.mktemp("filled") / "library.db"
    shelf.add(made, shelf.paper(), shelf.comment((shelf.comment_on(),)))
    return made.read_bytes()


@pytest.fixture
def shelved(citekit: Citekit, desk: Path, filled: bytes) -> Citekit:
    """The command line beside a library that holds the paper and its comment."""
    (desk / "library.db").write_bytes(filled)
    return citekit


@pytest.fixture
def registries(monkeypatch: pytest.MonkeyPatch) -> Iterator[RegistryServer]:
    """Registries without a record, which the command line asks."""
    # Trying again is tested elsewhere; here nobody waits for it.
    monkeypatch.setattr("citekit.registries.http.Policy", partial(Policy, backoff=0.01))
    with RegistryServer() as running:
        monkeypatch.setenv("CITEKIT_PUBMED_URL", running.pubmed_url)
        monkeypatch.setenv("CITEKIT_CROSSREF_URL", running.crossref_url)
        monkeypatch.setenv("CITEKIT_TIMEOUT", "5")
        monkeypatch.setenv("CITEKIT_MAILTO", "someone@example.org")  # three lists a second
        yield running
