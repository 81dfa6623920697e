"""Records that need not be fetched: remembered, or remembered and confirmed by their registry.

As HTTP's conditional GET would do it, if the registries spoke it. Whatever goes wrong on the way, a
record that nobody has confirmed is fetched whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from citekit.errors import FormatError
from citekit.model import Candidate, Stamp
from citekit.registries.http import Http
from citekit.registries.record_cache import Kept
from citekit.vocab import Scheme

Said = Mapping[str, str]
"""Names of records that stand, each with when its registry said so, ISO 8601."""
Confirm = Callable[[Mapping[str, Kept], float], Said]
"""Asks a registry which of these stand; what it does not name is fetched."""


class Named(NamedTuple):
    """Whose records these are, and how one is told from another."""

    registry: str
    address: str
    scheme: Scheme
    read: Callable[[bytes, Stamp], Candidate]
    """Reads one record as it came; raises FormatError."""
    mark: Callable[[bytes], str] = lambda _: ""
    """Reads the registry's own word for this state of a record; empty where it gives none."""


class Known(NamedTuple):
    """What need not be asked."""

    records: Mapping[str, Candidate]
    nothing: frozenset[str]
    """Names under which the registry had nothing a short while ago."""


class Standing:
    """The records of one registry, as far as they are known."""

    def __init__(self, http: Http, named: Named, confirm: Confirm) -> None:
        self._http = http
        self._named = named
        self._confirm = confirm

    def known(self, names: Sequence[str], until: float) -> Known:
        """Give what is remembered of these names and still believed, or confirmed now."""
        kept = self._http.recall(self._named.address, names)
        stale = {name: one for name, one in kept.items() if one.stale and one.body}
        kept |= self._confirmed(stale, until)
        believed = {name: one for name, one in kept.items() if not one.stale}
        read = {name: self._read(name, one) for name, one in believed.items() if one.body}
        return Known(
            {name: one for name, one in read.items() if one is not None},
            frozenset(name for name, one in believed.items() if not one.body),
        )

    def keep(self, records: Mapping[str, Candidate]) -> None:
        """Remember records as they came; those that a mirror handed on are at hand anyway."""
        kept = {
            name: Kept(
                one.payload, one.stamp.fetched_at, one.stamp.fetched_at,
                self._named.mark(one.payload),
            )
            for name, one in records.items()
            if one.payload and one.stamp.via is None
        }  # fmt: skip
        self._http.remember(self._named.address, kept)

    def keep_nothing(self, names: Iterable[str], at: str | None) -> None:
        """Remember that the registry has nothing under these names; `at` as `mirrored.kept_at`."""
        if at is None:
            return
        self._http.remember(self._named.address, dict.fromkeys(names, Kept(b"", at, at)))

    def _confirmed(self, stale: Mapping[str, Kept], until: float) -> dict[str, Kept]:
        if not stale:
            return {}
        # What is not confirmed must still be fetched: that may need the other half of the time.
        now = time.monotonic()
        said = self._confirm(stale, now + (until - now) / 2)
        fresh = {name: replace(stale[name], said_at=at, stale=False) for name, at in said.items()}
        self._http.confirm(self._named.address, fresh)
        return fresh

    def _read(self, name: str, kept: Kept) -> Candidate | None:
        """Read a record again; None where what is kept is not what it was."""
        try:
            candidate = self._named.read(kept.body, Stamp(self._named.registry, kept.said_at))
        except FormatError:
            return None
        return candidate if candidate.identifiers.get(self._named.scheme) == name else None
