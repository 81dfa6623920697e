"""Documents of several files: the parts that LaTeX takes in, read with the file that names them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from citekit.documents import reader
from citekit.documents.manuscript import Bibliography, Manuscript, Part, position
from citekit.errors import InputError, SourceError
from citekit.model import Citation, Rejected
from citekit.verbs.files import content, is_file

SUFFIXES: Final = (".tex", ".ltx", ".bbl")
"""What a part is. What else LaTeX takes in, pictures and styles, is passed over where it is."""

DEEPEST: Final = 15
"""TeX opens no more files inside each other (its `max_in_open`)."""

MOST: Final = 1000
"""Files of one document."""

# They come with TeX, and stand in no folder of a document.
_OF_TEX: Final = frozenset(
    {"amstex", "epsf", "glyphtounicode", "pgf", "pictex", "pstricks", "random", "tikz", "xy"}
)


class Documents:
    """Reads each file once, and of the files of one document the first with all the others."""

    def __init__(self) -> None:
        self._read: dict[Path, Manuscript] = {}
        self._wholes: dict[Path, _Whole] = {}
        self._parts: set[Path] = set()

    def expect(self, paths: Iterable[Path]) -> None:
        """Learn which files will be read: what is a part of another one is told with that alone.

        Of files that take in each other, the first is the document.
        """
        given: dict[Path, _Whole] = {}
        for path in paths:
            with suppress(InputError):  # told when it is read
                given[path] = self._whole(path)
        files = {path: path.resolve() for path in given}
        taken_in = {file for path, whole in given.items() for file in whole.files - {files[path]}}
        told: set[Path] = set()
        for path in sorted(given, key=lambda one: files[one] in taken_in):
            if files[path] in told:
                self._parts.add(path)
            else:
                told |= given[path].files

    def is_part(self, path: Path) -> bool:
        """Tell a file that is told with another one that is expected."""
        return path in self._parts

    def read(self, path: Path, problems: list[str]) -> Manuscript:
        """Read a document with its parts; a part that cannot be read is a problem.

        Each citation has its place in its own file. Raises SourceError where the document itself
        cannot be read.
        """
        whole = self._whole(path)
        problems += whole.problems
        return whole.manuscript

    def _whole(self, path: Path) -> _Whole:
        if path not in self._wholes:
            self._wholes[path] = _Whole(path, self._manuscript)
        return self._wholes[path]

    def _manuscript(self, path: Path) -> Manuscript:
        if path not in self._read:
            self._read[path] = reader.read_manuscript(content(path), str(path))
        return self._read[path]


def unread(manuscript: Manuscript) -> Iterator[str]:
    """Tell the parts of what came from no file of this machine, and so cannot be found."""
    for part in manuscript.parts:
        where = f"{part.place.path}:{part.place.line}"
        yield f"{where}: its part {part.name} is not read; save the document and give its file"


class _Whole:
    """A document with its files; raises SourceError where the first of them cannot be read."""

    def __init__(self, path: Path, read: Callable[[Path], Manuscript]) -> None:
        self._folder = path.parent
        self._read = read
        self._found: list[Citation | Rejected] = []
        self._entries: list[Citation] = []
        self._bibliographies: list[Bibliography] = []
        self.problems: list[str] = []
        main = read(path)
        self.files = {path.resolve()}
        self._take(main, path.parent, 1)
        self.manuscript = main._replace(
            found=tuple(self._found),
            entries=tuple(self._entries),
            bibliographies=tuple(self._bibliographies),
        )

    def _take(self, one: Manuscript, within: Path, depth: int) -> None:
        """Take what a file holds, its parts where it names them; they are sought in `within`."""
        self._entries += one.entries
        self._bibliographies += one.bibliographies
        taken = 0
        for part in one.parts:
            before = bisect_left(one.found, (part.place.line, part.place.column), key=position)
            self._found += one.found[taken:before]
            taken = before
            try:
                self._part(part, within, depth)
            except InputError as error:
                self.problems.append(f"{part.place.path}:{part.place.line}: its part {error}")
        self._found += one.found[taken:]

    def _part(self, part: Part, within: Path, depth: int) -> None:
        path, inside = self._located(part, within)
        if path is None or (file := path.resolve()) in self.files:
            return
        if depth == DEEPEST:
            raise SourceError(f"{path} is not read: it is the {DEEPEST + 1}th inside each other")
        if len(self.files) == MOST:
            raise SourceError(f"{path} is not read: there are more than {MOST} files")
        self.files.add(file)
        self._take(self._read(path), inside, depth + 1)

    def _located(self, part: Part, within: Path) -> tuple[Path | None, Path]:
        """Find a part, and where its own parts are sought; None for what is passed over."""
        _refuse_macros(part)
        if part.folder is None:
            folders = [within, self._folder]
        else:
            within = (self._folder if part.from_main else within) / part.folder
            folders = [within]
        paths = [folder / name for folder in folders for name in _names(part.name)]
        found = next((path for path in paths if is_file(path)), None)
        if found is None and part.name not in _OF_TEX:
            raise SourceError(f"{paths[0]}: no such file")
        readable = found is not None and found.suffix.casefold() in SUFFIXES
        return found if readable else None, within


def _refuse_macros(part: Part) -> None:
    written = f"{part.folder}/{part.name}" if part.folder else part.name
    if "\\" in written or "#" in written:
        raise SourceError(
            f"{written} has a macro in its path; name the file itself, or give it as a source"
        )


def _names(name: str) -> tuple[str, ...]:
    """Give the names of a part in the order in which LaTeX tries them."""
    return (name,) if Path(name).suffix.casefold() in SUFFIXES else (f"{name}.tex", name)
