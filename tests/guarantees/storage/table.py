"""What is promised of storage, files and processes."""

from __future__ import annotations

import os
from dataclasses import replace

from tests.guarantees.guarantee import Guarantee
from tests.guarantees.storage import damage, full_disks, kills, processes


def _lacks() -> str:
    return "" if hasattr(os, "pidfd_open") and hasattr(os, "memfd_create") else "needs Linux"


_ALL: tuple[Guarantee, ...] = (
    *kills.GUARANTEES,
    *processes.GUARANTEES,
    *full_disks.GUARANTEES,
    *damage.GUARANTEES,
)
GUARANTEES = tuple(replace(one, lacks=_lacks) for one in _ALL)
