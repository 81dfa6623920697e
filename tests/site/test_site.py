"""The built site: its links lead somewhere, and it loads nothing from anybody else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.interop.browser import chromium, complaints, requests, violations
from tests.site.walked import dead_links, foreign

SITE = ROOT / "build" / "site"

HEALTHY = {
    "index.md": "# One\n\n[two](two.md#below), [here](#one)\n\n```{toctree}\n\ntwo\n```\n",
    "two.md": "# Two\n\n## Below\n",
}
BREACHES = {
    "a page that is not there": ("two.md", "# Two\n\n## Below\n\n[x](three.md)\n"),
    "a heading that is not there": ("two.md", "# Two\n\n## Below\n\n[x](index.md#nowhere)\n"),
    "no such heading on this page": ("two.md", "# Two\n\n## Below\n\n[x](#nowhere)\n"),
    "a picture that is not there": ("two.md", "# Two\n\n## Below\n\n![x](gone.png)\n"),
    "a page that is in no list": ("three.md", "# Three\n"),
    "a list of a page that is gone": ("index.md", "# One\n\n```{toctree}\n\ntwo\ngone\n```\n"),
}


@pytest.fixture
def site() -> Path:
    if not SITE.is_dir():
        pytest.skip("there is no site; `make site` makes one")
    return SITE


def build(folder: Path, pages: Mapping[str, str]) -> int:
    source = folder / "source"
    source.mkdir()
    for name, text in pages.items():
        (source / name).write_text(text, encoding="utf-8")
    options = ("-W", "--keep-going", "-q", "-c", str(ROOT / "docs"))
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(source), str(folder / "built")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode


@pytest.mark.interop
def test_every_link_leads_somewhere(site: Path) -> None:
    assert dead_links(site) == []


@pytest.mark.interop
def test_nothing_is_loaded_from_another_host(site: Path) -> None:
    assert foreign(site) == []


# What scripts do and how a theme is made is the same on all pages; files are all looked at above.
STEP = 9


@pytest.mark.interop
def test_a_browser_asks_nobody_else(site: Path) -> None:
    with chromium() as driver:
        for page in sorted(site.rglob("*.html"))[::STEP]:
            driver.get(page.as_uri())
        asked = requests(driver)
        assert {one.split(":", 1)[0] for one in asked} <= {"file", "data"}
        assert complaints(driver) == []


@pytest.mark.interop
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(site: Path, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    with chromium() as driver:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        for page in sorted(site.rglob("*.html"))[::STEP]:
            driver.get(page.as_uri())
            assert violations(driver) == [], page


@pytest.mark.interop
def test_who_is_shut_out_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        "<html lang=en><title>a</title><main><h1>a</h1><img src='data:,'></main></html>"
    )
    with chromium() as driver:
        driver.get(page.as_uri())
        assert [one.split(":")[0] for one in violations(driver)] == ["image-alt"]


@pytest.mark.interop
def test_a_healthy_site_is_built(tmp_path: Path) -> None:
    pytest.importorskip("sphinx")
    assert build(tmp_path, HEALTHY) == 0


@pytest.mark.interop
@pytest.mark.parametrize("breach", BREACHES)
def test_no_site_is_built_with(tmp_path: Path, breach: str) -> None:
    pytest.importorskip("sphinx")
    name, text = BREACHES[breach]
    assert build(tmp_path, {**HEALTHY, name: text}) != 0


def test_links_that_lead_nowhere_are_seen(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<p id=x><a href='#x'></a><a href='b.html#y'></a><a href='https://example.org/'></a>"
        "<a href='#z'></a><a href='b.html#z'></a><a href='c.html'></a>"
    )
    (tmp_path / "b.html").write_text("<p id=y></p>")
    assert dead_links(tmp_path) == ["a.html: #z", "a.html: b.html#z", "a.html: c.html"]


def test_what_is_loaded_from_elsewhere_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<link rel=stylesheet href='https://a.example/x.css'><script src='//b.example/x.js'>"
        "</script><a href='https://c.example/'>followed</a>"
        "<p style='background: url(http://d.example/x.png)'>"
    )
    (tmp_path / "a.css").write_text("@import 'https://e.example/x.css'; p { src: url(x.woff) }")
    assert [one.split("//")[1].split(".")[0] for one in foreign(tmp_path)] == ["a", "b", "d", "e"]
