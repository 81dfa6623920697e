"""Whether the exports beside a library are what it exports today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Final

from citekit.errors import LibraryError
from citekit.model import StoredWork
from citekit.verbs.export import FORMATS, Format, render, ways
from citekit.verbs.journal_names import Journal, named

FOLDER: Final = "exports"
"""Beside the library."""


def outdated(library: Path, works: Sequence[StoredWork]) -> list[Path]:
    """List the files of the exports' folder that no form of `export` would write today.

    Files of which the ending tells no format are nobody's exports. Raises LibraryError for one
    that cannot be read.
    """
    folder = library.absolute().parent / FOLDER
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in paths if path.is_file() and _is_outdated(path, works)]


def _is_outdated(path: Path, works: Sequence[StoredWork]) -> bool:
    formats = [one for one in FORMATS if path.suffix.casefold() in _suffixes(one)]
    if not formats:
        return False
    try:
        held = path.read_bytes()
    except OSError as error:
        raise LibraryError(f"{path}: cannot be read: {error.strerror or error}") from error
    return not any(written == held for one in formats for written in _written(one, works))


def _suffixes(one: Format) -> tuple[str, ...]:
    # BibLaTeX's files end as BibTeX's do, which is what the ending stands for in `export`.
    return (".bib",) if one.name == "biblatex" else one.suffixes


def _written(one: Format, works: Sequence[StoredWork]) -> Iterator[bytes]:
    """Write the works in every way that a format has, the usual one first."""
    for journal, flavour, ascii_only in product(
        (None, *Journal), (None, *one.flavours), _ascii(one)
    ):
        told: Mapping[str, object] = ways(one, flavour, ascii_only=ascii_only)
        called = named(works, journal)[0] if journal else works
        yield render(called, one, told).encode()


def _ascii(one: Format) -> tuple[bool, ...]:
    return (False, True) if one.has_ascii else (False,)
