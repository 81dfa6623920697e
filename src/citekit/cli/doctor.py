"""`citekit doctor`: what is configured, and whether each registry answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from citekit.cli import common, formats
from citekit.cli.exits import Exit, Verdict, say
from citekit.cli.progress import progress
from citekit.text.counted import counted

STORAGE = frozenset({"library"})


BackUp = Annotated[
    bool, typer.Option("--backup", help="Make a verified copy of the library beside it.")
]
Restore = Annotated[
    bool,
    typer.Option(
        "--restore", help="Put the last good backup in the place of a damaged library; it is kept."
    ),
]


def doctor(
    ctx: typer.Context,
    back_up: BackUp = False,
    restore: Restore = False,
    output: formats.Told = formats.TEXT,
) -> None:
    """Tell what is configured and what answers.

    Looks at the settings (secrets only as set or not set), at the library file and its backups,
    and asks each registry about a paper it is known to have. A backup, `library.db.backup-1`, is
    also made before a new citekit changes the form of a library.

    \b
    Example:
      citekit doctor
      citekit --offline doctor
      citekit doctor --backup
    """
    from citekit.reports import shapes, text
    from citekit.verbs.doctor import examine

    if back_up or restore:
        _keep_safe(ctx, back_up=back_up, restore=restore)
        return
    with progress(ctx) as listener:
        listener.begin("looking")
        checks = list(examine(common.settings(ctx), Path.cwd()))
    if output == formats.JSON:
        say(shapes.checks(checks))
    else:
        common.print_lines(text.checks(checks, common.surface()))
    bad = [check for check in checks if check.ok is False]
    verdict = Verdict()
    for check in bad:
        verdict.add(Exit.INCOMPLETE, f"{check.name}: {check.told}")
    code = verdict.tell()
    raise typer.Exit(Exit.STORAGE if any(c.name in STORAGE for c in bad) else code)


def _keep_safe(ctx: typer.Context, *, back_up: bool, restore: bool) -> None:
    from citekit.verbs import safekeeping
    from citekit.verbs.configure import library_path

    path = library_path(common.settings(ctx), Path.cwd())
    if restore:
        done = safekeeping.restore(path)
        kept = "" if done.damaged is None else f"; what was there is {done.damaged.name} now"
        common.remark(ctx, f"{path}: restored from {done.backup.path.name}{kept}")
    if back_up:
        made = safekeeping.back_up(path)
        common.remark(ctx, f"{made.path}: {counted(made.works, 'work')}, whole")
