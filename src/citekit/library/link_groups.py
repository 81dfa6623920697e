"""Links that report one notice, brought together: stored rows and new ones alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from citekit import links
from citekit.library import works
from citekit.library.connection import Connection
from citekit.library.link_rows import Held
from citekit.model import Link, Witness

T = TypeVar("T")

# A witness that no registry can be: it marks a link on its way through `links.merge`.
_MARK = "\0"


class Group(NamedTuple):
    """One notice: the rows that tell of it so far, and the one row that will."""

    olds: tuple[Held, ...]
    news: tuple[Held, ...]
    joint: Held
    """Without a witness where nobody asserts the notice any longer."""


def group(connection: Connection, held: Sequence[Held], news: Sequence[Held]) -> list[Group]:
    """Merge stored and new links into one group for each notice."""
    every = [*held, *news]
    marked = [_marked(_described(connection, one), place) for place, one in enumerate(every)]
    return [_group(link, [every[place] for place in _marks(link)]) for link in links.merge(marked)]


def _group(merged: Link, members: Sequence[Held]) -> Group:
    olds = tuple(held for held in members if held.id)
    news = tuple(held for held in members if not held.id)
    return Group(olds, news, _joint(merged, members))


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

    The records at its ends are those that witnesses gave, not the library's own, which change. Its
    type is what somebody still says, not what was said once.
    """
    notices = (held.link.notice.record for held in members)
    affected = (held.link.work.record for held in members)
    said = [held.link.type for held in members if held.link.witnesses] or [merged.type]
    link = replace(
        merged,
        type=min(said, key=links.SEVERITY.index),
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
