"""Show a library in the browser, where the packages for that are installed."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from citekit.browse.folder import folder
from citekit.browse.metadata import DATABASE, Json, metadata
from citekit.browse.where import Ready, Where
from citekit.errors import InputError, LibraryError
from citekit.library.copying import copy
from citekit.library.opening import inspect
from citekit.library.store import Library
from citekit.listening import NOBODY, Listener
from citekit.verbs.clock import today

_NEEDED: Final = ("datasette", "uvicorn")

Showing = Callable[[], AbstractContextManager[Listener]]
"""Begins to show how far something is, to whoever looks."""


def browse(path: Path, where: Where, ready: Ready, showing: Showing) -> None:
    """Serve a library's tables until a signal comes; `ready` is told the address of their page.

    While the tables are made, `showing` shows how far they are. The library is copied first, so
    nothing is written to it or waits for it. Raises LibraryError where it cannot be read,
    InputError where a package is missing, AddressError where the port is not to be had.
    """
    inspect(path, create=False)
    require()
    from citekit.browse import run  # noqa: PLC0415 - only this command needs it

    with folder() as room:
        with showing() as listener:
            tables, told = prepare(path, room, listener)
        run.serve(tables, told, where, ready)


def require() -> None:
    """Raise InputError where a package is missing."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise InputError(
            f"browsing a library needs {', '.join(missing)}; "
            'python -m pip install "citekit-cli[browse]" brings it'
        )


def prepare(path: Path, room: Path, listener: Listener = NOBODY) -> tuple[Path, Json]:
    """Copy a library and put it into the tables that are shown; raises LibraryError."""
    from citekit.browse.tables import fill  # noqa: PLC0415 - loads the words of all reports

    copied, tables = room / "copy" / path.name, room / f"{DATABASE}.db"
    copied.parent.mkdir()
    copy(path, copied)
    try:
        with Library.open(copied) as library:
            return tables, metadata(str(path), fill(tables, library, today(), listener))
    except LibraryError as error:
        raise type(error)(str(error).replace(str(copied), str(path))) from error
    finally:
        copied.unlink()
