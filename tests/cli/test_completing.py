"""A shell is offered commands, options, citation keys and rules: fast, and never a complaint."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from citekit.cli import completing
from citekit.cli.main import main
from tests.conftest import ROOT, Citekit

KEY = "Muller2010Stem"


@pytest.fixture
def offered(desk: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    def ask(line: str) -> list[str]:
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))
        monkeypatch.setenv("_CITEKIT_COMPLETE", "complete_bash")
        capfd.readouterr()
        code = main([])
        out, err = capfd.readouterr()
        assert (code, err) == (0, "")
        return out.split()

    return ask


def test_commands_and_options(offered) -> None:
    assert offered("citekit sh") == ["show"]
    assert offered("citekit mirror b") == ["build"]
    assert offered("citekit list --for") == ["--format"]
    assert offered("citekit --off") == ["--offline"]


@pytest.mark.parametrize(
    "line",
    ["show M", "remove M", "ack M", "export --format ris M"],
)
def test_citation_keys_of_the_library(shelved: Citekit, offered, line: str) -> None:
    assert KEY in offered(f"citekit {line}")


def test_citation_keys_of_the_library_that_is_named(offered, tmp_path: Path, filled) -> None:
    (tmp_path / "other.db").write_bytes(filled)
    other = tmp_path / "other.db"
    for line in (f"--library {other} show M", f"show --library={other} M"):
        assert offered(f"citekit {line}") == [KEY]


def test_rules(offered) -> None:
    assert offered("citekit explain retr")[0] == "retracted"
    assert "CK101" in offered("citekit explain CK1")


@pytest.mark.parametrize("settings", ["nonsense = 1\n", "library = 'nowhere/else.db'\n"])
def test_trouble_offers_nothing_and_makes_nothing(offered, desk: Path, settings: str) -> None:
    (desk / "citekit.toml").write_text(settings)
    assert offered("citekit show M") == []
    assert offered("citekit show 'M") == []
    assert [path.name for path in desk.iterdir()] == ["citekit.toml"]


@pytest.mark.parametrize(
    "key",
    ["M;reboot", "$(reboot)", "`x`", "M x", "-rf", 'M"x', "M'x", "M\\x", "M\nx", "M*", "M&x", ""],
)
def test_a_key_that_would_act_in_a_shell_is_not_offered(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setattr("citekit.library.glance.keys_beginning", lambda *_: [key, "M:x", "Mé/2"])
    assert completing.citation_keys("") == ["M:x", "Mé/2"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_shell_is_given_its_script(
    citekit: Citekit, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    monkeypatch.setattr("shellingham.detect_shell", lambda: (shell, f"/bin/{shell}"))
    run = citekit("--show-completion")
    assert run.code == 0
    assert "_CITEKIT_COMPLETE=complete_" in run.out


@pytest.mark.interop
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_itself_completes_a_key(desk: Path, filled: bytes, tmp_path: Path) -> None:
    (desk / "library.db").write_bytes(filled)
    program = tmp_path / "citekit"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m citekit "$@"\n')
    program.chmod(0o755)
    script = (
        'eval "$(citekit --show-completion bash)"; COMP_WORDS=(citekit show Mul); COMP_CWORD=2; '
        '_citekit_completion citekit; echo "${COMPREPLY[*]}"'
    )
    search = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        env={**os.environ, "PATH": search, "PYTHONPATH": str(ROOT / "src"),
             "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == (f"{KEY}\n", "")
