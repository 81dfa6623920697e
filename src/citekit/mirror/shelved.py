"""A registry of a big mirror: it answers as its network twin does, out of the index."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import BinaryIO, NamedTuple

from citekit.errors import FormatError
from citekit.formats import crossref_json, pubmed_slices, pubmed_xml
from citekit.mirror.index.layout import RegistryNotes
from citekit.mirror.index.shelf import Shelf
from citekit.mirror.manifest import Manifest
from citekit.mirror.retrieve import retrieve
from citekit.model import (
    Absent,
    Answer,
    Candidate,
    Citation,
    Found,
    Identifier,
    Identifiers,
    Link,
    Rejected,
    Stamp,
    Unavailable,
)
from citekit.vocab import Scheme, Side

OFFERED = 10
"""Candidates that a search gives at most."""


class _Shape(NamedTuple):
    takes: frozenset[Scheme]
    read: Callable[[BinaryIO, Stamp], Iterator[Candidate] | Iterator[Candidate | Rejected]]
    whole: Callable[[bytes], bytes] = bytes
    """Makes of one record's bytes what `read` reads."""


_SHAPES = {
    "pubmed": _Shape(
        frozenset({Scheme.PMID, Scheme.DOI, Scheme.PMCID}), pubmed_xml.read, pubmed_slices.document
    ),
    "crossref": _Shape(frozenset({Scheme.DOI, Scheme.ARXIV}), crossref_json.read_lines),
}
SPOKEN_FOR = frozenset(_SHAPES)
"""Registries that an index can answer for; other records in it serve matching only."""


class ShelvedRegistry:
    """One registry of an index.

    Whoever asks waits for a local disk only, so no `until` is ever missed and none is looked at.
    """

    def __init__(self, manifest: Manifest, notes: RegistryNotes, shelf: Shelf) -> None:
        self._manifest = manifest.about(notes)
        self._notes = notes
        self._shelf = shelf

    @property
    def name(self) -> str:
        """See `Registry.name`."""
        return self._notes.registry

    @property
    def takes(self) -> frozenset[Scheme]:
        """See `Registry.takes`."""
        return _SHAPES[self.name].takes

    def fetch(
        self,
        identifiers: Sequence[Identifier],
        until: float,  # noqa: ARG002 - see the class
    ) -> Mapping[Identifier, Answer]:
        """See `Registry.fetch`; of the versions of one PMID the newest is given."""
        return {identifier: self._about(identifier) for identifier in identifiers}

    def search(self, citation: Citation, until: float) -> Answer:  # noqa: ARG002
        """See `Registry.search`; a sample's Found carries the caveat of its silence."""
        rows = [row for row in retrieve(self._shelf, citation) if self._is_mine(row)]
        try:
            found = _newest(self._candidate(row) for row in rows[:OFFERED])
        except FormatError as error:
            return self._unreadable(error)
        if not found:
            return self._silence
        caveat = self._silence.reason if isinstance(self._silence, Unavailable) else None
        return Found(found, caveat)

    def _about(self, identifier: Identifier) -> Answer:
        if identifier.scheme not in self.takes:
            return Unavailable(f"{self.name} cannot be asked by {identifier.scheme}")
        rows = [row for row in self._shelf.named(str(identifier)) if self._is_mine(row)]
        try:
            read = [self._candidate(row) for row in rows]
        except FormatError as error:
            return self._unreadable(error)
        found = _newest(one for one in read if _is_named(one.identifiers, identifier))
        return Found(found) if found else self._silence

    def _candidate(self, row: int) -> Candidate:
        """Read a record, with the notices about it that other records alone state."""
        own = self._read(row)
        stated = [*own.links]
        for name in _names(own.identifiers):
            for other in self._shelf.speaking_of(name):
                if other != row and self._is_mine(other):
                    stated += _unstated(self._read(other).links, own.identifiers, stated)
        return replace(own, links=tuple(stated)) if len(stated) > len(own.links) else own

    def _read(self, row: int) -> Candidate:
        shape = _SHAPES[self.name]
        stream = io.BytesIO(shape.whole(self._shelf.raw(row)))
        read = next(iter(shape.read(stream, self._manifest.stamp(self.name))), None)
        if isinstance(read, Candidate):
            return read
        raise FormatError(read.reason if read else "its record is empty")

    def _is_mine(self, row: int) -> bool:
        return self._shelf.registry(row) == self.name

    def _unreadable(self, error: FormatError) -> Unavailable:
        return Unavailable(f"{self._manifest.title} cannot be read: {error}")

    @cached_property
    def _silence(self) -> Absent | Unavailable:
        title, unread = self._manifest.title, self._notes.unread
        if self._manifest.coverage == "sample":
            return Unavailable(f"{title} is a sample: what it lacks it says nothing about")
        if unread:
            some = "1 record or file" if unread == 1 else f"{unread:,} records or files"
            return Unavailable(f"{title} lacks {some} that could not be read")
        return Absent(f"{title} does not have it")


def _newest(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Keep the newest version of each PMID, in the order in which they first come."""
    kept: dict[object, Candidate] = {}
    for number, one in enumerate(candidates):
        work = one.identifiers.get(Scheme.PMID, number)
        if work not in kept or _version(one) > _version(kept[work]):
            kept[work] = one
    return tuple(kept.values())


def _version(candidate: Candidate) -> int:
    return candidate.item.get("custom", {}).get("pmid_version", 1)


def _is_named(identifiers: Identifiers, asked: Identifier) -> bool:
    return identifiers.get(asked.scheme) == asked.value


def _names(identifiers: Identifiers) -> list[str]:
    return [f"{scheme}:{value}" for scheme, value in identifiers.items()]


def _unstated(links: Iterable[Link], own: Identifiers, stated: Sequence[Link]) -> Iterator[Link]:
    """Yield what a notice's record says of a work, unless it has been said."""
    for link in links:
        said = any(one.stands_on is Side.NOTICE for one in link.witnesses)
        if (
            said
            and _meet(link.work.identifiers, own)
            and not any(
                one.type is link.type and _meet(one.notice.identifiers, link.notice.identifiers)
                for one in stated
            )
        ):
            yield link


def _meet(one: Identifiers, other: Identifiers) -> bool:
    return any(other.get(scheme) == value for scheme, value in one.items())
