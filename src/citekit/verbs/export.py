"""Write works in a format that other programs read."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citekit.errors import InputError
from citekit.text.meant import question

if TYPE_CHECKING:
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


def format_named(name: str | None, path: Path | None, among: Sequence[Format] = FORMATS) -> Format:
    """Choose a format by its name, else by the file's suffix; raises InputError for neither."""
    known = _listed(one.name for one in among)
    for one in among:
        if name == one.name or (name is None and path and path.suffix.casefold() in one.suffixes):
            return one
    if name is not None:
        near = question(name, [one.name for one in among])
        raise InputError(f"there is no format {name!r}{near}; known are {known}")
    raise InputError(f"name a format with --format ({known}), or a file ending that tells it")


def ways(chosen: Format, flavour: str | None, *, ascii_only: bool) -> dict[str, object]:
    """Give what a format's writer is told beside the works; raises InputError for the unknown."""
    told: dict[str, object] = {}
    if flavour is not None and flavour not in chosen.flavours:
        others = (f"{one.name} has {_listed(one.flavours)}" for one in FORMATS if one.flavours)
        known = f"known are {_listed(chosen.flavours)}" if chosen.flavours else _listed(others)
        near = question(flavour, chosen.flavours)
        raise InputError(f"there is no flavour {flavour!r} of {chosen.name}{near}; {known}")
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
