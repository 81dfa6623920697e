"""Open a mirror's folder for serving."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from citekit.errors import FormatError, SettingsError
from citekit.formats import crossref_json, pubmed_xml
from citekit.mirror import starter
from citekit.mirror.manifest import HeldFile, Manifest, read, read_file
from citekit.mirror.memory_shelf import MemoryShelf
from citekit.mirror.serve.served import Holding, Matcher, RegistryName, Served
from citekit.model import Candidate, Rejected, Stamp

_READERS: Final[
    dict[
        RegistryName,
        Callable[[BinaryIO, Stamp], Iterator[Candidate] | Iterator[Candidate | Rejected]],
    ]
] = {"pubmed": pubmed_xml.read, "crossref": crossref_json.read_lines}


def open_served(name_or_folder: str, matcher: Matcher | None = None) -> Served:
    """Open what a mirror holds; raises SettingsError where it cannot be served."""
    folder = starter.place_of(name_or_folder)
    manifest = read(folder)
    candidates: list[Candidate] = []
    holdings: dict[RegistryName, Holding] = {}
    for file in manifest.files:
        if file.registry != "retraction-watch":
            body = read_file(folder, file)
            candidates += _candidates(manifest, file, file.registry, body)
            holdings[file.registry] = _holding(manifest, file)
    if not holdings:
        raise SettingsError(f"{name_or_folder} holds no records that could be served.")
    return Served(manifest.title, MemoryShelf(candidates), holdings, matcher)


def _candidates(
    manifest: Manifest, file: HeldFile, registry: RegistryName, body: bytes
) -> list[Candidate]:
    stamp = manifest.about(file).stamp(registry)
    try:
        read_ = list(_READERS[registry](io.BytesIO(body), stamp))
    except FormatError as error:
        raise SettingsError(f"{manifest.title} cannot be read: {file.path}: {error}") from error
    found = [one for one in read_ if isinstance(one, Candidate)]
    if len(found) != file.records:
        raise SettingsError(
            f"{manifest.title} promises {file.records} records in {file.path}, "
            f"{len(found)} could be read"
        )
    return found


def _holding(manifest: Manifest, file: HeldFile) -> Holding:
    told = manifest.about(file)
    via = told.stamp(file.registry).via or told.title
    return Holding(file.records, told.date, told.coverage, via)
