"""Measure `citekit export` of 10,000 works beside bare writers of the same entries.

    python benchmarks/export_formats.py [--runs N] [--citekit COMMAND]

BibTeX, biblatex, RIS, CSL-JSON and nbib, which no peer writes. A peer unpickles what it has parsed
beforehand and writes it into a file; so does `citekit, …: write only` with the works of a library.
`citekit export` is the whole command: it opens the library and reads the works from it. Each
command has to write all entries, or it has no figure. The peers run in citekit's own environment.
Prints a Markdown table for each format, entries a second on this machine and multiples of the first
writer, and a last one of what unpickling and reading alone cost.
"""

from __future__ import annotations

import platform
import re
import shlex
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import measure
import options
import peers
import synthetic

ENTRIES = 10_000
_PACKAGES = ("bibtexparser", "pybtex", "rispy")
_PICKLE = (
    "\nimport pickle\n"
    "with open(sys.argv[2], 'wb') as stream:\n"
    "    pickle.dump(loaded, stream, pickle.HIGHEST_PROTOCOL)"
)
_UNPICKLE = (
    "import pickle, sys\nwith open(sys.argv[1], 'rb') as stream: loaded = pickle.load(stream)\n"
)
_SAVE = "\nwith open(sys.argv[2], 'w', encoding='utf-8', newline='') as stream: stream.write(text)"
_DOI = re.compile(r"10\.5555/citekit\.(\d+)")


class _Writer(NamedTuple):
    """A way to write entries that have been parsed."""

    name: str
    parse: str
    """Parses the file `sys.argv[1]`, whose entries are then `loaded`."""
    write: str
    """Writes what is `loaded` as `text`."""


_BIBTEXPARSER = _Writer(
    "bibtexparser, write_string",
    "import sys, bibtexparser\nloaded = bibtexparser.parse_file(sys.argv[1], encoding='utf-8')",
    # Which copies nothing: it is what bibtexparser advises for large files.
    "import bibtexparser; from bibtexparser.middlewares import default_unparse_stack\n"
    "stack = default_unparse_stack(allow_inplace_modification=True)\n"
    "text = bibtexparser.write_string(loaded, unparse_stack=stack)",
)
_PYBTEX = _Writer(
    "pybtex, to_string",
    "import sys; from pybtex.database import parse_file\n"
    "loaded = parse_file(sys.argv[1], 'bibtex', encoding='utf-8')",
    "text = loaded.to_string('bibtex')",
)
_RISPY = _Writer(
    "rispy.dumps",
    "import sys, rispy\n"
    "with open(sys.argv[1], encoding='utf-8') as file: loaded = rispy.load(file)",
    "import rispy; text = rispy.dumps(loaded)",
)
_JSON = _Writer(
    "json.dumps, indented",
    "import sys, json\nwith open(sys.argv[1], encoding='utf-8') as file: loaded = json.load(file)",
    "import json; text = json.dumps(loaded, ensure_ascii=False, indent=2)",
)
_JSON_LINE = _JSON._replace(
    name="json.dumps, on one line",
    write="import json; text = json.dumps(loaded, ensure_ascii=False)",
)
_CITEKIT = _Writer(
    "citekit, write only",
    "import sys; from pathlib import Path; from citekit.library.store import Library\n"
    "with Library.open(Path(sys.argv[1])) as library: loaded = list(library.works())",
    "from citekit.formats import {format} as module; text = module.write(loaded)",
)
_WRITERS = {
    "bibtex": (_BIBTEXPARSER, _PYBTEX),
    "biblatex": (_BIBTEXPARSER, _PYBTEX),
    "ris": (_RISPY,),
    "csljson": (_JSON, _JSON_LINE),
    "nbib": (),
}
_LOADED = {
    "bibtexparser's library, unpickled": ("bibtex", _BIBTEXPARSER),
    "pybtex's entries, unpickled": ("bibtex", _PYBTEX),
    "rispy's dictionaries, unpickled": ("ris", _RISPY),
    "json's dictionaries, unpickled": ("csljson", _JSON),
    "citekit's works, unpickled": (None, _CITEKIT),
}


