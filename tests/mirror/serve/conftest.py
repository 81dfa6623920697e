from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.mirror.serve.holdings import Running, held, running


@pytest.fixture(scope="session")
def whole() -> Iterator[Running]:
    """A complete mirror that is served."""
    with running(held()) as one:
        yield one


@pytest.fixture(scope="session")
def sample() -> Iterator[Running]:
    """A sample that is served."""
    with running(held("sample")) as one:
        yield one
