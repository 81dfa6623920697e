"""The tables that the job joins with: where what lies, and what is said of them.

    TABLES/manifest.json
    TABLES/records/*.parquet    row, registry, names, compact; ascending rows
    TABLES/names/*.parquet      k, row: hashes of identifiers
    TABLES/keys/*.parquet       k, row: blocking keys that at most HOT records share
    TABLES/sieve.bin            a Bloom filter of both
    TABLES/fts/BASE/            full text, where Spark made the tables; else it is the mirror's

A key is the hash's 64 bits as a signed number, as Spark has no other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from citekit.errors import SettingsError
from citekit.mirror.index.normaliser import normaliser
from citekit.version import __version__

SCHEMA = "citekit/spark/1"
MANIFEST, SIEVE = "manifest.json", "sieve.bin"
RECORDS, NAMES, KEYS, FULL_TEXT = "records", "names", "keys", "fts"
PARTS: Final = "part-{:05d}.parquet"


class Made(msgspec.Struct, frozen=True):
    """How much was written."""

    records: int
    names: int
    keys: int
    hot: int
    """Keys left out because too many records share them."""


class Notes(msgspec.Struct, frozen=True):
    """What a folder of tables says of itself."""

    schema: str
    citekit: str
    normaliser: str
    origin: str
    made: Made
    date: str | None = None
    """The day of the mirror; None where the tables were made of files."""
    mirror: str | None = None
    """The folder of the mirror whose full text goes with the rows; None where it has its own."""
    generation: str | None = None
    """Of that mirror: within one of them, rows are the same."""
    shards: tuple[int, ...] = ()
    """The first row of each shard of its own."""


def describe(folder: Path, notes: Notes) -> None:
    """Write the manifest, which makes the folder one of tables."""
    body = msgspec.json.format(msgspec.json.encode(notes), indent=2)
    (folder / MANIFEST).write_bytes(body + b"\n")


def notes(made: Made, origin: str) -> Notes:
    """Say that tables were made by this citekit."""
    return Notes(SCHEMA, __version__, normaliser(), origin, made)


def read(folder: Path) -> Notes:
    """Read the manifest; raises SettingsError where there is none that this citekit can use."""
    try:
        found = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Notes)
    except OSError as error:
        raise SettingsError(f"{folder} holds no tables: its {MANIFEST} cannot be read") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{folder}: {MANIFEST} is of no tables: {error}") from error
    _check(found, folder)
    return found


def _check(found: Notes, folder: Path) -> None:
    if found.schema != SCHEMA:
        raise SettingsError(
            f"{folder} is of another version ({found.schema}); this citekit reads {SCHEMA}. "
            "Build it again."
        )
    if found.normaliser != normaliser():
        raise SettingsError(
            f"{folder} has texts that were folded otherwise ({found.normaliser}, here "
            f"{normaliser()}). Build it again, or use the citekit and Python that built it."
        )
