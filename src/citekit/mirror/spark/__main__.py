"""Match references on Apache Spark, and make the tables that this needs.

    python -m citekit.mirror.spark build --mirror FOLDER -o TABLES
    python -m citekit.mirror.spark match FILE --tables TABLES -o ANSWERS

Any Spark takes it: `spark-submit PATH/citekit/mirror/spark/__main__.py match …`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from citekit.errors import CitekitError, InputError, LibraryError
from citekit.mirror.spark.needs import require

if TYPE_CHECKING:
    from citekit.mirror.spark.tables import Notes

SHAPES, FORMATS = ("csl", "crossref"), ("jsonl", "parquet")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; every error is one sentence on standard error, and 2."""
    options = _options().parse_args(arguments)
    try:
        require()
        _run(options)
    except CitekitError as error:
        _tell(str(error))
        return 2 if isinstance(error, InputError) else 4
    return 0


def _run(options: argparse.Namespace) -> None:
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        _COMMANDS[options.command](options)
    except PySparkException as error:
        raise LibraryError(f"Spark gave up: {_why(error)}") from error


def _why(error: Exception) -> str:
    """Give the last line that says something: a worker's whole traceback comes before it."""
    lines = [line.strip() for line in str(error).splitlines() if "SQLSTATE" not in line]
    return next((line for line in reversed(lines) if line), type(error).__name__)


def _build(options: argparse.Namespace) -> None:
    target = Path(options.output)
    if target.exists():
        raise InputError(f"{target} is there already; name a folder that is not")
    notes = (_exported if options.mirror else _built)(options, target)
    made = notes.made
    _tell(
        f"{target}: {made.records:,} records, {made.names:,} identifiers, {made.keys:,} keys; "
        f"{made.hot:,} keys that too many records share are left out"
    )


def _match(options: argparse.Namespace) -> None:
    from citekit.mirror.spark import run, session  # noqa: PLC0415

    wanted = run.Wanted(
        options.source,
        Path(options.tables),
        Path(options.output),
        options.column,
        options.format,
        not options.no_full_text,
    )
    with session.opened(options.master, _settings(options)) as spark:
        summary = run.run(spark, wanted)
    told = ", ".join(f"{count:,} {outcome}" for outcome, count in summary.outcomes.items())
    _tell(f"{summary.references:,} references: {told or 'nothing to match'}")
    if summary.left_out:
        _tell(f"{summary.left_out:,} lines hold no reference and were left out")
    if not summary.full_text:
        _tell("full text was not asked: what only it would have found is not_found here")


def _exported(options: argparse.Namespace, target: Path) -> Notes:
    from citekit.mirror.spark.export import export  # noqa: PLC0415

    return export(Path(options.mirror), target)


def _built(options: argparse.Namespace, target: Path) -> Notes:
    from citekit.mirror.spark import build, session  # noqa: PLC0415

    given = build.Given(options.records, options.shape, options.column, not options.no_full_text)
    with session.opened(options.master, _settings(options)) as spark:
        return build.build(spark, given, target)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], None]] = {"build": _build, "match": _match}


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="citekit.mirror.spark", description=_first_line())
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="make tables of a mirror, or of records")
    source = build.add_mutually_exclusive_group(required=True)
    source.add_argument("--mirror", help="folder of a mirror with an index")
    source.add_argument("--records", help="JSON lines or Parquet, one record each")
    build.add_argument("--shape", choices=SHAPES, default=SHAPES[0], help="of these records")
    match = commands.add_parser("match", help="references to identifiers")
    match.add_argument("source", help="text, CSV, JSON lines or Parquet: a file, folder or glob")
    match.add_argument("--tables", required=True, help="folder that `build` made")
    match.add_argument("--format", choices=FORMATS, default=FORMATS[0], help="of the answers")
    for one in (build, match):
        _add_common(one)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", required=True, help="folder to make")
    parser.add_argument("--column", help="column with the references, or with the records")
    parser.add_argument("--no-full-text", action="store_true", help="leave full text out")
    parser.add_argument("--master", help="spark://HOST:PORT, local[4] …; else as Spark is set up")
    parser.add_argument(
        "--conf", action="append", default=[], metavar="NAME=VALUE", help="a setting of Spark's"
    )


def _settings(options: argparse.Namespace) -> dict[str, str]:
    pairs = [one.partition("=") for one in options.conf]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        raise InputError(f"--conf {wrong[0]}: write NAME=VALUE")
    return {name: value for name, _, value in pairs}


def _first_line() -> str:
    return (__doc__ or "").partition("\n")[0]


def _tell(text: str) -> None:
    sys.stderr.write(f"citekit: {text}\n")


if __name__ == "__main__":
    sys.exit(main())
