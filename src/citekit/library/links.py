"""The library's links: one for each notice, joined to the works at either end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from citekit import links, status
from citekit.identity import same_identifiers
from citekit.library import history, link_rows, works
from citekit.library.connection import Connection
from citekit.library.history import Change, Event
from citekit.library.link_rows import Held, end_of
from citekit.library.rows import dump, load_item, load_member
from citekit.library.works import Known
from citekit.model import End, Identifiers, Link, Witness
from citekit.vocab import Side, Status

T = TypeVar("T")

# A witness that no registry can be: it marks a link on its way through `links.merge`.
_MARK = "\0"


def store(connection: Connection, work: Known, given: Sequence[Link], at: str | None) -> set[int]:
    """Store the links of a work's record, one for each notice.

    Gives the affected works of the library that learn of a new notice, or more of an old one. A
    newer date of what was known already is stored, but is no news.
    """
    placed = [_place(connection, work, link) for link in given]
    pool = link_rows.load(connection, {one for new in placed for one in _pool(connection, new)})
    news = [new for new in placed if not any(_covers(held, new) for held in pool)]
    if not news:
        return set()
    told: set[int] = set()
    for olds, new in _grouped(connection, pool, news):
        told |= _store_event(connection, olds, new, at)
    return told


def connect(connection: Connection, work: Known) -> set[int]:
    """Join the stored links that name a work to it; gives the works that these are about.

    What two links call by different identifiers may turn out to be one notice then.
    """
    rows = connection.rows(
        "SELECT DISTINCT link_id FROM json_each(?) AS given"
        " JOIN link_identifiers AS held ON held.scheme = given.key AND held.value = given.value",
        dump(dict(work.identifiers)),
    )
    affected: set[int] = set()
    for before in link_rows.load(connection, (row["link_id"] for row in rows)):
        after = _joined(before, work)
        if after != before:
            link_rows.update(connection, before, after)
            affected |= set() if after.work_id is None else {after.work_id}
    for work_id in sorted(affected):
        for olds, new in _grouped(connection, about(connection, work_id), []):
            _store_event(connection, olds, new, None)
    return affected


def release(connection: Connection, work_id: int) -> None:
    """Delete the links about a work; those in which it is the notice stay without it."""
    connection.change("DELETE FROM links WHERE work_id = ?", work_id)


def everything(connection: Connection) -> list[Held]:
    """Read every link."""
    return link_rows.load(
        connection, (row["id"] for row in connection.rows("SELECT id FROM links"))
    )


def touching(connection: Connection, work_id: int) -> list[Link]:
    """Read the links that a work has at either end."""
    rows = connection.rows("SELECT id FROM links WHERE work_id = ?1 OR notice_id = ?1", work_id)
    return [held.link for held in link_rows.load(connection, (row["id"] for row in rows))]


def about(connection: Connection, work_id: int) -> list[Held]:
    """Read the links whose affected work this is."""
    rows = connection.rows("SELECT id FROM links WHERE work_id = ?", work_id)
    return link_rows.load(connection, (row["id"] for row in rows))


def settle_status(connection: Connection, work_id: int, at: str | None) -> bool:
    """Work out the status that the links leave a work in; tells whether it changed."""
    row = connection.rows("SELECT key, item, status FROM works WHERE id = ?", work_id)[0]
    names = works.identifiers(connection, work_id)
    before = load_member(Status, row["status"])
    after = status.current(names, load_item(row["item"]), touching(connection, work_id))
    if before is after:
        return False
    connection.change(
        "UPDATE works SET status = ?, updated_at = coalesce(?, updated_at) WHERE id = ?",
        after.value,
        at,
        work_id,
    )
    change = Event(row["key"], at, Change.STATUS, None, before.value, after.value)
    history.record(connection, work_id, change)
    return True


def _place(connection: Connection, work: Known, link: Link) -> Held:
    """Find the works of the library at both ends, and give the ends all their identifiers."""
    own = _own_sides(work, link)
    known = {
        side: work if side in own else _work_named(connection, end_of(link, side)) for side in Side
    }
    ids = {side: one.id if one else None for side, one in known.items()}
    held = Held(0, link, ids[Side.WORK], ids[Side.NOTICE])
    for one in known.values():
        held = _named(held, one) if one else held
    return held


def _work_named(connection: Connection, end: End) -> Known | None:
    found = works.find(connection, end.identifiers)
    return None if found is None else works.load(connection, found)


def _own_sides(work: Known, link: Link) -> set[Side]:
    """Tell which ends are the work; a bare end on its own record can be nothing else."""
    names = work.identifiers
    own = {side for side in Side if same_identifiers(end_of(link, side).identifiers, names)}
    bare = [side for side in Side if end_of(link, side) == End()]
    return own or set(bare[:1])


def _named(held: Held, work: Known) -> Held:
    """Give the ends that are joined to a work all the identifiers that the library has of it."""
    link = held.link
    if held.work_id == work.id:
        link = replace(link, work=_with(link.work, work.identifiers))
    if held.notice_id == work.id:
        link = replace(link, notice=_with(link.notice, work.identifiers))
    return replace(held, link=link)


def _with(end: End, names: Identifiers) -> End:
    return replace(end, identifiers={**end.identifiers, **names})


def _joined(held: Held, work: Known) -> Held:
    def names_it(side: Side) -> bool:
        return bool(same_identifiers(end_of(held.link, side).identifiers, work.identifiers))

    if held.work_id is None and names_it(Side.WORK):
        held = replace(held, work_id=work.id)
    if held.notice_id is None and names_it(Side.NOTICE):
        held = replace(held, notice_id=work.id)
    return _named(held, work)


def _pool(connection: Connection, new: Held) -> set[int]:
    """Links that may be of the same notice: about the same work, or made by the same one."""
    rows = connection.rows(
        "SELECT id FROM links WHERE work_id = ? OR notice_id = ?"
        " UNION SELECT link_id FROM json_each(?) AS given JOIN link_identifiers AS held"
        " ON held.scheme = given.key AND held.value = given.value AND held.side = 'work'",
        new.work_id,
        new.notice_id,
        dump(dict(new.link.work.identifiers)),
    )
    return {row["id"] for row in rows}


def _covers(held: Held, new: Held) -> bool:
    """Tell whether a stored link already says all that the new one does, word for word."""
    return (
        (held.work_id, held.notice_id, held.link.type)
        == (new.work_id, new.notice_id, new.link.type)
        and all(_end_covers(end_of(held.link, side), end_of(new.link, side)) for side in Side)
        and set(new.link.witnesses) <= set(held.link.witnesses)
    )


def _end_covers(held: End, new: End) -> bool:
    return (
        new.identifiers.items() <= held.identifiers.items()
        and new.raw in (None, held.raw)
        and new.record in (None, held.record)
        and bool(new.identifiers or new.raw or new.record or held == new)
    )


def _grouped(
    connection: Connection, pool: Sequence[Held], news: Sequence[Held]
) -> list[tuple[list[Held], Held]]:
    """Merge old and new links; for each notice that the new ones speak of, the old rows and it."""
    every = [*pool, *news]
    marked = [_marked(_described(connection, held), place) for place, held in enumerate(every)]
    groups: list[tuple[list[Held], Held]] = []
    for link in links.merge(marked):
        members = [every[place] for place in _marks(link)]
        olds = [held for held in members if held.id]
        if len(olds) < len(members) or len(olds) > 1:
            groups.append((olds, _joint(link, members)))
    return groups


def _described(connection: Connection, held: Held) -> Link:
    """Give the notice the record that the library has of it, to be recognised by."""
    if held.notice_id is None:
        return held.link
    item = works.load(connection, held.notice_id).item
    return replace(held.link, notice=replace(held.link.notice, record=item))


def _marked(link: Link, place: int) -> Link:
    mark = Witness(registry=f"{_MARK}{place}", term="", fetched_at="")
    return replace(link, witnesses=(*link.witnesses, mark))


def _marks(link: Link) -> list[int]:
    names = (witness.registry for witness in link.witnesses)
    return sorted(int(name[1:]) for name in names if name.startswith(_MARK))


def _joint(merged: Link, members: Sequence[Held]) -> Held:
    """Make one row of a merged link.

    The records at its ends are those that witnesses gave, not the library's own, which change.
    """
    notices = (held.link.notice.record for held in members)
    affected = (held.link.work.record for held in members)
    link = replace(
        merged,
        notice=replace(merged.notice, record=_first(notices)),
        work=replace(merged.work, record=_first(affected)),
        witnesses=tuple(one for one in merged.witnesses if not one.registry.startswith(_MARK)),
    )
    return Held(
        members[0].id,
        link,
        _first(held.work_id for held in members),
        _first(held.notice_id for held in members),
    )


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _store_event(
    connection: Connection, olds: Sequence[Held], new: Held, at: str | None
) -> set[int]:
    if not olds:
        link_rows.insert(connection, new)
        return _tell(connection, [], new, at)
    for other in olds[1:]:
        link_rows.delete(connection, other.id)
    link_rows.update(connection, olds[0], new)
    return _tell(connection, olds, new, at)


def _tell(connection: Connection, before: Sequence[Held], after: Held, at: str | None) -> set[int]:
    """Record a new notice, or new witnesses of an old one, as an event of the affected work."""
    known = {_assertion(witness) for held in before for witness in held.link.witnesses}
    new = [one for one in after.link.witnesses if _assertion(one) not in known]
    if after.work_id is None or not new:
        return set()
    event = Event(
        key=connection.rows("SELECT key FROM works WHERE id = ?", after.work_id)[0]["key"],
        at=new[0].fetched_at or at,
        kind=Change.WITNESS if before else Change.NOTICE,
        field=after.link.type.value,
        after=_news(after.link, new),
        registry=new[0].registry,
    )
    history.record(connection, after.work_id, event)
    return {after.work_id}


def _assertion(witness: Witness) -> tuple[str | None, ...]:
    return witness.registry, witness.term, witness.asserted, witness.record_id


def _news(link: Link, witnesses: Sequence[Witness]) -> str:
    said = [
        {"registry": one.registry, "term": one.term, "asserted": one.asserted} for one in witnesses
    ]
    notice = {"identifiers": dict(link.notice.identifiers), "raw": link.notice.raw}
    return dump({**notice, "witnesses": said})
