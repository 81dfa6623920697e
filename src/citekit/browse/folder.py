"""A folder for the copy of a library: gone at the end, or, after a kill, when the next is made."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from citekit.errors import LibraryError
from citekit.locking import lock

_PREFIX: Final = "citekit-browse-"
_LOCK: Final = "lock"


@contextmanager
def folder() -> Iterator[Path]:
    """Make a folder that nobody else may look into; raises LibraryError where none can be made."""
    with ExitStack() as opened:
        try:
            made = tempfile.TemporaryDirectory(prefix=_PREFIX)
            name = Path(opened.enter_context(made))
            opened.enter_context(_locked(name))
        except OSError as error:
            why = error.strerror or error
            raise LibraryError(f"no folder can be made for a copy of the library: {why}") from error
        _sweep(name.parent)
        yield name


@contextmanager
def _locked(name: Path) -> Iterator[None]:
    """Hold a lock that ends with this process, however it ends."""
    new = name / f"{_LOCK}.new"
    with new.open("wb") as stream:
        lock(stream)
        # Under its name it is locked from the first moment, or somebody's sweep could take it.
        new.replace(name / _LOCK)
        yield


def _sweep(beside: Path) -> None:
    """Remove what killed processes of this user have left."""
    if sys.platform == "win32":  # where nothing tells who is alive
        return
    for left in beside.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            is_mine = left.lstat().st_uid == os.getuid()
            with (left / _LOCK).open("rb") as stream:
                if is_mine and lock(stream):
                    shutil.rmtree(left)
