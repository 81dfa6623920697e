"""Run what the guide shows in `console` blocks, and write what it prints into the pages.

A page's commands run in a folder of their own, which holds `examples/` and the files that the page
has shown: a fence ```` ```bibtex refs.bib ```` is written to `refs.bib`. What is shown is all that
a terminal shows, standard output and standard error. `make docs` writes it, and a test compares.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from citekit.cli.main import main

DOCS = Path(__file__).parent
FOLDERS = ("tutorials", "moving")

_FENCE = re.compile(
    r"^```(?P<language>[^\s`{]+)(?: (?P<file>\S+))?\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def pages() -> list[Path]:
    """List the pages whose commands are run."""
    guides = (path for folder in FOLDERS for path in sorted((DOCS / folder).glob("*.md")))
    return [DOCS / "index.md", *guides]


def replayed(text: str) -> str:
    """Render a page with what its commands print now, from an empty library on."""
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as desk:
        shutil.copytree(DOCS.parent / "examples", Path(desk) / "examples")
        with mock.patch.dict(os.environ, _nobodys(Path(cache)), clear=True), chdir(desk):
            return _FENCE.sub(_fence, text)


def _nobodys(cache: Path) -> dict[str, str]:
    own = ("CITEKIT_", "NCBI_API_KEY", "COLUMNS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {**kept, "CITEKIT_CACHE_DIR": str(cache)}


def _fence(found: re.Match[str]) -> str:
    if found["language"] == "console":
        return f"```console\n{''.join(_block(found['body']))}```"
    if found["file"]:
        path = Path(found["file"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found["body"], encoding="utf-8", newline="\n")
    return found[0]


def _block(body: str) -> Iterator[str]:
    """Run each command of a block; an exit that is not 0 is looked at by the next one."""
    code, ran = 0, ""
    for command in re.findall(r"^\$ (.*)$", body, re.MULTILINE):
        if command == "echo $?":
            code, printed = 0, f"{code}\n"
        elif code:
            raise ValueError(f"{ran!r} ended with {code}, and nobody looked: say `echo $?`")
        else:
            code, printed = _run(command)
        if "```" in printed:
            raise ValueError(f"{command!r} prints a fence, which would end the block")
        ran = command
        yield f"$ {command}\n{printed}"
    if code:
        raise ValueError(f"{ran!r} ended with {code}, and nobody looked: say `echo $?`")


def _run(command: str) -> tuple[int, str]:
    program, *arguments = shlex.split(command)
    return _PROGRAMS[program](arguments)


def _citekit(arguments: list[str]) -> tuple[int, str]:
    told = io.BytesIO()
    with io.TextIOWrapper(told, encoding="utf-8", newline="\n", write_through=True) as terminal:
        with redirect_stdout(terminal), redirect_stderr(terminal):
            code = int(main(arguments))
        # RIS has lines of its own kind, which a page does not show.
        return code, told.getvalue().decode("utf-8").replace("\r\n", "\n")


def _cat(arguments: list[str]) -> tuple[int, str]:
    return 0, "".join(Path(name).read_text(encoding="utf-8") for name in arguments)


_PROGRAMS: dict[str, Callable[[list[str]], tuple[int, str]]] = {"citekit": _citekit, "cat": _cat}

if __name__ == "__main__":
    for page in pages():
        told = replayed(page.read_text(encoding="utf-8"))
        page.write_text(told, encoding="utf-8", newline="\n")
