"""`citekit doctor`: what is configured, and whether each registry answers."""

from __future__ import annotations

from pathlib import Path

import typer

from citekit.cli import common
from citekit.cli.exits import Exit, Verdict, say

STORAGE = frozenset({"library"})


def doctor(ctx: typer.Context, output: common.OutputOption = common.Output.TEXT) -> None:
    """Tell what is configured and what answers.

    Looks at the settings (secrets only as set or not set), at the library file, and asks each
    registry about a paper it is known to have.

    \b
    Example:
      citekit doctor
      citekit --offline doctor
    """
    from citekit.reports import shapes, text
    from citekit.verbs.doctor import examine

    checks = list(examine(common.settings(ctx), Path.cwd()))
    if output is common.Output.JSON:
        say(shapes.checks(checks))
    else:
        common.print_lines(text.checks(checks, common.columns()))
    bad = [check for check in checks if check.ok is False]
    verdict = Verdict()
    for check in bad:
        verdict.add(Exit.INCOMPLETE, f"{check.name}: {check.told}")
    code = verdict.tell()
    raise typer.Exit(Exit.STORAGE if any(c.name in STORAGE for c in bad) else code)
