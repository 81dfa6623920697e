"""`citekit.Library`: a library for scripts and notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from citekit.api.resolve import resolve
from citekit.api.settings import Path_, chosen
from citekit.api.several import Notices, Resolutions, Works
from citekit.checks.run import check_library
from citekit.findings import Checked
from citekit.library import store
from citekit.model import Resolution, StoredWork
from citekit.settings import Settings
from citekit.text.keys import DEFAULT_TEMPLATE
from citekit.verbs import changes, export
from citekit.verbs.asking import open_asking
from citekit.verbs.changes import Changed
from citekit.verbs.clock import now
from citekit.verbs.configure import library_path
from citekit.verbs.shelve import shelve
from citekit.verbs.update import Updated, update

_SHOWN = 50


class Library:
    """A library that is open: works, their notices, and what happened to them.

    >>> import citekit
    >>> with citekit.Library.open("library.db", create=True, offline=True) as library:
    ...     library.add("PMID 20650877", "10.1002/art.27548")
    ...     library.notices()
    <Resolutions: 2 resolved>
    <Notices: 1 erratum, 1 comment>

    Where the file or the disk beneath it refuse, methods raise LibraryError; what they raise
    besides, they say. All are CitekitError.
    """

    def __init__(self, opened: store.Library, settings: Settings) -> None:
        self._store, self._settings = opened, settings

    @classmethod
    def open(
        cls,
        path: Path_ | None = None,
        *,
        create: bool = False,
        offline: bool | None = None,
        settings: Settings | None = None,
    ) -> Self:
        """Open a library; without a path the one that commands would take here.

        With `create` it is made where there is none. `offline` and `settings` are as for
        `citekit.resolve`, for what asks somebody: `add`, `check` and `update`.

        Raises LibraryError where there is none, or for a file that is no library;
        LibraryNewerError, which is one, for a library that a later citekit wrote.
        """
        chosen_ = chosen(settings, offline)
        found = library_path(chosen_, Path.cwd()) if path is None else Path(path)
        template = chosen_.key_template or DEFAULT_TEMPLATE
        return cls(store.Library.open(found, create=create, key_template=template), chosen_)

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
        self._store.close()

    @property
    def path(self) -> Path:
        """The library's file."""
        return self._store.path

    def __len__(self) -> int:
        return self._store.stats()["works"]

    def __iter__(self) -> Iterator[StoredWork]:
        return self._store.works()

    def __repr__(self) -> str:
        return f"<Library {self.path}>"

    def _repr_html_(self) -> str:
        from citekit.reports import notebook  # noqa: PLC0415 - only notebooks need it

        shown = [(one, self._store.answers(one.key)) for one in islice(self, _SHOWN)]
        return notebook.library(str(self.path), len(self), shown)

    def works(self) -> Iterator[StoredWork]:
        """Yield every work with its notices, by key."""
        return self._store.works()

    def get(self, key: str) -> StoredWork:
        """Give one work with its notices; raises UnknownKeyError."""
        return self._store.get(key)

    def search(self, words: str) -> Works:
        """Give the works that hold all the words, the last one as a prefix; best fit first."""
        return Works(self._store.search(words))

    def notices(self, *keys: str) -> Notices:
        """Give the notices about these works, or all there are; raises UnknownKeyError."""
        return Notices(self._store.notices(keys or None))

    def add(self, *sources: Path_ | Resolution) -> Resolutions:
        """Resolve sources and store what they name, as `citekit add` does.

        What `citekit.resolve` gave is stored first, without asking about it again. Only what is
        resolved is stored, and has a `key` then: look at the outcomes of the others.

        Raises what `citekit.resolve` raises; nothing is stored then.
        """
        given = [one for one in sources if isinstance(one, Resolution)]
        named = [one for one in sources if not isinstance(one, Resolution)]
        found = resolve(*named, settings=self._settings) if named else Resolutions.of(())
        stored = shelve([*given, *found], self._store)
        return Resolutions.of(stored, found.rejected, found.empty)

    def remove(self, key: str) -> None:
        """Remove a work, the notices about it, and where it was cited; raises UnknownKeyError."""
        with self._store.write():
            self._store.remove(key, now())

    def check(self) -> Checked:
        """Compare every work with what the registries say today; nothing is changed."""
        return check_library(self._store, self._settings)

    def update(self, *keys: str, dry_run: bool = False) -> tuple[Updated, ...]:
        """Ask the registries again about these works, or all, and apply what they say now.

        A dry run stores nothing. What could not be asked keeps its facts and their date. Raises
        UnknownKeyError.
        """
        works: Iterable[StoredWork] = map(self.get, keys) if keys else self.works()
        ask = open_asking(replace(self._settings, refresh=True))
        return tuple(update(self._store, list(works), ask, dry_run=dry_run))

    def diff(self, since: str) -> list[Changed]:
        """List what changed on or after a day (2026-01-31), by key; raises InputError for none."""
        return changes.since(self._store, since)

    def export(self, format: str, *keys: str) -> str:  # noqa: A002 - as on the command line
        """Write these works, or all, as `citekit export --format` does.

        Raises InputError for a format that is not known, UnknownKeyError for a key.
        """
        chosen_ = export.format_named(format, None)
        return export.render([*map(self.get, keys)] if keys else [*self], chosen_)
