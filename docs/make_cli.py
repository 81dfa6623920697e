"""Write docs/cli.md from the command line itself; a test compares the two."""

from __future__ import annotations

import os
from pathlib import Path

from typer.testing import CliRunner

from citekit.cli.app import app, command_lines
from citekit.cli.exits import Exit
from citekit.verbs.configure import SETTINGS

PAGE = Path(__file__).parent / "cli.md"

HEAD = """\
# The command line

This page is generated (`make docs`). Data goes to standard output, everything else to standard
error.
With `--format json` every listing is one object `{"schema": "citekit/<verb>/1", …}` that only
grows.
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


def page() -> str:
    """Render the whole page; the same code gives the same text, whatever the terminal."""
    parts = [HEAD, _block("citekit", [])]
    parts += [_block(f"citekit {line}", line.split()) for line in command_lines()]
    parts += [_exits(), _settings()]
    return "\n".join(parts)


def _block(title: str, arguments: list[str]) -> str:
    os.environ["COLUMNS"] = "80"
    shown = CliRunner().invoke(app, [*arguments, "--help"], prog_name="citekit", color=False)
    text = "\n".join(line.rstrip() for line in shown.output.strip().splitlines())
    return f"## {title}\n\n```text\n{text}\n```\n"


def _exits() -> str:
    rows = [f"| {code.value} | {EXIT_WORDS[code]} |" for code in Exit]
    return "\n".join(["## Exit codes", "", "| code | means |", "|---|---|", *rows, ""])


def _settings() -> str:
    rows = [
        f"| `{one.variable}` | {f'`{one.field}`' if one.in_file else 'environment only'} |"
        for one in SETTINGS
    ]
    head = ["## Settings", "", "Flags win over the environment, which wins over the nearest"]
    head += ["`citekit.toml` or `[tool.citekit]`. An unknown key there is an error.", ""]
    return "\n".join([*head, "| variable | in a file |", "|---|---|", *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
