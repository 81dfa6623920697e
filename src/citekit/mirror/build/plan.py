"""What a build is made of, written down before it begins: the sources, in order, by segment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from pathlib import Path

import msgspec

from citekit.errors import InputError
from citekit.mirror.build.sources import SourceFile, natural
from citekit.mirror.index import layout
from citekit.mirror.index.segment import of_ident
from citekit.replacing import replace_bytes

NAME = "plan.json"
_GROUP = 8 << 20
"""Bytes of sources that are put into one segment where each is smaller; of many more, so many that
there are no more than `_SEGMENTS`. How many processes there are makes no difference."""
_SEGMENTS = 2000


class Planned(msgspec.Struct, frozen=True):
    """One segment to be made."""

    name: str
    sources: tuple[SourceFile, ...]

    @property
    def registry(self) -> str:
        """Whose records these are."""
        return self.sources[0].registry


class Plan(msgspec.Struct, frozen=True):
    """All segments of an index, in the order of their rows."""

    schema: int
    normaliser: str
    segments: tuple[Planned, ...]
    serial: int = 0
    """Counts how often the folder was built afresh: what an older mirror needs stays beside."""

    @property
    def sources(self) -> Iterator[SourceFile]:
        """Yield every source, in order."""
        return (source for one in self.segments for source in one.sources)

    @property
    def generation(self) -> str:
        """Name what this plan leads to: other sources, another name."""
        return self.digest(self.segments)

    def digest(self, segments: Iterable[Planned], *more: int) -> str:
        """Name what these segments hold."""
        sources = (source for one in segments for source in one.sources)
        digests = (f"{one.registry} {one.name} {one.digest}" for one in sources)
        numbers = map(str, (self.schema, self.serial, *more))
        return f"{of_ident(' '.join([self.normaliser, *numbers, *digests])):016x}"


def fresh(sources: Iterable[SourceFile], normaliser: str, serial: int = 0) -> Plan:
    """Plan a build of these sources."""
    return Plan(layout.SCHEMA, normaliser, tuple(_grouped(sources, serial, 0)), serial)


def widened(old: Plan, sources: Iterable[SourceFile], damaged: Collection[str] = ()) -> Plan:
    """Plan the addition of sources; those that are in already are left out.

    `damaged` are names of sources of which nothing was taken. Raises InputError where a source
    has the name of another one that is in.
    """
    names = ((one.registry, one.name, one.digest) for one in old.sources)
    known = {(registry, name): digest for registry, name, digest in names if name not in damaged}
    new: list[SourceFile] = []
    for one in sources:
        digest = known.get((one.registry, one.name))
        if digest is None:
            new.append(one)
        elif digest != one.digest:
            raise InputError(
                f"{one.path}: another file of this name is in the mirror already; "
                "build it again, with --fresh"
            )
    added = _grouped(new, old.serial, len(old.segments))
    return msgspec.structs.replace(old, segments=(*old.segments, *added))


def same(one: Plan, other: Plan) -> bool:
    """Tell whether two plans lead to the same index."""
    return one.generation == other.generation


def ranks(plan: Plan) -> list[int]:
    """Tell for each segment whose records it replaces: those of lower ranks.

    PubMed's files are applied in the order of their numbers, whenever they came in; Crossref's in
    the order in which they came.
    """
    order = sorted(range(len(plan.segments)), key=lambda n: _rank(plan.segments[n], n))
    return [rank for _, rank in sorted((n, rank) for rank, n in enumerate(order))]


def read(folder: Path) -> Plan | None:
    """Read the plan of an index; None where there is none, or one that is not understood."""
    try:
        return msgspec.json.decode((folder / layout.ROOT / NAME).read_bytes(), type=Plan)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def write(folder: Path, plan: Plan) -> None:
    """Write a plan, whole or not at all."""
    target = folder / layout.ROOT / NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_bytes(target, msgspec.json.encode(plan))


def _rank(one: Planned, number: int) -> tuple[str, list[tuple[int, str]], int]:
    named = natural(one.sources[0].name) if one.registry == "pubmed" else []
    return one.registry, named, number


def _grouped(sources: Iterable[SourceFile], serial: int, start: int) -> Iterator[Planned]:
    number, listed = start, list(sources)
    limit = max(_GROUP, sum(source.size for source in listed) // _SEGMENTS)
    for registry, of_one in groupby(listed, key=lambda source: source.registry):
        for some in _filled(of_one, limit):
            yield Planned(f"{serial}-{number:05d}-{registry}", tuple(some))
            number += 1


def _filled(sources: Iterable[SourceFile], limit: int) -> Iterator[list[SourceFile]]:
    some: list[SourceFile] = []
    size = 0
    for one in sources:
        if some and size + one.size > limit:
            yield some
            some, size = [], 0
        some.append(one)
        size += one.size
    if some:
        yield some
