"""Open a mirror: the starter that the package carries, or a folder of the same shape."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from citekit.errors import SettingsError
from citekit.mirror.held import HeldRegistry
from citekit.mirror.index.layout import IndexNotes
from citekit.mirror.manifest import Manifest, read, read_file, verify
from citekit.mirror.needs import require
from citekit.mirror.retraction_watch import RetractionWatch
from citekit.model import NoticeRegistry, Registry
from citekit.vocab import NOTICE_REGISTRIES

if TYPE_CHECKING:
    from citekit.mirror.index.shelf import Shelf

STARTER = "starter"


def open_mirror(name_or_folder: str) -> tuple[Registry, ...]:
    """Open the registries of a mirror, in the order of its manifest.

    ``starter`` is the package's own; anything else is a folder with a `manifest.json`. Raises
    SettingsError when there is none, or its files are not the ones it vouches for.
    """
    folder = place_of(name_or_folder)
    manifest = read(folder)
    held = (
        HeldRegistry(manifest.about(file), file, read_file(folder, file))
        for file in manifest.files
        if file.registry not in NOTICE_REGISTRIES
    )
    return (*held, *_shelved(Path(str(folder)), manifest))


def open_shelf(name_or_folder: str) -> Shelf:
    """Open the index of a mirror; raises SettingsError as `open_mirror` does, or without one."""
    folder = place_of(name_or_folder)
    manifest = read(folder)
    if manifest.index is None:
        raise SettingsError(
            f"{name_or_folder} has no index. Build one with "
            "`citekit mirror build FOLDER --pubmed FILES` or --crossref, --records."
        )
    return _shelf(Path(str(folder)), manifest.index, manifest.title)


def _shelved(folder: Path, manifest: Manifest) -> Iterator[Registry]:
    if manifest.index is None:
        return
    shelf = _shelf(folder, manifest.index, manifest.title)
    from citekit.mirror.shelved import SPOKEN_FOR, ShelvedRegistry  # noqa: PLC0415 - see _shelf

    for notes in manifest.index.registries:
        if notes.registry in SPOKEN_FOR:
            yield ShelvedRegistry(manifest, notes, shelf)


def _shelf(folder: Path, notes: IndexNotes, title: str) -> Shelf:
    require()
    # An extra; whoever has small mirrors only does without.
    from citekit.mirror.index.shelf import Shelf  # noqa: PLC0415

    return Shelf(folder, notes, title)


def open_notice_registries(name_or_folder: str) -> tuple[NoticeRegistry, ...]:
    """Open those of a mirror that know notices only; raises SettingsError as `open_mirror` does."""
    folder = place_of(name_or_folder)
    manifest = read(folder)
    opened: list[NoticeRegistry] = []
    for file in manifest.files:
        if file.registry in NOTICE_REGISTRIES:
            verify(folder, file)
            path = Path(str(folder.joinpath(file.path)))
            opened.append(RetractionWatch(manifest.about(file), file, path))
    return tuple(opened)


def describe(name_or_folder: str) -> Manifest:
    """Read what a mirror says of itself; raises SettingsError as `open_mirror` does."""
    return read(place_of(name_or_folder))


def place_of(name_or_folder: str) -> Traversable:
    """Find the folder that a mirror's name means."""
    if name_or_folder == STARTER:
        return files("citekit.mirror").joinpath(STARTER)
    return Path(name_or_folder)
