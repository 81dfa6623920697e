"""Build a mirror's folder out of what registries publish, and tell what one holds."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from msgspec.structs import replace

from citekit.errors import FormatError, InputError, LibraryError, SourceError
from citekit.formats import retraction_watch
from citekit.formats.retraction_watch import Row
from citekit.mirror import manifest, watch_table
from citekit.mirror.manifest import HeldFile, Manifest
from citekit.mirror.starter import STARTER, describe
from citekit.model import Rejected
from citekit.replacing import fresh_file, put_in_place, replace_file
from citekit.vocab import RETRACTION_WATCH

# The manifest vouches for a file by its bytes, so a new one must not take the old one's place
# before the new manifest does: an interruption between the two would leave neither mirror.
_WATCH_FILES = ("retraction-watch.db", "retraction-watch-2.db")
_WATCH_NOTE = (
    "Retraction Watch: its retractions are nearly complete, its corrections and expressions of "
    "concern are not, so that a work without a row may have some."
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Built(NamedTuple):
    """What a build made, and what it could not use."""

    manifest: Manifest
    rejected: tuple[Rejected, ...]
    nameless: int
    """Rows that name their paper in words only, so that nothing leads to them."""


def build(folder: str, csv: Path, date: str | None = None) -> Built:
    """Put the rows of a Retraction Watch CSV into a mirror's folder, in place of older ones.

    Other files that the folder's manifest lists stay, with the date, origin and coverage that
    they had. `date` is the CSV's; None: that of its last change, in UTC. Nothing of an older
    mirror is touched until the new one is whole. Raises SourceError where the CSV cannot be used,
    SettingsError where the folder holds a manifest that cannot be read, LibraryError where the
    disk refuses.
    """
    if folder == STARTER:
        raise InputError(f"{STARTER} names the mirror of the package itself; write ./{STARTER}")
    target, told = Path(folder), _date(date, csv)
    old = manifest.read(target) if (target / manifest.NAME).exists() else None
    rejected: list[Rejected] = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        file = _put_rows(target, old, csv, rejected)
        new = _manifest(old, file, csv, told)
        replace_file(target / manifest.NAME, manifest.encode(new))
        _drop_older(target, old, new)
    except (OSError, sqlite3.Error) as error:
        raise LibraryError(f"{folder}: cannot be written: {_why(error)}") from error
    return Built(new, tuple(rejected), watch_table.nameless(target / file.path))


def check_date(date: str) -> str:
    """Take a day as it is given; raises InputError where it is none."""
    if not _DATE.fullmatch(date) or not _is_day(date):
        raise InputError(f"--date: {date!r} is no date; write it like 2026-11-22")
    return date


def info(name_or_folder: str) -> Manifest:
    """Read what a mirror says of itself; raises SettingsError where there is none."""
    return describe(name_or_folder)


def _put_rows(folder: Path, old: Manifest | None, csv: Path, rejected: list[Rejected]) -> HeldFile:
    with fresh_file(folder / _WATCH_FILES[0]) as new:
        count = watch_table.write(new, _rows(csv, rejected))
        if not count:
            raise SourceError(f"{csv}: it has no row that can be used")
        sha256 = _sha256(new)
        name = _name(old, sha256)
        put_in_place(new, folder / name)
    return HeldFile(RETRACTION_WATCH, name, count, sha256)


def _rows(csv: Path, rejected: list[Rejected]) -> Iterator[Row]:
    """Read the CSV; what it does wrong is the input's fault, not the disk's."""
    try:
        with _opened(csv) as stream:
            for row in retraction_watch.read(stream):
                if isinstance(row, Rejected):
                    rejected.append(row)
                else:
                    yield row
    except FormatError as error:
        raise SourceError(f"{csv}: {error}") from error
    except OSError as error:
        raise SourceError(f"{csv}: cannot be read: {_why(error)}") from error


def _opened(csv: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(csv)) if csv.suffix.casefold() == ".gz" else csv.open("rb")


def _held(old: Manifest | None) -> HeldFile | None:
    files = old.files if old else ()
    return next((file for file in files if file.registry == RETRACTION_WATCH), None)


def _name(old: Manifest | None, sha256: str) -> str:
    """Choose a name that the old manifest vouches for no other bytes under."""
    held = _held(old)
    if held is not None and held.sha256 == sha256:
        return held.path
    taken = {file.path for file in old.files} if old else set()
    return next(name for name in _WATCH_FILES if name not in taken)


def _manifest(old: Manifest | None, file: HeldFile, csv: Path, date: str) -> Manifest:
    kept = (
        tuple(_with_own(old, one) for one in old.files if one.registry != RETRACTION_WATCH)
        if old
        else ()
    )
    notes = tuple(note for note in old.notes if note != _WATCH_NOTE) if old else ()
    return Manifest(
        name=old.name if old else RETRACTION_WATCH,
        date=date,
        origin=f"built from {csv.name}",
        coverage="complete",
        files=(*kept, file),
        notes=(*notes, _WATCH_NOTE),
        index=old.index if old else None,
    )


def _with_own(old: Manifest, file: HeldFile) -> HeldFile:
    """Let a file keep what its manifest said of it, when that will say something else."""
    told = old.about(file)
    return replace(file, date=told.date, origin=told.origin, coverage=told.coverage)


def _drop_older(folder: Path, old: Manifest | None, new: Manifest) -> None:
    held = _held(old)
    if held is not None and held.path not in {file.path for file in new.files}:
        (folder / held.path).unlink(missing_ok=True)


def _date(given: str | None, csv: Path) -> str:
    if given is not None:
        return check_date(given)
    try:
        changed = csv.stat().st_mtime
    except OSError as error:
        raise SourceError(f"{csv}: cannot be read: {_why(error)}") from error
    return dt.datetime.fromtimestamp(changed, dt.UTC).date().isoformat()


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
