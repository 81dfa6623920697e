"""`citekit import`: take the records of reference files, then ask the registries about them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citekit.cli import common, formats
from citekit.cli.exits import Exit, Verdict, say
from citekit.cli.progress import progress
from citekit.listening import NOBODY, Listener

if TYPE_CHECKING:
    from citekit.verbs.taken import Taken

GO_ON = "the same command goes on"

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="Reference files or folders, .gz too; - for standard input.",
        show_default=False,
    ),
]
NoResolve = Annotated[
    bool, typer.Option("--no-resolve", help="Take the records as they are; ask nobody.")
]
Dated = Annotated[
    str | None,
    typer.Option(
        "--dated",
        metavar="DATE",
        help="The day that the files are of; else each file's own date.",
        show_default=False,
    ),
]


def import_files(
    ctx: typer.Context,
    files: Files,
    no_resolve: NoResolve = False,
    dated: Dated = None,
    output: formats.Told = formats.TEXT,
    strict: common.StrictOption = False,
) -> None:
    """Take the records of reference files.

    Taken are BibTeX, RIS, MEDLINE (.nbib), CSL-JSON, EndNote XML and EndNote tagged files, and the
    registries' own PubMed XML and Crossref JSON lines. An entry keeps its citation key, and its own
    words stay before the registries', which are asked about it; where they differ, `show --sources`
    tells. An entry that is not resolved stays too. A registry's record is its registry's word of
    the file's day; an answer of a later day that is there already stays. What cannot be read is
    rejected with its place, and costs nothing else. What a file deletes (PubMed's DeleteCitation)
    is reported, not applied.

    \b
    Example:
      citekit import refs.bib
      citekit import library.xml papers/ --no-resolve
      citekit import pubmed26n1340.xml.gz --no-resolve
    """
    from citekit.verbs.asking import open_asking
    from citekit.verbs.changes import day
    from citekit.verbs.take import take, usable
    from citekit.verbs.taken import Taken

    started = None if dated is None else f"{day(dated, past=True)}T00:00:00Z"
    found, problems = usable(files)
    done = Taken()
    if found:  # else not even a library is made
        with common.library(ctx, create=True) as library, progress(ctx, GO_ON) as listener:
            ask = None if no_resolve else open_asking(common.settings(ctx), listener)
            listener.begin("taking", "records", _expected(found, listener), about=True)
            done = take(found, library, lambda some: listener.advance(len(some)), started, ask)
    done.problems += problems
    _tell(ctx, done, output)
    raise typer.Exit(_judge(done, Verdict(strict)))


def _expected(files: Sequence[Path], listener: Listener) -> int:
    """Guess how many records there are, where somebody looks; 0 where that cannot be guessed."""
    if listener is NOBODY:
        return 0
    from citekit.verbs.expecting import expected

    listener.begin("counting")
    return expected(files)


def _tell(ctx: typer.Context, done: Taken, output: str) -> None:
    from citekit.reports import taken as printing

    for remark in done.remarks:
        common.remark(ctx, remark)
    if output == formats.JSON:
        say(printing.shape(done))
    else:
        common.print_lines(printing.lines(done))


def _judge(done: Taken, verdict: Verdict) -> int:
    from citekit.cli.resolving import judge_one

    for problem in done.problems:
        verdict.add(Exit.USAGE, problem)
    for rejected in done.rejected:
        place = f"{rejected.place.path}:{rejected.place.line}"
        verdict.add(Exit.FINDINGS, f"{place}: {rejected.reason}")
    for deleted, key in done.deleted:
        if key is not None:
            verdict.add(Exit.FINDINGS, f"{key}: its registry has deleted {deleted.identifier}")
    for one in done.unresolved:
        judge_one(one, verdict)
    return verdict.tell()
