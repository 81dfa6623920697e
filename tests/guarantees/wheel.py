"""The wheel: the same bytes wherever and whenever it is built, with nothing but ours in it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from random import Random

from tests.guarantees.guarantee import Guarantee, Told
from tests.guarantees.run import ROOT

_TAKEN = ("src", "README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml")
_ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati")
_EPOCH = "1767225600"


def trial(number: int, folder: Path) -> Told:
    """Build it twice: here, and where everything is otherwise."""
    chance = Random(number)
    first = build(folder / "one", umask=0o022, zone="UTC", seed="0")
    other = build(
        folder / f"two {number} é" / "deeper",
        umask=chance.choice((0o000, 0o077, 0o027)),
        zone=chance.choice(_ZONES),
        seed=str(number + 1),
        littered=True,
    )
    return Told(compared(first, other) or contained(first))


def build(folder: Path, *, umask: int, zone: str, seed: str, littered: bool = False) -> Path:
    """Build the wheel of a copy of the sources; its times are those of the copying."""
    folder.mkdir(parents=True)
    old = os.umask(umask)
    try:
        for name in _TAKEN:
            _copy(ROOT / name, folder / name)
    finally:
        os.umask(old)
    if littered:
        (folder / "src" / "citekit" / "__pycache__").mkdir()
        (folder / "src" / "citekit" / "__pycache__" / "x.cpython-311.pyc").write_bytes(b"x")
    environment = os.environ | {"SOURCE_DATE_EPOCH": _EPOCH, "TZ": zone, "PYTHONHASHSEED": seed}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"],
        cwd=folder, env=environment, umask=umask, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        # Modes as the umask makes them, as a checkout has them.
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(source, target, ignore=ignored, copy_function=shutil.copyfile)
    else:
        shutil.copyfile(source, target)


def compared(first: Path, other: Path) -> str:
    """Tell the first member in which two wheels differ."""
    digests = {hashlib.sha256(one.read_bytes()).hexdigest() for one in (first, other)}
    if len(digests) == 1 and first.name == other.name:
        return ""
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(other) as two:
        for here, there in zip(one.infolist(), two.infolist(), strict=False):
            told = (
                (each.filename, each.CRC, each.date_time, each.external_attr)
                for each in (here, there)
            )
            if len(set(told)) != 1:
                return f"{here.filename} differs from {there.filename}"
    return "the wheels differ"


def contained(wheel: Path) -> str:
    """Tell what does not belong into it, or is missing."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    ours = {str(path.relative_to(ROOT / "src")) for path in (ROOT / "src").rglob("*")
            if path.is_file() and "__pycache__" not in path.parts}  # fmt: skip
    packed = {name for name in names if ".dist-info/" not in name}
    about = {name.rpartition("/")[2] for name in names if ".dist-info/" in name}
    if strange := (packed ^ ours) | (
        about ^ {"METADATA", "WHEEL", "RECORD", "LICENSE", "entry_points.txt"}
    ):
        return f"{min(strange)} is one too many, or is missing"
    return "a member stands outside" * any(name.startswith(("/", "..")) for name in names)


def _lacks() -> str:
    done = subprocess.run(
        [sys.executable, "-c", "import hatchling"], capture_output=True, check=False
    )
    return "needs hatchling" * (done.returncode != 0)


GUARANTEES = (
    Guarantee(
        "wheel",
        "A wheel is the same to the byte, wherever it is built and by whose clock and umask, and "
        "holds the package alone",
        20,
        trial,
        few=0,
        lacks=_lacks,
    ),
)
