"""Measure `citekit match` of references from a file, with one process and with two.

    python benchmarks/match_command.py FOLDER [--cache FOLDER] [--references N] [--runs N]

FOLDER holds the two real files of PubMed (`REAL_PUBMED`). The references are those of `spark.py`:
generated and real ones and traps. Opening the mirror and reading and writing files are counted.
Prints Markdown.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import measure
from benchmarks.spark import make_mirror, references
from mirror_build import Cost, measured

REFERENCES = 9_000


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = references(options.folder, options.cache, options.references)
        (folder / "references.txt").write_text("".join(f"{one}\n" for one in texts))
        make_mirror(options.folder, folder / "mirror")
        commands = [_match(options.citekit, folder, jobs) for jobs in (1, 2)]
        print(_table(measured(commands, options.runs), len(texts)))
    print(f"\nPython {platform.python_version()}, {options.runs} turns, {len(texts):,} references.")


def _match(citekit: Path, folder: Path, jobs: int) -> measure.Command:
    out = folder / "matched.jsonl"
    words = f"{citekit} match {folder}/references.txt --mirror {folder}/mirror --jobs {jobs}"
    # Exit 1: some references are of records that the index does not have.
    line = f"rm -f {out}; {words} -o {out} || test $? = 1"
    name = f"citekit match --jobs {jobs}"
    return measure.Command(name, ("/bin/sh", "-c", line), measure.environ(folder))


def _table(costs: list[Cost], count: int) -> str:
    head = [
        "| command | references/s | × | references for a second of a core | largest process, MiB |",
        "|---|---|---|---|---|",
    ]
    rows = [
        f"| `{one.name}` | {count / one.seconds:,.0f} | {costs[0].seconds / one.seconds:.2f} "
        f"| {count / one.used:,.0f} | {one.peak / 1024:,.0f} |"
        for one in costs
    ]
    return "\n".join([*head, *rows])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--references", type=int, default=REFERENCES)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--citekit", type=Path, default=Path(sys.executable).with_name("citekit"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
