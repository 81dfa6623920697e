"""What nothing in the library can be about, told for many arrivals at once.

Nearly all that a file brings is new. To look for each work alone, by its key, place, identifiers
and title, takes longer than to store it.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

from citekit import status
from citekit.library import works
from citekit.library.connection import Connection, Value, storable
from citekit.library.rows import dump, title
from citekit.model import Candidate, Citation, Record, Resolution

_Clue = tuple[object, ...]
"""Something by which a work is known: the kind of clue, and what it says."""

_QUESTIONS: Final = (
    (
        "key",
        """SELECT works.key FROM json_each(?) AS given
        JOIN works ON works.key = json_extract(given.value, '$[0]')""",
    ),
    (
        "title",
        """SELECT works.title FROM json_each(?) AS given
        JOIN works ON works.title = json_extract(given.value, '$[0]')""",
    ),
    (
        "name",
        """SELECT held.scheme, held.value FROM json_each(?) AS given
        JOIN identifiers AS held ON held.scheme = json_extract(given.value, '$[0]')
        AND held.value = json_extract(given.value, '$[1]')""",
    ),
    (
        "name",
        """SELECT held.scheme, held.value FROM json_each(?) AS given
        JOIN link_identifiers AS held ON held.scheme = json_extract(given.value, '$[0]')
        AND held.value = json_extract(given.value, '$[1]')""",
    ),
    (
        "place",
        """SELECT held.path, held.line FROM json_each(?) AS given
        JOIN citations AS held ON held.path = json_extract(given.value, '$[0]')
        AND held.line = json_extract(given.value, '$[1]')""",
    ),
)
"""Which clues of a kind the library has, of those given as a JSON list of lists."""

# As SQLite's NOCASE compares.
_FOLDED: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


class Arrival(NamedTuple):
    """What is to be added, before it is known whether the library has it."""

    record: Record
    resolution: Resolution
    said: Candidate | None
    """The words of an entry; None for what only registries say."""
    clues: frozenset[_Clue]

    @classmethod
    def of(cls, record: Record, resolution: Resolution, said: Candidate | None = None) -> Arrival:
        """Make an arrival with all by which its work could be known."""
        return cls(record, resolution, said, frozenset(_clues(record, resolution.citation)))


class Strangers:
    """Tells which arrivals neither the library nor an arrival before them can be about."""

    def __init__(self, connection: Connection, arrivals: Sequence[Arrival], template: str) -> None:
        self._connection = connection
        self._template = template
        self._asked = frozenset(chain.from_iterable(one.clues for one in arrivals))
        self._known: set[_Clue] = set()
        for kind, question in _QUESTIONS:
            given = [clue[1:] for clue in self._asked if clue[0] == kind]
            self._known.update(_clue(kind, *row) for row in connection.rows(question, dump(given)))

    def admit(self, arrival: Arrival) -> str | None:
        """Give the key under which a stranger is to be stored; None for who may be known."""
        if not _is_plain(arrival.record) or not self._known.isdisjoint(arrival.clues):
            return None
        hint, item = arrival.resolution.citation.key, arrival.record.item
        key = works.key_for(item, hint, self._template, self._has_key)
        self.meet(arrival, key)
        return key

    def meet(self, arrival: Arrival, key: str) -> None:
        """Remember an arrival, which the library has from now on under this key."""
        self._known.update(arrival.clues)
        self._known.add(_clue("key", key))

    def _has_key(self, key: str) -> bool:
        clue = _clue("key", key)
        if clue in self._known or clue in self._asked:
            return clue in self._known
        return works.has_key(self._connection, key)


def _is_plain(record: Record) -> bool:
    """Tell a record that can be found again, and that says nothing of any other work."""
    is_named = bool(record.identifiers or title(record.item))
    return is_named and not record.links and not status.is_marked(record.item)


def _clues(record: Record, citation: Citation) -> Iterator[_Clue]:
    ends = (end.identifiers for link in record.links for end in (link.work, link.notice))
    for names in (record.identifiers, *ends):
        yield from (_clue("name", scheme.value, value) for scheme, value in names.items())
    if not record.identifiers:
        yield _clue("title", title(record.item) or "")
    if citation.key:
        yield _clue("key", citation.key)
    if citation.place is not None:
        yield _clue("place", citation.place.path, citation.place.line)


def _clue(kind: str, *told: Value) -> _Clue:
    if kind == "key":
        return kind, str(told[0]).translate(_FOLDED)
    return kind, *map(storable, told)
