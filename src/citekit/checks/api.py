"""The Python API of `check`."""

from __future__ import annotations

import os
from pathlib import Path

from citekit.checks.run import check_files, check_library
from citekit.errors import OutageError, SourceError
from citekit.findings import Checked
from citekit.library.store import Library
from citekit.settings import Settings
from citekit.verbs.configure import library_path, load


def check(*files: str, settings: Settings | None = None) -> Checked:
    """Check files in place, or without any the library, as `citekit check` does.

    Without `settings` the environment and the settings files are read. Raises SourceError for
    the first file that cannot be used as it stands, LibraryError where there is no library.
    """
    chosen = load({}, os.environ, Path.cwd()) if settings is None else settings
    if not files:
        with Library.open(library_path(chosen, Path.cwd())) as library:
            return check_library(library, chosen)
    checked, gathered = check_files(files, chosen)
    if gathered.problems:
        raise SourceError(gathered.problems[0])
    if gathered.unreached:
        raise OutageError(gathered.unreached[0])
    return checked
