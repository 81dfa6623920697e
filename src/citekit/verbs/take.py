"""Take the records of reference files into the library, then ask the registries about them."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from citekit import records
from citekit.errors import FormatError, SourceError
from citekit.formats import crossref_json, pubmed_xml
from citekit.formats.candidates import guarded
from citekit.library.store import Added, Kind, Library
from citekit.model import (
    Candidate,
    Citation,
    Deleted,
    Identifiers,
    Rejected,
    Resolution,
    Stamp,
)
from citekit.verbs.asking import Ask
from citekit.verbs.clock import iso
from citekit.verbs.resolve import has_outage
from citekit.vocab import Outcome

if TYPE_CHECKING:
    from typing_extensions import Buffer

Entry = Candidate | Deleted | Rejected

AT_ONCE = 500
"""Records that are stored in one transaction."""
_RAW_LENGTH = 2000
_SNIFFED = 4096
_TOLD_AT = 2
"""An error costs a reader what it has read already: it waits for the reader's next look."""


class Shape(NamedTuple):
    """One kind of file that can be taken."""

    name: str
    registry: str
    read: Callable[[BinaryIO, Stamp], Iterator[Entry]]


PUBMED = Shape("PubMed XML", "pubmed", pubmed_xml.read_file)
CROSSREF = Shape("Crossref JSON lines", "crossref", crossref_json.read_lines)


@dataclass(slots=True)
class Taken:
    """What became of the records of all files: read = added + updated + unchanged + rejected."""

    read: int = 0
    kinds: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))
    rejected: list[Rejected] = field(default_factory=list)
    deleted: list[tuple[Deleted, str | None]] = field(default_factory=list)
    """Records that a file says are gone, with the key of the work that the library still has."""
    problems: list[str] = field(default_factory=list)
    """One sentence for each file that cannot be read as it stands."""


def take(
    paths: Sequence[Path],
    library: Library,
    stored: Callable[[Sequence[Stored]], None],
    dated: str | None = None,
) -> Taken:
    """Store every record of the files; a bad record or file never costs the others.

    The records are their registry's word of the day `dated` (ISO 8601), else of the file's date.
    `stored` is told of each batch once it is safe. Records that a file deletes stay, and are
    reported.
    """
    taken = Taken()
    for path in paths:
        try:
            _take_file(path, library, stored, dated, taken)
        except SourceError as error:
            taken.problems.append(str(error))
        except FormatError as error:
            taken.problems.append(f"{path}: {error}")
    return taken


class Stored(NamedTuple):
    """One record that was stored."""

    added: Added
    identifiers: Identifiers


def complete(stored: Sequence[Stored], library: Library, ask: Ask) -> list[Resolution]:
    """Ask the registries about records that were stored, and apply what they say.

    Gives every resolution that is none, or that some registry could not be asked about.
    """
    named = [one for one in stored if one.identifiers]
    citations = [Citation("", identifiers=one.identifiers) for one in named]
    resolutions = ask(citations) if citations else []
    for one, resolution in zip(named, resolutions, strict=True):
        with library.write():
            library.renew(one.added.key, resolution)
    return [one for one in resolutions if one.outcome is not Outcome.RESOLVED or has_outage(one)]


def _take_file(
    path: Path,
    library: Library,
    stored: Callable[[Sequence[Stored]], None],
    dated: str | None,
    taken: Taken,
) -> None:
    with opened(path) as stream:
        shape = sniff(stream, path)
        stamp = Stamp(shape.registry, dated or _date_of(path), f"file {path.name}")
        for some in _batches(shape.read(stream, stamp)):
            stored(_store(some, library, taken))
        guarded(stream.read, 1)  # what is cut between two lines tells so only to who asks for more


def _store(some: Sequence[Entry], library: Library, taken: Taken) -> list[Stored]:
    done: list[Stored] = []
    with library.write():
        for entry in some:
            if isinstance(entry, Deleted):
                key = library.find({entry.identifier.scheme: entry.identifier.value})
                taken.deleted.append((entry, key))
                continue
            taken.read += 1
            if isinstance(entry, Rejected):
                taken.rejected.append(_shortened(entry))
                continue
            added = library.add(_resolution(entry))
            taken.kinds[added.kind] += 1
            done.append(Stored(added, entry.identifiers))
    return done


def _resolution(candidate: Candidate) -> Resolution:
    record = records.merge([candidate])
    return Resolution(Citation(""), Outcome.RESOLVED, (), record)


def _shortened(entry: Rejected) -> Rejected:
    return Rejected(entry.place, entry.raw[:_RAW_LENGTH], entry.reason)


def _batches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    some: list[Entry] = []
    try:
        for entry in entries:
            some.append(entry)
            if len(some) >= AT_ONCE:
                yield some
                some = []
    except FormatError:
        yield some  # what was whole before the file was cut
        raise
    yield some


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file, unpacked where it is compressed; raises SourceError where it cannot be read."""
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            stream = _Unpacked(gzip.GzipFile(fileobj=raw)) if packed else raw
            with _Named(stream, str(path)) as named:
                yield named
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror or error}") from error


class _Unpacked(io.RawIOBase):
    """A compressed file that gives all it has, then ends, and only then tells that it is cut."""

    def __init__(self, packed: gzip.GzipFile) -> None:
        super().__init__()
        self._packed = packed
        self._error: Exception | None = None
        self._ends = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        wanted, count = memoryview(buffer), 0
        while count < len(wanted) and (some := self._some(len(wanted) - count)):
            wanted[count : count + len(some)] = some
            count += len(some)
        if self._error is not None and not count:
            self._ends += 1
            if self._ends == _TOLD_AT:
                raise self._error
        return count

    def _some(self, length: int) -> bytes:
        if self._error is not None:
            return b""
        try:
            return self._packed.read1(length)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            self._error = error
            return b""


class _Named(io.BufferedReader):
    """A stream that readers can look ahead in, and that knows the file it comes from."""

    def __init__(self, stream: BinaryIO | _Unpacked, name: str) -> None:
        super().__init__(stream, 1 << 20)  # type: ignore[arg-type]  # both are readable
        self._name = name

    @property
    def name(self) -> str:
        return self._name


def sniff(stream: io.BufferedReader | BinaryIO, path: Path) -> Shape:
    """Tell a file's kind by how it begins; raises SourceError for a kind that cannot be taken."""
    try:
        # Nothing may be the end of a damaged file, which only the next look tells.
        head = (stream.peek(_SNIFFED) or stream.peek(_SNIFFED))[:_SNIFFED]  # type: ignore[union-attr]
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(f"{path}: is no gzip file, or a damaged one") from error
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return CROSSREF
    if start.startswith(b"<") and b"PubmedArticleSet" in head:
        return PUBMED
    raise SourceError(
        f"{path}: is neither {PUBMED.name} nor {CROSSREF.name}; "
        "`citekit add` reads pages, .bib and .ris"
    )


def _date_of(path: Path) -> str:
    """The file's date stands for the day its registry was asked, which no file tells."""
    return iso(datetime.fromtimestamp(path.stat().st_mtime, UTC))
