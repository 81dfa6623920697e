"""What the documents say is what the program does."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from citekit.cli.app import command_lines
from citekit.verbs.configure import Setting
from citekit.vocab import Outcome
from docs import make_cli, transcripts
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


ONE_BY_ONE = ("make_cli", "make_deciding", "make_schemas", "make_tables")
FOLDERS = {"make_formats": "formats", "make_rules": "rules"}


@pytest.fixture(scope="module")
def made() -> dict[str, dict[str, str]]:
    """Render all pages, in one process of their own: the makers set the terminal's width."""
    pages = [f"{one!r}: {{n: r() for n, r in {one}.PAGES.items()}}" for one in ONE_BY_ONE]
    pages += [f"{one!r}: {one}.pages()" for one in FOLDERS]
    makers = ", ".join([*ONE_BY_ONE, *FOLDERS])
    script = f"import json, {makers}; print(json.dumps({{{', '.join(pages)}}}))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT / "docs", capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("maker", ONE_BY_ONE)
def test_a_page_is_generated_from_what_it_is_about(
    maker: str, made: dict[str, dict[str, str]]
) -> None:
    for name, text in made[maker].items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("maker", FOLDERS)
def test_a_folder_is_generated_from_what_it_is_about(
    maker: str, made: dict[str, dict[str, str]]
) -> None:
    folder = ROOT / "docs" / FOLDERS[maker]
    held = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert held == made[maker]


def test_no_setting_is_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    unsaid = Setting("nobody", "CITEKIT_NOBODY", str)
    monkeypatch.setattr(make_cli, "SETTINGS", (*make_cli.SETTINGS, unsaid))
    with pytest.raises(ValueError, match=r"settings\.py says nothing of nobody"):
        make_cli.settings()


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


def _slow_ones_later(page: Path) -> Any:
    later = page.parent.name == "moving"
    return pytest.param(page, id=page.stem, marks=[pytest.mark.interop] if later else [])


@pytest.mark.parametrize("page", [_slow_ones_later(page) for page in transcripts.pages()])
def test_the_commands_of_the_guide_print_what_it_says(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "```console\n" in text
    assert transcripts.replayed(text) == text


def test_a_transcript_that_says_something_else_is_seen() -> None:
    page = "```text refs.txt\npmid:20650877\n```\n\n```console\n$ cat refs.txt\npmid:1\n```\n"
    assert transcripts.replayed(page) == page.replace("pmid:1\n", "pmid:20650877\n")


def test_an_exit_that_nobody_looks_at_is_no_transcript() -> None:
    page = "```console\n$ citekit show Nobody\n$ citekit list\n```\n"
    with pytest.raises(ValueError, match="nobody looked"):
        transcripts.replayed(page)
    looked = page.replace("$ citekit list", "$ echo $?")
    assert "$ echo $?\n4\n" in transcripts.replayed(looked)


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
