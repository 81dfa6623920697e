"""Citations by key in LaTeX, and the bibliography files that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final, NamedTuple

from citekit.documents.manuscript import EVERY


class Key(NamedTuple):
    """A key inside the braces of a citation command."""

    key: str
    start: int
    end: int


class Named(NamedTuple):
    """A bibliography file and where it is named."""

    name: str
    start: int


# The commands of LaTeX, natbib, biblatex, apacite, jurabib and ACL's styles, without regard to
# capitals (`\Citet`) and stars.
_ONE = frozenset(
    {
        *("cite", "citep", "citet", "citealt", "citealp", "citeauthor", "citeyear", "citeyearpar"),
        *(
            "citefullauthor",
            "citenum",
            "citetalias",
            "citepalias",
            "nocite",
            "fullcite",
            "parencite",
        ),
        *(
            "footcite",
            "footcitetext",
            "textcite",
            "smartcite",
            "supercite",
            "autocite",
            "citetitle",
        ),
        *("citedate", "citeurl", "footfullcite", "notecite", "pnotecite", "fnotecite", "shortcite"),
        *("citea", "citeasnoun", "citeaffixed", "citeyearnp", "citenp", "onlinecite", "newcite"),
        *(
            "blockcquote",
            "citepos",
            "citeposs",
            "inlinecite",
            "fullciteauthor",
            "volcite",
            "bibentry",
        ),
        *(
            "fullocite",
            "ocite",
            "citeaas",
            "shortciteA",
            "citebyear",
            "possessivecite",
            "citeurldate",
        ),
    }
)
_SEVERAL = frozenset(
    {
        *("cites", "parencites", "footcites", "footcitetexts", "textcites", "smartcites"),
        *("supercites", "autocites", "fullcites", "footfullcites", "citeauthors"),
    }
)
_COMMAND = re.compile(r"\\([A-Za-z]*[Cc]ite[A-Za-z]*|bibentry)\*?")
GAP: Final = r"[ \t]*(?:\r?\n[ \t]*)?"
_GROUP = r"\{(?:[^{}]++|\{[^{}]*+\})*\}"
_NOTE = rf"{GAP}(?:\[(?:[^\[\]{{}}]++|{_GROUP})*\]|<[^<>\r\n]*+>)"
_NOTES = re.compile(rf"(?:{_NOTE}){{0,3}}")
_COMMON = re.compile(rf"(?:{GAP}\([^()\r\n]*+\)){{0,2}}")
_KEYS = re.compile(rf"{GAP}\{{([^{{}}\\]{{0,5000}})\}}")
_KEY = re.compile(r"[^\s,][^,\r\n]*?(?=\s*(?:,|$|[\r\n]))")
_FILE = re.compile(
    r"\\(?:(?P<bibtex>(?:no)?bibliography)|add(?:bibresource|globalbib|sectionbib))"
    # `\subfix{../refs}`: in one of subfiles' parts, which is a document of its own too.
    rf"{GAP}(?:\[[^\[\]\r\n]*\])?{GAP}\{{(?:\\subfix\{{)?([^{{}}]{{1,2000}})\}}"
)


def find(text: str) -> Iterator[Key]:
    """Find every key of every citation command, in order; comments are blank already."""
    for match in _COMMAND.finditer(text):
        name = match[1].casefold()
        if name in _SEVERAL:
            yield from _each(text, match.end())
        elif name in _ONE:
            yield from _keys(text, match.end())[1]


def files(text: str, path: str) -> Iterator[Named]:
    r"""Find what `\bibliography{a,b}` and `\addbibresource{x.bib}` name."""
    for match in _FILE.finditer(text):
        for name in re.finditer(r"[^\s,][^,\r\n]*", match[2]):
            written = name[0].strip().replace("\\jobname", PurePath(path).stem).strip('"')
            if match["bibtex"] and not written.casefold().endswith(".bib"):
                written += ".bib"
            yield Named(written, match.start(2) + name.start())


def _each(text: str, position: int) -> Iterator[Key]:
    position = _end(_COMMON, text, position)
    while True:
        position, keys = _keys(text, position)
        if not keys:
            return
        yield from keys


def _keys(text: str, position: int) -> tuple[int, list[Key]]:
    found = _KEYS.match(text, _end(_NOTES, text, position))
    if found is None:
        return position, []
    start = found.start(1)
    keys = [
        Key(match[0], start + match.start(), start + match.end())
        for match in _KEY.finditer(found[1])
        # `#1` is the parameter of a macro.
        if "#" not in match[0] and (match[0] == EVERY or match[0].strip("*"))
    ]
    return found.end(), keys


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position
