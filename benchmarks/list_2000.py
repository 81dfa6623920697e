"""Measure `citekit list` on 2,000 works beside `papis list` on the same 2,000 documents.

    python benchmarks/list_2000.py [--runs N] [--peers FOLDER] [--citekit COMMAND] [--works N]

Prints a Markdown table in multiples of `python -c pass`. papis keeps its documents in folders and
lists from an index of them, either its own or an SQLite file: both are measured, warm. Asked for
nothing else, it prints only each document's folder; with a format, or exported, what citekit does.
"""

from __future__ import annotations

import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import measure
import options
import peers
import synthetic

PAPIS_LINE = "{doc[ref]}  {doc[author]}  {doc[year]}  {doc[title]}"
# Under their names in the table; a bare `list` prints folders only.
PAPIS_WAYS = {
    "papis list --all": ("list", "--all"),
    "papis list --all --format …": ("list", "--all", "--format", PAPIS_LINE),
    "papis export --all --format json": ("export", "--all", "--format", "json"),
}
# How each of papis's indexes is asked for everything; "." is no query to the SQLite one.
PAPIS_INDEXES = {"papis": ".", "sqlite": "*"}


def main() -> None:
    parser = options.parser(__doc__)
    parser.add_argument("--works", type=int, default=2000, help="works in each library")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        works = list(synthetic.items(args.works))
        commands = [_python(folder), *_citekit(args.citekit, folder, works)]
        papis = peers.open_peer(args.peers, "papis")
        if papis.version is not None:
            commands += _papis(papis.command, folder, works)
        commands = [one for one in commands if _lists_all(one, args.works)]
        costs = measure.side_by_side(commands, args.runs)
    print(measure.table(costs))
    print(f"\nPython {platform.python_version()}, {args.runs} turns, {args.works} works. {papis}.")


def _python(home: Path) -> measure.Command:
    return measure.Command(measure.UNIT, (sys.executable, "-c", "pass"), measure.environ(home))


def _citekit(
    command: Path, folder: Path, works: Sequence[synthetic.CslItem]
) -> list[measure.Command]:
    library = folder / "library.db"
    synthetic.fill_citekit(library, works)
    environ = measure.environ(folder)
    argv = (str(command), "--library", str(library), "list")
    return [
        measure.Command("citekit list", argv, environ),
        measure.Command("citekit list --format json", (*argv, "--format", "json"), environ),
    ]


def _papis(
    command: Path, folder: Path, works: Sequence[synthetic.CslItem]
) -> list[measure.Command]:
    documents = folder / "documents"
    synthetic.fill_papis(documents, works)
    commands = []
    for index, everything in PAPIS_INDEXES.items():
        environ = _papis_environ(folder / index, index, documents)
        for name, way in PAPIS_WAYS.items():
            argv = (str(command), *way, everything)
            commands.append(measure.Command(f"{name} ({index} index)", argv, environ))
    return commands


def _papis_environ(home: Path, index: str, documents: Path) -> Mapping[str, str]:
    environ = measure.environ(home)
    config = Path(environ["XDG_CONFIG_HOME"]) / "papis" / "config"
    config.parent.mkdir(parents=True)
    settings = f"[settings]\ndefault-library = bench\ndatabase-backend = {index}\n"
    config.write_text(f"{settings}\n[bench]\ndir = {documents}\n", encoding="utf-8")
    return environ


def _lists_all(command: measure.Command, count: int) -> bool:
    """Tell whether a command really lists every work; what does not is named and left out."""
    if command.name == measure.UNIT:
        return True
    try:
        printed = measure.output(command)
    except subprocess.CalledProcessError as error:
        print(f"{command.name}: exit {error.returncode}: {error.stderr.strip()}", file=sys.stderr)
        return False
    missing = count - sum(f"work{n:04}" in printed for n in range(count))
    if missing:
        print(f"{command.name}: {missing} of {count} works are not listed", file=sys.stderr)
    return not missing


if __name__ == "__main__":
    main()
