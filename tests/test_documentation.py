"""What the documents say is what the program does."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from citekit.cli.app import command_lines
from citekit.vocab import Outcome
from tests.conftest import ROOT, Citekit

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(text: str) -> list[tuple[str, str]]:
    """Find every `console` block as (command, what it prints)."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


@pytest.mark.parametrize(
    ("maker", "name"), [("make_cli", "cli.md"), ("make_formats", "formats.md")]
)
def test_a_page_is_generated_from_what_it_is_about(maker: str, name: str) -> None:
    made = subprocess.run(
        [sys.executable, "-c", f"import {maker} as m, sys; sys.stdout.write(m.page())"],
        cwd=ROOT / "docs", capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made


def test_the_pages_of_tables_are_generated_from_the_tables() -> None:
    asked = "import json, make_tables as m; print(json.dumps({n: r() for n, r in m.PAGES.items()}))"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT / "docs", capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name, made in json.loads(done.stdout).items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made


def test_the_pages_of_rules_are_generated_from_the_rules() -> None:
    asked = "import json, make_rules as m; print(json.dumps(m.pages()))"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT / "docs", capture_output=True, text=True, check=True,
    )  # fmt: skip
    held = {
        path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "rules").iterdir()
    }
    assert held == json.loads(done.stdout)


@pytest.mark.parametrize("name", command_lines())
def test_every_command_is_documented(name: str) -> None:
    assert f"## citekit {name}\n" in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert f"citekit {name}" in README or f"--offline {name}" in README


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_is_in_the_glossary(outcome: str) -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert outcome.replace("_", " ") in glossary


def test_the_commands_of_the_readme_print_what_it_says(citekit: Citekit, desk: Path) -> None:
    shutil.copytree(ROOT / "examples", desk / "examples")
    assert blocks(README)
    for command, output in blocks(README):
        words = shlex.split(command)
        assert words[0] == "citekit", command
        run = citekit(*words[1:])
        assert run.code == 0, (command, run.err)
        assert run.out.replace("\r\n", "\n") == output, command


@pytest.mark.parametrize(
    "path", [p for p in ROOT.rglob("*.md") if ".venv" not in p.parts], ids=lambda p: p.name
)
def test_nobody_is_told_to_install_somebody_elses_package(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"pipx? install citekit(?!-cli)", text)
    assert not re.search(r"uvx citekit(?!-cli)", text)


@pytest.mark.parametrize("name", ["README.md", "SECURITY.md", "CONTRIBUTING.md"])
def test_every_path_that_a_page_names_is_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(
        r"`((?:tests|src|docs|benchmarks|examples|exports|requirements)/[^`*]*)`", text
    )
    named += re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert [path for path in named if not (ROOT / path).exists()] == []
