"""All guarantees, in the order in which docs/guarantees.md tells them."""

from __future__ import annotations

from tests.guarantees.guarantee import Guarantee
from tests.guarantees.network import promises
from tests.guarantees.storage import table as storage

GUARANTEES: tuple[Guarantee, ...] = (*storage.GUARANTEES, *promises.GUARANTEES)


def by_name() -> dict[str, Guarantee]:
    return {one.name: one for one in GUARANTEES}
