"""Measure `citekit import` of 10,000 entries beside bare parsers of the same files.

    python benchmarks/import_formats.py [--runs N] [--peers FOLDER] [--citekit COMMAND]

BibTeX, RIS, CSL-JSON and nbib. The peers parse and keep nothing; citekit parses, maps to CSL, and
stores each work with its own words, its history and a search index. bibtexparser, pybtex and rispy
run in citekit's own environment (the first is a dependency, the others are there for the tests),
the other peers each in their own. Each command has to find all entries, or it has no figure. Prints
a Markdown table for each format: entries a second on this machine, and multiples of the first
parser.
"""

from __future__ import annotations

import platform
import shlex
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import measure
import options
import peers
import synthetic

from citekit.library.store import Library

ENTRIES = 10_000
_ASSERT = f"\nassert found == {ENTRIES}, f'found {{found}}'"
_READ = (
    "import sys\n"
    "from citekit.formats import {format} as module\n"
    "from citekit.model import Entry\n"
    "text = open(sys.argv[1], encoding='utf-8').read()\n"
    "found = sum(isinstance(one, Entry) for one in module.read(text, sys.argv[1]))"
)
_OWN = ("bibtexparser", "pybtex", "rispy")
"""The peers in citekit's own environment."""


class _Parser(NamedTuple):
    """A peer's way to read a file."""

    name: str
    package: str | None
    """None: it comes with Python."""
    code: str
    """Reads the file `sys.argv[1]`; leaves in `found` how many entries it has."""


_PARSERS = {
    "bibtex": (
        _Parser(
            "bibtexparser, default parse",
            "bibtexparser",
            "import sys, bibtexparser\n"
            "found = len(bibtexparser.parse_file(sys.argv[1], encoding='utf-8').entries)",
        ),
        _Parser(
            "pybtex, parse",
            "pybtex",
            "import sys; from pybtex.database import parse_file\n"
            "found = len(parse_file(sys.argv[1], 'bibtex', encoding='utf-8').entries)",
        ),
    ),
    "ris": (
        _Parser(
            "rispy, parse",
            "rispy",
            "import sys, rispy; found = len(rispy.load(open(sys.argv[1], encoding='utf-8')))",
        ),
    ),
    "csljson": (
        _Parser(
            "json.load",
            None,
            "import json, sys; found = len(json.load(open(sys.argv[1], encoding='utf-8')))",
        ),
        _Parser(
            "citeproc-py, json.load and CiteProcJSON",
            "citeproc-py",
            "import json, sys; from citeproc.source.json import CiteProcJSON\n"
            "found = len(CiteProcJSON(json.load(open(sys.argv[1], encoding='utf-8'))))",
        ),
    ),
    "nbib": (
        _Parser(
            "nbib, parse",
            "nbib",
            "import sys, nbib\nfound = len(nbib.read(open(sys.argv[1], encoding='utf-8').read()))",
        ),
        _Parser(
            "biopython, Bio.Medline",
            "biopython",
            "import sys; from Bio import Medline\n"
            "found = len(list(Medline.parse(open(sys.argv[1], encoding='utf-8'))))",
        ),
    ),
}


def main() -> None:
    parser = options.parser(__doc__)
    parser.set_defaults(runs=5)
    args = parser.parse_args()
    own = args.citekit.with_name("python")
    others = _others(args.peers)
    works = list(synthetic.items(ENTRIES))
    with tempfile.TemporaryDirectory() as name:
        library = Path(name, "library.db")
        for format_ in _PARSERS:
            path = Path(name, f"works.{format_}")
            synthetic.write_file(path, works, format_)
            commands = [
                *_bare(format_, path, own, others),
                *_citekit(args.citekit, format_, path, library),
            ]
            costs = measure.side_by_side(commands, args.runs, partial(_lacking, library))
            print(measure.rates(costs, ENTRIES, "entries"), end="\n\n")
    versions = ", ".join([peers.versions(own, _OWN), *map(str, others)])
    measured = f"Python {platform.python_version()}, {args.runs} turns, {ENTRIES:,} entries."
    print(f"{measured} {versions}.")


def _others(folder: Path) -> list[peers.Peer]:
    names = {one.package for parsers in _PARSERS.values() for one in parsers} - {None, *_OWN}
    return [peers.open_peer(folder, name) for name in sorted(filter(None, names))]


def _bare(
    format_: str, path: Path, own: Path, others: Sequence[peers.Peer]
) -> list[measure.Command]:
    pythons = {peer.name: peer.python for peer in others}
    environ = measure.environ(path.parent)
    return [
        measure.Command(
            one.name,
            (str(pythons.get(one.package or "", own)), "-c", one.code + _ASSERT, str(path)),
            environ,
        )
        for one in _PARSERS[format_]
    ]


def _citekit(citekit: Path, format_: str, path: Path, library: Path) -> list[measure.Command]:
    environ = measure.environ(path.parent)
    read = _READ.format(format=format_) + _ASSERT
    take = [str(citekit), "import", "--no-resolve", "--library", str(library), str(path)]
    fresh = f"rm -f {shlex.quote(str(library))}*; {shlex.join(take)}"
    return [
        measure.Command(
            f"citekit, {format_}: parse and map only",
            (str(citekit.with_name("python")), "-c", read, str(path)),
            environ,
        ),
        measure.Command(
            f"citekit import --no-resolve, {format_}", ("/bin/sh", "-c", fresh), environ
        ),
    ]


def _lacking(library: Path, command: measure.Command) -> str | None:
    """Say that an import has not stored all entries; the other commands count for themselves."""
    if not command.name.startswith("citekit import"):
        return None
    with Library.open(library) as opened:
        stored = sum(1 for _ in opened.works())
    return None if stored == ENTRIES else f"stored {stored}"


if __name__ == "__main__":
    main()
