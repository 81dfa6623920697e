"""Write the pages of the command line, its exit codes and its settings; a test compares them."""

from __future__ import annotations

import ast
import inspect
import os
from itertools import pairwise
from pathlib import Path

from typer.testing import CliRunner

from citekit.cli.app import app, command_lines
from citekit.cli.exits import Exit
from citekit.settings import Settings
from citekit.verbs.configure import SETTINGS, Setting

HERE = Path(__file__).parent

HEAD = """\
# The command line

This page is generated (`make docs`). Data goes to standard output, everything else to standard
error.
With `--format json` every listing is one object `{"schema": "citekit/<verb>/1", …}` that only
grows ([schemas](schemas/README.md)). What a script can tell from the exit alone is in
[exit codes](exit-codes.md), what can be set in [settings](settings.md).
"""

EXITS = """\
# Exit codes

This page is generated (`make docs`). One place, one meaning: a script can tell findings from input
that cannot be used, and both from what could not be asked. Whatever makes the exit non-zero is also
a line on standard error. What they mean for a job that runs by itself is in [ci](ci.md).
"""

SETTINGS_HEAD = """\
# Settings

This page is generated (`make docs`) from the settings themselves. Flags win over the environment,
which wins over the nearest `citekit.toml`, or the table `[tool.citekit]` of a `pyproject.toml`,
here or in a parent folder up to the repository's root. An unknown key there is an error;
`citekit init` writes the first ones.
"""

EXIT_WORDS = {
    Exit.CLEAN: "everything was asked, nothing to report",
    Exit.FINDINGS: "findings, or a citation that was not resolved",
    Exit.USAGE: "usage, or input that cannot be read",
    Exit.INCOMPLETE: "something could not be asked",
    Exit.STORAGE: "the library or the disk",
    Exit.FAULT: "a fault of citekit's own",
    Exit.INTERRUPTED: "interrupted (Ctrl-C)",
    Exit.TERMINATED: "terminated (SIGTERM)",
}


def commands() -> str:
    """Render the page of the commands; the same code gives the same text, whatever the terminal."""
    parts = [HEAD, _block("citekit", [])]
    parts += [_block(f"citekit {line}", line.split()) for line in command_lines()]
    return "\n".join(parts)


def _block(title: str, arguments: list[str]) -> str:
    os.environ["COLUMNS"] = "80"
    shown = CliRunner().invoke(app, [*arguments, "--help"], prog_name="citekit", color=False)
    text = "\n".join(line.rstrip() for line in shown.output.strip().splitlines())
    return f"## {title}\n\n```text\n{text}\n```\n"


def exits() -> str:
    """Render the page of the exit codes."""
    rows = [f"| {code.value} | {EXIT_WORDS[code]} |" for code in Exit]
    return "\n".join([EXITS, "| code | means |", "|---|---|", *rows, ""])


def settings() -> str:
    """Render the page of the settings, out of what the code says of each."""
    told = _told()
    rows = [f"| {_row(one)} | {told[one.field]} |" for one in SETTINGS]
    head = ["| in a file | in the environment | if not set | means |", "|---|---|---|---|"]
    return "\n".join([SETTINGS_HEAD, *head, *rows, ""])


def _row(one: Setting) -> str:
    in_file = f"`{one.field}`" if one.in_file else "never"
    default = getattr(Settings(), one.field)
    # What is neither a number nor a switch says itself what holds without it.
    shown = "" if default is None else f"`{str(default).lower()}`"
    return f"{in_file} | `{one.variable}` | {shown}"


def _told() -> dict[str, str]:
    """Read what stands beneath each setting in the code; one without a word is an error."""
    (body,) = [one.body for one in ast.parse(inspect.getsource(Settings)).body]  # type: ignore[attr-defined]
    told = {
        field.target.id: " ".join(text.value.value.split()).replace("``", "`")
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr)
    }
    missing = [one.field for one in SETTINGS if one.field not in told]
    if missing:
        raise ValueError(f"settings.py says nothing of {', '.join(missing)}")
    return told


PAGES = {"cli.md": commands, "exit-codes.md": exits, "settings.md": settings}

if __name__ == "__main__":
    for name, render in PAGES.items():
        (HERE / name).write_text(render(), encoding="utf-8")
