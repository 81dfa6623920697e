"""Where a finding stands, as a path that a repository's host takes."""

from __future__ import annotations

import posixpath
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from citekit.findings import Checked, Finding, Unchecked
from citekit.reports import safe

_SAFE: Final = "/"


def path_of(one: Finding | Unchecked, checked: Checked) -> str:
    """Give the file; a work of the library stands in the library."""
    return relative(one.place.path if one.place else checked.what)


def line_of(one: Finding | Unchecked) -> int:
    """Give the line; hosts want one, and count from 1, where there is none too."""
    return max(1, one.place.line) if one.place else 1


def where(one: Finding | Unchecked, checked: Checked) -> str:
    """Write `file:line`, or the library's path alone."""
    line = f":{line_of(one)}" if one.place else ""
    return safe.path(path_of(one, checked) + line)


def relative(path: str) -> str:
    """Normalise a path: forward slashes, no leading `./`, no way down and up again.

    What is absolute or leads above the folder stays so: where the repository begins is for the
    caller to know.
    """
    return posixpath.normpath(PurePath(path).as_posix())


def uri(path: str) -> str:
    """Write a normalised path as an RFC 3986 reference: relative, or `file:` if it is absolute.

    Everything but slashes and unreserved characters is escaped, colons too: one in the first
    segment would make it a scheme (4.2).
    """
    pure = PurePath(path)
    if pure.is_absolute():
        return pure.as_uri() if pure.drive else f"file:///{_quoted(path.lstrip('/'))}"
    return _quoted(path)


def _quoted(path: str) -> str:
    # Undecodable bytes of a file name travel as surrogates (PEP 383); others have no bytes at all.
    try:
        data = path.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        data = path.encode(errors="replace")
    return quote(data, safe=_SAFE)
