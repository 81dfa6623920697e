"""The library: an SQLite file of works, their notices, and where all of it came from."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from citekit.errors import UnknownKeyError
from citekit.library import (
    answers,
    citations,
    health,
    history,
    links,
    search,
    views,
    works,
)
from citekit.library.connection import Connection
from citekit.library.failures import naming
from citekit.library.history import Event
from citekit.library.link_rows import Held
from citekit.library.opening import open_connection
from citekit.library.works import Known
from citekit.model import (
    Asked,
    Citation,
    FieldSource,
    Identifiers,
    Record,
    Resolution,
    StoredLink,
    StoredWork,
)

_PAGE = 500


class Kind(StrEnum):
    """What adding did to a work."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one resolution that was added."""

    key: str
    kind: Kind
    """Unchanged: record, notices and status are as before, though dates and places may be new."""


class Library:
    """A library that is open; a context manager that closes it.

    Every method raises LibraryError, naming the file, where file or disk refuse.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """Open a library; with `create` it is made where there is none, without it never.

        Raises LibraryError for a file that is no library, and LibraryNewerError for one that a
        later citekit wrote; both are left untouched.
        """
        return cls(open_connection(path, create=create))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @property
    def path(self) -> Path:
        """The library's file."""
        return self._connection.path

    def write(self) -> AbstractContextManager[None]:
        """Hold one transaction, all of which is stored or nothing.

        Waits up to 10 s for others who write. The methods that change the library raise
        RuntimeError outside of it.
        """
        return self._connection.write()

    def add(self, resolution: Resolution, key: str | None = None) -> Added:
        """Store a resolved citation: the work, its links, the answers, and where it was written.

        A new work gets `key`, or the citation's own, if that is free and can be a citation key;
        else one is made. A work that is there keeps its key. Times come from the answers. Adding
        the same again writes nothing. Raises ValueError for a resolution without a record.
        """
        if resolution.record is None:
            raise ValueError("only a citation that is resolved can be added")
        self._connection.must_write()
        with naming(self.path):
            return self._add(resolution, resolution.record, key or resolution.citation.key)

    def remove(self, key: str, at: str | None = None) -> None:
        """Remove a work, the notices about it, and where it was cited; raises UnknownKeyError.

        Links in which it is the notice of another work stay. Its history stays under its key;
        `at` is the time that the removal gets there.
        """
        self._connection.must_write()
        with naming(self.path):
            known = works.load(self._connection, self._id(key))
            links.release(self._connection, known.id)
            works.remove(self._connection, known, at)

    def works(self) -> Iterator[StoredWork]:
        """Yield every work with its notices, by key."""
        last = ""
        while ids := self._page_after(last):
            with naming(self.path):
                page = views.stored_works(self._connection, ids)
            yield from page
            last = page[-1].key

    def get(self, key: str) -> StoredWork:
        """Give one work with its notices; raises UnknownKeyError."""
        with naming(self.path):
            return views.stored_works(self._connection, [self._id(key)])[0]

    def find(self, identifiers: Identifiers) -> str | None:
        """Give the key of the work that has these identifiers; None where it cannot be told."""
        with naming(self.path):
            found = works.find(self._connection, identifiers)
            return None if found is None else works.load(self._connection, found).key

    def search(self, words: str) -> list[StoredWork]:
        """Give the works that hold all the words, the last one as a prefix; best fit first.

        Searched are titles, names, journals, years and identifiers.
        """
        with naming(self.path):
            return views.stored_works(self._connection, search.find(self._connection, words))

    def notices(self, keys: Sequence[str] | None = None) -> list[StoredLink]:
        """Give the notices about these works, or all there are; raises UnknownKeyError.

        In the order of the affected works' keys, those that are not in the library (whose notice
        is) last.
        """
        with naming(self.path):
            held = links.everything(self._connection) if keys is None else self._about(keys)
            stored = views.stored_links(self._connection, held)
        return sorted(stored, key=_by_key)

    def citations(self, key: str) -> list[Citation]:
        """Give where a work is cited, by place; raises UnknownKeyError."""
        with naming(self.path):
            return citations.about(self._connection, self._id(key))

    def answers(self, key: str) -> list[Asked]:
        """Give each registry's last word about a work; raises UnknownKeyError.

        After an outage `fetched_at` and `via` are still those of the last answer.
        """
        with naming(self.path):
            return answers.about(self._connection, self._id(key))

    def fields(self, key: str) -> Mapping[str, FieldSource]:
        """Give which registry said each field of a work's record; raises UnknownKeyError."""
        with naming(self.path):
            return works.fields(self._connection, self._id(key))

    def events(self, key: str) -> list[Event]:
        """Give the changes under a key, oldest first, those of a removed work too.

        Raises UnknownKeyError where there never was such a work.
        """
        with naming(self.path):
            return history.read(self._connection, key) or self._no_events(key)

    def stats(self) -> Mapping[str, int]:
        """Count what the library holds, by table, and give its schema's number."""
        return health.stats(self._connection)

    def check(self) -> list[str]:
        """Look for damage; gives one sentence for each problem, none for a sound library."""
        return health.check(self._connection)

    def _add(self, resolution: Resolution, record: Record, hint: str | None) -> Added:
        at = _latest(resolution)
        found = works.recognise(self._connection, record)
        if found is None:
            work, changed = works.insert(self._connection, record, hint, at), False
        else:
            before = works.load(self._connection, found)
            changed = works.refresh(self._connection, before, record, at)
            work = works.load(self._connection, found)
        changed = self._add_links(work, record, at) or changed
        answers.store(self._connection, work.id, resolution)
        citations.store(self._connection, work.id, resolution)
        if found is None:
            return Added(work.key, Kind.ADDED)
        return Added(work.key, Kind.UPDATED if changed else Kind.UNCHANGED)

    def _add_links(self, work: Known, record: Record, at: str | None) -> bool:
        joined = links.connect(self._connection, work)
        news = links.store(self._connection, work, record.links, at)
        affected = sorted({work.id} | joined | news)
        settled = [links.settle_status(self._connection, one, at) for one in affected]
        return bool(news) or any(settled)

    def _id(self, key: str) -> int:
        row = self._connection.one("SELECT id FROM works WHERE key = ?", key)
        if row is None:
            raise UnknownKeyError(self._unknown(key))
        return int(row["id"])

    def _unknown(self, key: str) -> str:
        rows = self._connection.rows("SELECT key FROM works ORDER BY key")
        keys = {str(row["key"]).casefold(): str(row["key"]) for row in rows}
        close = difflib.get_close_matches(key.casefold(), keys)
        meant = f" (is it {' or '.join(keys[one] for one in close)}?)" if close else ""
        return f"no work has the key {key!r}{meant}; `citekit list` shows the keys"

    def _no_events(self, key: str) -> list[Event]:
        self._id(key)
        return []

    def _page_after(self, key: str) -> list[int]:
        rows = self._connection.rows(
            "SELECT id FROM works WHERE key > ? ORDER BY key LIMIT ?", key, _PAGE
        )
        return [row["id"] for row in rows]

    def _about(self, keys: Sequence[str]) -> list[Held]:
        ids = dict.fromkeys(self._id(key) for key in keys)
        return [held for work_id in ids for held in links.about(self._connection, work_id)]


def _latest(resolution: Resolution) -> str | None:
    """The newest time that any answer tells; None where none does."""
    candidates = resolution.record.candidates if resolution.record else ()
    told = [candidate.stamp.fetched_at for candidate in candidates]
    told += [one.fetched_at for one in resolution.asked if one.fetched_at]
    return max((time for time in told if time), default=None)


def _by_key(stored: StoredLink) -> tuple[bool, str, int]:
    return stored.key is None, (stored.key or "").casefold(), stored.id
