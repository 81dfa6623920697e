"""What a type checker sees of `import citekit`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.interop

RIGHT = """
import citekit
from citekit.model import StoredWork
found: citekit.Outcome = citekit.resolve("pmid:1", offline=True)[0].outcome
level: str = citekit.check("refs.bib").findings[0].level
with citekit.Library.open("library.db") as library:
    work: StoredWork = library.get("a")
"""
WRONG = {
    "citekit.nonsense": "attr-defined",
    "citekit.resolve(3)": "arg-type",
    "citekit.resolve('x')[0].nonsense": "attr-defined",
    "citekit.Library.open('x').add(3)": "arg-type",
}


def judged(folder: Path, text: str) -> str:
    (folder / "script.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "script.py"],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "MYPYPATH": "", "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    return done.stdout


def test_it_is_typed(tmp_path: Path) -> None:
    assert "Success" in judged(tmp_path, RIGHT)
    wrong = judged(tmp_path, "\n".join(["import citekit", *WRONG]))
    assert f"Found {len(WRONG)} errors" in wrong
    for line, code in enumerate(WRONG.values(), start=2):
        assert f"script.py:{line}: " in wrong
        assert f"[{code}]" in wrong
