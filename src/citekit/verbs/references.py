"""References to be matched in bulk: one a line, or one a row of CSV, JSON lines or Parquet."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citekit.errors import CitekitError, InputError, SourceError
from citekit.model import Place, Rejected
from citekit.verbs.files import count, is_gone_once_read, opened

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

COLUMNS = ("raw", "reference", "citation", "unstructured", "text")
"""Names of the column that holds the reference, the first that is there; else the only one."""
_DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)
_LONGEST_FIELD, _SHOWN = 1_000_000, 200


class Reference(NamedTuple):
    """One reference with where it stands."""

    line: int
    """Counted from 1; of a Parquet file the row."""
    raw: str


def read(path: Path, column: str | None = None) -> Iterator[Reference | Rejected]:
    """Yield the references of a file in its order, by its suffix; ``-`` is text.

    Lines without anything are left out, and counted. Raises SourceError where the file cannot be
    read, InputError where it has no such column.
    """
    suffix = _suffix(path)
    if suffix == ".parquet":
        yield from _parquet(path, column)
        return
    with opened(path) as stream:
        lines = io.TextIOWrapper(stream, "utf-8-sig", errors="strict", newline="")
        try:
            yield from _READERS.get(suffix, _text)(lines, path, column)
            stream.read(1)  # the end of a damaged file is told at the look after the last one
            stream.read(1)
        except _DAMAGED as error:
            raise SourceError(f"{path}: is no gzip file, or a damaged one: {error}.") from error
        except UnicodeDecodeError as error:
            raise SourceError(
                f"{path}: it is not UTF-8 (byte {error.start} of a block); convert it first."
            ) from error
        finally:
            lines.detach()


def expected(path: Path) -> int:
    """Guess how many references a file holds, by its lines or rows; 0 where nobody knows.

    What cannot be read is told when it is.
    """
    if is_gone_once_read(path):
        return 0
    try:
        if _suffix(path) == ".parquet":
            with _opened_parquet(path) as file:
                return int(file.metadata.num_rows)
        with opened(path) as stream:
            return count(stream, b"\n")
    except CitekitError:
        return 0


def _suffix(path: Path) -> str:
    name = path.name.casefold().removesuffix(".gz")
    return next((one for one in _READERS if name.endswith(one)), "")


def _text(lines: io.TextIOWrapper, path: Path, column: str | None) -> Iterator[Reference]:
    if column is not None:
        raise InputError(f"{path}: --column is for CSV, JSON lines and Parquet; this is text.")
    for number, line in enumerate(lines, 1):
        if text := line.strip():
            yield Reference(number, text)


def _csv(lines: io.TextIOWrapper, path: Path, column: str | None) -> Iterator[Reference]:
    csv.field_size_limit(_LONGEST_FIELD)
    dialect = csv.excel_tab if ".tsv" in path.name.casefold() else csv.excel
    rows = csv.reader(lines, dialect)
    try:
        place = _place(next(rows, []), path, column)
        line = rows.line_num + 1
        for row in rows:
            text = row[place].strip() if place < len(row) else ""
            if text:
                yield Reference(line, text)
            line = rows.line_num + 1
    except csv.Error as error:
        raise SourceError(f"{path}:{rows.line_num}: {error}.") from error


def _place(header: Sequence[str], path: Path, column: str | None) -> int:
    names = [name.strip() for name in header]
    wanted = column or next((name for name in COLUMNS if name in names), None)
    if wanted is None and len(names) == 1:
        return 0
    if wanted is None or wanted not in names:
        raise InputError(_no_column(path, names, wanted))
    return names.index(wanted)


def _json_lines(
    lines: io.TextIOWrapper, path: Path, column: str | None
) -> Iterator[Reference | Rejected]:
    """Read one value a line; a line that is none costs no other."""
    names = (column,) if column else COLUMNS
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            text = _from_json(line, names)
        except (ValueError, RecursionError) as error:
            yield Rejected(Place(str(path), number), line[:_SHOWN], f"it is left out: {error}")
        else:
            if text:
                yield Reference(number, text)


def _from_json(line: str, names: Sequence[str]) -> str:
    """Read a text, or the one under the first of these names; empty where it is null."""
    value = json.loads(line)
    if isinstance(value, Mapping):
        if not any(name in value for name in names):
            raise ValueError(f"it has none of {', '.join(names)}; name one with --column")
        value = next(value[name] for name in names if name in value)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"the reference is no text but {type(value).__name__}")
    return " ".join((value or "").split())


def _parquet(path: Path, column: str | None) -> Iterator[Reference]:
    with _opened_parquet(path) as file:
        names = file.schema_arrow.names
        name = names[_place(names, path, column)]
        row = 0
        for batch in file.iter_batches(columns=[name]):
            for value in batch.column(0).to_pylist():
                row += 1
                if value and str(value).strip():
                    yield Reference(row, " ".join(str(value).split()))


@contextmanager
def _opened_parquet(path: Path) -> Iterator[ParquetFile]:
    if find_spec("pyarrow") is None:
        raise InputError("Parquet needs pyarrow. Install citekit-cli[mirror].")
    import pyarrow as pa  # noqa: PLC0415 - an extra
    from pyarrow import parquet  # noqa: PLC0415

    try:
        with parquet.ParquetFile(path) as file:
            yield file
    except (OSError, pa.ArrowException) as error:
        raise SourceError(f"{path}: this Parquet file cannot be read: {error}") from error


def _no_column(path: Path, names: Sequence[str], wanted: str | None) -> str:
    there = ", ".join(names[:20]) or "none"
    missing = f"no column {wanted}" if wanted else f"none of the columns {', '.join(COLUMNS)}"
    return f"{path}: {missing}; it has {there}. Name one with --column."


_Reader = Callable[[io.TextIOWrapper, Path, str | None], Iterator[Reference | Rejected]]
_READERS: Mapping[str, _Reader] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".json": _json_lines,
    ".parquet": _text,  # read elsewhere: it is no text
    ".txt": _text,
}
