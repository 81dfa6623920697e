"""Fixtures for every test: nobody's settings, nobody's cache, no network."""

from __future__ import annotations

import gc
import itertools
import json
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from citekit.cli.main import main

# Who runs the tests in the background of a script has Ctrl-C ignored, and so would everything that
# they begin: a handler is not inherited, being ignored is (POSIX, exec).
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A search through everything that thousands of tests hold is worth it more seldom.
gc.set_threshold(20_000, 20, 20)

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
SEEDS = ROOT.parent / "shared" / "seeds"


@dataclass(frozen=True)
class Run:
    """What one run of the command line left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Citekit = Callable[..., Run]


@pytest.fixture(scope="session")
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Name a folder for each test; few need one, so that it is not made."""
    folder = tmp_path_factory.mktemp("caches")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _nobodys_settings(_caches: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("CITEKIT_") or name == "NCBI_API_KEY":
            monkeypatch.delenv(name)
    monkeypatch.setenv("CITEKIT_CACHE_DIR", str(next(_caches)))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, outside of any repository."""
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def citekit(desk: Path, capfd: pytest.CaptureFixture[str]) -> Citekit:
    """Run the command line in this process, in an empty folder."""

    def run(*arguments: str) -> Run:
        capfd.readouterr()
        code = main(arguments)
        out, err = capfd.readouterr()
        return Run(int(code), out, err)

    return run
