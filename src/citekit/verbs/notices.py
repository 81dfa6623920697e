"""Gather the notices of works, with who was asked about each work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citekit.library.store import Library
from citekit.listening import NOBODY, Listener
from citekit.model import Asked, StoredLink, StoredWork
from citekit.status import Turn
from citekit.vocab import Status


@dataclass(frozen=True, slots=True)
class WorkNotices:
    """What is known about the notices of one work."""

    key: str | None
    """None where the affected work is not in the library."""
    status: Status
    notices: Sequence[StoredLink]
    in_place: Sequence[Turn] = ()
    """What stands under the work's own identifiers, and PubMed's mark: states without a link."""
    answers: Sequence[Asked] = ()


def gather(
    library: Library, keys: Sequence[str] | None, listener: Listener = NOBODY
) -> Iterator[WorkNotices]:
    """Yield what is known for each of these works, or for every one that has a notice or a state.

    Without keys the works that are not in the library, but of which it holds a notice, come last.
    Raises UnknownKeyError.
    """
    works = map(library.get, dict.fromkeys(keys)) if keys else library.works()
    listener.begin("gathering", "works", len(set(keys)) if keys else library.stats()["works"])
    for work in works:
        listener.advance(1)
        if keys or work.notices or work.status is not Status.NONE:
            yield _of_work(library, work)
    strangers = [] if keys else library.notices_about_others()
    if strangers:
        yield WorkNotices(None, Status.NONE, strangers)


def _of_work(library: Library, work: StoredWork) -> WorkNotices:
    turns = tuple(turn for turn in library.timeline(work.key) if turn.in_place)
    return WorkNotices(work.key, work.status, work.notices, turns, library.answers(work.key))
