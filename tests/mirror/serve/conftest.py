"""The served mirrors that the tests ask: in memory and out of an index, which answer alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.mirror.serve.holdings import Coverage, Running, held, indexed, running

KINDS = ("memory", "index")


@pytest.fixture(scope="session", params=KINDS)
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A complete mirror that is served."""
    yield from _running("complete", request, tmp_path_factory)


@pytest.fixture(scope="session", params=KINDS)
def sample(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A sample that is served."""
    yield from _running("sample", request, tmp_path_factory)


def _running(
    coverage: Coverage, request: pytest.FixtureRequest, folders: pytest.TempPathFactory
) -> Iterator[Running]:
    in_memory = request.param == "memory"
    served = held(coverage) if in_memory else indexed(folders.mktemp("mirror"), coverage)
    with running(served) as one:
        yield one
