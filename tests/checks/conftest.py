"""Registries on loopback for checks, which nobody waits for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from citekit.registries.policy import Policy
from citekit.settings import Settings
from tests.registry_server import RegistryServer


@pytest.fixture
def registries(monkeypatch: pytest.MonkeyPatch) -> Iterator[RegistryServer]:
    """Registries without a record, which the command line asks too."""
    monkeypatch.setattr("citekit.registries.http.Policy", partial(Policy, backoff=0.01))
    with RegistryServer() as running:
        monkeypatch.setenv("CITEKIT_PUBMED_URL", running.pubmed_url)
        monkeypatch.setenv("CITEKIT_CROSSREF_URL", running.crossref_url)
        monkeypatch.setenv("CITEKIT_MAILTO", "someone@example.org")  # three lists a second
        yield running


@pytest.fixture
def settings(registries: RegistryServer, tmp_path: Path) -> Settings:
    """Settings that ask these registries, with nothing cached."""
    return registries.settings(tmp_path / "cold", mailto="someone@example.org", timeout=30.0)
