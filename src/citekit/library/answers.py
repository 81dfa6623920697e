"""What each registry answered when it was asked about a work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from citekit.library.connection import Connection, Row
from citekit.library.rows import dump, load_member
from citekit.model import Asked, Candidate, Resolution
from citekit.vocab import AskedOutcome

_BEST_FIRST = (AskedOutcome.FOUND, AskedOutcome.ABSENT, AskedOutcome.UNAVAILABLE)

_COLUMNS = ("registry", "outcome", "detail", "via", "fetched_at", "payload_hash")


def store(connection: Connection, work_id: int, resolution: Resolution) -> None:
    """Keep the last word of every registry.

    `outcome` and `detail` tell how the last question went; where that was an outage, the other
    columns still tell of the last answer: an outage is no answer.
    """
    rows = connection.rows(
        "SELECT work_id, registry, outcome, detail, via, fetched_at, payload_hash"
        " FROM answers WHERE work_id = ?",
        work_id,
    )
    held: dict[str, Row] = {row["registry"]: dict(row) for row in rows}
    for new in _given(work_id, resolution):
        registry = str(new["registry"])
        held[registry] = _last_word(held.get(registry), new)
    ordered = [held[registry] for registry in sorted(held)]
    connection.sync("answers", "work_id", work_id, ordered)


def by_work(connection: Connection, wanted: str) -> Mapping[int, Sequence[Asked]]:
    """Read the answers about works, given their row ids as a JSON list, by registry."""
    rows = connection.rows(
        "SELECT work_id, registry, outcome, detail, via, fetched_at FROM answers"
        " WHERE work_id IN (SELECT value FROM json_each(?)) ORDER BY work_id, registry",
        wanted,
    )
    return {
        work_id: [
            Asked(
                registry=row["registry"],
                outcome=load_member(AskedOutcome, row["outcome"]),
                detail=row["detail"],
                via=row["via"],
                fetched_at=row["fetched_at"],
            )
            for row in of_one
        ]
        for work_id, of_one in groupby(rows, lambda row: row["work_id"])
    }


def about(connection: Connection, work_id: int) -> list[Asked]:
    """Read the answers about one work, by registry."""
    return list(by_work(connection, dump([work_id])).get(work_id, ()))


def _given(work_id: int, resolution: Resolution) -> list[Row]:
    """One row for each registry: of several answers the best, and what only came as candidate."""
    candidates = resolution.record.candidates if resolution.record else ()
    by_registry = {one.stamp.registry: one for one in reversed(candidates)}
    asked: dict[str, Asked] = {
        registry: _found(candidate) for registry, candidate in by_registry.items()
    }
    asked |= {
        one.registry: one
        for one in sorted(
            resolution.asked, key=lambda one: _BEST_FIRST.index(one.outcome), reverse=True
        )
    }
    return [_row(work_id, one, by_registry.get(registry)) for registry, one in asked.items()]


def _found(candidate: Candidate) -> Asked:
    stamp = candidate.stamp
    return Asked(stamp.registry, AskedOutcome.FOUND, "", stamp.via, stamp.fetched_at)


def _row(work_id: int, asked: Asked, candidate: Candidate | None) -> Row:
    stamp = candidate.stamp if candidate else None
    return {
        "work_id": work_id,
        "registry": asked.registry,
        "outcome": asked.outcome.value,
        "detail": asked.detail,
        "via": asked.via or (stamp.via if stamp else None),
        "fetched_at": asked.fetched_at or (stamp.fetched_at if stamp else None),
        "payload_hash": candidate.payload_hash if candidate else None,
    }


def _last_word(old: Row | None, new: Row) -> Row:
    if old is None or new["outcome"] != AskedOutcome.UNAVAILABLE:
        return new
    return {**old, "outcome": new["outcome"], "detail": new["detail"]}
