"""What each registry answered when it was asked about a work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby

from citekit import links, records
from citekit.library.connection import Cells, Connection, Row
from citekit.library.rows import dump, load_item, load_member
from citekit.model import Asked, Candidate, CslItem, Link, Record
from citekit.vocab import DOCUMENT, NOTICE_REGISTRIES, AskedOutcome

_BEST_FIRST = (AskedOutcome.FOUND, AskedOutcome.ABSENT, AskedOutcome.UNAVAILABLE)

_ROW = ("work_id", "registry", "outcome", "detail", "via", "fetched_at", "payload_hash")

_HELD = f"SELECT {', '.join(_ROW)} FROM answers WHERE work_id = ?"  # noqa: S608


def news(connection: Connection, work_id: int, record: Record, *, just_asked: bool) -> Record:
    """Leave out of a record what is older than the answers that the library has.

    A file of last year may be imported after this year's answer came. Of the versions of one PMID
    in a file the highest is the newest. What a registry itself has `just_asked` been is never old,
    whatever the clock was when the library was written.
    """
    known = {one.registry: one.fetched_at for one in about(connection, work_id) if one.fetched_at}
    version = _version(load_item(connection.rows(_ITEM, work_id)[0]["item"]))

    def is_news(one: Candidate) -> bool:
        if just_asked and one.stamp.via is None:
            return True
        held = known.get(one.stamp.registry, ""), version if one.stamp.registry == _PUBMED else 1
        return (one.stamp.fetched_at, _version(one.item)) >= held

    fresh = [one for one in record.candidates if is_news(one)]
    if len(fresh) == len(record.candidates):
        return record
    printed = tuple(link for link in record.links if _is_printed(link))
    if not fresh:
        return replace(record, item={}, fields={}, alternatives={}, links=printed, candidates=())
    newer = records.merge(fresh)
    return replace(newer, links=links.merge([*newer.links, *printed]))


_PUBMED = "pubmed"
_ITEM = "SELECT item FROM works WHERE id = ?"


def _version(item: CslItem) -> int:
    return item.get("custom", {}).get("pmid_version", 1)


def _is_printed(link: Link) -> bool:
    return any(witness.registry == DOCUMENT for witness in link.witnesses)


def answering(record: Record, asked: Sequence[Asked]) -> frozenset[str]:
    """Name who gave an answer that replaces what they said of the work's links before.

    A registry of records that has lost the work says nothing by that of its notices; one of
    notices that has no row says that there is none.
    """
    answered = {one.registry for one in asked if one.outcome is not AskedOutcome.UNAVAILABLE}
    told = {candidate.stamp.registry for candidate in record.candidates}
    return frozenset(told | (answered & NOTICE_REGISTRIES))


def store(
    connection: Connection,
    work_id: int,
    asked: Sequence[Asked],
    candidates: Sequence[Candidate],
) -> None:
    """Keep the last word of every registry.

    `outcome` and `detail` tell how the last question went; where that was an outage, the other
    columns still tell of the last answer: an outage is no answer.
    """
    rows = connection.rows(_HELD, work_id)
    held: dict[str, Row] = {row["registry"]: dict(row) for row in rows}
    for new in _given(work_id, asked, candidates):
        registry = str(new["registry"])
        held[registry] = _last_word(held.get(registry), new)
    connection.sync("answers", _ROW, work_id, map(_cells, _by_registry(held.values())))


def add(
    connection: Connection, works: Iterable[tuple[int, Sequence[Asked], Sequence[Candidate]]]
) -> None:
    """Keep what every registry said of new works, of which nobody said anything before."""
    given = chain.from_iterable(_by_registry(_given(*one)) for one in works)
    connection.insert_all("answers", _ROW, map(_cells, given))


def _by_registry(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: str(row["registry"]))


def _cells(row: Row) -> Cells:
    return [row[name] for name in _ROW]


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


def _given(work_id: int, answered: Sequence[Asked], candidates: Sequence[Candidate]) -> list[Row]:
    """One row for each registry: of several answers the best, and what only came as candidate."""
    by_registry = {one.stamp.registry: one for one in reversed(candidates)}
    asked: dict[str, Asked] = {
        registry: _found(candidate) for registry, candidate in by_registry.items()
    }
    asked |= {
        one.registry: one
        for one in sorted(answered, key=lambda one: _BEST_FIRST.index(one.outcome), reverse=True)
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
    if old is None:
        return new
    if new["outcome"] == AskedOutcome.ABSENT:
        return {**new, "payload_hash": old["payload_hash"]}
    if new["outcome"] == AskedOutcome.FOUND:
        return old if str(new["fetched_at"] or "~") < str(old["fetched_at"] or "") else new
    return {**old, "outcome": new["outcome"], "detail": new["detail"]}
