"""Retraction Watch as a notice registry: its CSV, held in a mirror as an SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from citekit.formats.retraction_watch import Row, links
from citekit.mirror import watch_table
from citekit.mirror.manifest import HeldFile, Manifest
from citekit.model import Absent, Answer, Candidate, CslItem, Found, Identifier, Unavailable
from citekit.vocab import Scheme

# A value that JSON cannot hold is found while reading it: ValueError.
_UNREADABLE = (sqlite3.Error, ValueError)


class RetractionWatch:
    """Knows notices about works, and is asked about nothing else (`model.NoticeRegistry`).

    Whoever asks waits for a local file only, so no `until` is ever missed and none is looked at.
    """

    def __init__(self, manifest: Manifest, file: HeldFile, path: Path) -> None:
        self._manifest = manifest
        self._file = file
        self._path = path

    @property
    def name(self) -> str:
        """See `NoticeRegistry.name`."""
        return self._file.registry

    @property
    def takes(self) -> frozenset[Scheme]:
        """See `NoticeRegistry.takes`."""
        return watch_table.TAKES

    def fetch(
        self,
        identifiers: Sequence[Identifier],
        until: float,  # noqa: ARG002 - see the class
    ) -> Mapping[Identifier, Answer]:
        """See `NoticeRegistry.fetch`."""
        try:
            found = watch_table.about(self._path, identifiers)
        except _UNREADABLE as error:
            return dict.fromkeys(identifiers, self._unreadable(error))
        return {one: self._answer(one, found.get(one, ())) for one in identifiers}

    def _answer(self, asked: Identifier, rows: Sequence[Row]) -> Answer:
        if asked.scheme not in self.takes:
            return Unavailable(f"{self.name} cannot be asked by {asked.scheme}")
        if not rows:
            return self._silence
        stamp = self._manifest.stamp(self.name)
        made = links(rows, asked, stamp)
        return Found((Candidate(CslItem(), {asked.scheme: asked.value}, stamp, made),))

    @cached_property
    def _silence(self) -> Absent | Unavailable:
        title, file = self._manifest.title, self._file
        try:
            read = watch_table.count(self._path)
        except _UNREADABLE as error:
            return self._unreadable(error)
        if read != file.records:
            return Unavailable(
                f"{title} promises {file.records} rows in {file.path}, it has {read}"
            )
        if self._manifest.coverage == "sample":
            return Unavailable(f"{title} is a sample: what it lacks it says nothing about")
        return Absent(f"{title} has no row about it")

    def _unreadable(self, error: Exception) -> Unavailable:
        return Unavailable(f"{self._manifest.title} cannot be read: {self._file.path}: {error}")
