"""A shell is offered commands, options, citation keys and rules: fast, and never a complaint."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from citekit.cli import completing
from citekit.cli.main import main
from citekit.library.store import Library
from citekit.vocab import Scheme
from tests.conftest import ROOT, Citekit
from tests.library import shelf

KEY = "Muller2010Stem"
COLONS = ("smith:2010", "smith:2010:b", "smythe")


def shelve(path: Path, keys: Sequence[str]) -> None:
    with Library.open(path, create=True) as library, library.write():
        for number, key in enumerate(keys):
            names = {Scheme.PMID: str(1001 + number)}
            library.add(shelf.resolved(shelf.candidate({"title": key}, names), raw=key), key=key)


@pytest.fixture
def offered(desk: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    def ask(line: str | Sequence[str]) -> list[str]:
        words = line.split(" ") if isinstance(line, str) else line
        monkeypatch.setenv("COMP_WORDS", "\n".join(words))  # as the shell's script does
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
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


@pytest.mark.parametrize(
    ("words", "offers"),
    [
        (["show", "smi"], ["smith:2010", "smith:2010:b"]),
        (["show", "smith", ":"], ["2010", "2010:b"]),
        (["show", "smith", ":", "20"], ["2010", "2010:b"]),
        (["show", "smith", ":", "2010", ":"], ["b"]),
        (["show", "smith:20"], ["smith:2010", "smith:2010:b"]),  # a bash that parts no words there
        (["export", "smith", ":", "2010", "smi"], ["smith:2010", "smith:2010:b"]),
        (["export", "--format", "=", "ris", "smith", ":", "2"], ["2010", "2010:b"]),
        (["--library", "=", "library.db", "show", "smith", ":", "2"], ["2010", "2010:b"]),
        (["export", "--format", "=", "bibl"], ["biblatex"]),
        (["export", "--format", "="], None),
        (["show", ":"], []),
    ],
)
def test_bash_parts_words_at_colons(
    desk: Path, offered, words: list[str], offers: list[str] | None
) -> None:
    shelve(desk / "library.db", COLONS)
    found = offered(["citekit", *words])
    assert found == offers if offers is not None else {"ris", "bibtex"} <= set(found)


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


def program(folder: Path) -> Path:
    """Put citekit into a folder as a program of that name."""
    made = folder / "citekit"
    made.write_text(f'#!/bin/sh\nexec {sys.executable} -m citekit "$@"\n')
    made.chmod(0o755)
    return folder


@pytest.mark.interop
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_itself_completes_a_key(desk: Path, filled: bytes, tmp_path: Path) -> None:
    (desk / "library.db").write_bytes(filled)
    script = (
        'eval "$(citekit --show-completion bash)"; COMP_WORDS=(citekit show Mul); COMP_CWORD=2; '
        '_citekit_completion citekit; echo "${COMPREPLY[*]}"'
    )
    search = os.pathsep.join([str(program(tmp_path)), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        env={**os.environ, "PATH": search, "PYTHONPATH": str(ROOT / "src"),
             "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == (f"{KEY}\n", "")


@pytest.mark.interop
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("citekit show smy", "citekit show smythe "),
        ("citekit show smith:20", "citekit show smith:2010"),
        ("citekit show smith:2010:", "citekit show smith:2010:b "),
        ("citekit --library=library.db export smy", "citekit --library=library.db export smythe "),
        ("citekit export --format=bibl", "citekit export --format=biblatex "),
    ],
)
def test_a_person_at_bash_gets_the_whole_key(
    desk: Path, tmp_path: Path, typed: str, completed: str
) -> None:
    shelve(desk / "library.db", COLONS)
    path = os.pathsep.join([str(program(tmp_path)), os.environ["PATH"]])
    environ = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src"), "TERM": "dumb",
               "PS1": "", "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}  # fmt: skip
    terminal, other = pty.openpty()
    bash = subprocess.Popen(
        ["bash", "--norc", "--noprofile", "-i"], stdin=other, stdout=other, stderr=other,
        env=environ, cwd=desk, start_new_session=True,
    )  # fmt: skip
    os.close(other)
    try:
        os.write(terminal, b'eval "$(citekit --show-completion bash)"; echo rea""dy\n')
        read_until(terminal, "ready")
        # Ctrl-A goes to the beginning of the line: what was completed is printed, not run.
        os.write(terminal, f"{typed}\t\x01echo '<\x05>'\n".encode())
        assert f"\n<{completed}>" in read_until(terminal, ">\r\n")
    finally:
        bash.kill()
        bash.wait()
        os.close(terminal)


def read_until(terminal: int, word: str) -> str:
    read, deadline = "", time.monotonic() + 30
    while word not in read and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.5)[0]:
            read += os.read(terminal, 4096).decode()
    return read
