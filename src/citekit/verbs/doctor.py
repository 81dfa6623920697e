"""See what is configured and whether each registry answers now."""

from __future__ import annotations

import platform
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from citekit.errors import CitekitError, LibraryError
from citekit.library import backups, places
from citekit.library.failures import is_damage
from citekit.library.store import Library
from citekit.model import Identifier, NoticeRegistry, Unavailable
from citekit.settings import Settings
from citekit.text.counted import counted
from citekit.verbs.configure import library_path
from citekit.verbs.safekeeping import offer
from citekit.verbs.world import open_world
from citekit.version import __version__
from citekit.vocab import RETRACTION_WATCH, Scheme

# The paper citekit began with: old enough to stay, and in every registry that is asked. Retraction
# Watch has no row about it: to say so is an answer too.
KNOWN = {
    "pubmed": Identifier(Scheme.PMID, "20650877"),
    "crossref": Identifier(Scheme.DOI, "10.1136/ard.2009.123463"),
    RETRACTION_WATCH: Identifier(Scheme.DOI, "10.1136/ard.2009.123463"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `ok` is None for what is merely told."""

    name: str
    told: str
    ok: bool | None = None


def examine(settings: Settings, folder: Path) -> Iterator[Check]:
    """Yield what is configured, the state of the library, and each registry's answer.

    Secrets are told as set or not set, never by value.
    """
    yield Check("citekit", __version__)
    yield Check("python", platform.python_version())
    yield Check("sqlite", sqlite3.sqlite_version)
    yield from _configured(settings)
    yield from _storage(library_path(settings, folder))
    try:
        world = open_world(settings)
    except CitekitError as error:
        yield Check("mirror", str(error), ok=False)
        return
    for registry in (*world.registries, *world.notice_registries):
        yield _registry(registry, settings.timeout)


def _configured(settings: Settings) -> Iterator[Check]:
    yield Check("PubMed address", settings.pubmed_url or "NCBI")
    yield Check("Crossref address", settings.crossref_url or "Crossref")
    yield Check("mirror", settings.mirror or ("starter" if settings.offline else "none"))
    yield Check("contact (mailto)", settings.mailto or "none: Crossref's public pool, slower")
    yield Check("NCBI_API_KEY", "set" if settings.ncbi_api_key else "not set: 3 requests a second")


def _storage(path: Path) -> Iterator[Check]:
    yield _library(path)
    good = backups.last_good(path)
    if good is not None:
        yield Check("backup", f"{good.path}: {counted(good.works, 'work')}, whole, of {good.day}")
    doubt = places.doubt(path)
    if doubt is not None:
        yield Check("library folder", doubt)


def _library(path: Path) -> Check:
    if not path.exists():
        there = backups.last_good(path)
        how = f"none; {offer(path)}" if there else "none yet; `citekit add SOURCE` makes it"
        return Check("library", f"{path}: {how}", ok=False if there else None)
    try:
        with Library.open(path, create=False) as library:
            problems = library.check()
            count = sum(1 for _ in library.works()) if not problems else 0
    except CitekitError as error:
        damaged = isinstance(error, LibraryError) and is_damage(error)
        return Check("library", f"{error}{f'; {offer(path)}' if damaged else ''}", ok=False)
    if problems:
        return Check("library", f"{path}: {'; '.join(problems)}; {offer(path)}", ok=False)
    return Check("library", f"{path}: {counted(count, 'work')}, whole", ok=True)


def _registry(registry: NoticeRegistry, seconds: float) -> Check:
    known = KNOWN[registry.name]
    answer = registry.fetch([known], time.monotonic() + seconds)[known]
    if isinstance(answer, Unavailable):
        return Check(registry.name, answer.reason, ok=False)
    return Check(registry.name, "answers", ok=True)
