"""Measure `citekit import` of 10,000 entries beside bare parsers of the same files.

    python benchmarks/import_formats.py [--runs N] [--citekit COMMAND]

The peers parse and keep nothing; citekit parses, maps to CSL, and stores each work with its own
words, its history and a search index. They run in citekit's own environment (bibtexparser is a
dependency, rispy and pybtex are there for the tests). Prints a Markdown table for each format:
entries a second on this machine, and multiples of the first parser.
"""

from __future__ import annotations

import platform
import shlex
import subprocess
import tempfile
from pathlib import Path

import measure
import options
import synthetic

from citekit.formats import bibtex, ris
from citekit.model import StoredWork

ENTRIES = 10_000
_BIBTEXPARSER = "import sys, bibtexparser; bibtexparser.parse_file(sys.argv[1])"
_PYBTEX = "import sys; from pybtex.database import parse_file; parse_file(sys.argv[1], 'bibtex')"
_RISPY = "import sys, rispy; rispy.load(open(sys.argv[1], encoding='utf-8'))"
_READ = (
    "import importlib, sys\n"
    "module = importlib.import_module(f'citekit.formats.{sys.argv[2]}')\n"
    "text = open(sys.argv[1], encoding='utf-8').read()\n"
    "for entry in module.read(text, sys.argv[1]): pass"
)
_VERSIONS = (
    "from importlib.metadata import version\n"
    "print(', '.join(f'{n} {version(n)}' for n in ('bibtexparser', 'pybtex', 'rispy')))"
)
_PEERS = {
    "bibtex": {"bibtexparser, default parse": _BIBTEXPARSER, "pybtex, parse": _PYBTEX},
    "ris": {"rispy, parse": _RISPY},
}


def main() -> None:
    parser = options.parser(__doc__)
    parser.set_defaults(runs=5)
    args = parser.parse_args()
    python = args.citekit.with_name("python")
    with tempfile.TemporaryDirectory() as name:
        for format_, path in _files(Path(name)).items():
            commands = _commands(args.citekit, python, format_, path)
            costs = measure.side_by_side(commands, args.runs)
            print(measure.rates(costs, ENTRIES, "entries"), end="\n\n")
    asked = subprocess.run([python, "-c", _VERSIONS], capture_output=True, text=True, check=True)
    versions = asked.stdout.strip()
    print(f"Python {platform.python_version()}, {args.runs} turns, {ENTRIES:,} entries.", versions)


def _files(folder: Path) -> dict[str, Path]:
    works = [StoredWork(item["id"], item, {}) for item in synthetic.items(ENTRIES)]
    written = {"bibtex": bibtex.write(works), "ris": ris.write(works)}
    paths = {format_: folder / f"works.{format_}" for format_ in written}
    for format_, text in written.items():
        paths[format_].write_text(text, encoding="utf-8", newline="")
    return paths


def _commands(citekit: Path, python: Path, format_: str, path: Path) -> list[measure.Command]:
    environ = measure.environ(path.parent)
    library = path.with_name("library.db")
    take = [str(citekit), "import", "--no-resolve", "--library", str(library), str(path)]
    fresh = f"rm -f {shlex.quote(str(library))}*; {shlex.join(take)}"
    return [
        *(
            measure.Command(name, (str(python), "-c", code, str(path)), environ)
            for name, code in _PEERS[format_].items()
        ),
        measure.Command(
            f"citekit, {format_}: parse and map only",
            (str(python), "-c", _READ, str(path), format_),
            environ,
        ),
        measure.Command(
            f"citekit import --no-resolve, {format_}", ("/bin/sh", "-c", fresh), environ
        ),
    ]


if __name__ == "__main__":
    main()
