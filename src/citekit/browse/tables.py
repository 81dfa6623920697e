"""The tables that people see in the browser, filled from a library in the words of its reports."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from citekit import links
from citekit.formats.csv_works import safe_cell
from citekit.formats.notes import identifiers_of, notice_sentence
from citekit.library.failures import naming
from citekit.library.history import Event
from citekit.library.store import Library
from citekit.library.views import silent
from citekit.model import Asked, CslItem, CslName, End, Link, StoredLink, StoredWork, Witness
from citekit.reports import events, safe
from citekit.reports.evidence.told import INCOMPLETE, STATES
from citekit.reports.notices import REGISTRIES, SILENT, cell, named
from citekit.reports.text import MARKED
from citekit.status import STATES as LEAVES
from citekit.status import Turn
from citekit.text import dates, titles
from citekit.verbs.acknowledge import effective, lookup
from citekit.vocab import DOCUMENT, WITNESS_NAMES, AskedOutcome, Scheme, Status

Cell = str | int | None
Row = Sequence[Cell]

_NAMED: Final = 10
"""So many authors are enough to find a work by."""
# PRAGMAs for a file that is thrown away: nobody needs it after the power went.
_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE works (
  key TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  title TEXT,
  authors TEXT,
  journal TEXT,
  year INTEGER,
  type TEXT,
  doi TEXT,
  pmid TEXT,
  pmcid TEXT,
  notices INTEGER NOT NULL,
  asked TEXT NOT NULL,
  checked_on TEXT
);
CREATE TABLE notices (
  id INTEGER PRIMARY KEY,
  work TEXT REFERENCES works (key),
  type TEXT NOT NULL,
  date TEXT,
  notice TEXT NOT NULL,
  doi TEXT,
  pmid TEXT,
  pubmed TEXT NOT NULL,
  crossref TEXT NOT NULL,
  retraction_watch TEXT NOT NULL,
  document TEXT,
  acknowledged_until TEXT,
  acknowledged_because TEXT,
  itself TEXT REFERENCES works (key),
  about TEXT NOT NULL
);
CREATE TABLE answers (
  id INTEGER PRIMARY KEY,
  work TEXT NOT NULL REFERENCES works (key),
  registry TEXT NOT NULL,
  answer TEXT NOT NULL,
  detail TEXT,
  via TEXT,
  last_answer TEXT
);
CREATE TABLE changes (
  id INTEGER PRIMARY KEY,
  day TEXT,
  work TEXT NOT NULL REFERENCES works (key),
  kind TEXT NOT NULL,
  what TEXT NOT NULL,
  detail TEXT,
  who TEXT
);
"""
_FINISH: Final = """
CREATE INDEX notices_work ON notices (work);
CREATE INDEX notices_itself ON notices (itself);
CREATE INDEX notices_type ON notices (type);
CREATE INDEX answers_work ON answers (work);
CREATE INDEX changes_work ON changes (work);
CREATE INDEX works_state ON works (state);
-- Datasette finds the index of a table by this spelling of its content.
CREATE VIRTUAL TABLE works_fts USING fts5 (
  key, title, authors, journal, doi, pmid,
  content="works", tokenize = "unicode61 remove_diacritics 2"
);
INSERT INTO works_fts (works_fts) VALUES ('rebuild');
"""
_ANSWERS: Final = {
    AskedOutcome.FOUND: "has it",
    AskedOutcome.ABSENT: "has no record of it",
    AskedOutcome.UNAVAILABLE: SILENT[AskedOutcome.UNAVAILABLE],
}


class Filled(NamedTuple):
    """What was put into the file."""

    works: int
    as_of: str
    """The newest day on which anybody answered; empty where nobody has."""


def fill(path: Path, library: Library, today: str) -> Filled:
    """Write the tables into a new file; `today` decides which acknowledgements hold.

    Raises LibraryError where the library cannot be read, or the new file not be written.
    """
    with naming(path), closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.executescript(_SCHEMA)
        file.execute("BEGIN")
        told = _Told(library, today)
        for table, rows in told.tables():
            _insert(file, table, rows)
        file.execute("COMMIT")
        file.executescript(_FINISH)
        return Filled(told.works, max((day for day in told.days if day), default=""))


