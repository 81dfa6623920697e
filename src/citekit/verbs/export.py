"""Write works in a format that other programs read; files are replaced whole or left alone."""

from __future__ import annotations

import contextlib
import importlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from citekit.errors import InputError, LibraryError
from citekit.model import StoredWork


class Format(NamedTuple):
    """One way to write works."""

    name: str
    module: str
    suffixes: tuple[str, ...] = ()
    """File endings that tell it."""
    flavours: tuple[str, ...] = ()
    """The programs it can be written for, where they read it differently."""
    has_ascii: bool = False
    """It can be written in nothing but ASCII."""


FORMATS: tuple[Format, ...] = (
    Format("bibtex", "citekit.formats.bibtex", (".bib",), has_ascii=True),
    Format("biblatex", "citekit.formats.biblatex", has_ascii=True),
    Format("ris", "citekit.formats.ris", (".ris",), ("zotero", "endnote", "jabref")),
    Format("csljson", "citekit.formats.csljson", (".json",)),
    Format("nbib", "citekit.formats.nbib", (".nbib",)),
    Format("endnote-xml", "citekit.formats.endnote_xml", (".xml",)),
    Format("enw", "citekit.formats.enw", (".enw",)),
    # A `.txt` may be anything: this one is written only when it is named.
    Format("vancouver", "citekit.formats.vancouver", ()),
    Format("csv", "citekit.formats.csv_works", (".csv",)),
)


def format_named(name: str | None, path: Path | None) -> Format:
    """Choose the format by its name, else by the file's suffix; raises InputError for neither."""
    known = _listed(one.name for one in FORMATS)
    for one in FORMATS:
        if name == one.name or (name is None and path and path.suffix.casefold() in one.suffixes):
            return one
    if name is not None:
        raise InputError(f"there is no format {name!r}; known are {known}")
    raise InputError(f"name a format with --format ({known}), or a file ending that tells it")


def ways(chosen: Format, flavour: str | None, *, ascii_only: bool) -> dict[str, object]:
    """Give what a format's writer is told beside the works; raises InputError for the unknown."""
    told: dict[str, object] = {}
    if flavour is not None and flavour not in chosen.flavours:
        others = (f"{one.name} has {_listed(one.flavours)}" for one in FORMATS if one.flavours)
        known = f"known are {_listed(chosen.flavours)}" if chosen.flavours else _listed(others)
        raise InputError(f"there is no flavour {flavour!r} of {chosen.name}; {known}")
    if ascii_only and not chosen.has_ascii:
        able = _listed(one.name for one in FORMATS if one.has_ascii)
        raise InputError(f"--ascii is for {able}; {chosen.name} has no commands for letters")
    if flavour is not None:
        told["flavour"] = flavour
    if ascii_only:
        told["ascii_only"] = True
    return told


def render(
    works: Sequence[StoredWork], chosen: Format, told: Mapping[str, object] | None = None
) -> str:
    """Write works in a format; the same works give the same text, in the order of their keys.

    `told` is what `ways` gives.
    """
    write: Callable[..., str] = importlib.import_module(chosen.module).write
    return write(sorted(works, key=lambda work: work.key), **(told or {}))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def replace_file(path: Path, text: str) -> bool:
    """Put a text into the file as UTF-8, as `replace_bytes` does."""
    return replace_bytes(path, text.encode("utf-8"))


def replace_bytes(path: Path, data: bytes) -> bool:
    """Put the data into the file, whole or not at all; tells whether the file changed.

    It goes into a temporary file beside it first, which is then moved over: a reader, or a
    crash, sees the old file or the new one. A symbolic link is followed, the mode is kept.
    Raises LibraryError where the disk refuses.
    """
    target = path.resolve()
    try:
        if target.is_file() and target.read_bytes() == data:
            return False
        _swap(target, data)
    except OSError as error:
        raise LibraryError(f"{path}: cannot be written: {error.strerror or error}") from error
    return True


def _swap(target: Path, data: bytes) -> None:
    with fresh_file(target) as new:
        new.write_bytes(data)
        put_in_place(new, target)


@contextlib.contextmanager
def fresh_file(beside: Path) -> Iterator[Path]:
    """Give an empty file beside the one named; it is gone afterwards, unless it was moved."""
    handle, name = tempfile.mkstemp(prefix=f".{beside.name}.", dir=beside.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink()


def put_in_place(new: Path, target: Path) -> None:
    """Move a file over another one, durably; the other's mode is kept."""
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    with new.open("rb+") as stream:
        os.fsync(stream.fileno())
    new.chmod(mode)
    new.replace(target)
    _sync_folder(target.parent)


def _umask() -> int:
    # There is no way to read the umask but to set it.
    current = os.umask(0o022)
    os.umask(current)
    return current


def _sync_folder(folder: Path) -> None:
    """Make the move itself durable, where the system can open a folder (Windows cannot)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
