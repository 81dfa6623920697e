"""Open whoever is to be asked: the registries themselves, or a mirror that speaks for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from citekit.model import NoticeRegistry, Registry
from citekit.settings import Settings

STARTER = "starter"


class World(NamedTuple):
    """Everybody who can be asked: about works, and about notices alone."""

    registries: tuple[Registry, ...]
    notice_registries: tuple[NoticeRegistry, ...] = ()
    sent: Mapping[str, int] = MappingProxyType({})
    """Requests sent so far, by registry; it counts on."""


def open_world(settings: Settings) -> World:
    """Open the registries of these settings.

    A mirror, where one is set, answers in the registries' place; `--offline` without one means
    the starter mirror. One that knows notices only replaces nobody: it is asked as well. Raises
    SettingsError where the mirror cannot be read.
    """
    if settings.mirror is None:
        return _without_mirror(settings)
    # lxml is slow to load
    from citekit.mirror.starter import open_mirror, open_notice_registries  # noqa: PLC0415

    watching = open_notice_registries(settings.mirror)
    mirrored = open_mirror(settings.mirror)
    if mirrored:
        return World(mirrored, watching)
    return _without_mirror(settings)._replace(notice_registries=watching)


def _without_mirror(settings: Settings) -> World:
    """Open those who are asked where no mirror speaks for them."""
    if settings.offline:
        from citekit.mirror.starter import open_mirror  # noqa: PLC0415 - see above

        return World(open_mirror(STARTER))
    from citekit.registries.http import Http  # noqa: PLC0415 - so is requests
    from citekit.registries.open import open_registries  # noqa: PLC0415

    http = Http(settings)
    return World(open_registries(settings, http), sent=http.sent)
