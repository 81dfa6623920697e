"""`citekit fix`: safe corrections of a BibTeX file, shown as a diff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citekit.cli import common
from citekit.cli.exits import Exit, Verdict, say
from citekit.cli.progress import progress

if TYPE_CHECKING:
    from citekit.verbs.fix import Fixes

File = Annotated[
    Path, typer.Argument(metavar="FILE.bib", help="The BibTeX file.", show_default=False)
]
Apply = Annotated[bool, typer.Option("--apply", help="Write the file, after showing the diff.")]


def fix(
    ctx: typer.Context,
    file: File,
    apply: Apply = False,
    strict: common.StrictOption = False,
    refresh: common.RefreshOption = False,
) -> None:
    """Show what can safely be corrected in a BibTeX file; write it when told.

    Safe is what adds or completes: an identifier where an entry has none, a page range that is
    abbreviated, a note of an erratum or retraction. Only these fields are touched: comments, order,
    spacing, line ends and keys stay. The exit is 1 while there is something to correct.

    \b
    Example:
      citekit fix refs.bib
      citekit fix refs.bib --apply
    """
    from citekit.reports import safe
    from citekit.verbs.asking import Asking
    from citekit.verbs.fix import propose

    settings = common.settings(ctx, refresh=refresh)
    with progress(ctx) as listener:
        asking = Asking(settings, identify=False, listener=listener)
        fixes = propose(file, asking, listener)
    for line in fixes.diff():
        say(safe.shown(line))
    if apply:
        fixes.apply()
    raise typer.Exit(_judge(fixes, Verdict(strict), applied=apply))


def _judge(fixes: Fixes, verdict: Verdict, *, applied: bool) -> int:
    from citekit.verbs.resolve import has_outage

    if fixes.count and not applied:
        entries = "1 entry" if fixes.count == 1 else f"{fixes.count} entries"
        sentence = f"{fixes.path}: {entries} can be corrected; --apply writes them"
        verdict.add(Exit.FINDINGS, sentence)
    down = sum(has_outage(one) for one in fixes.answered)
    if down:
        verdict.add(Exit.INCOMPLETE, f"{fixes.path}: {down} could not be asked about everywhere")
    return verdict.tell()
