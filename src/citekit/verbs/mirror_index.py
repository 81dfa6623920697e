"""Build the index of a mirror out of what registries publish, and add to one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec.structs import replace

from citekit.errors import FormatError, InputError, LibraryError, SourceError
from citekit.mirror import manifest
from citekit.mirror.index import layout
from citekit.mirror.index.layout import Coverage, IndexNotes, RegistryNotes
from citekit.mirror.manifest import Manifest
from citekit.mirror.needs import require
from citekit.mirror.starter import STARTER
from citekit.model import Candidate, Entry, Rejected, Stamp
from citekit.replacing import clear, replace_file
from citekit.text.named import named_in
from citekit.verbs import reference_files
from citekit.verbs.files import opened

if TYPE_CHECKING:
    from citekit.mirror.build.entries import Read
    from citekit.mirror.build.opened import Heard as HeardBytes
    from citekit.mirror.build.plan import Plan
    from citekit.mirror.build.run import Heard, Made
    from citekit.mirror.build.sources import SourceFile
    from citekit.mirror.index.segment import Segment, Told

REGISTRIES = ("pubmed", "crossref", "collection")
"""In the order of their rows; a collection's records are nobody's word and serve matching only."""


class Given(NamedTuple):
    """What an index is to be made of."""

    files: Mapping[str, Sequence[str]]
    """By registry: files, folders, globs."""
    complete: frozenset[str] = frozenset()
    """Registries whose files are all that they have."""
    date: str | None = None
    """The day of the files; None: that of the last change of the youngest, in UTC."""
    jobs: int = 0
    """Processes; 0: one for each core."""
    is_fresh: bool = False
    """Whether an index of other sources is replaced."""


class Built(NamedTuple):
    """What a build made, and what it could not use."""

    manifest: Manifest
    rejected: tuple[Told, ...]
    more_rejected: int
    """Rejected ones that were not kept."""
    damaged: tuple[tuple[str, str], ...]
    """Files of which nothing was taken, each with the reason."""


def build(folder: str, given: Given, heard: Heard) -> Built:
    """Build the index of a mirror, or go on with a build of the same sources.

    What the folder holds besides stays. An older index stays as it was until the new one is whole.
    Raises SourceError where a source cannot be found, InputError where the folder is built from
    others, SettingsError where a package is missing, LibraryError where the disk refuses.
    """
    return _run(folder, given, heard, _fresh)


def update(folder: str, given: Given, heard: Heard) -> Built:
    """Add files to the index of a mirror; those that are in already are left out.

    Raises as `build` does, and InputError where the folder has no index.
    """
    return _run(folder, given, heard, _widened)


def entries(path: Path, heard: HeardBytes) -> Iterator[Read]:
    """Read any file that can be imported as records of a collection; raises FormatError."""
    from citekit.matching.bulk.compact import of_item  # noqa: PLC0415 - with the extra packages
    from citekit.mirror.index import segment  # noqa: PLC0415

    try:
        with opened(path) as stream:
            shape = reference_files.sniff(stream, path)
            for one in shape.read(stream, str(path), _NOBODY):
                if isinstance(one, Rejected):
                    yield one
                elif isinstance(one, Candidate | Entry):
                    names = one.identifiers if isinstance(one, Candidate) else named_in(one.item)
                    raw = msgspec.json.encode(one.item)
                    yield segment.Entry("", of_item(one.item, names), raw)
    except SourceError as error:
        raise FormatError(str(error)) from error
    heard(path.stat().st_size)


_NOBODY = Stamp("collection", "")
_Planner = Callable[["_Held", Given, "list[SourceFile]"], "Plan"]


class _Held(NamedTuple):
    """What a folder held before."""

    path: Path
    manifest: Manifest | None
    plan: Plan | None

    @property
    def notes(self) -> IndexNotes | None:
        """The index that its manifest speaks of."""
        return self.manifest.index if self.manifest else None

    @property
    def is_whole(self) -> bool:
        """Tell whether what was planned has been made."""
        made = self.notes.generation if self.notes else None
        return self.plan is not None and self.plan.generation == made


def _run(folder: str, given: Given, heard: Heard, planner: _Planner) -> Built:
    if folder == STARTER:
        raise InputError(f"{STARTER} names the mirror of the package itself; write ./{STARTER}")
    require()
    from citekit.mirror.build import lock  # noqa: PLC0415 - these need the extra packages

    sources = list(_sources(given))
    try:
        with lock.held(Path(folder) / layout.ROOT):
            return _locked(Path(folder), given, sources, heard, planner)
    except OSError as error:
        why = error.strerror or str(error)
        raise LibraryError(f"{folder}: cannot be written: {why}") from error


def _locked(
    folder: Path, given: Given, sources: list[SourceFile], heard: Heard, planner: _Planner
) -> Built:
    from citekit.mirror.build import plan, run, worker  # noqa: PLC0415

    for target in (folder / manifest.NAME, folder / layout.ROOT / plan.NAME):
        clear(target)  # nobody else writes: what lies there is a killed build's
    old = manifest.read(folder) if (folder / manifest.NAME).exists() else None
    held = _Held(folder, old, plan.read(folder))
    wanted = planner(held, given, sources)
    plan.write(folder, wanted)
    readers = {**worker.READERS, "collection": entries}
    jobs = given.jobs or os.cpu_count() or 1
    made = run.make(folder, wanted, held.notes, run.Wanted(readers, jobs, heard))
    if not made.rows:
        raise SourceError(f"{folder}: no record could be used; {_why_none(made)}")
    new = _manifest(held, given, sources, made)
    replace_file(folder / manifest.NAME, manifest.encode(new))
    if new.index is not None:
        run.tidy(folder, new.index)
    return _built(new, _since(held, made))


def _fresh(held: _Held, given: Given, sources: list[SourceFile]) -> Plan:
    from citekit.mirror.build import plan  # noqa: PLC0415
    from citekit.mirror.index.normaliser import normaliser  # noqa: PLC0415

    if not sources:
        raise InputError("name the files with --pubmed, --crossref, --records")
    wanted = plan.fresh(sources, normaliser())
    if held.plan is None:
        return wanted
    again = plan.fresh(sources, normaliser(), held.plan.serial)
    if plan.same(again, held.plan) and not (given.is_fresh and held.is_whole):
        return held.plan
    if not given.is_fresh:
        raise InputError(
            f"{held.path} is built from other files. Add files to it with `citekit mirror update`, "
            "or give --fresh to build it again from these alone."
        )
    return plan.fresh(sources, normaliser(), held.plan.serial + 1)


def _widened(held: _Held, _given: Given, sources: list[SourceFile]) -> Plan:
    from citekit.mirror.build import plan  # noqa: PLC0415
    from citekit.mirror.index.normaliser import normaliser  # noqa: PLC0415

    if held.plan is None or held.notes is None:
        raise InputError(f"{held.path} has no whole index to add to; use `citekit mirror build`.")
    if (held.plan.schema, held.plan.normaliser) != (layout.SCHEMA, normaliser()):
        raise InputError(
            f"{held.path} was built by another version, which folds texts otherwise; "
            "build it again, with --fresh."
        )
    return plan.widened(held.plan, sources, _damaged_names(held))


def _sources(given: Given) -> Iterator[SourceFile]:
    from citekit.mirror.build import sources  # noqa: PLC0415

    endings = [f"{one}{packed}" for one in reference_files.suffixes() for packed in ("", ".gz")]
    for registry in REGISTRIES:
        if named := given.files.get(registry):
            more = endings if registry == "collection" else ()
            yield from sources.find(registry, named, more)


def _damaged_names(held: _Held) -> set[str]:
    return {one.name for each in _segments(held) for one in each.sources if one.damage}


def _segments(held: _Held) -> Iterator[Segment]:
    from citekit.mirror.index import segment  # noqa: PLC0415

    for one in held.notes.segments if held.notes else ():
        yield segment.read(layout.segment(held.path, one.name))


def _since(held: _Held, made: Made) -> list[Segment]:
    """Give the segments of this run, or all of them where it made none."""
    known = {one.name for one in held.notes.segments} if held.notes else set()
    pairs = zip(made.plan.segments, made.segments, strict=True)
    return [one for planned, one in pairs if planned.name not in known]


def _why_none(made: Made) -> str:
    told = [one.damage for each in made.segments for one in each.sources if one.damage]
    told += [one.reason for each in made.segments for one in each.rejected]
    return told[0] if told else "the files are empty"


def _built(new: Manifest, segments: Sequence[Segment]) -> Built:
    damaged = [(one.name, one.damage) for each in segments for one in each.sources if one.damage]
    rejected = [one for each in segments for one in each.rejected]
    more = sum(each.more_rejected for each in segments)
    return Built(new, tuple(rejected), more, tuple(damaged))


def _manifest(held: _Held, given: Given, sources: list[SourceFile], made: Made) -> Manifest:
    from citekit.mirror.build import run  # noqa: PLC0415

    registries = tuple(_registries(held, given, sources, made))
    index = IndexNotes(
        schema=layout.SCHEMA,
        normaliser=made.plan.normaliser,
        generation=made.generation,
        rows=made.rows,
        registries=registries,
        segments=tuple(run.segment_notes(made)),
        shards=made.shards,
    )
    old, named = held.manifest, {one.registry for one in registries}
    files = [one for one in old.files if one.registry not in named] if old else []
    is_complete = all(one.coverage == "complete" for one in registries)
    return Manifest(
        name=old.name if old else "-".join(one.registry for one in registries),
        date=max(one.date for one in registries),
        origin=_origin(sum(one.sources for one in registries)),
        coverage="complete" if is_complete else "sample",
        files=tuple(_with_own(old, one) for one in files) if old else (),
        notes=old.notes if old else (),
        index=index,
    )


def _with_own(old: Manifest, file: manifest.HeldFile) -> manifest.HeldFile:
    """Let a file keep what its manifest said of it, when that will say something else."""
    told = old.about(file)
    return replace(file, date=told.date, origin=told.origin, coverage=told.coverage)


def _registries(
    held: _Held, given: Given, sources: list[SourceFile], made: Made
) -> Iterator[RegistryNotes]:
    before = {one.registry: one for one in held.notes.registries} if held.notes else {}
    for registry in dict.fromkeys(one.registry for one in made.plan.segments):
        segments = [one for one in made.segments if one.registry == registry]
        given_now = [Path(one.path) for one in sources if one.registry == registry]
        old = before.get(registry)
        count = sum(len(one.sources) for one in segments)
        yield RegistryNotes(
            registry=registry,
            records=made.living.get(registry, 0),
            sources=count,
            date=_date(given, given_now, old),
            origin=_origin(count),
            coverage=_coverage(registry, given, old),
            unread=sum(map(_unread, segments)),
        )


def _unread(one: Segment) -> int:
    damaged = sum(1 for source in one.sources if source.damage)
    return damaged + len(one.rejected) + one.more_rejected


def _date(given: Given, paths: Iterable[Path], old: RegistryNotes | None) -> str:
    changed = [_day(path) for path in paths]
    if given.date is not None and changed:
        return given.date
    return max([*changed, *([old.date] if old else [])])


def _day(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()


def _coverage(registry: str, given: Given, old: RegistryNotes | None) -> Coverage:
    if registry in given.complete:
        return "complete"
    return old.coverage if old else "sample"


def _origin(count: int) -> str:
    return f"built from {count:,} file{'' if count == 1 else 's'}"
