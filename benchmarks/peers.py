"""The tools that citekit is measured beside, each in a virtual environment of its own.

Together they would slow each other down: some of them look through every installed package.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DEFAULT = HERE / ".venv"

_SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"
_VERSION = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))"
_VERSIONS = (
    "import sys; from importlib.metadata import version\n"
    "print(', '.join(f'{name} {version(name)}' for name in sys.argv[1:]))"
)


@dataclass(frozen=True)
class Peer:
    """One tool; its distribution, its command and its environment share a name."""

    name: str
    command: Path
    version: str | None
    """None: it could not be installed."""

    @property
    def python(self) -> Path:
        """The Python of its environment, for what is imported and not started."""
        return self.command.with_name("python")

    @property
    def is_only_a_library(self) -> bool:
        """Whether it is here and has no command of its name."""
        return self.version is not None and shutil.which(self.command) is None

    def __str__(self) -> str:
        return f"{self.name} {self.version or 'could not be installed'}"


def open_peers(folder: Path) -> list[Peer]:
    """Find the peers in a folder of environments; those that are missing are installed."""
    return [_open(folder / name) for name in _names()]


def open_peer(folder: Path, name: str) -> Peer:
    """Find one peer, or install it."""
    return _open(folder / name)


def versions(python: Path, names: Sequence[str]) -> str:
    """Tell the versions of packages that an environment has."""
    asked = [str(python), "-c", _VERSIONS, *names]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def _names() -> list[str]:
    lines = (HERE / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _open(environment: Path) -> Peer:
    if not environment.exists():
        _install(environment)
    name, scripts = environment.name, environment / _SCRIPTS
    asked = subprocess.run(
        [scripts / "python", "-c", _VERSION, name], capture_output=True, text=True, check=False
    )
    return Peer(name, scripts / name, asked.stdout.strip() or None)


def _install(environment: Path) -> None:
    print(f"installing {environment.name} …", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    pip = [environment / _SCRIPTS / "python", "-m", "pip", "install", "-qq", environment.name]
    subprocess.run(pip, check=False, stdout=sys.stderr)
