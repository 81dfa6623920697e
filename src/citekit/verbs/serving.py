"""Serve a mirror over HTTP, where the packages for that are installed."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

from citekit.errors import InputError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_NEEDED = ("starlette", "uvicorn", "swagger_ui_bundle", "xxhash")


def serve(
    name_or_folder: str,
    host: str,
    port: int,
    names: frozenset[str],
    ready: Callable[[str], None],
) -> None:
    """Serve a mirror until a signal comes; `ready` is told the base address.

    Raises InputError where a package is missing, SettingsError where the folder cannot be served,
    AddressError where the port is not to be had.
    """
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise InputError(f"serving a mirror needs {', '.join(missing)}; install citekit-cli[serve]")
    from citekit.mirror.serve import opened, run  # noqa: PLC0415 - only this command needs them

    run.serve(opened.open_served(name_or_folder), host, port, names, ready)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can connect."""
    return host.casefold() in LOOPBACK
