from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from citekit.registries.http import Http
from citekit.registries.limits import CROSSREF_POLITE, CROSSREF_PUBLIC, PUBMED, PUBMED_KEY
from citekit.registries.policy import Policy
from citekit.settings import Settings
from tests.registry_server import RegistryServer

QUICK = Policy(connect=5.0, read=5.0, tries=3, backoff=0.01)
KEY = "seededkey0123456789abcdef"
MAIL = "someone@example.org"

Until = Callable[[float], float]


@pytest.fixture
def server() -> Iterator[RegistryServer]:
    with RegistryServer() as running:
        yield running


@pytest.fixture
def open_http(tmp_path: Path) -> Iterator[Callable[..., Http]]:
    """Make a door to the network with a cache of its own and hardly any backoff."""
    opened: list[Http] = []

    def make(policy: Policy = QUICK, **settings: object) -> Http:
        known: dict[str, object] = {"cache_dir": tmp_path / "cache", **settings}
        http = Http(Settings(**known), policy)  # type: ignore[arg-type]
        opened.append(hurry(hurry(http, http.settings.pubmed_url), http.settings.crossref_url))
        return opened[-1]

    yield make
    for http in opened:
        http.close()


@pytest.fixture
def until() -> Until:
    return lambda seconds=20.0: time.monotonic() + seconds


def hurry(http: Http, url: str | None) -> Http:
    """Let the registry at this address be asked a thousand times a second from the start."""
    for pool in (PUBMED, PUBMED_KEY, *CROSSREF_PUBLIC, *CROSSREF_POLITE):
        http._limiter.learn(urlsplit(url or "").netloc, pool, {"x-ratelimit-limit": "1000"})
    return http
