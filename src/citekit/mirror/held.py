"""A registry whose records are held in memory: it answers as its network twin does."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import BinaryIO, NamedTuple

from citekit.errors import FormatError
from citekit.formats import crossref_json, pubmed_xml
from citekit.mirror.manifest import HeldFile, Manifest
from citekit.mirror.plausible import Profile, plausible, profile
from citekit.model import (
    Absent,
    Answer,
    Candidate,
    Citation,
    Found,
    Identifier,
    Rejected,
    Stamp,
    Unavailable,
)
from citekit.vocab import Scheme


class _Shape(NamedTuple):
    takes: frozenset[Scheme]
    read: Callable[[BinaryIO, Stamp], Iterator[Candidate] | Iterator[Candidate | Rejected]]


_SHAPES = {
    "pubmed": _Shape(frozenset({Scheme.PMID, Scheme.DOI, Scheme.PMCID}), pubmed_xml.read),
    "crossref": _Shape(frozenset({Scheme.DOI, Scheme.ARXIV}), crossref_json.read_lines),
}


class _Holdings(NamedTuple):
    """What could be read, and the answer about everything else."""

    named: Mapping[Identifier, tuple[Candidate, ...]]
    profiles: tuple[Profile, ...]
    silence: Absent | Unavailable


class HeldRegistry:
    """One registry of a mirror; its file is parsed when it is first asked.

    Whoever asks waits for memory only, so no `until` is ever missed and none is looked at.
    """

    def __init__(self, manifest: Manifest, file: HeldFile, body: bytes) -> None:
        self._manifest = manifest
        self._file = file
        self._body = body

    @property
    def name(self) -> str:
        """See `Registry.name`."""
        return self._file.registry

    @property
    def takes(self) -> frozenset[Scheme]:
        """See `Registry.takes`."""
        return _SHAPES[self.name].takes

    def fetch(
        self,
        identifiers: Sequence[Identifier],
        until: float,  # noqa: ARG002 - see the class
    ) -> Mapping[Identifier, Answer]:
        """See `Registry.fetch`."""
        return {identifier: self._about(identifier) for identifier in identifiers}

    def search(self, citation: Citation, until: float) -> Answer:  # noqa: ARG002
        """See `Registry.search`; a sample's Found carries the caveat of its silence."""
        held = self._holdings
        found = plausible(citation, held.profiles)
        if not found:
            return held.silence
        caveat = held.silence.reason if isinstance(held.silence, Unavailable) else None
        return Found(found, caveat)

    def _about(self, identifier: Identifier) -> Answer:
        if identifier.scheme not in self.takes:
            return Unavailable(f"{self.name} cannot be asked by {identifier.scheme}")
        found = self._holdings.named.get(identifier)
        return Found(found) if found else self._holdings.silence

    @cached_property
    def _holdings(self) -> _Holdings:
        try:
            read = _SHAPES[self.name].read(io.BytesIO(self._body), self._stamp)
            candidates = [one for one in read if isinstance(one, Candidate)]
        except FormatError as error:
            reason = f"{self._manifest.title} cannot be read: {self._file.path}: {error}"
            return _Holdings({}, (), Unavailable(reason))
        profiles = tuple(profile(candidate) for candidate in candidates)
        return _Holdings(_named(candidates), profiles, self._silence(len(candidates)))

    @property
    def _stamp(self) -> Stamp:
        return self._manifest.stamp(self.name)

    def _silence(self, read: int) -> Absent | Unavailable:
        title, file = self._manifest.title, self._file
        if read != file.records:
            return Unavailable(
                f"{title} promises {file.records} records in {file.path}, {read} could be read"
            )
        if self._manifest.coverage == "sample":
            return Unavailable(f"{title} is a sample: what it lacks it says nothing about")
        return Absent(f"{title} does not have it")


def _named(candidates: Iterable[Candidate]) -> dict[Identifier, tuple[Candidate, ...]]:
    named: dict[Identifier, tuple[Candidate, ...]] = {}
    for candidate in candidates:
        for scheme, value in candidate.identifiers.items():
            identifier = Identifier(scheme, value)
            named[identifier] = (*named.get(identifier, ()), candidate)
    return named
