"""Measure `citekit mirror build` on 70,000 rows beside a plain `csv.DictReader` over the same file.

    python benchmarks/retraction_watch.py [--runs N] [--citekit COMMAND] [--rows N]

Prints a Markdown table: seconds and rows a second on this machine, and multiples of the plain
reader, which reads every row and keeps nothing. The last two rows show what it costs to have the
mirror at hand when one paper is resolved: its file is read through once, to verify it.
"""

from __future__ import annotations

import csv
import platform
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import measure
import options

ROWS = 70_000
SEED = 20100803
UNIT = "csv.DictReader"
_READ = "import csv, sys\nfor row in csv.DictReader(open(sys.argv[1], encoding='utf-8')): pass"

_HEADER = """
Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,
RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,
OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes,
"""
# About as often as in a sheet that is nearly all retractions.
_NATURES = ["Retraction"] * 88 + ["Expression of concern"] * 6 + ["Correction"] * 5
_NATURES += ["Reinstatement"]
_WORD_TEXT = "acute cell cohort dietary early factor growth immune lipid marker renal serum trial"
_WORDS = _WORD_TEXT.split()
_REASONS = (
    "+Concerns/Issues About Data;",
    "+Duplication of Image;",
    "+Investigation by Journal/Publisher;",
    "+Notice - Limited or No Information;",
    "Unreliable Results and/or Conclusions;",
)


def main() -> None:
    parser = options.parser(__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the CSV")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet, mirror = folder / "retraction_watch.csv", folder / "mirror"
        with sheet.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([_header(), *_rows(args.rows)])
        megabytes = sheet.stat().st_size / 1e6
        costs = measure.side_by_side(_commands(args.citekit, folder, sheet, mirror), args.runs)
        made = sum(path.stat().st_size for path in mirror.iterdir()) / 1e6
    print(_table(costs, args.rows))
    print(f"\nPython {platform.python_version()}, {args.runs} turns, {args.rows} rows, "
          f"{megabytes:.0f} MB of CSV, {made:.0f} MB of mirror.")  # fmt: skip


def _commands(citekit: Path, folder: Path, sheet: Path, mirror: Path) -> list[measure.Command]:
    environ = measure.environ(folder)
    with_mirror = measure.environ(folder, CITEKIT_MIRROR=str(mirror))
    build = (str(citekit), "mirror", "build", str(mirror), "--retraction-watch", str(sheet))
    resolve = (str(citekit), "--offline", "resolve", "pmid:20650877")
    return [
        measure.Command(UNIT, (sys.executable, "-c", _READ, str(sheet)), environ),
        measure.Command("citekit mirror build", build, environ),
        measure.Command("citekit --offline resolve, without the mirror", resolve, environ),
        measure.Command("citekit --offline resolve, with it", resolve, with_mirror),
    ]


def _header() -> list[str]:
    return _HEADER.replace("\n", "").split(",")


def _rows(count: int) -> Iterator[list[str]]:
    """Make rows as long as those of the sheet, about papers that nobody wrote."""
    chance = random.Random(SEED)
    for n in range(count):
        day = f"{chance.randint(1, 12)}/{chance.randint(1, 28)}/{chance.randint(1990, 2026)} 0:00"
        known = chance.random() < 0.9
        yield [
            str(n),
            " ".join(chance.choices(_WORDS, k=12)).capitalize(),
            "(BLS) Biology - Cellular;(HSC) Medicine - Oncology;",
            ";".join(f"Department {m}, University {n % 900}, Nowhere" for m in range(3)),
            f"Journal of {chance.choice(_WORDS)}",
            "Made Up Press",
            "Nowhere;",
            ";".join(f"A{m} B{n}" for m in range(5)),
            f"https://example.org/{n};",
            "Research Article;",
            day,
            f"10.5555/Notice.{n}" if known else "unavailable",
            str(40_000_000 + n) if known else "0",
            day,
            f"10.5555/Work.{n}",
            str(10_000_000 + n),
            chance.choice(_NATURES),
            "".join(chance.sample(_REASONS, 2)),
            "No",
            'See also: "a page", and another one' if n % 7 == 0 else "",
            "",
        ]


def _table(costs: Sequence[measure.Cost | measure.Failed], rows: int) -> str:
    head = ["| command | seconds | rows/s | × time | peak MiB | × peak memory |"]
    head += ["|---|---|---|---|---|---|"]
    base = next(one for one in costs if isinstance(one, measure.Cost))
    return "\n".join([*head, *(_line(one, base, rows) for one in costs)])


def _line(one: measure.Cost | measure.Failed, base: measure.Cost, rows: int) -> str:
    if isinstance(one, measure.Failed):
        return f"| `{one.command.name}` | did not run ({one.reason}) | | | | |"
    reads_all = "resolve" not in one.command.name
    speed = f"{rows / one.median:,.0f}" if reads_all else ""
    peak, memory = ("", "")
    if one.peak and base.peak:
        peak, memory = f"{one.peak / 1024:.0f}", f"{one.peak / base.peak:.1f}"
    times = f"{one.median / base.median:.1f}"
    return f"| `{one.command.name}` | {one.median:.2f} | {speed} | {times} | {peak} | {memory} |"


if __name__ == "__main__":
    main()
