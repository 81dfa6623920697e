"""Quarto projects: the bibliographies that `_quarto.yml` and `_metadata.yml` name for documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from citekit.documents import front_matter
from citekit.documents.encoding import decode
from citekit.documents.manuscript import Bibliography
from citekit.errors import InputError
from citekit.verbs.files import content, is_file

SUFFIX: Final = ".qmd"
"""Quarto's own documents; the other kinds of its projects may also be anything else."""

_DOCUMENTS: Final = frozenset({SUFFIX, ".md", ".markdown", ".rmd"})
_PROJECT: Final = ("_quarto.yml", "_quarto.yaml")
_FOLDER: Final = ("_metadata.yml", "_metadata.yaml")


class Projects:
    """Reads the files of each project once, however many documents it has."""

    def __init__(self) -> None:
        self._read: dict[Path, tuple[Bibliography, ...]] = {}

    def bibliographies(self, path: Path, problems: list[str]) -> list[Bibliography]:
        """Give what a document's project names: what stands nearest to the document comes first.

        Quarto adds a list of the document's to a list of the project's, but of two single names
        takes the document's alone (its `mergeConfigs`); here both serve. A name counts from the
        file that has it. Without a project there is nothing.
        """
        if path.suffix.casefold() not in _DOCUMENTS:
            return []
        return [one for file in _files(path) for one in self._named(file, problems)]

    def _named(self, file: Path, problems: list[str]) -> tuple[Bibliography, ...]:
        if file not in self._read:
            self._read[file] = ()
            try:
                text = decode(content(file), str(file))
                self._read[file] = front_matter.bibliographies(text, str(file))
            except InputError as error:
                problems.append(str(error))
        return self._read[file]


def _files(path: Path) -> list[Path]:
    """Give the project's file, behind those of the folders between it and the document."""
    files: list[Path] = []
    for folder in _upwards(path):
        files += _first(folder, _FOLDER)
        project = _first(folder, _PROJECT)
        if project:
            return [*files, *project]
    return []


def _first(folder: Path, names: tuple[str, ...]) -> list[Path]:
    return [folder / name for name in names if is_file(folder / name)][:1]


def _upwards(path: Path) -> Iterator[Path]:
    """Give a document's folder and those above, as far as its repository or the home folder."""
    here = Path.cwd()
    folder = path.parent.resolve()
    for one in (folder, *folder.parents):
        yield one.relative_to(here) if one.is_relative_to(here) else one
        if (one / ".git").exists() or one == _home():
            return


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:  # nobody's: a container may run without a user
        return None
