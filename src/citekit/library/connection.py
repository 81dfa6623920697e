"""One connection to the library's file: opened safely, written in whole transactions."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from citekit.errors import LibraryError, LibraryNewerError
from citekit.library import backups, held, migrations
from citekit.library.backups import Backup
from citekit.library.failures import naming

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY_SECONDS = 10.0
_ASK_AGAIN = 0.002

# trusted_schema off: triggers and views of a library made by somebody else cannot reach functions
# with side effects (sqlite.org/security.html).
_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)

Value = str | int | float | bytes | None
Row = Mapping[str, Value]
Cells = Sequence[Value]

# SQLite takes neither lone surrogates nor, in its own text functions, NUL.
_UNSTORABLE = re.compile("[\ud800-\udfff\0]")


def storable(value: Value) -> Value:
    """Replace what no SQLite text can hold by U+FFFD."""
    if isinstance(value, str) and _UNSTORABLE.search(value):
        return _UNSTORABLE.sub("\ufffd", value)
    return value


def _all_storable(values: Iterable[Value]) -> list[Value]:
    """Do the same for many values, which are nearly always storable: one look for all."""
    listed = list(values)
    texts = "".join(value for value in listed if isinstance(value, str))
    return [storable(value) for value in listed] if _UNSTORABLE.search(texts) else listed


def _storable_rows(rows: Iterable[Cells]) -> list[Cells]:
    listed = list(rows)
    texts = "".join([value for row in listed for value in row if isinstance(value, str)])
    return [_all_storable(row) for row in listed] if _UNSTORABLE.search(texts) else listed


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    # Names of tables and columns are this room's own, never data.
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({_quoted(columns)}) VALUES ({marks})"  # noqa: S608


def _quoted(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


class Connection:
    """SQL for the modules of this room; every failure is a LibraryError naming the file."""

    def __init__(self, path: Path, raw: sqlite3.Connection) -> None:
        self.path = path
        self._raw = raw
        self._inode = held.hold(path)
        raw.row_factory = sqlite3.Row
        self._writing = False

    @cached_property
    def _database(self) -> Database:
        """What writes; loaded with the first write, for it takes longer than reading a library."""
        from sqlite_utils import Database  # noqa: PLC0415

        # Plugins of sqlite-utils that happen to be installed have no business here.
        return Database(self._raw, recursive_triggers=False, execute_plugins=False)

    def rows(self, sql: str, *values: Value) -> list[sqlite3.Row]:
        """Read all rows at once, so that no cursor holds a snapshot open."""
        with naming(self.path):
            return self._raw.execute(sql, _all_storable(values)).fetchall()

    def one(self, sql: str, *values: Value) -> sqlite3.Row | None:
        """Read the first row; None where there is none."""
        return next(iter(self.rows(sql, *values)), None)

    def change(self, sql: str, *values: Value) -> None:
        """Run one statement that writes; RuntimeError outside of `write`."""
        self.must_write()
        with naming(self.path):
            self._raw.execute(sql, _all_storable(values))

    # sqlite-utils' own insert_all and rows_where would look at the schema again for every row.

    def insert(self, table: str, row: Row) -> int:
        """Insert a row; gives its row id."""
        self.must_write()
        with naming(self.path):
            done = self._raw.execute(_insertion(table, tuple(row)), _all_storable(row.values()))
        return int(done.lastrowid or 0)

    def insert_all(self, table: str, columns: Sequence[str], rows: Iterable[Cells]) -> None:
        """Insert many rows, the cells of each in the order of the columns."""
        self.must_write()
        with naming(self.path):
            self._raw.executemany(_insertion(table, tuple(columns)), _storable_rows(rows))

    def next_id(self, table: str) -> int:
        """Give the row id that the next row of a table with AUTOINCREMENT gets."""
        self.must_write()
        row = self.one("SELECT seq FROM sqlite_sequence WHERE name = ?", table)
        return 1 if row is None else int(row["seq"]) + 1

    def sync(
        self, table: str, columns: Sequence[str], owner_id: int, rows: Iterable[Cells]
    ) -> None:
        """Make these all the rows of one owner, named by the first of the columns.

        Where all of them are there already nothing is written, so that the file's bytes stay.
        """
        self.must_write()
        wanted = _storable_rows(rows)
        told, of_owner = _quoted(columns), f"{table} WHERE {columns[0]} = ?"
        held = self.rows(f"SELECT {told} FROM {of_owner}", owner_id)  # noqa: S608
        if {tuple(row) for row in held} == {tuple(row) for row in wanted}:
            return
        if held:
            self.change(f"DELETE FROM {of_owner}", owner_id)  # noqa: S608
        self.insert_all(table, columns, wanted)

    def must_write(self) -> None:
        """Raise RuntimeError unless a transaction of `write` is open."""
        if not self._writing:
            raise RuntimeError("writing to the library needs `with library.write():`")

    @contextlib.contextmanager
    def write(self, *, keep: bool = True) -> Iterator[None]:
        """Hold one transaction: all of it is stored, or nothing; without `keep` nothing ever is.

        BEGIN IMMEDIATE waits its turn; a deferred transaction that reads before it writes is
        refused at once when somebody else wrote in between, whatever the busy timeout is.
        """
        if self._writing:
            raise RuntimeError("`with library.write():` cannot be nested")
        try:
            with naming(self.path):
                self._patiently("PRAGMA journal_mode = WAL")
                self._patiently("BEGIN IMMEDIATE")
            self._writing = True
            yield
            with naming(self.path):
                self._raw.execute("COMMIT" if keep else "ROLLBACK")
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._writing = False

    def close(self) -> None:
        """Close the file; an open transaction is rolled back by SQLite."""
        with naming(self.path):
            self._raw.close()
        if self._inode:
            held.release(self._inode)
            self._inode = None

    def configure(self) -> None:
        """Set what SQLite forgets between connections."""
        with naming(self.path):
            for pragma in _PRAGMAS:
                self._raw.execute(pragma)

    def bring_up_to_date(self, *, create: bool) -> None:
        """Check that this is a library that this citekit knows, and apply the steps it lacks.

        What a step finds is in a verified backup before.
        """
        if self._version(create=create) < migrations.latest():
            with self.write():
                # Somebody else may have been first while this one waited for its turn.
                version = self._version(create=create)
                with naming(self.path):
                    if 0 < version < migrations.latest():
                        backups.make(self.path)
                    migrations.apply(self._database, version)

    def back_up(self) -> Backup:
        """Make a backup beside the library, while nobody writes; raises LibraryError."""
        with self.write(keep=False), naming(self.path):
            return backups.make(self.path)

    def _version(self, *, create: bool) -> int:
        version, owner = self.number("user_version"), self.number("application_id")
        if owner == migrations.APPLICATION_ID:
            refuse_newer(self.path, version)
            return version
        if version or owner or self.one("SELECT 1 FROM sqlite_schema LIMIT 1"):
            raise LibraryError(f"{self.path}: it is an SQLite file, but no library of citekit")
        if not create:
            raise LibraryError(f"{self.path}: it is empty; `citekit add SOURCE` fills it")
        return 0

    def number(self, pragma: str) -> int:
        """Read a PRAGMA that is a number."""
        return int(self.rows(f"PRAGMA {pragma}")[0][0])

    def _patiently(self, sql: str) -> None:
        """Run a statement that wants the file for itself, for as long as others have it.

        SQLite's own wait asks less and less often, ten times a second in the end, and starves
        while others write without pause; and it refuses at once one of two that switch a new
        file to WAL.
        """
        deadline = time.monotonic() + BUSY_SECONDS
        self._raw.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    self._raw.execute(sql)
                except sqlite3.OperationalError as error:
                    busy = error.sqlite_errorname.startswith("SQLITE_BUSY")
                    if not busy or time.monotonic() > deadline:
                        raise
                    time.sleep(_ASK_AGAIN)
                else:
                    return
        finally:
            self._raw.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")

    def _roll_back(self) -> None:
        # SQLite has rolled back by itself after some errors (a full disk among them).
        if self._raw.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                self._raw.execute("ROLLBACK")


def refuse_newer(path: Path, version: int) -> None:
    """Raise LibraryNewerError where the schema's number is beyond this citekit."""
    if version > migrations.latest():
        raise LibraryNewerError(
            f"{path}: it was written by a later citekit (schema {version}, this one knows "
            f"{migrations.latest()}); it was left as it is, upgrade citekit to open it"
        )
