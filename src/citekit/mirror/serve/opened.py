"""Open a mirror's folder for serving: its index, or the records of a small one in memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, Final

from citekit.errors import FormatError, SettingsError
from citekit.formats import crossref_json, pubmed_xml
from citekit.matching.bulk.cascade import match
from citekit.matching.bulk.told import tell
from citekit.mirror import starter
from citekit.mirror.index.layout import RegistryNotes
from citekit.mirror.manifest import HeldFile, Manifest, read, read_file
from citekit.mirror.memory_shelf import MemoryShelf
from citekit.mirror.serve.served import Holding, Matcher, RegistryName, Served, Shelf
from citekit.model import Candidate, Rejected, Stamp

_Reader = Callable[[BinaryIO, Stamp], Iterator[Candidate] | Iterator[Candidate | Rejected]]
_READERS: Final[Mapping[RegistryName, _Reader]] = {
    "pubmed": pubmed_xml.read,
    "crossref": crossref_json.read_lines,
}


def open_served(name_or_folder: str) -> Served:
    """Open what a mirror holds; raises SettingsError where it cannot be served."""
    manifest = read(starter.place_of(name_or_folder))
    if manifest.index is not None:
        shelf: Shelf = starter.open_shelf(name_or_folder)
        parts: tuple[HeldFile | RegistryNotes, ...] = manifest.index.registries
    else:
        shelf, parts = _in_memory(name_or_folder, manifest), manifest.files
    holdings = {
        name: _holding(manifest, part)
        for name in _READERS
        for part in parts
        if part.registry == name
    }
    if not holdings:
        raise SettingsError(f"{name_or_folder} holds no records of PubMed or Crossref to serve.")
    return Served(manifest.title, shelf, holdings, _matcher(shelf))


def _matcher(shelf: Shelf) -> Matcher:
    return lambda number, text: tell(number, text, match(text, shelf))


def _holding(manifest: Manifest, part: HeldFile | RegistryNotes) -> Holding:
    about = manifest.about(part)
    via = about.stamp(part.registry).via or about.title
    unread = part.unread if isinstance(part, RegistryNotes) else 0
    return Holding(part.records, about.date, about.coverage, via, unread)


def _in_memory(name_or_folder: str, manifest: Manifest) -> MemoryShelf:
    folder = starter.place_of(name_or_folder)
    candidates: list[Candidate] = []
    for file in manifest.files:
        if file.registry != "retraction-watch":
            candidates += _candidates(manifest, file, file.registry, read_file(folder, file))
    return MemoryShelf(candidates)


def _candidates(
    manifest: Manifest, file: HeldFile, registry: RegistryName, body: bytes
) -> list[Candidate]:
    stamp = manifest.about(file).stamp(registry)
    try:
        whole = list(_READERS[registry](io.BytesIO(body), stamp))
    except FormatError as error:
        raise SettingsError(f"{manifest.title} cannot be read: {file.path}: {error}") from error
    found = [one for one in whole if isinstance(one, Candidate)]
    if len(found) != file.records:
        raise SettingsError(
            f"{manifest.title} promises {file.records} records in {file.path}, "
            f"{len(found)} could be read"
        )
    return found
