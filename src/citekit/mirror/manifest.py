"""What a mirror's folder says about itself: `manifest.json`, and the files it vouches for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources.abc import Traversable
from typing import Annotated, BinaryIO, Literal, cast

import msgspec
from msgspec.structs import replace

from citekit.errors import SettingsError
from citekit.mirror.index import layout
from citekit.mirror.index.layout import Coverage, Date, IndexNotes, RegistryNotes
from citekit.model import Stamp

SCHEMA = "citekit/mirror/1"
NAME = "manifest.json"
_BLOCK = 1024 * 1024

FileName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


class HeldFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file of a mirror: the records of one registry, in that registry's own shape.

    Retraction Watch's is an SQLite file made of its CSV. Date, origin and coverage are those of
    the whole mirror unless the file has its own, as one has beside a newer file.
    """

    registry: Literal["pubmed", "crossref", "retraction-watch"]
    path: FileName
    records: int
    sha256: Sha256
    date: Date | None = None
    origin: str | None = None
    coverage: Coverage | None = None


class Manifest(msgspec.Struct, frozen=True):
    """Where a mirror comes from, how old it is and how much its silence is worth."""

    name: str
    date: Date
    origin: str
    coverage: Coverage
    files: tuple[HeldFile, ...]
    notes: tuple[str, ...] = ()
    index: IndexNotes | None = None
    """Registries whose records are too many to be held in files; None where there are none."""

    @property
    def title(self) -> str:
        """Name the mirror with its date, as messages do."""
        return f"the {self.name} mirror of {self.date}"

    def stamp(self, registry: str) -> Stamp:
        """Say who answered through this mirror, and how old the answer is."""
        via = f"{self.name} mirror {self.date} ({self.origin})"
        return Stamp(registry, f"{self.date}T00:00:00Z", via)

    def about(self, one: HeldFile | RegistryNotes) -> Manifest:
        """Say what holds for one registry: its own date, origin and coverage where it has some."""
        own = {"date": one.date, "origin": one.origin, "coverage": one.coverage}
        return replace(self, **{name: value for name, value in own.items() if value is not None})


class _IndexHeader(msgspec.Struct):
    schema: int


class _Header(msgspec.Struct):
    schema: str
    index: _IndexHeader | None = None


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
    with _opened(folder, file) as stream:
        body = stream.read()
    _compare(hashlib.sha256(body).hexdigest(), folder, file)
    return body


def verify(folder: Traversable, file: HeldFile) -> None:
    """Read through one file of a mirror as `read_file` does, without holding all of it."""
    digest = hashlib.sha256()
    with _opened(folder, file) as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    _compare(digest.hexdigest(), folder, file)


def encode(manifest: Manifest) -> str:
    """Write a manifest; the same one gives the same text."""
    told = {"schema": SCHEMA, **msgspec.to_builtins(manifest)}
    if told["index"] is None:
        del told["index"]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


@contextmanager
def _opened(folder: Traversable, file: HeldFile) -> Iterator[BinaryIO]:
    try:
        with folder.joinpath(file.path).open("rb") as stream:
            yield cast("BinaryIO", stream)
    except OSError as error:
        raise SettingsError(
            f"{folder}: {file.path} is in the manifest but cannot be read. Copy the mirror again."
        ) from error


def _compare(digest: str, folder: Traversable, file: HeldFile) -> None:
    if digest != file.sha256:
        raise SettingsError(
            f"{folder}: {file.path} has changed since its manifest was written "
            f"(another SHA-256). Copy the mirror again."
        )


def _decode(body: bytes, folder: Traversable) -> Manifest:
    try:
        _check_version(msgspec.json.decode(body, type=_Header), folder)
        manifest = msgspec.json.decode(body, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{folder}: {NAME} is no mirror's manifest: {error}.") from error
    if not manifest.files and manifest.index is None:
        raise SettingsError(f"{folder}: {NAME} lists no files and has no index.")
    return manifest


def _check_version(header: _Header, folder: Traversable) -> None:
    if header.schema != SCHEMA:
        told, ours = header.schema, SCHEMA
    elif header.index is not None and header.index.schema != layout.SCHEMA:
        told, ours = f"index {header.index.schema}", f"index {layout.SCHEMA}"
    else:
        return
    raise SettingsError(
        f"{folder} is a mirror of another version ({told}); "
        f"this citekit reads {ours}. Build it again, or use the citekit that built it."
    )
