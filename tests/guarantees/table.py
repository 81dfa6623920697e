"""All guarantees, in the order in which docs/guarantees.md tells them."""

from __future__ import annotations

from tests.guarantees import wheel
from tests.guarantees.fuzz import ten_megabytes, trials
from tests.guarantees.guarantee import Guarantee
from tests.guarantees.network import promises
from tests.guarantees.output import exports, terminal
from tests.guarantees.storage import table as storage

GUARANTEES: tuple[Guarantee, ...] = (
    *storage.GUARANTEES,
    *promises.GUARANTEES,
    *trials.GUARANTEES,
    *ten_megabytes.GUARANTEES,
    *exports.GUARANTEES,
    *terminal.GUARANTEES,
    *wheel.GUARANTEES,
)


def by_name() -> dict[str, Guarantee]:
    return {one.name: one for one in GUARANTEES}
