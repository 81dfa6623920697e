"""What is promised of storage, files and processes."""

from __future__ import annotations

from tests.guarantees.storage import damage, full_disks, kills, processes

GUARANTEES = (
    *kills.GUARANTEES,
    *processes.GUARANTEES,
    *full_disks.GUARANTEES,
    *damage.GUARANTEES,
)
