"""Open whoever is to be asked: the registries themselves, or a mirror that speaks for them."""

from __future__ import annotations

from citekit.model import Registry
from citekit.settings import Settings

STARTER = "starter"


def open_world(settings: Settings) -> tuple[Registry, ...]:
    """Open the registries of these settings.

    A mirror, where one is set, answers in the registries' place; `--offline` without one means
    the starter mirror. Raises SettingsError where the mirror cannot be read.
    """
    mirror = settings.mirror or (STARTER if settings.offline else None)
    if mirror is not None:
        from citekit.mirror.starter import open_mirror  # noqa: PLC0415 - lxml is slow to load

        return open_mirror(mirror)
    from citekit.registries.open import open_registries  # noqa: PLC0415 - so is requests

    return open_registries(settings)
