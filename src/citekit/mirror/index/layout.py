"""Where what lies in a mirror's folder, and what its manifest says of its index.

    FOLDER/index/plan.json                  the sources, in order
    FOLDER/index/segments/00000-pubmed/     the records of a source
    FOLDER/index/merged/GENERATION/         tables over all segments
    FOLDER/index/fts/START-END-DIGEST/      full text of a range of rows

Needs none of the packages that the index itself needs, so that a mirror can be described without.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec

SCHEMA = 1
"""The version of the files; another one is refused."""
ROOT = "index"
Coverage = Literal["sample", "complete"]
Date = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Name = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]


class SegmentNotes(msgspec.Struct, frozen=True):
    """One segment of an index."""

    name: Name
    registry: str
    base: int
    """The row of its first record."""


class ShardNotes(msgspec.Struct, frozen=True):
    """One range of rows with its full text."""

    name: Name
    base: int
    """The row of its first record."""


class RegistryNotes(msgspec.Struct, frozen=True):
    """What an index holds of one registry."""

    registry: str
    records: int
    """Living ones."""
    sources: int
    date: Date
    origin: str
    coverage: Coverage
    unread: int = 0
    """Records and whole files that could not be read: its silence is then no answer."""


class IndexNotes(msgspec.Struct, frozen=True):
    """What a manifest says of the index beside it."""

    schema: int
    normaliser: str
    generation: Name
    rows: int
    """Records, living and dead."""
    registries: tuple[RegistryNotes, ...]
    segments: tuple[SegmentNotes, ...]
    shards: tuple[ShardNotes, ...]


def segment(folder: Path, name: str) -> Path:
    """Name the folder of a segment."""
    return folder / ROOT / "segments" / name


def merged(folder: Path, generation: str) -> Path:
    """Name the folder of the tables over all segments."""
    return folder / ROOT / "merged" / generation


def shard(folder: Path, name: str) -> Path:
    """Name the folder of a full-text shard."""
    return folder / ROOT / "fts" / name
