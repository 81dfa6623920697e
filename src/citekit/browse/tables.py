"""The tables that people see in the browser, filled from a library in the words of its reports."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from citekit import links
from citekit.browse import rows
from citekit.browse.rows import Cell, Row
from citekit.browse.schema import FINISH, SCHEMA
from citekit.formats.csv_works import safe_cell
from citekit.formats.notes import identifiers_of, notice_sentence
from citekit.library.failures import naming
from citekit.library.store import Library
from citekit.library.views import silent
from citekit.listening import NOBODY, Listener
from citekit.model import Asked, End, Link, StoredLink, StoredWork, Witness
from citekit.reports import safe
from citekit.reports.conflicts import Conflict, conflicting, conflicts
from citekit.reports.notices import REGISTRIES, cell, named
from citekit.reports.text import MARKED
from citekit.status import STATES as LEAVES
from citekit.status import Turn
from citekit.verbs.acknowledge import effective, lookup
from citekit.vocab import DOCUMENT, Scheme, Status


class Filled(NamedTuple):
    """What was put into the file."""

    works: int
    as_of: str
    """The newest day on which anybody answered; empty where nobody has."""


def fill(path: Path, library: Library, today: str, listener: Listener = NOBODY) -> Filled:
    """Write the tables into a new file; `today` decides which acknowledgements hold.

    Raises LibraryError where the library cannot be read, or the new file not be written.
    """
    with naming(path), closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.executescript(SCHEMA)
        file.execute("BEGIN")
        told = _Told(library, today, listener)
        for table, filled in told.tables():
            _insert(file, table, filled)
        file.execute("COMMIT")
        file.executescript(FINISH)
        return Filled(told.works, max((day for day in told.days if day), default=""))


def _insert(file: sqlite3.Connection, table: str, filled: Iterable[Row]) -> None:
    marks = "?, " * len(file.execute(f"SELECT * FROM {table}").description)  # noqa: S608 - ours
    harmless = (tuple(_harmless(one) for one in row) for row in filled)
    file.executemany(f"INSERT INTO {table} VALUES ({marks[:-2]})", harmless)  # noqa: S608


def _harmless(value: Cell) -> Cell:
    # The tables can be had as CSV, too: nothing may act in a terminal or a spreadsheet.
    if not isinstance(value, str) or (
        value.isascii() and value.isprintable() and value[:1].isalnum()
    ):
        return value
    return safe_cell(safe.line(value)) or None


class _Told:
    """One library, work by work."""

    def __init__(self, library: Library, today: str, listener: Listener) -> None:
        self._library, self._listener = library, listener
        self._acknowledged = lookup(effective(library), today)
        self._keys: dict[tuple[Scheme, str], str] = {}
        self._notices: list[StoredLink] = []
        self._answers: list[Row] = []
        self._conflicts: list[Row] = []
        self._citations: list[Row] = []
        self.works = 0
        self.days: set[str] = set()

    def tables(self) -> Iterator[tuple[str, Iterable[Row]]]:
        """Give each table's rows; in this order, for the first gathers what the others tell."""
        yield "works", self._all_works()
        yield "notices", _numbered(map(self._notice, self._all_notices()))
        yield "answers", _numbered(self._answers)
        yield "conflicts", _numbered(self._conflicts)
        yield "citations", _numbered(self._citations)
        yield "changes", _numbered(map(rows.change, self._library.all_events()))

    def _all_works(self) -> Iterator[Row]:
        self._listener.begin("gathering", "works", self._library.stats()["works"])
        for work in self._library.works():
            self._listener.advance(1)
            key, told = work.key, self._library.answers(work.key)
            notices = [*work.notices, *self._in_place(work, told)]
            disputed = self._disputed(work)
            cited = self._library.citations(key)
            self.works += 1
            self._keys |= dict.fromkeys(work.identifiers.items(), key)
            self._notices += notices
            self._answers += [rows.answer(key, one) for one in told]
            self._conflicts += [row for one in disputed for row in rows.conflict(key, one)]
            self._citations += [rows.citation(key, one) for one in cited]
            self.days |= rows.days(told)
            yield rows.work(work, told, (len(notices), len(disputed), len(cited)))

    def _disputed(self, work: StoredWork) -> list[Conflict]:
        beside = self._library.alternatives(work.key)
        # Few works have any: only then it matters whose value is believed.
        if not conflicting(work.item, beside):
            return []
        return list(conflicts(work.item, self._library.fields(work.key), beside))

    def _in_place(self, work: StoredWork, answers: Sequence[Asked]) -> Iterator[StoredLink]:
        """Give what left a work in its state, where that stands under its own identifiers."""
        told = {dict(LEAVES).get(one.link.type) for one in work.notices}
        if work.status in {Status.NONE, *told}:
            return
        for turn in self._library.timeline(work.key):
            if turn.in_place:
                link = turn.link or _marked(turn)
                yield StoredLink(0, link, work.key, silent(answers, link.witnesses))

    def _all_notices(self) -> Iterator[StoredLink]:
        yield from self._notices
        yield from self._library.notices_about_others()

    def _notice(self, one: StoredLink) -> Row:
        given, ids = self._acknowledged(one), identifiers_of(one.link.notice)
        marked = one.link.notice.raw == MARKED
        return (
            *(one.key, _words(one.link.type) + (" (preprint)" if one.preprint else "")),
            *(links.date(one.link), MARKED if marked else notice_sentence(one)),
            *(ids.get(Scheme.DOI), ids.get(Scheme.PMID)),
            *(cell(one, registry) for registry in REGISTRIES),
            cell(one, DOCUMENT) if _is_printed(one) else None,
            *((given.until, given.reason) if given else (None, None)),
            next((self._keys[name] for name in ids.items() if name in self._keys), None),
            named(one.link.work.identifiers),
        )


def _numbered(filled: Iterable[Row]) -> Iterator[Row]:
    return ((number, *row) for number, row in enumerate(filled, start=1))


def _is_printed(one: StoredLink) -> bool:
    return any(witness.registry == DOCUMENT for witness in one.link.witnesses)


def _marked(turn: Turn) -> Link:
    witness = Witness("pubmed", "Retracted Publication", "")
    return Link(turn.type, End(raw=MARKED), End(), (witness,))


def _words(word: str) -> str:
    return word.replace("_", " ")
