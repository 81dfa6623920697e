"""Open the registries of some settings, as one question that takes citations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from citekit.listening import Listener
from citekit.model import Citation, Resolution
from citekit.settings import Settings
from citekit.verbs.resolve import resolve
from citekit.verbs.world import open_world

ASKED_AT_ONCE = 1000
"""Citations asked about together: full batches for the registries, and an interrupted run loses no
more than these."""

Ask = Callable[[Sequence[Citation]], list[Resolution]]


class Asking:
    """The registries of some settings, and how often they were asked."""

    def __init__(
        self, settings: Settings, *, identify: bool = True, listener: Listener | None = None
    ) -> None:
        """Open the registries; raises SettingsError where a mirror cannot be read.

        Without `identify` no search is made for notices that a registry names by source alone.
        """
        self._world = open_world(settings, listener)
        self._seconds = settings.timeout
        self._identify = identify

    def __call__(self, citations: Sequence[Citation]) -> list[Resolution]:
        """Resolve every citation, in order."""
        world = self._world
        return resolve(
            citations,
            world.registries,
            self._seconds,
            world.notice_registries,
            identify=self._identify,
        )

    @property
    def requests(self) -> Mapping[str, int]:
        """Requests sent so far, by registry; what a mirror or the cache answered is none."""
        return dict(self._world.sent)


def open_asking(settings: Settings, listener: Listener | None = None) -> Ask:
    """Open the registries; raises SettingsError where a mirror cannot be read."""
    return Asking(settings, listener=listener)
