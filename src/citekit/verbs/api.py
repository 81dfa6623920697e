"""The Python API: the verbs as one calls them without a command line."""

from __future__ import annotations

import os
from pathlib import Path

from citekit.errors import OutageError, SourceError
from citekit.model import Resolution
from citekit.settings import Settings
from citekit.verbs.asking import open_asking
from citekit.verbs.configure import load
from citekit.verbs.sources import gather


def resolve(*sources: str, settings: Settings | None = None) -> list[Resolution]:
    """Resolve identifiers, files, web addresses or free text, as `citekit resolve` does.

    Without `settings` the environment and the settings files are read. Raises SourceError for
    the first source that cannot be used as it stands, OutageError for a page that is down.
    """
    chosen = load({}, os.environ, Path.cwd()) if settings is None else settings
    gathered = gather(sources, chosen)
    if gathered.problems:
        raise SourceError(gathered.problems[0])
    if gathered.unreached:
        raise OutageError(gathered.unreached[0])
    return open_asking(chosen)(gathered.citations)
