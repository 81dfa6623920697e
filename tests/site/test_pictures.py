"""The pictures of pages: small, and of what the pages are now."""

from __future__ import annotations

import struct
from itertools import product
from pathlib import Path

import pytest

from docs import make_pictures
from tests.conftest import ROOT

IMAGES = ROOT / "docs" / "images"
WANTED = {
    f"{shot.name}-{scheme}.png": (shot.width, shot.height)
    for shot, scheme in product(make_pictures.SHOTS, make_pictures.SCHEMES)
} | {name: (shot.width, shot.height) for name, (_, shot) in make_pictures.BROWSED.items()}


def size(picture: bytes) -> tuple[int, int]:
    """Read the size of a PNG; it stands in its first chunk."""
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def test_every_picture_is_there_and_small() -> None:
    held = {path.name: path.read_bytes() for path in IMAGES.iterdir()}
    assert {name: size(data) for name, data in held.items()} == WANTED
    assert [name for name, data in held.items() if len(data) >= 150_000] == []


def test_every_picture_is_shown_with_words() -> None:
    pages = [(ROOT / "docs" / name).read_text("utf-8") for name in ("report.md", "browse.md")]
    page = "".join(pages)
    assert [name for name in WANTED if f"images/{name}" not in page] == []
    assert page.count('" alt="') == page.count("<img")
    assert "![](" not in page


@pytest.mark.interop
def test_the_pictures_can_be_taken() -> None:
    taken = dict(make_pictures.photographs())
    assert {name: size(data) for name, data in taken.items()} == WANTED
    # Fonts differ from machine to machine, but what is dark is never what is light.
    assert len(set(taken.values())) == len(taken)


def test_a_report_that_fails_is_no_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_pictures, "main", lambda arguments: 4)
    with pytest.raises(RuntimeError, match="ended with 4"):
        make_pictures.page_of(tmp_path)
