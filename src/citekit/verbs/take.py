"""Take the records of reference files into the library, then ask the registries about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast

from citekit.errors import FormatError, SourceError
from citekit.formats.candidates import guarded
from citekit.library.store import Library
from citekit.model import Entry, Rejected, Stamp
from citekit.verbs.asking import Ask
from citekit.verbs.files import STDIN, date_of, is_gone_once_read, opened
from citekit.verbs.reference_files import sniff, suffix, suffixes
from citekit.verbs.take_entries import take_entries
from citekit.verbs.take_records import Record, ask_about, take_records
from citekit.verbs.taken import Stored, Taken
from citekit.vocab import DOCUMENT

Heard = Callable[[Sequence[Stored]], None]


def usable(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """Part the files that can be taken from a sentence for each that cannot.

    Folders stand for the files in them that have the suffix of a reference file.
    """
    found: list[Path] = []
    problems: list[str] = []
    for path in paths:
        try:
            for one in _inside(path) if path.is_dir() else [path]:
                _check(one, found, problems)
        except SourceError as error:
            problems.append(str(error))
        except (OSError, ValueError) as error:  # a name that is too long; one with a NUL
            problems.append(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}")
    return found, problems


def _check(path: Path, found: list[Path], problems: list[str]) -> None:
    try:
        if not is_gone_once_read(path):
            with opened(path) as stream:
                sniff(stream, path)
        found.append(path)
    except SourceError as error:
        problems.append(str(error))


def _inside(folder: Path) -> list[Path]:
    known = suffixes()
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if suffix(path) in known and path.is_file() and not _is_hidden(path, folder)
    ]
    if not paths:
        kinds = " ".join(sorted(known))
        raise SourceError(f"{folder}: the folder holds no reference file; these end in {kinds}")
    return paths


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def take(
    paths: Sequence[Path],
    library: Library,
    stored: Heard,
    dated: str | None = None,
    ask: Ask | None = None,
) -> Taken:
    """Store every record and entry of the files; a bad one, or a bad file, never costs the others.

    Records are their registry's word of the day `dated` (ISO 8601), else of the file's date;
    entries are the document's. `ask` is asked about entries before and about new records after
    they are stored; None asks nobody. `stored` is told of each batch once it is safe.
    """
    taken = Taken()
    for path in paths:
        try:
            _take_file(path, library, stored, dated, ask, taken)
        except SourceError as error:
            taken.problems.append(str(error))
        except FormatError as error:
            taken.problems.append(f"{path}: {error}")
    if ask is not None:
        ask_about(library, ask, taken)
    return taken


def _take_file(
    path: Path,
    library: Library,
    stored: Heard,
    dated: str | None,
    ask: Ask | None,
    taken: Taken,
) -> None:
    with opened(path) as stream:
        shape = sniff(stream, path)
        stamp = Stamp(shape.registry or DOCUMENT, dated or date_of(path), f"file {_called(path)}")
        # A pipe's name is another's next time: a place in it says no more than one in `-`.
        read = shape.read(stream, STDIN if is_gone_once_read(path) else str(path), stamp)
        if shape.registry is None:
            entries = cast("Iterator[Entry | Rejected]", read)
            take_entries(entries, stamp, library, stored, ask, taken)
        else:
            take_records(cast("Iterator[Record]", read), library, stored, ask, taken)
        guarded(stream.read, 1)  # what is cut between two lines tells so only to who asks for more


def _called(path: Path) -> str:
    if str(path) == STDIN:
        return "standard input"
    return "a pipe" if is_gone_once_read(path) else path.name
