"""The entry point: help, versions, exit codes, and faults that stay one sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import citekit as package
from citekit.cli import main as entry
from citekit.cli.app import command_lines
from tests.conftest import Citekit


@pytest.mark.parametrize("name", command_lines())
def test_every_command_has_help_with_an_example(citekit: Citekit, name: str) -> None:
    run = citekit(*name.split(), "--help")
    assert run.code == 0
    assert f"citekit {name}" in run.out.split("Example:")[1] or "--offline" in run.out


@pytest.mark.parametrize("arguments", [("--version",), ("--offline", "--version")])
def test_the_version(citekit: Citekit, arguments: tuple[str, ...]) -> None:
    run = citekit(*arguments)
    assert (run.code, run.out) == (0, f"citekit {package.__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("resolve",), ("list", "--format", "xml"), ("mirror", "x"), ("mirror", "info")],
)
def test_wrong_usage_is_exit_2(citekit: Citekit, arguments: tuple[str, ...]) -> None:
    run = citekit(*arguments)
    assert (run.code, run.out) == (2, "")
    assert run.err


@pytest.mark.parametrize(
    ("given", "hoisted"),
    [
        (["list", "--offline"], ["--offline", "list"]),
        (["list", "--library", "x.db"], ["--library", "x.db", "list"]),
        (["list", "--library=x.db", "-q"], ["--library=x.db", "-q", "list"]),
        (["search", "--", "--offline"], ["search", "--", "--offline"]),
        (["list", "--library"], ["--library", "list"]),
        (["mirror", "info", "x", "--quiet"], ["--quiet", "mirror", "info", "x"]),
    ],
)
def test_common_options_are_moved_before_the_verb(given: list[str], hoisted: list[str]) -> None:
    assert entry.hoist(given) == hoisted


@pytest.mark.parametrize(
    ("given", "verb"),
    [
        (["list"], "list"),
        (["--library", "add", "-q", "show", "x"], "show"),
        (["--library=add", "show"], "show"),
        (["--help"], "--help"),
        (["--", "list"], "--"),
        (["--offline"], ""),
        ([], ""),
    ],
)
def test_the_verb_is_the_first_word_that_is_no_common_option(given: list[str], verb: str) -> None:
    assert entry.verb(given) == verb


def test_a_verb_is_parsed_alone_as_it_is_among_all(citekit: Citekit) -> None:
    for line in ["", *command_lines()]:
        alone = citekit(*line.split(), "--help")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(entry, "verb", lambda _: "")
            assert citekit(*line.split(), "--help") == alone


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (entry.Terminated(), 143, "terminated"),
        (RuntimeError("secret innards"), 70, "RuntimeError"),
    ],
    ids=["Ctrl-C", "SIGTERM", "own fault"],
)
def test_nothing_ends_in_a_traceback(
    citekit: Citekit,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    said: str,
) -> None:
    def fail(_: object) -> int:
        raise error

    monkeypatch.setattr(entry, "_command", fail)
    run = citekit("list")
    assert run.code == code
    assert said in run.err
    assert "Traceback" not in run.err
    assert "secret innards" not in run.err


def test_a_closed_pipe_is_quiet(desk: Path) -> None:
    command = f"{sys.executable} -m citekit --help | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stderr == ""


def test_standard_input_is_a_source(desk: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "citekit", "--offline", "resolve", "-"],
        input="see https://pubmed.ncbi.nlm.nih.gov/20650877/\n",
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("resolved: -:1: ")


def in_shell(command: str) -> subprocess.CompletedProcess[str]:
    script = command.replace("citekit", f"{sys.executable} -m citekit", 1)
    return subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_beneath_standard_output_is_the_storage_code(desk: Path) -> None:
    done = in_shell("citekit --offline resolve pmid:20506343 > /dev/full")
    assert (done.returncode, done.stderr) == (
        4, "citekit: standard output cannot be written: No space left on device\n",
    )  # fmt: skip


def test_a_reader_that_leaves_is_no_error(desk: Path) -> None:
    done = in_shell("citekit --offline resolve pmid:20506343 | true; echo ${PIPESTATUS[0]}")
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_data_is_utf8_whatever_the_locale(desk: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "citekit", "--offline", "resolve", "Müller "],
        env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin", "HOME": str(desk)},
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 3
    assert done.stdout.startswith("unavailable: Müller".encode())


def test_bytes_that_are_no_text_are_shown_not_choked_on(desk: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "citekit", "--offline", "resolve", b"no \xff text"],
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, b"Traceback" in done.stderr) == (3, False)


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_streams_that_were_closed_before_the_start_are_no_fault(desk: Path, closed: str) -> None:
    assert in_shell(f"citekit --offline resolve pmid:20506343 {closed}").returncode == 0
