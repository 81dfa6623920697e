"""One check, from what is named to what is found."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from citekit.checks.judge import RULES, Given, judge
from citekit.findings import Checked
from citekit.library.store import Library
from citekit.listening import NOBODY, Listener
from citekit.model import Acknowledgement
from citekit.settings import Settings
from citekit.verbs import acknowledge, acks_file, compare
from citekit.verbs.asking import Asking
from citekit.verbs.clock import today
from citekit.verbs.exports import outdated
from citekit.verbs.sources import Gathered, gather
from citekit.version import __version__


def check_library(
    library: Library, settings: Settings, listener: Listener | None = None
) -> Checked:
    """Compare every work of a library with the registries, and its exports with the library.

    Nothing is changed. Raises SettingsError where a mirror cannot be read.
    """
    asking = Asking(settings, identify=False, listener=listener)
    cases = compare.of_library(library, asking, listener or NOBODY)
    given = Given(
        today=today(),
        acknowledgements=acknowledge.effective(library),
        outdated=[_shown(path) for path in outdated(library.path, list(library.works()))],
        everything=True,
    )
    findings, unchecked = judge(cases, given)
    return Checked(
        what=_shown(library.path),
        count=len(cases),
        rules=RULES,
        findings=findings,
        unchecked=unchecked,
        requests=asking.requests,
        version=__version__,
    )


def check_files(
    files: Sequence[str], settings: Settings, listener: Listener | None = None
) -> tuple[Checked, Gathered]:
    """Compare what files cite with the registries, in place; no library is needed.

    Acknowledgements are those of `citekit-acks.toml` in the folder from which citekit runs, or
    beside a file. Gives what was read too: files that cannot be used are its problems.
    """
    asking = Asking(settings, identify=False, listener=listener)
    gathered = gather(files, settings)
    cases = compare.of_citations(gathered.citations, asking, listener or NOBODY)
    given = Given(today(), _acknowledged(files), gathered.rejected)
    findings, unchecked = judge(cases, given)
    checked = Checked(
        what=", ".join(files),
        count=len(cases) + len(gathered.rejected),
        rules=RULES,
        findings=findings,
        unchecked=unchecked,
        requests=asking.requests,
        version=__version__,
    )
    return checked, gathered


def _acknowledged(files: Sequence[str]) -> list[Acknowledgement]:
    folders = dict.fromkeys([Path.cwd(), *(Path(one).absolute().parent for one in files)])
    return [one for folder in folders for one in acks_file.read(folder / acks_file.NAME)]


def _shown(path: Path) -> str:
    """Give a path as seen from where citekit runs, where it lies below."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return os.fspath(path)
