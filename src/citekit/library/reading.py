"""What a library can be asked: works, notices, provenance, history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from citekit import status
from citekit.errors import UnknownKeyError
from citekit.library import (
    acknowledgements,
    answers,
    citations,
    entries,
    field_sources,
    health,
    history,
    links,
    past,
    payloads,
    search,
    views,
    works,
)
from citekit.library.connection import Connection
from citekit.library.failures import naming
from citekit.library.history import Event
from citekit.library.link_rows import Held
from citekit.library.opening import open_connection
from citekit.library.past import Past
from citekit.library.payloads import Payload
from citekit.model import (
    Acknowledgement,
    Alternative,
    Asked,
    Citation,
    CslItem,
    FieldSource,
    Identifiers,
    StoredLink,
    StoredWork,
)
from citekit.status import Turn
from citekit.text.keys import DEFAULT_TEMPLATE
from citekit.text.meant import question
from citekit.vocab import HAND, Status

_PAGE = 500


class Reading:
    """A library that is open; a context manager that closes it.

    Every method raises LibraryError, naming the file, where file or disk refuse.
    """

    def __init__(self, connection: Connection, key_template: str = DEFAULT_TEMPLATE) -> None:
        self._connection = connection
        self._key_template = key_template

    @classmethod
    def open(
        cls, path: Path, *, create: bool = False, key_template: str = DEFAULT_TEMPLATE
    ) -> Self:
        """Open a library; with `create` it is made where there is none, without it never.

        `key_template` makes the keys of new works (`text.keys`); those that are there stay.
        Raises LibraryError for a file that is no library, and LibraryNewerError for one that a
        later citekit wrote; both are left untouched.
        """
        return cls(open_connection(path, create=create), key_template)

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

    def status(self, key: str) -> Status:
        """Give the state that its notices leave a work in; raises UnknownKeyError."""
        with naming(self.path):
            return works.status(self._connection, self._id(key))

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

    def notices_about_others(self) -> list[StoredLink]:
        """Give the notices whose affected work is not in the library."""
        with naming(self.path):
            return views.stored_links(self._connection, links.about_others(self._connection))

    def citations(self, key: str) -> list[Citation]:
        """Give where a work is cited, by place; raises UnknownKeyError."""
        with naming(self.path):
            return citations.about(self._connection, self._id(key))

    def is_settled(self, citation: Citation) -> bool:
        """Tell whether an entry was taken before, word for word, and need not be asked about.

        A registry has found its work, and none of them was out of reach.
        """
        with naming(self.path):
            return entries.is_settled(self._connection, citation)

    def answers(self, key: str) -> list[Asked]:
        """Give each registry's last word about a work; raises UnknownKeyError.

        After an outage `fetched_at` and `via` are still those of the last answer.
        """
        with naming(self.path):
            return answers.about(self._connection, self._id(key))

    def fields(self, key: str) -> Mapping[str, FieldSource]:
        """Give which registry said each field of a work's record; raises UnknownKeyError."""
        with naming(self.path):
            return field_sources.fields(self._connection, self._id(key))

    def alternatives(self, key: str) -> Mapping[str, Sequence[Alternative]]:
        """Give what others say of the fields of a work's record; raises UnknownKeyError."""
        with naming(self.path):
            return field_sources.alternatives(self._connection, self._id(key))

    def speakers(self, key: str) -> frozenset[str]:
        """Name those who say anything of a work's fields; raises UnknownKeyError."""
        return frozenset(self.words(key))

    def words(self, key: str) -> Mapping[str, CslItem]:
        """Give everybody's own words on the fields of a work, by who says them.

        Raises UnknownKeyError.
        """
        with naming(self.path):
            known = works.load(self._connection, self._id(key))
            said = works.said_before(self._connection, known)
        told: dict[str, CslItem] = {}
        for one in said:
            told[one.stamp.registry] = {**told.get(one.stamp.registry, {}), **one.item}
        return told

    def pinned(self, key: str) -> list[str]:
        """Name the fields of a work that were set by hand; raises UnknownKeyError."""
        fields = self.fields(key)
        return [field for field, source in fields.items() if source.registry == HAND]

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

    def events_since(self, time: str) -> list[Event]:
        """Give the changes at or after a time (ISO 8601), by key, oldest first of each."""
        with naming(self.path):
            return history.since(self._connection, time)

    def all_events(self) -> list[Event]:
        """Give every change there was, oldest first, undated ones too."""
        with naming(self.path):
            return history.after(self._connection, 0)

    def timeline(self, key: str) -> tuple[Turn, ...]:
        """Give what happened to a work, those notices in place too; raises UnknownKeyError."""
        with naming(self.path):
            known = works.load(self._connection, self._id(key))
            held = links.touching(self._connection, known.id)
            return status.timeline(known.identifiers, known.item, held)

    def as_of(self, key: str, time: str) -> Past | None:
        """Give a work as it was known at a time, None where it was not there yet.

        Raises UnknownKeyError.
        """
        with naming(self.path):
            return past.as_of(self._connection, self._id(key), time)

    def payloads(self, key: str) -> list[Payload]:
        """List the answers kept about a work; raises UnknownKeyError."""
        with naming(self.path):
            return payloads.about(self._connection, self._id(key))

    def payload(self, key: str, registry: str) -> bytes | None:
        """Give a registry's last answer about a work as it came; None where it was not kept.

        Raises UnknownKeyError.
        """
        with naming(self.path):
            return payloads.newest(self._connection, self._id(key), registry)

    def acknowledgements(self) -> list[Acknowledgement]:
        """Give every acknowledgement, by key, those of removed works too."""
        with naming(self.path):
            return acknowledgements.everything(self._connection)

    def _id(self, key: str) -> int:
        row = self._connection.one("SELECT id FROM works WHERE key = ?", key)
        if row is None:
            raise UnknownKeyError(self._unknown(key))
        return int(row["id"])

    def _unknown(self, key: str) -> str:
        rows = self._connection.rows("SELECT key FROM works ORDER BY key")
        near = question(key, (str(row["key"]) for row in rows))
        return f"no work has the key {key!r}{near}; `citekit list` shows the keys"

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


def _by_key(stored: StoredLink) -> tuple[bool, str, int]:
    return stored.key is None, (stored.key or "").casefold(), stored.id
