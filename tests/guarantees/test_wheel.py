"""What would make a wheel another one, or bring something along, is seen."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.guarantees import wheel


def packed(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return path


def test_another_byte_is_told(tmp_path: Path) -> None:
    first = packed(tmp_path / "a.whl", x="1", y="2")
    assert wheel.compared(first, packed(tmp_path / "b.whl", x="1", y="3")) == "y differs from y"
    assert wheel.compared(first, first) == ""


def test_what_does_not_belong_is_told(tmp_path: Path) -> None:
    ours = sorted((wheel.ROOT / "src").rglob("*.py"))
    names = [str(path.relative_to(wheel.ROOT / "src")) for path in ours]
    members = dict.fromkeys([*names, "aaa.py"], "")
    assert wheel.contained(packed(tmp_path / "c.whl", **members)).startswith("LICENSE is one too")
    about = ("METADATA", "WHEEL", "RECORD", "LICENSE", "entry_points.txt")
    members |= {f"x.dist-info/{name}": "" for name in about}
    assert wheel.contained(packed(tmp_path / "d.whl", **members)).startswith("aaa.py is one too")
