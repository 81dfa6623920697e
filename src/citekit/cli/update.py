"""`citekit update`: ask the registries again, show what differs, and apply it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from citekit.cli import common, formats
from citekit.cli.exits import Exit, Verdict, say
from citekit.cli.progress import progress
from citekit.text.counted import counted

GO_ON = "the same command updates the rest"

if TYPE_CHECKING:
    from citekit.verbs.update import Updated


def update(
    ctx: typer.Context,
    keys: common.Keys = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; store nothing.")
    ] = False,
    output: formats.Told = formats.TEXT,
    strict: common.StrictOption = False,
) -> None:
    """Ask the registries again and apply what they say now.

    Each difference is shown: fields before and after, new notices, notices that nobody asserts any
    longer. Citation keys and fields set by hand are never touched. What could not be asked keeps
    its old facts with their old date, and makes the exit 3.

    \b
    Example:
      citekit update --dry-run
      citekit update Liang2010Allogenic
    """
    from citekit.reports import events
    from citekit.reports.shapes import dump
    from citekit.verbs.asking import open_asking
    from citekit.verbs.update import update

    done: list[Updated] = []
    with common.library(ctx) as library, progress(ctx, GO_ON) as listener:
        ask = open_asking(common.settings(ctx, refresh=True), listener)
        works = [library.get(key) for key in keys] if keys else list(library.works())
        listener.begin("asking", "works", len(works))
        for one in update(library, works, ask, dry_run=dry_run):
            done.append(one)
            listener.advance(1)
    if output == formats.JSON:
        shaped = [events.update_shape(one) for one in done]
        say(dump("update", {"dry_run": dry_run, "works": shaped}))
    else:
        for one in done:
            common.print_lines(events.updates(one, common.surface()))
    changed = len({event.key for one in done for event in one.events})
    would = "would change" if dry_run else "changed"
    common.remark(ctx, f"{counted(len(done), 'work')} asked about, {changed} {would}")
    raise typer.Exit(_judge(done, Verdict(strict)))


def _judge(done: list[Updated], verdict: Verdict) -> int:
    from citekit.vocab import AskedOutcome, Outcome

    for one in done:
        for registry in one.lost:
            verdict.add(Exit.FINDINGS, f"{one.key}: {registry} has this work no longer")
        if one.outcome is Outcome.AMBIGUOUS:
            verdict.add(Exit.FINDINGS, f"{one.key}: nothing applied: {'; '.join(one.reasons)}")
        down = [a for a in one.asked if a.outcome is AskedOutcome.UNAVAILABLE]
        for asked in down:
            sentence = f"{one.key}: {asked.registry} could not be asked: {asked.detail}"
            verdict.add(Exit.INCOMPLETE, sentence)
        if one.outcome is Outcome.UNAVAILABLE and not down:
            verdict.add(Exit.INCOMPLETE, f"{one.key}: {'; '.join(one.reasons)}")
    return verdict.tell()
