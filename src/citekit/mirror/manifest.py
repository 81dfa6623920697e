"""What a mirror's folder says about itself: `manifest.json`, and the files it vouches for."""

from __future__ import annotations

import hashlib
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

import msgspec

from citekit.errors import SettingsError

SCHEMA = "citekit/mirror/1"
NAME = "manifest.json"

FileName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
Date = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class HeldFile(msgspec.Struct, frozen=True):
    """One file of a mirror: the records of one registry, in that registry's own shape."""

    registry: Literal["pubmed", "crossref"]
    path: FileName
    records: int
    sha256: Sha256


class Manifest(msgspec.Struct, frozen=True):
    """Where a mirror comes from, how old it is and how much its silence is worth."""

    name: str
    date: Date
    origin: str
    coverage: Literal["sample", "complete"]
    files: Annotated[tuple[HeldFile, ...], msgspec.Meta(min_length=1)]
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Name the mirror with its date, as messages do."""
        return f"the {self.name} mirror of {self.date}"


class _Header(msgspec.Struct):
    schema: str


def read(folder: Traversable) -> Manifest:
    """Read a mirror's manifest.

    Raises SettingsError when the folder holds none, or one this citekit cannot use.
    """
    try:
        body = folder.joinpath(NAME).read_bytes()
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"{folder} is no mirror: its {NAME} cannot be read. "
            f"Give a mirror's folder, or the name starter."
        ) from error
    manifest = _decode(body, folder)
    registries = [file.registry for file in manifest.files]
    if len(set(registries)) < len(registries):
        raise SettingsError(f"{folder}: {NAME} lists two files for one registry.")
    return manifest


def read_file(folder: Traversable, file: HeldFile) -> bytes:
    """Read one file of a mirror; raises SettingsError when it is not the one the manifest means."""
    try:
        body = folder.joinpath(file.path).read_bytes()
    except OSError as error:
        raise SettingsError(
            f"{folder}: {file.path} is in the manifest but cannot be read. Copy the mirror again."
        ) from error
    if hashlib.sha256(body).hexdigest() != file.sha256:
        raise SettingsError(
            f"{folder}: {file.path} has changed since its manifest was written "
            f"(another SHA-256). Copy the mirror again."
        )
    return body


def _decode(body: bytes, folder: Traversable) -> Manifest:
    try:
        schema = msgspec.json.decode(body, type=_Header).schema
        if schema != SCHEMA:
            raise SettingsError(
                f"{folder} is a mirror of another version ({schema}); "
                f"this citekit reads {SCHEMA}. Build it again, or use the citekit that built it."
            )
        return msgspec.json.decode(body, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{folder}: {NAME} is no mirror's manifest: {error}.") from error
