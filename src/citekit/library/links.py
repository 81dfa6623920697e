"""The library's links: one for each notice, joined to the works at either end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from citekit import status
from citekit.identity import same_identifiers
from citekit.library import history, link_news, link_rows, works
from citekit.library.connection import Connection
from citekit.library.history import Change, Event
from citekit.library.link_groups import group
from citekit.library.link_rows import Held, end_of
from citekit.library.rows import dump, load_item, load_member
from citekit.library.works import Known
from citekit.model import End, Identifiers, Link, Witness
from citekit.vocab import Side, Status


def store(
    connection: Connection,
    work: Known,
    given: Sequence[Link],
    answering: Collection[str],
    at: str | None,
) -> set[int]:
    """Store the links of a work's record, one for each notice.

    What the `answering` registries said before in this work's record is replaced by what they say
    now. Gives the affected works of the library that learn something by it.
    """
    if not given and not answering:
        return set()
    placed = [_place(connection, work, link) for link in given]
    ids = {one for new in placed for one in _pool(connection, new)}
    pool = link_rows.load(
        connection, ids | (_touching(connection, work.id) if answering else set())
    )
    left = [_left(held, work, answering) for held in pool]
    if _says_the_same(pool, left, placed):
        return set()
    before = {held.id: held for held in pool}
    told: set[int] = set()
    for found in group(connection, left, placed):
        if found.news or len(found.olds) > 1 or any(before[o.id] != o for o in found.olds):
            told |= _store(connection, [before[old.id] for old in found.olds], found.joint, at)
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
        for found in group(connection, about(connection, work_id), []):
            if len(found.olds) > 1:
                _store(connection, found.olds, found.joint, None)
    return affected


def release(connection: Connection, work_id: int) -> None:
    """Delete the links about a work; those in which it is the notice stay without it."""
    connection.change("DELETE FROM links WHERE work_id = ?", work_id)


def everything(connection: Connection) -> list[Held]:
    """Read every link."""
    return link_rows.load(
        connection, (row["id"] for row in connection.rows("SELECT id FROM links"))
    )


def about_others(connection: Connection) -> list[Held]:
    """Read the links whose affected work is not in the library."""
    rows = connection.rows("SELECT id FROM links WHERE work_id IS NULL")
    return link_rows.load(connection, (row["id"] for row in rows))


def touching(connection: Connection, work_id: int) -> list[Link]:
    """Read the links that a work has at either end."""
    return [held.link for held in link_rows.load(connection, _touching(connection, work_id))]


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
    history.record(connection, [(work_id, change)])
    return True


def speaks_of(connection: Connection, work: Known) -> bool:
    """Tell whether there is anything that could give a new work a status."""
    return status.is_marked(work.item) or bool(_touching(connection, work.id))


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


def _touching(connection: Connection, work_id: int) -> set[int]:
    # Early Pythons 3.12 take ?1, which would say it once, for a name (python/cpython#117995).
    both = "SELECT id FROM links WHERE work_id = ? OR notice_id = ?"
    rows = connection.rows(both, work_id, work_id)
    return {row["id"] for row in rows}


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


def _left(held: Held, work: Known, answering: Collection[str]) -> Held:
    """Take away what these registries said of a link in the record of the work."""
    sides = {Side.WORK: held.work_id, Side.NOTICE: held.notice_id}
    own = {side for side, work_id in sides.items() if work_id == work.id}
    kept = tuple(
        one
        for one in held.link.witnesses
        if one.stands_on not in own or (one.answered_by or one.registry) not in answering
    )
    return replace(held, link=replace(held.link, witnesses=kept))


def _says_the_same(pool: Sequence[Held], left: Sequence[Held], placed: Sequence[Held]) -> bool:
    """Tell whether all that is given is stored already, and takes nothing away."""
    again: dict[int, set[Witness]] = {held.id: set() for held in pool}
    for new in placed:
        covering = [held.id for held in pool if _covers(held, new)]
        if not covering:
            return False
        for link_id in covering:
            again[link_id] |= set(new.link.witnesses)
    return all(
        set(held.link.witnesses) <= {*rest.link.witnesses, *again[held.id]}
        for held, rest in zip(pool, left, strict=True)
    )


def _store(connection: Connection, olds: Sequence[Held], joint: Held, at: str | None) -> set[int]:
    """Make one row of all that tell of a notice; of none where nobody asserts it any longer."""
    if not olds:
        return link_news.tell(connection, [], link_rows.insert(connection, joint), at)
    for other in olds[1:]:
        history.joined(connection, other.id, olds[0].id)
        link_rows.delete(connection, other.id)
    if joint.link.witnesses:
        link_rows.update(connection, olds[0], joint)
    else:
        link_rows.delete(connection, olds[0].id)
    return link_news.tell(connection, olds, joint, at)
