"""Photograph what `report` and `browse` show for docs/images/, in a Chromium without a window.

The library is hand-assembled and its studies are made up (tests/reports/evidence/included.py), one
of each kind, and one that a registry could not be asked about.
"""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from citekit.cli.main import main
from tests.interop.browser import chromium
from tests.reports.evidence import included
from tests.serving import serving

FOLDER = Path(__file__).parent / "images"
STUDIES = 6
SCHEMES = ("light", "dark")

_RETRACTED = "const work = document.querySelector('[data-state=retracted]');"
# What is looked at begins here; the study that has most to tell is opened where it is looked at.
_TOP = f"{_RETRACTED} work.firstElementChild.open = false; return 0"
_TIMELINE = f"{_RETRACTED} work.firstElementChild.open = true; return work.offsetTop - 8"


class Shot(NamedTuple):
    """One picture: how wide the window is, how much of the page is shown, and from where."""

    name: str
    width: int
    height: int
    from_: str


# As wide as a desk's window and as a telephone.
SHOTS = (
    Shot("report-wide", 1110, 880, _TOP),
    Shot("report-narrow", 375, 1000, _TOP),
    Shot("timeline-wide", 1110, 800, _TIMELINE),
    Shot("timeline-narrow", 375, 1000, _TIMELINE),
)
# What the browser shows has one scheme of colours; it is looked at from its top.
BROWSED = {
    "browse-works.png": ("works?state=retracted", Shot("", 1110, 900, "return 0")),
    "browse-notices.png": ("notices?type=retraction&_size=5", Shot("", 1110, 700, "return 0")),
}
# The most severe first.
_SORT = "sort.value = 'rank'; sort.dispatchEvent(new Event('change'))"


def photographs() -> Iterator[tuple[str, bytes]]:
    """Take each picture, with the name of its file."""
    with tempfile.TemporaryDirectory() as folder, chromium() as driver:
        driver.get(page_of(Path(folder)).as_uri())
        driver.execute_script(f"const sort = document.getElementById('sort'); {_SORT}")
        for shot, scheme in product(SHOTS, SCHEMES):
            yield f"{shot.name}-{scheme}.png", _photograph(driver, scheme, shot)
        included.fill(Path(folder) / "more.db", 60)
        with serving(Path(folder), "--library", "more.db", "browse", "--no-open") as running:
            for name, (page, shot) in BROWSED.items():
                driver.get(f"{running.lines[0]}/{page}")
                yield name, _photograph(driver, "light", shot)


def page_of(folder: Path) -> Path:
    """Fill a library and write its report, both in the folder."""
    library, page = folder / "library.db", folder / "included.html"
    included.fill(library, STUDIES)
    code = main(("--quiet", "--library", str(library), "report", "-o", str(page)))
    if code:
        raise RuntimeError(f"citekit report ended with {code}")
    return page


def _photograph(driver: Any, scheme: str, shot: Shot) -> bytes:
    colours = [{"name": "prefers-color-scheme", "value": scheme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": colours})
    size = {"width": shot.width, "height": shot.height, "deviceScaleFactor": 1}
    mobile = {"mobile": shot.width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size | mobile)
    top = driver.execute_script(shot.from_)
    clip = {"x": 0, "y": top, "width": shot.width, "height": shot.height, "scale": 1}
    asked = {"format": "png", "clip": clip, "captureBeyondViewport": True}
    return base64.b64decode(driver.execute_cdp_cmd("Page.captureScreenshot", asked)["data"])


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for picture, data in photographs():
        (FOLDER / picture).write_bytes(data)
