"""`citekit.resolve()`: find what citations name."""

from __future__ import annotations

import os

from citekit.api.settings import Path_, chosen
from citekit.api.several import Resolutions
from citekit.errors import OutageError, SourceError
from citekit.model import Resolution
from citekit.settings import Settings
from citekit.verbs.asking import ASKED_AT_ONCE, open_asking
from citekit.verbs.sources import Gathered, gather


def resolve(
    *sources: Path_, offline: bool | None = None, settings: Settings | None = None
) -> Resolutions:
    """Resolve identifiers, files, web addresses or free text, as `citekit resolve` does.

    With `offline` no socket is opened, and a mirror answers: the one that is set, else the starter.
    Without `settings` the environment and the settings files are read.

    >>> import citekit
    >>> found = citekit.resolve("PMID 20650877", offline=True)
    >>> found
    <Resolutions: 1 resolved>
    >>> found[0].outcome
    <Outcome.RESOLVED: 'resolved'>
    >>> found[0].record.item["title"][:43]
    'Allogenic mesenchymal stem cells transplant'

    Nothing is stored. Who could not be asked stands in `asked`; that is never "not found":

    >>> [unknown] = citekit.resolve("PMID 1", offline=True)
    >>> unknown.outcome
    <Outcome.UNAVAILABLE: 'unavailable'>

    Raises SourceError for the first source that cannot be used as it stands (no such file, a
    malformed identifier), OutageError, which is one, for a web page that could not be had just
    now, SettingsError for settings or a mirror that cannot be read. All are CitekitError.
    """
    chosen_ = chosen(settings, offline)
    gathered = usable(sources, chosen_)
    ask, found = open_asking(chosen_), list[Resolution]()
    for start in range(0, len(gathered.citations), ASKED_AT_ONCE):
        found += ask(gathered.citations[start : start + ASKED_AT_ONCE])
    return Resolutions.of(found, gathered.rejected, gathered.empty)


def usable(sources: tuple[Path_, ...], settings: Settings) -> Gathered:
    """Read sources; raises SourceError or OutageError for the first that cannot be used."""
    gathered = gather([os.fspath(one) for one in sources], settings)
    refuse(gathered)
    return gathered


def refuse(gathered: Gathered) -> None:
    """Raise what keeps the first source from being used."""
    if gathered.problems:
        raise SourceError(gathered.problems[0])
    if gathered.unreached:
        raise OutageError(gathered.unreached[0])
