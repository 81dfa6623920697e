"""`citekit mirror`: a local copy of registries, built and described."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citekit.cli import common, formats
from citekit.cli.exits import Exit, Verdict, say
from citekit.cli.mirror_serve import serve
from citekit.cli.progress import progress
from citekit.listening import Listener

if TYPE_CHECKING:
    from citekit.mirror.build.run import Heard, Progress
    from citekit.model import Rejected
    from citekit.verbs.mirror_index import Built, Given

GO_ON = "the same command goes on"
SHOWN = 5
"""Rejected rows that are told one by one."""


class Registry(StrEnum):
    """Whose files can be all that there are."""

    PUBMED = "pubmed"
    CROSSREF = "crossref"


def mirror() -> None:
    """Build a local copy of registries, and tell what one holds.

    With CITEKIT_MIRROR=FOLDER a mirror answers in its registries' place. One that holds
    Retraction Watch alone is asked beside them.

    \b
    Example:
      citekit mirror build mirror --pubmed pubmed/ --retraction-watch retraction_watch.csv
      CITEKIT_MIRROR=mirror citekit add pmid:20650877
    """


Folder = Annotated[
    str, typer.Argument(metavar="FOLDER", help="The mirror's folder; made where there is none.")
]
Pubmed = Annotated[
    list[str] | None,
    typer.Option(
        "--pubmed",
        metavar="X",
        help="PubMed's baseline and update files: a file, a folder, a quoted glob; repeatable.",
        show_default=False,
    ),
]
Crossref = Annotated[
    list[str] | None,
    typer.Option(
        "--crossref",
        metavar="X",
        help="Crossref's public data file: JSON lines, older chunks, .gz, .tar; repeatable.",
        show_default=False,
    ),
]
Records = Annotated[
    list[str] | None,
    typer.Option(
        "--records",
        metavar="X",
        help="Any file that `import` takes; its records serve `match` only; repeatable.",
        show_default=False,
    ),
]
Complete = Annotated[
    list[Registry] | None,
    typer.Option(
        "--complete",
        help="The files are all that this registry has: what is not in them does not exist.",
        show_default=False,
    ),
]
Date = Annotated[
    str | None,
    typer.Option(
        "--date",
        metavar="YYYY-MM-DD",
        help="The date of the files; by default that of their last change, in UTC.",
        show_default=False,
    ),
]
Jobs = Annotated[
    int,
    typer.Option("--jobs", "-j", min=0, metavar="N", help="Processes; 0: one for each core."),
]


def build(
    ctx: typer.Context,
    folder: Folder,
    pubmed: Pubmed = None,
    crossref: Crossref = None,
    records: Records = None,
    retraction_watch: Annotated[
        Path | None,
        typer.Option(
            "--retraction-watch",
            metavar="FILE",
            help="Retraction Watch's CSV, or its .csv.gz.",
            show_default=False,
        ),
    ] = None,
    complete: Complete = None,
    date: Date = None,
    jobs: Jobs = 0,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Replace an index that is built from other files.")
    ] = False,
) -> None:
    """Make a mirror out of files that registries publish.

    PubMed's files are applied in the order of their numbers, and compared with the .md5 beside
    them. An interrupted build goes on when the same command is given again; until it is whole, the
    folder's older mirror stays as it was. Records and files that cannot be used are told, and
    exit 1. Without --complete, what the mirror lacks may well exist.

    \b
    Example:
      citekit mirror build mirror --pubmed 'pubmed/*.xml.gz' --complete pubmed
      citekit mirror build mirror --crossref crossref/ --records library.bib
      citekit mirror build mirror --retraction-watch old.csv.gz --date 2026-11-20
    """
    from citekit.verbs import mirror_index

    files = _files(pubmed, crossref, records)
    if not files and retraction_watch is None:
        raise typer.BadParameter(
            "name a source: --pubmed, --crossref, --records or --retraction-watch"
        )
    verdict = Verdict()
    if files:
        given = _given(files, complete, date, jobs)._replace(is_fresh=fresh)
        with progress(ctx, GO_ON) as listener:
            _judge_index(mirror_index.build(folder, given, _heard(listener)), verdict)
    if retraction_watch is not None:
        _watch(ctx, folder, retraction_watch, date, verdict)
    _tell(folder)
    raise typer.Exit(verdict.tell())


def update(
    ctx: typer.Context,
    folder: Folder,
    pubmed: Pubmed = None,
    crossref: Crossref = None,
    records: Records = None,
    complete: Complete = None,
    date: Date = None,
    jobs: Jobs = 0,
) -> None:
    """Add files to a mirror; those that are in it already are passed over.

    Until the new state is whole, the old one stays as it was.

    \b
    Example:
      citekit mirror update mirror --pubmed updatefiles/
    """
    from citekit.verbs import mirror_index

    files = _files(pubmed, crossref, records)
    if not files:
        raise typer.BadParameter("name a source: --pubmed, --crossref or --records")
    verdict = Verdict()
    given = _given(files, complete, date, jobs)
    with progress(ctx, GO_ON) as listener:
        _judge_index(mirror_index.update(folder, given, _heard(listener)), verdict)
    _tell(folder)
    raise typer.Exit(verdict.tell())


def info(
    folder: Annotated[
        str,
        typer.Argument(metavar="FOLDER", help="A mirror's folder, or starter."),
    ],
    output: formats.Told = formats.TEXT,
) -> None:
    """Tell what a mirror holds, how old it is and what its silence is worth.

    \b
    Example:
      citekit mirror info mirror
      citekit mirror info starter --format json
    """
    from citekit.reports import mirrors
    from citekit.verbs import mirror as verb

    told = verb.info(folder)
    if output == formats.JSON:
        say(mirrors.shape(told))
    else:
        common.print_lines(mirrors.lines(told, common.surface()))


def _files(*given: list[str] | None) -> dict[str, list[str]]:
    from citekit.verbs.mirror_index import REGISTRIES

    return {name: some for name, some in zip(REGISTRIES, given, strict=True) if some}


def _given(
    files: dict[str, list[str]], complete: list[Registry] | None, date: str | None, jobs: int
) -> Given:
    from citekit.verbs.mirror import check_date
    from citekit.verbs.mirror_index import Given

    day = check_date(date) if date is not None else None
    return Given(files, frozenset(map(str, complete or [])), day, jobs)


def _heard(listener: Listener) -> Heard:
    def heard(told: Progress) -> None:
        if told.phase != phases[-1]:
            phases.append(told.phase)
            listener.begin(told.phase, whole=told.whole)
        listener.reach(told.done)
        listener.read(told.records if told.phase == "reading" else 0)

    phases = [""]
    return heard


def _watch(ctx: typer.Context, folder: str, csv: Path, date: str | None, verdict: Verdict) -> None:
    from citekit.verbs import mirror as verb

    built = verb.build(folder, csv, date)
    if built.nameless:
        some = f"{built.nameless:,} rows have neither DOI nor PMID of their paper"
        common.remark(ctx, f"{some}; they are kept, but nothing leads to them")
    _judge(built.rejected, verdict)


def _tell(folder: str) -> None:
    from citekit.reports import mirrors
    from citekit.verbs import mirror as verb

    common.print_lines(mirrors.lines(verb.info(folder), common.surface()))


def _judge(rejected: Sequence[Rejected], verdict: Verdict) -> None:
    for one in rejected[:SHOWN]:
        verdict.add(Exit.FINDINGS, f"{one.place.path}:{one.place.line}: {one.reason}")
    more = len(rejected) - SHOWN
    if more > 0:
        verdict.add(Exit.FINDINGS, f"{more:,} more rows cannot be used, {len(rejected):,} in all")


def _judge_index(built: Built, verdict: Verdict) -> None:
    for name, reason in built.damaged:
        verdict.add(Exit.FINDINGS, f"{name}: nothing of it was taken: {reason}")
    for one in built.rejected[:SHOWN]:
        verdict.add(Exit.FINDINGS, f"{one.path}:{one.line}: {one.reason}")
    count = len(built.rejected) + built.more_rejected
    if count > SHOWN:
        more = f"{count - SHOWN:,} more records cannot be used, {count:,} in all"
        verdict.add(Exit.FINDINGS, more)


COMMANDS: dict[str, Callable[..., None]] = {
    "build": build,
    "update": update,
    "info": info,
    "serve": serve,
}
