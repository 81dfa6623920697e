"""A mirror's index as tables: one process, no Spark, as fast as the disk."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec.structs import replace
from numpy.typing import NDArray

from citekit.errors import LibraryError, SettingsError
from citekit.matching.bulk.compact import encode
from citekit.matching.bulk.lookups import HOT
from citekit.mirror import manifest
from citekit.mirror.index import layout
from citekit.mirror.index.numbers import Keys, Rows
from citekit.mirror.index.postings import Postings
from citekit.mirror.index.segment import BLOCKS, NAMES
from citekit.mirror.index.shelf import Shelf
from citekit.mirror.spark import tables
from citekit.mirror.spark.sieve import SieveWriter
from citekit.mirror.spark.tables import Made, Notes

RECORD = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("registry", pa.string(), nullable=False),
        pa.field("names", pa.list_(pa.string()), nullable=False),
        pa.field("compact", pa.binary(), nullable=False),
    ]
)
KEY = pa.schema(
    [pa.field("k", pa.int64(), nullable=False), pa.field("row", pa.int64(), nullable=False)]
)
RECORDS_A_FILE = 500_000
RANGES = 64
"""Files of a table of keys, each of one range; the sign changes between two of them."""
_AT_ONCE = 50_000


def export(mirror: Path, target: Path) -> Notes:
    """Write a mirror's living records and their keys as tables; its full text stays where it is.

    Raises SettingsError where the folder is no mirror with an index, LibraryError where the disk
    refuses.
    """
    told = manifest.read(mirror)
    if told.index is None:
        raise SettingsError(f"{mirror} has no index of records; make one with `mirror build`")
    shelf = Shelf(mirror, told.index, told.title)
    try:
        made = _write(shelf, layout.merged(mirror, told.index.generation), target)
        notes = replace(
            tables.notes(made, f"exported from {told.title}"),
            date=told.date,
            mirror=str(mirror.resolve()),
            generation=told.index.generation,
        )
        tables.describe(target, notes)
    except OSError as error:
        raise LibraryError(f"{target}: cannot be written: {error.strerror or error}") from error
    return notes


def _write(shelf: Shelf, merged: Path, target: Path) -> Made:
    names, blocks = Postings(merged / NAMES, NAMES), Postings(merged / BLOCKS, BLOCKS)
    for name in (tables.RECORDS, tables.NAMES, tables.KEYS):
        (target / name).mkdir(parents=True)
    sieve = SieveWriter(len(names) + len(blocks))
    records = write_records(shelf, target / tables.RECORDS)
    named, _ = _write_keys(names, target / tables.NAMES, sieve, most=None)
    keyed, hot = _write_keys(blocks, target / tables.KEYS, sieve, most=HOT)
    sieve.write(target / tables.SIEVE)
    return Made(records, named, keyed, hot)


def write_records(shelf: Shelf, target: Path) -> int:
    """Write the living records, in ascending order of their rows; gives their number."""
    rows, count = shelf.rows(), 0
    while some := list(islice(rows, RECORDS_A_FILE)):
        path = target / tables.PARTS.format(count // RECORDS_A_FILE)
        with pq.ParquetWriter(path, RECORD, compression="zstd") as writer:
            for start in range(0, len(some), _AT_ONCE):
                writer.write_table(_records(shelf, some[start : start + _AT_ONCE]))
        count += len(some)
    return count


def _records(shelf: Shelf, rows: list[int]) -> pa.Table:
    compacts = [shelf.compact(row) for row in rows]
    columns = {
        "row": rows,
        "registry": [shelf.registry(row) for row in rows],
        "names": [one.names for one in compacts],
        "compact": list(map(encode, compacts)),
    }
    return pa.table(columns, RECORD)


def _write_keys(
    postings: Postings, target: Path, sieve: SieveWriter, most: int | None
) -> tuple[int, int]:
    """Write a table range by range; gives its pairs, and the keys that too many rows share."""
    count = dropped = 0
    for number, (keys, rows) in enumerate(_ranges(postings)):
        common = _common(keys, most) if most is not None else np.zeros(len(keys), bool)
        dropped += len(np.unique(keys[common]))
        kept = keys[~common]
        sieve.add(kept)
        columns = [pa.array(kept.view(np.int64)), pa.array(rows[~common].astype(np.int64))]
        path = target / tables.PARTS.format(number)
        pq.write_table(pa.Table.from_arrays(columns, schema=KEY), path, compression="zstd")
        count += len(kept)
    return count, dropped


def _ranges(postings: Postings) -> Iterator[tuple[Keys, Rows]]:
    starts = np.arange(RANGES, dtype=np.uint64) * np.uint64((1 << 64) // RANGES)
    places = [*postings.keys.searchsorted(starts).tolist(), len(postings)]
    for start, end in pairwise(places):
        yield np.array(postings.keys[start:end]), np.array(postings.rows[start:end])


def _common(keys: Keys, most: int) -> NDArray[np.bool_]:
    """Tell of sorted keys which are there more than so many times."""
    starts = keys.searchsorted(keys)
    ends = keys.searchsorted(keys, "right")
    return np.asarray(ends - starts > most)
