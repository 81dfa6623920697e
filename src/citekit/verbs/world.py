"""Open whoever is to be asked: the registries themselves, or a mirror that speaks for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from citekit.listening import NOBODY, Listener
from citekit.model import NoticeRegistry, Registry
from citekit.settings import Settings
from citekit.verbs.listened import Listened, ListenedNotices

STARTER = "starter"


class World(NamedTuple):
    """Everybody who can be asked: about works, and about notices alone."""

    registries: tuple[Registry, ...]
    notice_registries: tuple[NoticeRegistry, ...] = ()
    sent: Mapping[str, int] = MappingProxyType({})
    """Requests sent so far, by registry; it counts on."""


def open_world(settings: Settings, listener: Listener | None = None) -> World:
    """Open the registries of these settings; a listener hears of every answer.

    A mirror, where one is set, answers in the registries' place; `--offline` without one means
    the starter mirror. One that knows notices only replaces nobody: it is asked as well. Raises
    SettingsError where the mirror cannot be read.
    """
    world = _opened(settings, listener or NOBODY)
    if listener is None:
        return world
    watching = tuple(ListenedNotices(one, listener) for one in world.notice_registries)
    registries = tuple(Listened(one, listener) for one in world.registries)
    listener.attend([one.name for one in registries])
    return world._replace(registries=registries, notice_registries=watching)


def _opened(settings: Settings, listener: Listener) -> World:
    if settings.mirror is None:
        return _without_mirror(settings, listener)
    # lxml is slow to load
    from citekit.mirror.starter import open_mirror, open_notice_registries  # noqa: PLC0415

    watching = open_notice_registries(settings.mirror)
    mirrored = open_mirror(settings.mirror)
    if mirrored:
        return World(mirrored, watching)
    return _without_mirror(settings, listener)._replace(notice_registries=watching)


def _without_mirror(settings: Settings, listener: Listener) -> World:
    """Open those who are asked where no mirror speaks for them."""
    if settings.offline:
        from citekit.mirror.starter import open_mirror  # noqa: PLC0415 - see above

        return World(open_mirror(STARTER))
    from citekit.registries.http import Http  # noqa: PLC0415 - so is requests
    from citekit.registries.open import open_registries  # noqa: PLC0415

    http = Http(settings)
    http.listener = listener
    return World(open_registries(settings, http), sent=http.sent)
