"""`citekit browse`: what it says, opens and refuses; what it shows is tried in a browser."""

from __future__ import annotations

import importlib.util
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from citekit.browse.where import Where
from tests.conftest import Citekit
from tests.reports.evidence import included

ADDRESS = "http://127.0.0.1:8001/library"
ENDS = "citekit: this shows the library as it is now; Ctrl-C ends it\n"


class Served(ModuleType):
    """Stands for Datasette."""

    def __init__(self) -> None:
        super().__init__("citekit.browse.run")
        self.told: list[tuple[Any, ...]] = []

    def serve(self, shelf: Path, told: Any, where: Where, ready: Callable[..., None]) -> None:
        assert shelf.read_bytes().startswith(b"SQLite format 3")
        self.told.append((told["title"], *where))
        ready(ADDRESS)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    stand_in = Served()
    monkeypatch.setitem(sys.modules, "citekit.browse.run", stand_in)
    monkeypatch.setattr("citekit.browse.run", stand_in, raising=False)
    monkeypatch.setattr("citekit.browse.begin.require", lambda: None)
    return stand_in


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    opened: list[str] = []

    def open_(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", open_)
    return opened


@pytest.fixture
def library(desk: Path) -> Path:
    included.fill(desk / "library.db", 1)
    return desk / "library.db"


def test_it_says_the_address_and_opens_it(
    citekit: Citekit, library: Path, served: Served, opened: list[str]
) -> None:
    run = citekit("browse")
    assert (run.code, run.out, run.err) == (0, f"{ADDRESS}\n", ENDS)
    assert opened == [ADDRESS]
    assert served.told == [("citekit: the library", "127.0.0.1", 0, frozenset())]


def test_it_only_says_the_address(
    citekit: Citekit, library: Path, served: Served, opened: list[str]
) -> None:
    run = citekit("browse", "--no-open", "--quiet", "--port", "8001")
    assert (run.code, run.out, run.err) == (0, f"{ADDRESS}\n", "")
    assert opened == []


def test_a_browser_that_would_take_the_terminal_is_not_opened(
    citekit: Citekit,
    library: Path,
    served: Served,
    opened: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    run = citekit("browse")
    assert run.err == f"{ENDS}citekit: no browser was found; open the address above\n"
    assert opened == []


def test_other_machines_are_let_in_with_a_warning(
    citekit: Citekit, library: Path, served: Served, opened: list[str]
) -> None:
    run = citekit("browse", "--no-open", "-q", "--host", "0.0.0.0", "--name", "Desk.lan")
    assert run.err == (
        "citekit: 0.0.0.0 can be reached from other machines, and nobody has to log in\n"
    )
    assert served.told[0][1:] == ("0.0.0.0", 0, frozenset({"desk.lan"}))


def test_where_there_is_no_library_it_says_so(citekit: Citekit, served: Served) -> None:
    run = citekit("browse")
    assert (run.code, run.out) == (4, "")
    assert "there is no library; `citekit add SOURCE` makes one" in run.err


def test_without_the_packages_it_says_how_to_get_them(
    citekit: Citekit, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec

    def without(name: str, package: str | None = None) -> Any:
        return None if name == "datasette" else find(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", without)
    run = citekit("browse")
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "citekit: browsing a library needs datasette; "
        'python -m pip install "citekit-cli[browse]" brings it\n'
    )


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_that_is_none(citekit: Citekit, port: str) -> None:
    assert citekit("browse", "--port", port).code == 2
