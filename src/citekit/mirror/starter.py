"""Open a mirror: the starter that the package carries, or a folder of the same shape."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from citekit.mirror.held import HeldRegistry
from citekit.mirror.manifest import read, read_file
from citekit.model import Registry

STARTER = "starter"


def open_mirror(name_or_folder: str) -> tuple[Registry, ...]:
    """Open the registries of a mirror, in the order of its manifest.

    ``starter`` is the package's own; anything else is a folder with a `manifest.json`. Raises
    SettingsError when there is none, or its files are not the ones it vouches for.
    """
    folder = _folder(name_or_folder)
    manifest = read(folder)
    return tuple(HeldRegistry(manifest, file, read_file(folder, file)) for file in manifest.files)


def _folder(name_or_folder: str) -> Traversable:
    if name_or_folder == STARTER:
        return files("citekit.mirror").joinpath(STARTER)
    return Path(name_or_folder)