def _insert(file: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    marks = "?, " * len(file.execute(f"SELECT * FROM {table}").description)  # noqa: S608 - ours
    harmless = (tuple(_harmless(one) for one in row) for row in rows)
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

    def __init__(self, library: Library, today: str) -> None:
        self._library = library
        self._acknowledged = lookup(effective(library), today)
        self._keys: dict[tuple[Scheme, str], str] = {}
        self._notices: list[StoredLink] = []
        self._answers: list[Row] = []
        self.works = 0
        self.days: set[str] = set()

    def tables(self) -> Iterator[tuple[str, Iterable[Row]]]:
        """Give each table's rows; in this order, for the first gathers what the others tell."""
        yield "works", self._all_works()
        yield "notices", enumerate_rows(map(self._notice, self._all_notices()))
        yield "answers", enumerate_rows(self._answers)
        yield "changes", enumerate_rows(map(_change, self._library.all_events()))

    def _all_works(self) -> Iterator[Row]:
        for work in self._library.works():
            self.works += 1
            self._keys |= dict.fromkeys(work.identifiers.items(), work.key)
            answers = self._library.answers(work.key)
            self._answers += [_answer(work.key, one) for one in answers]
            notices = [*work.notices, *self._in_place(work, answers)]
            self._notices += notices
            days = [(one.fetched_at or "")[:10] for one in answers if _answered(one)]
            self.days |= set(days)
            yield _work(work, answers, len(notices), min(days, default=""))

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
        yield from (one for one in self._library.notices() if one.key is None)

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


def enumerate_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """Put a number before each row."""
    return ((number, *row) for number, row in enumerate(rows, start=1))


def _is_printed(one: StoredLink) -> bool:
    return any(witness.registry == DOCUMENT for witness in one.link.witnesses)


def _marked(turn: Turn) -> Link:
    witness = Witness("pubmed", "Retracted Publication", "")
    return Link(turn.type, End(raw=MARKED), End(), (witness,))


def _work(one: StoredWork, answers: Sequence[Asked], notices: int, checked: str) -> Row:
    item, names = one.item, one.identifiers
    return (
        *(one.key, _state(one, answers), titles.plain(item.get("title", ""))),
        *(_authors(item), titles.plain(item.get("container-title", ""))),
        *(dates.year(item.get("issued")), item.get("type")),
        *(names.get(scheme) for scheme in (Scheme.DOI, Scheme.PMID, Scheme.PMCID)),
        *(notices, _asked(answers), checked),
    )


def _state(one: StoredWork, answers: Sequence[Asked]) -> str:
    unsure = not answers or any(not _answered(each) for each in answers)
    return STATES[INCOMPLETE if one.status is Status.NONE and unsure else one.status.value]


def _answered(one: Asked) -> bool:
    return one.outcome is not AskedOutcome.UNAVAILABLE


def _asked(answers: Sequence[Asked]) -> str:
    if not answers:
        return "nobody was asked"
    down = [WITNESS_NAMES.get(one.registry, one.registry) for one in answers if not _answered(one)]
    return f"could not be asked: {', '.join(down)}" if down else "all answered"


def _authors(item: CslItem) -> str:
    names = item.get("author", [])
    more = ["et al."] if len(names) > _NAMED else []
    return "; ".join([*map(_name, names[:_NAMED]), *more])


def _name(name: CslName) -> str:
    return name.get("literal") or f"{name.get('family', '')} {name.get('given', '')}".strip()


def _answer(key: str, one: Asked) -> Row:
    who = WITNESS_NAMES.get(one.registry, one.registry)
    return key, who, _ANSWERS[one.outcome], one.detail, one.via, (one.fetched_at or "")[:10]


def _change(one: Event) -> Row:
    said: tuple[Callable[[Event], str], ...] = (events.what, events.detail, events.who)
    return (one.at or "")[:10], one.key, one.kind.value, *(tell(one) for tell in said)


def _words(word: str) -> str:
    return word.replace("_", " ")
