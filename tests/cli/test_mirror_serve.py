"""`citekit mirror serve` as a process: what it prints, how it ends, what keeps it from starting."""

from __future__ import annotations

import importlib.util
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.conftest import Citekit
from tests.serving import Serving, serving


@contextmanager
def process(folder: Path, *arguments: str) -> Iterator[tuple[Serving, str]]:
    with serving(folder, "mirror", "serve", *arguments, lines=2) as one:
        yield one, one.lines[1].partition("=")[2]


def test_what_is_printed_are_settings(desk: Path) -> None:
    with process(desk, "starter", "--port", "0") as (one, base):
        port = base.rpartition(":")[2]
        assert one.lines == [
            f"CITEKIT_PUBMED_URL=http://127.0.0.1:{port}/entrez/eutils",
            f"CITEKIT_CROSSREF_URL=http://127.0.0.1:{port}",
        ]
        with urlopen(f"{base}/health") as answer:
            assert answer.headers["Citekit-Mirror-Date"] == "2026-11-22"


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGTERM, 143, "terminated"), (signal.SIGINT, 130, "interrupted")],
)
def test_a_signal_ends_it(desk: Path, number: int, code: int, word: str) -> None:
    with process(desk, "starter", "--port", "0", "--quiet") as (one, base):
        with urlopen(f"{base}/works/10.1136%2Fard.2009.123463") as answer:
            assert answer.status == 200
        assert one.end(number) == (code, f"citekit: {word}; what was done is kept\n")


def test_somebody_who_stays_connected_does_not_keep_it_up(desk: Path) -> None:
    with process(desk, "starter", "--port", "0", "--quiet") as (one, base):
        address = ("127.0.0.1", int(base.rpartition(":")[2]))
        with socket.create_connection(address), socket.create_connection(address) as half:
            half.sendall(b"GET /health HTTP/1.1\r\n")
            assert one.end(signal.SIGTERM)[0] == 143


def test_a_port_that_is_taken(citekit: Citekit) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = citekit("mirror", "serve", "starter", "--port", str(port))
    assert (run.code, run.out) == (4, "")
    assert run.err == (
        f"citekit: 127.0.0.1:{port} cannot be listened on: Address already in use. "
        "Choose another --port, or another --host.\n"
    )


def test_a_folder_that_is_none(citekit: Citekit) -> None:
    run = citekit("mirror", "serve", "nowhere")
    assert run.code == 2
    assert run.err.startswith("citekit: nowhere is no mirror")


def test_a_package_that_is_missing(citekit: Citekit, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec

    def without(name: str, package: str | None = None) -> Any:
        return None if name == "uvicorn" else find(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", without)
    run = citekit("mirror", "serve", "starter")
    assert (run.code, run.out) == (2, "")
    assert run.err == "citekit: serving a mirror needs uvicorn; install citekit-cli[serve]\n"


def test_other_machines_are_let_in_with_a_warning(
    citekit: Citekit, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[tuple[Any, ...]] = []
    monkeypatch.setattr("citekit.mirror.serve.run.serve", lambda *told: served.append(told))
    run = citekit("mirror", "serve", "starter", "--host", "0.0.0.0", "--name", "Mirror.lan")
    assert run.err == (
        "citekit: 0.0.0.0 can be reached from other machines, and nobody has to log in\n"
    )
    assert served[0][1:4] == ("0.0.0.0", 8765, frozenset({"mirror.lan"}))


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_that_is_none(citekit: Citekit, port: str) -> None:
    assert citekit("mirror", "serve", "starter", "--port", port).code == 2
