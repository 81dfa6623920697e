"""Write docs/readers.md: what other projects' readers make of 1,000 real records.

Needs what `make interop` installs; a reader that is not here is left out, which is told.
"""

from __future__ import annotations

import sys
import tempfile
import types
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
# A package of the name `tests` is installed by one of the readers' tests, and would win.
_tests = types.ModuleType("tests")
_tests.__path__ = [str(ROOT / "tests")]
sys.modules["tests"] = _tests

from citekit.model import StoredWork  # noqa: E402  (the lines above have to come first)
from tests.interop import corpus  # noqa: E402
from tests.interop.readers import (  # noqa: E402
    FIELDS,
    READERS,
    Measured,
    Reader,
    biber_complaints,
    expected,
    export,
    measure,
)

PAGE = ROOT / "docs" / "readers.md"
HEAD = """# Other projects' readers

What other programs make of citekit's exports: {works} real records, {pubmed} with a PMID ({types}),
{noted} of them with notices. Each reader reads the file that `citekit export` writes; a cell says
how many values come back equal, of how many there are. Compared without regard to markup, to the
kinds of dashes and quotation marks, and to runs of white space. Every value that differs has its
reason below: `make interop` fails for one without.

JabRef is the version of 2017 that Debian has; what later ones read otherwise is told where it is
known. The reader of `.nbib` in bibutils, `nbib2xml`, is not in Debian's package: that format is
read by JabRef and by the Python package `nbib`.

Written by `python benchmarks/readers.py`, which measures; not by hand.

"""


def main() -> None:
    works = corpus.works()
    PAGE.write_text(HEAD.format(**_counts(works)) + "\n".join(_page(works)) + "\n", "utf-8")
    print(PAGE.read_text("utf-8"))


def _counts(works: list[StoredWork]) -> dict[str, object]:
    types_ = Counter(work.item["type"] for work in works).most_common()
    return {
        "works": f"{len(works):,}",
        "pubmed": sum("PMID" in work.item for work in works),
        "types": ", ".join(f"{count} {name}" for name, count in types_),
        "noted": sum(bool(work.notices) for work in works),
    }


def _page(works: list[StoredWork]) -> Iterator[str]:
    held = Counter(field for work in works for field in FIELDS if getattr(expected(work), field))
    yield f"| reader | format | {' | '.join(FIELDS)} |"
    yield f"|---|---|{'---|' * len(FIELDS)}"
    found: list[tuple[Reader, Measured]] = []
    absent: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for reader in READERS:
            if not reader.is_here:
                absent.append(reader.name)
                continue
            path = export(works, reader.format, Path(folder), reader.flavour)
            measured = measure(reader, path, works)
            found.append((reader, measured))
            cells = (_cell(field, held, measured) for field in FIELDS)
            name = f"{reader.name} {reader.version()}"
            yield f"| {name} | {_format(reader)} | {' | '.join(cells)} |"
        complaints = _complaints(Path(folder) / "library.biblatex")
    if absent:
        yield f"\nNot here on this run: {', '.join(dict.fromkeys(absent))}."
    yield from _reasons(found)
    yield from complaints


def _format(reader: Reader) -> str:
    return f"{reader.format}, for {reader.flavour}" if reader.flavour else reader.format


def _cell(field: str, held: Counter[str], measured: Measured) -> str:
    return f"{held[field] - measured.differing.get(field, 0)}/{held[field]}"


def _reasons(found: list[tuple[Reader, Measured]]) -> Iterator[str]:
    yield "\n## Why values differ\n"
    yield "| reader | format | field | values | why |\n|---|---|---|---|---|"
    for reader, measured in found:
        assert not measured.missing, (reader.name, measured.missing[:3])
        assert not measured.unexplained, (reader.name, measured.unexplained[:3])
        for field, reasons in measured.reasons.items():
            why = "; ".join(sorted(reasons))
            row = (reader.name, _format(reader), field, measured.differing[field], why)
            yield f"| {' | '.join(map(str, row))} |"


def _complaints(path: Path) -> list[str]:
    """Count what `biber --tool --validate-datamodel` says."""
    if not path.exists():
        return []
    counted = Counter(line.split("Datamodel: ")[-1] for line in biber_complaints(path))
    rows = [f"| {count} | {line} |" for line, count in counted.most_common()]
    title = "\n## What biber's check against biblatex's data model says\n"
    why = (
        "`pmid` and `pmcid` are fields that reference managers read and biblatex passes over; a "
        "volume that is no number is printed all the same.\n"
    )
    return [title, why, "| times | complaint |", "|---|---|", *rows]


if __name__ == "__main__":
    main()