class _Bench(NamedTuple):
    """Where everything is."""

    citekit: Path
    folder: Path

    @property
    def python(self) -> str:
        return str(self.citekit.with_name("python"))

    @property
    def library(self) -> Path:
        return self.folder / "library.db"

    @property
    def written(self) -> Path:
        return self.folder / "written"

    @property
    def environ(self) -> Mapping[str, str]:
        return measure.environ(self.folder)

    def run(self, *argv: str | Path) -> None:
        measure.output(measure.Command("", tuple(map(str, argv)), self.environ))

    def pickled(self, writer: _Writer, format_: str | None) -> Path:
        """Give what a writer writes from, parsed once; without a format it is the library."""
        path = self.folder / f"{writer.name.partition(',')[0]}.{format_ or 'works'}.pickle"
        if not path.exists():
            source = self.folder / f"works.{format_}" if format_ else self.library
            self.run(self.python, "-c", writer.parse + _PICKLE, source, path)
        return path

    def command(self, name: str, code: str, *files: Path) -> measure.Command:
        return measure.Command(name, (self.python, "-c", code, *map(str, files)), self.environ)


def main() -> None:
    parser = options.parser(__doc__)
    parser.set_defaults(runs=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = _Bench(args.citekit, Path(name))
        _fill(bench)
        for format_ in _WRITERS:
            lacking = partial(_lacking, bench.written)
            _print(measure.side_by_side(_writing(bench, format_), args.runs, lacking))
        _print(measure.side_by_side(_loading(bench), args.runs))
    versions = peers.versions(Path(bench.python), _PACKAGES)
    measured = f"Python {platform.python_version()}, {args.runs} turns, {ENTRIES:,} entries."
    print(f"{measured} {versions}.")


def _print(costs: list[measure.Cost | measure.Failed]) -> None:
    print(measure.rates(costs, ENTRIES, "entries"), end="\n\n")


def _fill(bench: _Bench) -> None:
    """Write the works as files, and import one of them into a library."""
    works = list(synthetic.items(ENTRIES))
    for format_ in _WRITERS:
        synthetic.write_file(bench.folder / f"works.{format_}", works, format_)
    take = (bench.citekit, "import", "--no-resolve", "--library", bench.library)
    bench.run(*take, bench.folder / "works.csljson")


def _writing(bench: _Bench, format_: str) -> list[measure.Command]:
    own = _CITEKIT._replace(
        name=f"citekit, {format_}: write only", write=_CITEKIT.write.format(format=format_)
    )
    pickles = {one: bench.pickled(one, format_) for one in _WRITERS[format_]}
    pickles[own] = bench.pickled(own, None)
    written = [
        bench.command(one.name, _UNPICKLE + one.write + _SAVE, pickle, bench.written)
        for one, pickle in pickles.items()
    ]
    return [*written, _export(bench, format_)]


def _export(bench: _Bench, format_: str) -> measure.Command:
    export = [str(bench.citekit), "export", "--library", str(bench.library), "--format", format_]
    # A file that is the same already would be left alone.
    fresh = f"rm -f {shlex.quote(str(bench.written))}; "
    argv = ("/bin/sh", "-c", fresh + shlex.join([*export, "-o", str(bench.written)]))
    return measure.Command(f"citekit export --format {format_}", argv, bench.environ)


def _loading(bench: _Bench) -> list[measure.Command]:
    pickles = {name: bench.pickled(writer, file) for name, (file, writer) in _LOADED.items()}
    unpickling = [bench.command(name, _UNPICKLE, path) for name, path in pickles.items()]
    reading = bench.command("citekit's works, read from the library", _CITEKIT.parse, bench.library)
    return [*unpickling, reading]


def _lacking(written: Path, _: measure.Command) -> str | None:
    """Say that not all entries are in the file; it is removed, so the next one writes its own."""
    text = written.read_text(encoding="utf-8") if written.exists() else ""
    count = len(set(_DOI.findall(text)))
    written.unlink(missing_ok=True)
    return None if count == ENTRIES else f"wrote {count}"


if __name__ == "__main__":
    main()
