"""Take the records of reference files into the library, then ask the registries about them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

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
from citekit.verbs.files import date_of, head, opened
from citekit.verbs.resolve import has_outage
from citekit.vocab import Outcome

Entry = Candidate | Deleted | Rejected

AT_ONCE = 500
"""Records that are stored in one transaction."""
_RAW_LENGTH = 2000
_SNIFFED = 4096


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


def usable(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """Part the files that can be taken from a sentence for each that cannot."""
    found: list[Path] = []
    problems: list[str] = []
    for path in paths:
        try:
            with opened(path) as stream:
                sniff(stream, path)
            found.append(path)
        except SourceError as error:
            problems.append(str(error))
    return found, problems


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
        stamp = Stamp(shape.registry, dated or date_of(path), f"file {path.name}")
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


def sniff(stream: io.BufferedReader | BinaryIO, path: Path) -> Shape:
    """Tell a file's kind by how it begins; raises SourceError for a kind that cannot be taken."""
    beginning = head(stream, path, _SNIFFED)
    start = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return CROSSREF
    if start.startswith(b"<") and b"PubmedArticleSet" in beginning:
        return PUBMED
    raise SourceError(
        f"{path}: is neither {PUBMED.name} nor {CROSSREF.name}; "
        "`citekit add` reads pages, .bib and .ris"
    )
