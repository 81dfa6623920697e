from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

STARTER = files("citekit.mirror").joinpath("starter")
PATHS = {"pubmed": "pubmed.xml", "crossref": "crossref.jsonl"}

MakeMirror = Callable[..., Path]


@pytest.fixture
def make_mirror(tmp_path: Path) -> MakeMirror:
    """Copy the starter into a folder, with other file bodies and other manifest values."""

    def make(bodies: dict[str, bytes] | None = None, **values: Any) -> Path:
        manifest = json.loads(STARTER.joinpath("manifest.json").read_bytes())
        for file in manifest["files"]:
            path = file["path"]
            body = (bodies or {}).get(file["registry"], STARTER.joinpath(path).read_bytes())
            (tmp_path / path).write_bytes(body)
            file["sha256"] = hashlib.sha256(body).hexdigest()
        manifest |= values
        (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        return tmp_path

    return make
