"""The process that citekit is: signals, users, streams, and machines without a home."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from citekit.cli import main as entry
from citekit.cli import signals
from tests.guarantees.storage.warm import DEEDS, Done, How, warm

ROOT = Path(__file__).parents[2]
PAPER = "pmid:20650877"
TRIES = ("list", "show Liang2010Allogenic", "notices", "export --format ris", "search stem")
WRITING = (
    "set Liang2010Allogenic volume=7", "doctor --backup", "export -o out.bib",
    "remove Liang2010Allogenic",
)  # fmt: skip

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder that every user of the machine reaches, with a library."""
    with tempfile.TemporaryDirectory(prefix="citekit-") as made:
        folder = Path(made)
        done = run(folder, f"--offline add {PAPER}")
        assert done.code == 0
        (folder / "cache").mkdir(exist_ok=True)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def run(folder: Path, line: str, **how: object) -> Done:
    told = {"CITEKIT_CACHE_DIR": str(folder / "cache")}
    return warm().do(f"{DEEDS}:cli", line.split(), folder, How(environment=told, **how))  # type: ignore[arg-type]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
@pytest.mark.parametrize("modes", [(0o444, 0o555), (0o644, 0o755)], ids=["read-only", "another's"])
def test_a_library_that_may_not_be_written_can_be_read(room: Path, modes: tuple[int, int]) -> None:
    (room / "library.db").chmod(modes[0])
    room.chmod(modes[1])
    held = (room / "library.db").read_bytes()
    for line in TRIES:
        done = run(room, line, user=65534)
        assert (done.code, done.err) == (0, "")
        assert done.out
    for line in WRITING:
        done = run(room, line, user=65534)
        assert (done.code, len(done.err.splitlines())) == (4, 1), (line, done)
    assert (room / "library.db").read_bytes() == held
    assert not (room / "out.bib").exists()


def test_without_a_home_everything_works_without_a_cache(tmp_path: Path) -> None:
    around = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-m", "citekit", "--offline", "add", PAPER],
        env=around, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["library.db"]


def started(*command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*command, sys.executable, "-m", "citekit", "--offline", "resolve", "-"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def waits_for_input(process: subprocess.Popen[str]) -> None:
    """Wait until the command reads: nothing else is left for it to do."""
    stat = Path(f"/proc/{process.pid}/wchan")
    for _ in range(600):
        if "pipe" in stat.read_text():
            return
        signal.sigtimedwait([], 0.05)
    pytest.skip("this kernel does not tell what a process waits for")


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")],
)
def test_a_signal_is_one_sentence(desk: Path, number: int, code: int, word: str) -> None:
    process = started()
    waits_for_input(process)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (code, "")
    assert err == f"citekit: {word}; what was done is kept\n"


def test_what_ignores_ctrl_c_goes_on_ignoring_it(desk: Path) -> None:
    process = started("sh", "-c", 'trap "" INT; exec "$0" "$@"')
    waits_for_input(process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(f"{PAPER}\n", timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out.startswith("resolved: ")


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    hook, before = sys.unraisablehook, {one: signal.getsignal(one) for one in signals.RAISED}
    signals.listen()
    yield
    sys.unraisablehook = hook
    signals._arrived.clear()
    for number, handler in before.items():
        signal.signal(number, handler)


def test_the_second_signal_ends_the_process(listening: None) -> None:
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    assert signals.arrived() is KeyboardInterrupt
    assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_failure_that_a_signal_caused_is_told_as_the_signal(
    listening: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is compiled turns it into an exception of its own, or finds half a table."""

    def fail(_: object) -> int:
        try:
            signal.raise_signal(signal.SIGTERM)
        except signals.Terminated as error:
            raise ValueError("all keys need to be the same shape") from error
        return 0

    monkeypatch.setattr(entry, "_command", fail)
    assert entry.main(["list"]) == 143
    assert capsys.readouterr().err == "citekit: terminated; what was done is kept\n"


def test_a_signal_in_a_destructor_counts(
    listening: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Doomed:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    sent: list[int] = []
    monkeypatch.setattr(signals.os, "kill", lambda _, number: sent.append(number))
    monkeypatch.setattr(sys, "__unraisablehook__", lambda told: None)
    Doomed()
    gc.collect()
    assert sent == [signal.SIGINT]
    assert "Traceback" not in capsys.readouterr().err
