"""Open the registries of some settings, as one question that takes citations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from citekit.model import Citation, Resolution
from citekit.settings import Settings
from citekit.verbs.resolve import resolve
from citekit.verbs.world import open_world

ASKED_AT_ONCE = 1000
"""Citations asked about together: full batches for the registries, and an interrupted run loses no
more than these."""

Ask = Callable[[Sequence[Citation]], list[Resolution]]


def open_asking(settings: Settings) -> Ask:
    """Open the registries; raises SettingsError where a mirror cannot be read."""
    world = open_world(settings)

    def ask(citations: Sequence[Citation]) -> list[Resolution]:
        return resolve(citations, world.registries, settings.timeout, world.notice_registries)

    return ask
