"""The forms in which `citekit match` writes its answers: JSON lines, or Parquet made of them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from citekit.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = (".jsonl", ".ndjson", ".json", ".parquet")
_BATCH = 10_000


def check(out: Path) -> None:
    """Raise InputError for a file of a form that is not written, or not without an extra."""
    if out.suffix.casefold() not in SUFFIXES:
        raise InputError(f"{out}: its name must end in {', '.join(SUFFIXES)}.")
    if out.suffix.casefold() == ".parquet" and find_spec("pyarrow") is None:
        raise InputError("Parquet needs pyarrow. Install citekit-cli[mirror].")


def convert(part: Path, out: Path) -> None:
    """Turn JSON lines into the form that a file's name asks for, in place."""
    if out.suffix.casefold() != ".parquet":
        return
    import pyarrow as pa  # noqa: PLC0415 - an extra
    from pyarrow import parquet  # noqa: PLC0415

    made = part.with_name(f"{part.name}.parquet")
    schema = _schema()
    with parquet.ParquetWriter(made, schema) as writer:
        for rows in _batches(part):
            writer.write_table(pa.Table.from_pylist(rows, schema))
    made.replace(part)


def _schema() -> pa.Schema:
    """Give the columns of `Told`; identifiers are a map from scheme to value."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    text = pa.string()
    given = {"identifiers": pa.map_(text, text), "probability": pa.float64()}
    reasons = {"reasons": pa.list_(text)}
    other = pa.struct({**given, **reasons})
    place = {"line": pa.int64(), "raw": text, "outcome": text}
    others = {"runner_up": other, "candidates": pa.list_(other)}
    return pa.schema({**place, **given, **reasons, **others})


def _batches(part: Path) -> Iterator[list[dict[str, object]]]:
    with part.open("rb") as lines:
        while some := list(islice(lines, _BATCH)):
            yield [_row(line) for line in some]


def _row(line: bytes) -> dict[str, object]:
    row: dict[str, object] = msgspec.json.decode(line, type=dict[str, object])
    return row
