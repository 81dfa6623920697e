"""Open whoever is to be asked: the registries themselves, or a mirror that speaks for them."""

from __future__ import annotations

from typing import NamedTuple

from citekit.model import NoticeRegistry, Registry
from citekit.settings import Settings

STARTER = "starter"


class World(NamedTuple):
    """Everybody who can be asked: about works, and about notices alone."""

    registries: tuple[Registry, ...]
    notice_registries: tuple[NoticeRegistry, ...] = ()


def open_world(settings: Settings) -> World:
    """Open the registries of these settings.

    A mirror, where one is set, answers in the registries' place; `--offline` without one means
    the starter mirror. One that knows notices only replaces nobody: it is asked as well. Raises
    SettingsError where the mirror cannot be read.
    """
    if settings.mirror is None:
        return World(_registries(settings))
    # lxml is slow to load
    from citekit.mirror.starter import open_mirror, open_notice_registries  # noqa: PLC0415

    mirrored = open_mirror(settings.mirror)
    return World(mirrored or _registries(settings), open_notice_registries(settings.mirror))


def _registries(settings: Settings) -> tuple[Registry, ...]:
    """Open those who are asked where no mirror speaks for them."""
    if settings.offline:
        from citekit.mirror.starter import open_mirror  # noqa: PLC0415 - see above

        return open_mirror(STARTER)
    from citekit.registries.open import open_registries  # noqa: PLC0415 - so is requests

    return open_registries(settings)
