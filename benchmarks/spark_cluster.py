"""A standalone Spark on this machine, out of pyspark's wheel, with citekit out of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORKERS = 2
_HOST = "127.0.0.1"
_PATIENCE = 120
"""Seconds for the workers to have registered."""


def lacks() -> str | None:
    """Say what is missing to start one; None: nothing."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed (make interop)"
    return None if shutil.which("java") else "there is no java on the PATH; Spark needs Java 17"


def install(folder: Path) -> Path:
    """Build citekit's wheel and install it, alone, into a folder of this; gives that folder."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    wheels, target = folder / "wheels", folder / "installed"
    building = ["wheel", "--no-deps", "--no-build-isolation", "-w", str(wheels), str(ROOT)]
    subprocess.run([*pip, *building], check=True)
    [wheel] = wheels.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", str(target), str(wheel)], check=True)
    return target


def environment(installed: Path) -> dict[str, str]:
    """Make the environment in which Python finds that citekit and no other one."""
    return {
        **os.environ,
        "PYTHONPATH": str(installed),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": _HOST,
        "PYTHONSAFEPATH": "1",
    }


@contextmanager
def cluster(folder: Path, env: Mapping[str, str]) -> Iterator[str]:
    """Run a master and `WORKERS` workers of one core each; gives the master's address."""
    port = _free_port()
    master = f"spark://{_HOST}:{port}"
    with ExitStack() as stack:
        own = ("--port", str(port))
        stack.enter_context(_process(folder, env, "master.Master", own))
        for number in range(WORKERS):
            own = ("--cores", "1", "--memory", "2g", "--work-dir", str(folder / f"work-{number}"))
            stack.enter_context(_process(folder, env, "worker.Worker", (*own, master), number))
        _wait(folder / "master.Master-0.log")
        yield master


def command(arguments: Sequence[str], master: str, *settings: str) -> list[str]:
    """Write the command that runs the job on such a master."""
    own = [f"spark.driver.host={_HOST}", f"spark.driver.bindAddress={_HOST}"]
    conf = [part for one in (*own, *settings) for part in ("--conf", one)]
    return [sys.executable, "-m", "citekit.mirror.spark", *arguments, "--master", master, *conf]


@contextmanager
def _process(
    folder: Path, env: Mapping[str, str], name: str, own: Sequence[str], number: int = 0
) -> Iterator[None]:
    [home] = find_spec("pyspark").submodule_search_locations
    starter = [f"{home}/bin/spark-class", f"org.apache.spark.deploy.{name}"]
    options = ["--host", _HOST, "--webui-port", "0", *own]
    with (folder / f"{name}-{number}.log").open("wb") as log:
        process = subprocess.Popen([*starter, *options], env=env, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)


def _wait(log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while log.read_text().count("Registering worker") < WORKERS:
        if time.monotonic() > until:
            raise TimeoutError(f"Spark's workers did not come: {log.read_text()}")
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((_HOST, 0))
        return int(one.getsockname()[1])
