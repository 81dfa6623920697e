"""`citekit check`: is everything that is cited still what it says it is?"""

from __future__ import annotations

import contextlib
import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citekit.cli import common, formats
from citekit.cli.exits import Exit, Verdict, say
from citekit.cli.progress import progress
from citekit.errors import LibraryError

if TYPE_CHECKING:
    from citekit.checks.verdict import Threshold
    from citekit.findings import Checked


GO_ON = "the same command goes on from what was answered"


class Form(StrEnum):
    """How a check is printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"
    GITLAB = "gitlab"
    MARKDOWN = "markdown"


Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE]...",
        help="Files that cite, checked in place; none: the library and its exports.",
        show_default=False,
    ),
]
FailOn = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="LEVEL|RULES",
        help="What makes the exit 1: error, warning, note, never, or rules (CK101,drift).",
    ),
]
FormOption = Annotated[str, formats.option(tuple(Form))]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        metavar="FORMAT=FILE",
        help="Also write a file, findings or not; may be repeated.",
        show_default=False,
    ),
]
AllowUnchecked = Annotated[
    int,
    typer.Option(
        "--allow-unchecked", metavar="N", min=0, help="So many unchecked works do not make it 3."
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DATE", help="Leave out what is dated before.", show_default=False
    ),
]
Baseline = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="Leave out what this JSON of an earlier check has.",
        show_default=False,
    ),
]


def check(
    ctx: typer.Context,
    files: Files = None,
    fail_on: FailOn = "warning",
    output: FormOption = formats.TEXT,
    outputs: Outputs = None,
    since: Since = None,
    baseline: Baseline = None,
    allow_unchecked: AllowUnchecked = 0,
    strict: common.StrictOption = False,
    refresh: common.RefreshOption = False,
) -> None:
    """Compare what is cited with what the registries say today; nothing is changed.

    Without files the library is checked, and that `exports/` is what it exports today. Files are
    checked in place, each entry or citation at its line. What could not be asked is unchecked, and
    makes the exit 3: no answer is not a clean one. `citekit explain RULE` tells about a rule.

    \b
    Example:
      citekit check
      citekit check refs.bib thesis.tex --output sarif=check.sarif
      citekit check --fail-on error --format markdown
    """
    from citekit.checks import verdict
    from citekit.verbs.changes import day

    limit = verdict.threshold(fail_on)
    known = verdict.baseline(baseline) if baseline else frozenset()
    first = day(since) if since else None
    targets = [_target(one) for one in outputs or ()]
    told = Verdict(strict)
    checked = verdict.only_new(_run(ctx, files, refresh, told), first, known)
    _write(checked, Form(output), targets)
    _judge(checked, limit, allow_unchecked, told)
    raise typer.Exit(told.tell())


def _run(ctx: typer.Context, files: list[str] | None, refresh: bool, told: Verdict) -> Checked:
    from citekit.checks import run

    settings = common.settings(ctx, refresh=refresh)
    if not files:
        with common.library(ctx) as library, progress(ctx, GO_ON) as listener:
            return run.check_library(library, settings, listener)
    with progress(ctx, GO_ON) as listener:
        checked, gathered = run.check_files(files, settings, listener)
    for problem in gathered.problems:
        told.add(Exit.USAGE, problem)
    for outage in gathered.unreached:
        told.add(Exit.INCOMPLETE, outage)
    return checked


def _target(written: str) -> tuple[Form, Path]:
    name, equals, path = written.partition("=")
    if not equals or not path:
        raise typer.BadParameter(f"{written}: write FORMAT=FILE; formats are {', '.join(Form)}")
    return Form(name if name in set(Form) else formats.refuse(name, tuple(Form))), Path(path)


def _write(checked: Checked, output: Form, targets: list[tuple[Form, Path]]) -> None:
    """Print the check, and write every file; one that cannot be written costs no other."""
    from citekit.replacing import replace_file
    from citekit.reports.checks import lines
    from citekit.reports.checks.formats import FORMATS

    if output is Form.TEXT:
        common.print_lines(lines.lines(checked, common.surface()))
    else:
        say(FORMATS[output](checked))
    if output is Form.GITHUB:
        _summarise(checked)
    failed: list[LibraryError] = []
    for form, path in targets:
        try:
            replace_file(path, f"{FORMATS[form](checked)}\n")
        except LibraryError as error:
            failed.append(error)
    if failed:
        raise LibraryError("; ".join(map(str, failed)))


def _summarise(checked: Checked) -> None:
    """Append to the summary of a GitHub job, where there is one; it is not worth a failure."""
    from citekit.reports.checks.github import summary

    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if name:
        with contextlib.suppress(OSError), Path(name).open("a", encoding="utf-8") as stream:
            stream.write(f"{summary(checked)}\n")


def _judge(checked: Checked, limit: Threshold, allowed: int, told: Verdict) -> None:
    from citekit.reports.checks.words import unchecked_count
    from citekit.text.counted import counted

    failing = len(limit.failing(checked.findings))
    if failing:
        told.add(Exit.FINDINGS, f"{checked.what}: {counted(failing, 'finding')}")
    open_ = unchecked_count(checked.unchecked)
    if open_ > allowed:
        told.add(Exit.INCOMPLETE, f"{checked.what}: {open_} could not be asked about everywhere")
