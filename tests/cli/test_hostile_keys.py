"""A citation key is a name in a file, never the name of one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from citekit.verbs.export import FORMATS
from tests.conftest import Citekit

KEYS = (
    "../x",
    "/etc/x",
    "..",
    "CON",
    "a" * 300,
    "b\0c",
    "Twin",
    "tWIN",
    "dot.",
    "-o",
    "--library=x",
    "~root",
)


@pytest.fixture
def keyed(citekit: Citekit, desk: Path) -> Citekit:
    items = [{"id": key, "type": "book", "title": f"Title {n}"} for n, key in enumerate(KEYS)]
    (desk / "refs.json").write_text(json.dumps(items), encoding="utf-8")
    assert citekit("import", "--no-resolve", "refs.json").code == 0
    return citekit


def tree(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_size for path in folder.rglob("*")
            if "cache" not in path.parts and not path.name.startswith("library.db")}  # fmt: skip


def test_no_key_makes_a_file(keyed: Citekit, desk: Path) -> None:
    before = tree(desk.parent)
    (desk / "out").mkdir()
    wanted = {str(desk / "out")}
    for one in FORMATS:
        path = desk / "out" / f"refs.{one.name}"
        run = keyed("export", "--format", one.name, "-o", f"out/{path.name}")
        assert run.code == 0, run.err
        wanted.add(str(path))
    after = tree(desk.parent)
    assert set(after) - set(before) == wanted
    assert before.items() <= after.items()


def test_every_key_has_its_work(keyed: Citekit) -> None:
    works = keyed("list", "--format", "json").json["works"]
    assert len(works) == len({one["key"].casefold() for one in works}) == len(KEYS)
    for one in works:
        run = keyed("show", "--format", "json", "--", one["key"])
        assert run.code == 0, run.err
    assert keyed("export", "--format", "bibtex").out.count("@book{") == len(KEYS)


def test_half_a_character_in_a_title_stops_no_report(citekit: Citekit, desk: Path) -> None:
    (desk / "half.json").write_text('[{"type": "book", "title": "half \\ud800 of it"}]', "utf-8")
    citekit("import", "--no-resolve", "half.json")
    for name in ("html", "markdown", "csv", "json"):
        assert citekit("report", "--format", name).code == 0
