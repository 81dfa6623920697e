"""Back up the library, tell whether it is whole, and put the last good backup in its place."""

from __future__ import annotations

from pathlib import Path

from citekit.errors import InputError, LibraryError
from citekit.library import backups
from citekit.library.backups import Backup, Restored
from citekit.library.failures import is_damage
from citekit.library.store import Library
from citekit.text.counted import counted


def back_up(path: Path) -> Backup:
    """Make a verified copy of the library beside it; raises LibraryError."""
    with Library.open(path) as library:
        if problems := library.check():
            raise LibraryError(f"{path}: {'; '.join(problems)}; it was not copied")
        return library.back_up()


def restore(path: Path) -> Restored:
    """Put the last good backup in the place of a damaged library, or of one that is gone.

    The damaged file is kept. Raises InputError for a library that is whole, LibraryError where it
    cannot be looked at now, or where there is no good backup.
    """
    if path.exists() and not _is_damaged(path):
        raise InputError(
            f"{path}: it is whole, so nothing was restored; to go back to a backup all the same, "
            "move it away first"
        )
    return backups.restore(path)


def offer(path: Path) -> str:
    """Say how to get a whole library again."""
    good = backups.last_good(path)
    if good is None:
        return "there is no good backup beside it"
    told = f"{good.path.name} of {good.day} is whole ({counted(good.works, 'work')})"
    return f"{told}: `citekit doctor --restore` puts it back and keeps the damaged file"


def _is_damaged(path: Path) -> bool:
    try:
        with Library.open(path) as library:
            problems = library.check()
            # Damage that SQLite does not see: a record that is none.
            all(library.works())
            return bool(problems)
    except LibraryError as error:
        if is_damage(error):
            return True
        raise
