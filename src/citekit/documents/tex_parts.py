r"""The files that a LaTeX document takes in by `\input`, `\include`, `\subfile`, `\import` …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from citekit.documents.manuscript import Part
from citekit.documents.sheet import Places, Span
from citekit.documents.tex_keys import GAP

_BRACED = r"\{((?:[^{}]++|\{[^{}]*+\})*)\}"
_COMMAND = re.compile(
    rf"\\(?P<plain>input|include)(?![A-Za-z@])(?:{GAP}{_BRACED}"
    # TeX's own `\input chapter` needs no braces.
    r"|(?<=\\input)[ \t]+([^\s{}\\%\[\]\",]+))"
    rf"|\\(?P<subfile>subfile(?:include)?){GAP}{_BRACED}"
    rf"|\\(?P<sub>sub)?(?:import|inputfrom|includefrom)\*?{GAP}{_BRACED}{GAP}{_BRACED}"
)


def find(text: str, places: Places) -> Iterator[Part]:
    """Find every file that a document takes in, in order; comments are blank already."""
    for match in _COMMAND.finditer(text):
        written = [_name(group, places.path) for group in match.groups() if group is not None]
        *_, name = written
        place = places.at(match.start())
        if not name:
            continue
        if match["plain"]:
            yield Part(name, place)
        elif match["subfile"]:
            # The package makes a `\subimport` of it.
            folder, _, file = name.rpartition("/")
            yield Part(file, place, folder)
        else:
            yield Part(name, place, written[-2], from_main=not match["sub"])


def commands(text: str) -> Iterator[Span]:
    """Find the commands themselves, whose paths are no text of the document."""
    for match in _COMMAND.finditer(text):
        yield Span(*match.span())


def _name(written: str, path: str) -> str:
    return written.strip().strip('"').replace("\\jobname", PurePath(path).stem)
