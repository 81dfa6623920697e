"""What Python does on the workers, batch by batch: columns in, columns out.

Weights, filter and full text are opened once in every process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa

from citekit.matching.bulk.cascade import JUDGED as MOST
from citekit.matching.bulk.cascade import is_certain, rarest
from citekit.matching.bulk.citation_keys import near_year_keys, place_keys, title_keys
from citekit.matching.bulk.compact import decode
from citekit.matching.bulk.decide import Decision, Judged, decide, weigh
from citekit.matching.bulk.features import is_hopeless
from citekit.matching.bulk.hashes import of_names
from citekit.matching.bulk.query import Query, prepare
from citekit.matching.bulk.told import encode, tell
from citekit.mirror.spark.sieve import Sieve
from citekit.mirror.spark.words import opened

Batches = Iterable[pa.RecordBatch]

ASKED: Mapping[str, Callable[[Query], Sequence[int]]] = {
    "named": lambda query: of_names(query.names),
    "place": place_keys,
    "near": near_year_keys,
    "title": title_keys,
}
"""What is looked up of a reference, by column."""
_SIGN, _WHOLE = 1 << 63, 1 << 64

_state = msgspec.msgpack.Encoder()
_states = msgspec.msgpack.Decoder(tuple[Judged, ...])


def ask(batches: Batches, sieve: str) -> Iterator[pa.RecordBatch]:
    """Add to references (`id`, `raw`) the keys that records may have."""
    held = _sieve(sieve)
    for batch in batches:
        queries = [prepare(raw) for raw in batch.column("raw").to_pylist()]
        columns = {name: batch.column(name) for name in ("id", "raw")}
        columns["judged"] = pa.nulls(len(batch), pa.binary())
        columns["told"] = pa.nulls(len(batch), pa.string())
        for name, keys_of in ASKED.items():
            columns[name] = passed(held, [keys_of(query) for query in queries])
        yield pa.RecordBatch.from_pydict(columns)


def judge(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Weigh the records that a step brought up, and tell of the references that are certain now."""
    for batch in batches:
        names = ("id", "raw", "judged", "told", "found")
        ids, raws, judged, told, found = (batch.column(name).to_pylist() for name in names)
        for place, records in enumerate(found):
            if records:
                state, answer = _judged(ids[place], raws[place], judged[place], records)
                judged[place], told[place] = state, answer
        yield _changed(batch, judged, told, ("found",))


def finish(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Tell of the references that no step made certain."""
    for batch in batches:
        names = ("id", "raw", "judged")
        rows = zip(*(batch.column(name).to_pylist() for name in names), strict=True)
        told = [_told(id_, raw, decide(_read(judged))) for id_, raw, judged in rows]
        columns = {"id": batch.column("id"), "told": pa.array(told, pa.string())}
        yield pa.RecordBatch.from_pydict(columns)


def search(batches: Batches, folder: str) -> Iterator[pa.RecordBatch]:
    """Give the rows that full text brings up for references, as `cascade.by_words` does."""
    words = opened(folder)
    for batch in batches:
        ids: list[int] = []
        rows: list[int] = []
        raws = batch.column("raw").to_pylist()
        for id_, raw in zip(batch.column("id").to_pylist(), raws, strict=True):
            found = words.said(rarest(prepare(raw), words.rarity), MOST)
            ids += [id_] * len(found)
            rows += found
        yield pa.RecordBatch.from_pydict(
            {"id": pa.array(ids, pa.int64()), "row": pa.array(rows, pa.int64())}
        )


def passed(held: Sieve, keys: Sequence[Sequence[int]]) -> pa.ListArray:
    """Give the keys of each reference that records may have; all in one go, as numpy likes it."""
    every = np.fromiter(chain.from_iterable(keys), np.uint64)
    passes = held.passes(every)
    ends = np.cumsum([0, *map(len, keys)])
    offsets = np.r_[0, np.cumsum(passes)][ends]
    return pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), pa.array(every[passes].view(np.int64))
    )


def signed(keys: Iterable[int]) -> list[int]:
    """Write keys as Spark has them."""
    return [key - _WHOLE if key >= _SIGN else key for key in keys]


@cache
def _sieve(path: str) -> Sieve:
    return Sieve(Path(path))


def _judged(
    id_: int, raw: str, before: bytes | None, found: Sequence[Mapping[str, object]]
) -> tuple[bytes | None, str | None]:
    """Give what is known of a reference after a step, and its answer where that is certain."""
    query, known = prepare(raw), {one.row: one for one in _read(before)}
    fresh = [one for one in _weighed(query, found) if one.row not in known]
    if not fresh:
        return before, None
    judged = (*known.values(), *fresh)
    decision = decide(judged)
    answer = _told(id_, raw, decision) if is_certain(decision) else None
    return (None if answer else _state.encode(judged)), answer


def _weighed(query: Query, found: Sequence[Mapping[str, object]]) -> Iterator[Judged]:
    for row, compact in map(_pair, found):
        record = decode(compact)
        if not is_hopeless(query, record):
            yield weigh(query, row, record)


def _pair(found: Mapping[str, object]) -> tuple[int, bytes]:
    row, compact = found["row"], found["compact"]
    if not isinstance(row, int) or not isinstance(compact, bytes):
        raise TypeError(f"{found!r} is no record")
    return row, compact


def _read(state: bytes | None) -> tuple[Judged, ...]:
    return _states.decode(state) if state else ()


def _told(line: int, raw: str, decision: Decision) -> str:
    return encode(tell(line, raw, decision)).decode()


def _changed(
    batch: pa.RecordBatch,
    judged: Sequence[bytes | None],
    told: Sequence[str | None],
    without: Sequence[str],
) -> pa.RecordBatch:
    columns = {name: batch.column(name) for name in batch.schema.names if name not in without}
    columns["judged"] = pa.array(judged, pa.binary())
    columns["told"] = pa.array(told, pa.string())
    return pa.RecordBatch.from_pydict(columns)
