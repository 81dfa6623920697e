"""Which way to write the evidence."""

from __future__ import annotations

from pathlib import Path

from citekit.errors import InputError

FORMATS = {
    "html": (".html", ".htm"),
    "markdown": (".md", ".markdown"),
    "csv": (".csv",),
    "json": (".json",),
}
"""The ways, with the endings of files that tell them."""


def format_named(name: str | None, path: Path | None) -> str:
    """Choose by the name, else by the file's ending; raises InputError for neither."""
    if name in FORMATS:
        return str(name)
    known = ", ".join(FORMATS)
    if name is not None:
        raise InputError(f"there is no format {name!r} of a report; known are {known}")
    for one, suffixes in FORMATS.items():
        if path and path.suffix.casefold() in suffixes:
            return one
    raise InputError(f"name a format with --format ({known}), or a file ending that tells it")
