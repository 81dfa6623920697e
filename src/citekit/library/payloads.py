"""The bytes that carried a registry's answers, compressed, each different one once."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from citekit.library.connection import Cells, Connection
from citekit.library.failures import DamagedError
from citekit.model import Candidate

_COMPRESSION = "zlib"
# Higher levels take half as long again for a twentieth of the size (50,788 records of PubMed).
_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Payload:
    """One answer as it came."""

    registry: str
    hash: str
    """SHA-256 of the bytes, hex."""
    fetched_at: str
    """When these bytes first came."""


def store(connection: Connection, work_id: int, candidates: Sequence[Candidate]) -> None:
    """Keep the bytes that carried these candidates, where they are not there yet."""
    if all(one.payload is None for one in candidates):
        return
    held = {(one.registry, one.hash) for one in about(connection, work_id)}
    new = [one for one in candidates if (one.stamp.registry, one.payload_hash) not in held]
    add(connection, [(work_id, new)])


def add(connection: Connection, works: Iterable[tuple[int, Sequence[Candidate]]]) -> None:
    """Keep the bytes that carried these candidates about works, none of which are there yet."""
    rows = chain.from_iterable(_rows(*one) for one in works)
    connection.insert_all("payloads", _COLUMNS, rows)


_COLUMNS = ("work_id", "registry", "hash", "fetched_at", "compression", "body")


def _rows(work_id: int, candidates: Sequence[Candidate]) -> Iterable[Cells]:
    told: set[tuple[str, str]] = set()
    for one in candidates:
        registry, hash_ = one.stamp.registry, one.payload_hash
        if one.payload is not None and hash_ is not None and (registry, hash_) not in told:
            told.add((registry, hash_))
            body = zlib.compress(one.payload, _LEVEL)
            yield work_id, registry, hash_, one.stamp.fetched_at, _COMPRESSION, body


def about(connection: Connection, work_id: int) -> list[Payload]:
    """List the answers kept about a work, by registry, oldest first."""
    rows = connection.rows(
        "SELECT registry, hash, fetched_at FROM payloads WHERE work_id = ?"
        " ORDER BY registry, fetched_at, hash",
        work_id,
    )
    return [Payload(row["registry"], row["hash"], row["fetched_at"]) for row in rows]


def newest(connection: Connection, work_id: int, registry: str) -> bytes | None:
    """Give the bytes of a registry's last answer about a work; None where none were kept."""
    row = connection.one(
        "SELECT compression, body FROM payloads JOIN answers USING (work_id, registry)"
        " WHERE work_id = ? AND registry = ? AND hash = payload_hash",
        work_id,
        registry,
    )
    if row is None:
        return None
    if row["compression"] != _COMPRESSION:
        raise DamagedError(f"an answer is compressed by {row['compression']!r}")
    try:
        return zlib.decompress(row["body"])
    except zlib.error as error:
        raise DamagedError("a stored answer cannot be decompressed") from error
