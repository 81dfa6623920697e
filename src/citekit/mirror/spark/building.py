"""What Python does on the workers when Spark makes tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds

from citekit.errors import FormatError
from citekit.formats import crossref_json
from citekit.matching.bulk.compact import Compact, decode, encode, of_item
from citekit.matching.bulk.hashes import of_names
from citekit.matching.bulk.record_keys import index_text, record_keys
from citekit.mirror.build.merging import SHARD_ROWS as _SHARD_ROWS
from citekit.mirror.index import fulltext, segment
from citekit.mirror.index.numbers import Keys
from citekit.mirror.spark import tables
from citekit.mirror.spark.export import RECORD
from citekit.mirror.spark.on_workers import Batches, signed
from citekit.model import CslItem
from citekit.text.named import named_in

SHARD_ROWS = _SHARD_ROWS
_KEYS = pa.list_(pa.int64())
_MADE = pa.schema([*RECORD, pa.field("named", _KEYS), pa.field("keys", _KEYS)])


def make(batches: Batches, shape: str) -> Iterator[pa.RecordBatch]:
    """Fold records (`id`, `raw`) and make their keys; what cannot be read is left out."""
    read = SHAPES[shape]
    for batch in batches:
        lines = zip(batch.column("id").to_pylist(), batch.column("raw").to_pylist(), strict=True)
        made = [(id_ - 1, one) for id_, raw in lines if (one := read(raw)) is not None]
        compacts = [one for _, one in made]
        columns = {
            "row": [row for row, _ in made],
            "registry": [_REGISTRIES[shape]] * len(made),
            "names": [one.names for one in compacts],
            "compact": list(map(encode, compacts)),
            "named": [signed(of_names(one.names)) for one in compacts],
            "keys": [signed(record_keys(one)) for one in compacts],
        }
        yield pa.RecordBatch.from_pydict(columns, _MADE)


def index(batches: Batches, folder: str) -> Iterator[pa.RecordBatch]:
    """Build the full text of ranges of rows, each begun at a `base`; those that are there stay."""
    for batch in batches:
        for base in batch.column("base").to_pylist():
            target = Path(folder) / tables.FULL_TEXT / str(base)
            if not target.exists():
                with segment.made(target) as temporary:
                    fulltext.write(temporary, _texts(Path(folder), base))
        yield batch


def unsigned(keys: pa.Array) -> Keys:
    """Give keys as they are: 64 bits without a sign."""
    return np.asarray(keys).view(np.uint64)


def _crossref(raw: str) -> Compact | None:
    try:
        told = crossref_json.compared(raw.encode())
    except FormatError:
        return None
    return of_item(told.item, told.identifiers)


_items = msgspec.json.Decoder(CslItem)


def _csl(raw: str) -> Compact | None:
    try:
        item = _items.decode(raw)
    except msgspec.DecodeError:
        return None
    return of_item(item, named_in(item))


SHAPES: Mapping[str, Callable[[str], Compact | None]] = {"csl": _csl, "crossref": _crossref}
"""A record's JSON: a CSL item, or a work as Crossref publishes it."""
_REGISTRIES = {"csl": "collection", "crossref": "crossref"}


def _texts(folder: Path, base: int) -> Iterator[str]:
    """Yield the words of each row of a shard; a row that has no record has none."""
    row = base
    for found, compact in _records(folder, base):
        yield from [""] * (found - row)
        yield index_text(decode(compact))
        row = found + 1


def _records(folder: Path, base: int) -> Iterable[tuple[int, bytes]]:
    records = ds.dataset(folder / tables.RECORDS, format="parquet")
    within = (ds.field("row") >= base) & (ds.field("row") < base + SHARD_ROWS)
    for batch in records.to_batches(columns=["row", "compact"], filter=within):
        yield from zip(
            batch.column("row").to_pylist(), batch.column("compact").to_pylist(), strict=True
        )
