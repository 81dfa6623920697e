"""The bibliographies of a document: those that it or its project names, or the one beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from citekit.documents import reader
from citekit.documents.cited_keys import Shelf, completed, needs_shelf, shelf
from citekit.documents.manuscript import Bibliography, Manuscript, certain
from citekit.errors import InputError, SourceError
from citekit.model import Citation, Rejected
from citekit.verbs import quarto
from citekit.verbs.files import content, is_file
from citekit.verbs.quarto import Projects

SUFFIXES: Final = (".bib", ".ris", ".json")
"""What is looked for beside a document, in this order."""

_Entries = tuple[Citation | Rejected, ...]


class Bibliographies:
    """Reads each bibliography once, however many documents name it."""

    def __init__(self) -> None:
        self._read: dict[Path, _Entries] = {}
        self._projects = Projects()

    def complete(
        self, manuscript: Manuscript, path: Path | None, problems: list[str]
    ) -> Iterator[Citation | Rejected]:
        """Give what a document cites, its keys completed; what cannot be read is a problem.

        `path` is where the document stands; None for what is no file of this machine.
        """
        if path is None or not needs_shelf(manuscript):
            return completed(manuscript, Shelf({}))
        shared = self._projects.bibliographies(path, problems)
        if shared and path.suffix.casefold() == quarto.SUFFIX:
            manuscript = certain(manuscript)
        named = [
            *((one, path.parent) for one in manuscript.bibliographies),
            *((one, Path(one.place.path).parent) for one in shared),
        ]
        known = self._shelf(named, problems) if named else self._beside(path, problems)
        return completed(manuscript, known)

    def _shelf(self, named: Sequence[tuple[Bibliography, Path]], problems: list[str]) -> Shelf:
        """Read what is named, each counted from a folder."""
        entries: list[_Entries] = []
        for one, folder in named:
            try:
                entries.append(self._entries(_located(one, folder)))
            except InputError as error:
                problem = f"{one.place.path}:{one.place.line}: its bibliography {error}"
                problems += [problem] if problem not in problems else []
        names = ", ".join(dict.fromkeys(one.name for one, _ in named))
        return shelf(chain.from_iterable(entries), names)

    def _beside(self, path: Path, problems: list[str]) -> Shelf:
        found = _neighbours(path)
        if len(found) != 1:
            return Shelf({}, where=_nowhere(found))
        try:
            return shelf(self._entries(found[0]), found[0].name)
        except InputError as error:
            problems.append(f"{path}: the bibliography beside it {error}")
            return Shelf({}, where=found[0].name)

    def _entries(self, path: Path) -> _Entries:
        if path not in self._read:
            if not is_file(path):
                raise SourceError(f"{path}: no such file")
            self._read[path] = tuple(reader.read(content(path), str(path)))
        return self._read[path]


def _located(named: Bibliography, folder: Path) -> Path:
    """Find a bibliography in the folder from which its name counts.

    A part that is also a document of its own may name it from where the part stands.
    """
    if "://" in named.name:
        raise SourceError(f"{named.name} is an address; save it and name the file")
    if Path(named.name).suffix.casefold() not in SUFFIXES:
        kinds = ", ".join(SUFFIXES)
        raise SourceError(f"{named.name} is of a kind that citekit does not read; it reads {kinds}")
    found, beside_part = folder / named.name, Path(named.place.path).parent / named.name
    return beside_part if is_file(beside_part) and not is_file(found) else found


def _neighbours(path: Path) -> Sequence[Path]:
    """Give the files of the first kind that is there at all."""
    try:
        files = sorted(path.parent.iterdir())
    except OSError:
        return ()
    for suffix in SUFFIXES:
        of_kind = [one for one in files if one.suffix.casefold() == suffix and one.is_file()]
        if of_kind:
            return of_kind
    return ()


def _nowhere(found: Sequence[Path]) -> str:
    if not found:
        return "the document: it names no bibliography, and none stands beside it"
    several = f"{len(found)} {found[0].suffix} files stand beside it"
    return f"the document: it names no bibliography, and {several}"
