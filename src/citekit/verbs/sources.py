"""Turn what a person typed into citations: identifiers, files, web addresses, free text."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from citekit.documents import reader
from citekit.documents.manuscript import Manuscript
from citekit.errors import InputError, OutageError, SourceError
from citekit.model import Citation, Identifier, Rejected
from citekit.settings import Settings
from citekit.text import freetext, identifiers
from citekit.text.meant import question
from citekit.verbs import parts
from citekit.verbs.bibliographies import Bibliographies
from citekit.verbs.files import is_file
from citekit.verbs.parts import Documents
from citekit.vocab import Scheme

SUFFIXES = frozenset(
    {
        *(".txt", ".text", ".htm", ".html", ".xhtml", ".bib", ".ris", ".json", ".nbib"),
        *(".enw", ".xml"),
        *(".md", ".markdown", ".qmd", ".rmd", ".tex", ".ltx", ".bbl", ".docx"),
    }
)
STDIN = "-"
_SNIFFED = 4096
_LOOKED_AT = 1000
"""So many files of a folder are looked at for one that may have been meant."""


@dataclass(slots=True)
class Gathered:
    """What the sources held."""

    citations: list[Citation] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    """Sources that were read and cite nothing."""
    problems: list[str] = field(default_factory=list)
    """One sentence for each source that cannot be used as it stands."""
    unreached: list[str] = field(default_factory=list)
    """One sentence for each web page that could not be had just now."""
    documents: Documents = field(default_factory=Documents, repr=False)
    shelves: Bibliographies = field(default_factory=Bibliographies, repr=False)


def gather(sources: Sequence[str], settings: Settings) -> Gathered:
    """Read every source; one that cannot be read is a problem and never costs its neighbours.

    A file that is a part of another one is told with that alone.
    """
    gathered = Gathered()
    gathered.documents.expect(path for source in sources for path in _latex_files(source))
    for source in sources:
        try:
            _take(source, settings, gathered)
        except OutageError as error:
            gathered.unreached.append(str(error))
        except InputError as error:
            gathered.problems.append(str(error))
    return gathered


def _take(source: str, settings: Settings, gathered: Gathered) -> None:
    found = list(_read(source, settings, gathered))
    citations = [item for item in found if isinstance(item, Citation)]
    rejected = [item for item in found if isinstance(item, Rejected)]
    gathered.citations += citations
    gathered.rejected += rejected
    if not found and not gathered.documents.is_part(Path(source)):
        gathered.empty.append(source)


def _read(source: str, settings: Settings, gathered: Gathered) -> Iterable[Citation | Rejected]:
    if not source.strip():
        raise SourceError("an empty source names nothing; give an identifier, a file or a citation")
    if source == STDIN:
        manuscript = reader.read_manuscript(sys.stdin.buffer.read(), STDIN)
        return _without_place(manuscript, gathered)
    if (identifier := identifiers.parse(source)) is not None:
        return [_named(source, identifier)]
    if source.casefold().startswith(("http://", "https://")):
        return _web(source, settings, gathered)
    path = Path(source)
    if _exists(path):
        return _folder(path, gathered) if path.is_dir() else _file(path, gathered)
    _refuse_non_text(source)
    return [_written(source)]


def _named(raw: str, identifier: Identifier) -> Citation:
    return Citation(raw=raw, identifiers={identifier.scheme: identifier.value})


def _written(text: str) -> Citation:
    named: dict[Scheme, str] = {}
    for mention in identifiers.find(text):
        named.setdefault(mention.identifier.scheme, mention.identifier.value)
    return Citation(raw=text, identifiers=named, said=freetext.describe(text))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # longer than the system allows, or with a NUL
        return False


def _latex_files(source: str) -> Iterator[Path]:
    """Give the files of a source that may be parts of another, or have parts."""
    path = Path(source)
    if not source.strip() or not _exists(path):
        return
    for file in _inside(path) if path.is_dir() else [path]:
        if file.suffix.casefold() in parts.SUFFIXES:
            yield file


def _refuse_non_text(source: str) -> None:
    """Raise for what is no free text: a missing path, an unknown scheme, a bare number."""
    word = source.strip()
    if any(character.isspace() for character in word):
        return
    if "://" in word:
        raise SourceError(f"{source}: only http:// and https:// addresses can be read")
    scheme = identifiers.scheme_prefix(word)
    if scheme is not None:
        known = ", ".join(Scheme)
        near = question(scheme, Scheme)
        raise SourceError(f"{source}: there is no scheme {scheme!r}{near}; known are {known}")
    if "/" in word or os.sep in word or Path(word).suffix.casefold() in SUFFIXES:
        raise SourceError(f"{source}: no such file or folder{_near(Path(word))}")
    if word.isdigit():
        raise SourceError(f"{source}: a bare number names nothing; write pmid:{word} if it is one")


def _near(path: Path) -> str:
    """Ask for a file of the same folder that has nearly this name."""
    try:
        names = [one.name for one in islice(path.parent.iterdir(), _LOOKED_AT)]
    except (OSError, ValueError):
        return ""
    return question(path.name, names)


def _file(path: Path, gathered: Gathered) -> Iterator[Citation | Rejected]:
    if gathered.documents.is_part(path):
        return iter(())
    manuscript = gathered.documents.read(path, gathered.problems)
    return gathered.shelves.complete(manuscript, path, gathered.problems)


def _folder(folder: Path, gathered: Gathered) -> Iterator[Citation | Rejected]:
    paths = _inside(folder)
    if not paths:
        kinds = " ".join(sorted(SUFFIXES))
        raise SourceError(f"{folder}: the folder holds nothing to read; citekit reads {kinds}")
    for path in paths:
        try:
            yield from _file(path, gathered)
        except InputError as error:
            gathered.problems.append(str(error))


def _inside(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.casefold() in SUFFIXES and is_file(path) and not _hidden(path, folder)
        if path.suffix.casefold() != ".xml" or _is_endnote(path)
    ]


def _is_endnote(path: Path) -> bool:
    """Tell a reference file from the many other files that are XML."""
    try:
        with path.open("rb") as stream:
            return reader.is_endnote_xml(stream.read(_SNIFFED), str(path))
    except (OSError, InputError):
        return False


def _hidden(path: Path, folder: Path) -> bool:
    # Word locks `paper.docx` with a file `~$paper.docx` beside it.
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def _web(address: str, settings: Settings, gathered: Gathered) -> Iterator[Citation | Rejected]:
    if settings.offline:
        raise SourceError(f"{address}: --offline opens no socket; save the page and give the file")
    from citekit.registries import pages  # noqa: PLC0415 - requests is slow to load
    from citekit.registries.http import Http  # noqa: PLC0415

    page = pages.fetch_page(Http(settings), address, time.monotonic() + settings.timeout)
    data, media_type, final = page
    manuscript = reader.read_manuscript(data, final, media_type)
    return _without_place(manuscript, gathered)


def _without_place(manuscript: Manuscript, gathered: Gathered) -> Iterator[Citation | Rejected]:
    """Give what a document cites that is no file of this machine: nothing stands beside it."""
    gathered.problems += parts.unread(manuscript)
    return gathered.shelves.complete(manuscript, None, gathered.problems)
