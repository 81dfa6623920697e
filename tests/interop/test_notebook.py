"""What notebooks show, in a real browser: light and dark, with a hostile title."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import citekit
from tests.interop.browser import chromium, complaints, requests, violations
from tests.reports.evidence import included

pytestmark = pytest.mark.interop

# A notebook's page is its own; these are the colours of the system in light and dark.
PAGE = (
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Notebook</title>"
    "<style>:root{{color-scheme:light dark}}body{{background:Canvas;color:CanvasText}}</style>"
    "</head><body><main><h1>Notebook</h1>{}</main></body></html>"
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebook")
    included.fill(folder / "library.db", 12, title=included.HOSTILE)
    with citekit.Library.open(folder / "library.db", offline=True) as library:
        parts = [library, library.notices(), library.search("trials"), *library]
        parts += [citekit.resolve(included.HOSTILE, "PMID 20650877", offline=True), library.check()]
        shown = "".join(one._repr_html_() for one in parts)
    (folder / "notebook.html").write_text(PAGE.format(shown), encoding="utf-8")
    return folder / "notebook.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as driver:
        yield driver


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_read_by_everybody(browser: Any, page: Path, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(page.as_uri())
    background = "return getComputedStyle(document.body).backgroundColor"
    assert (browser.execute_script(background) == "rgb(255, 255, 255)") is (scheme == "light")
    assert violations(browser) == []


def test_a_hostile_title_runs_nothing(browser: Any, page: Path) -> None:
    complaints(browser), requests(browser)
    browser.get(page.as_uri())
    assert complaints(browser) == []
    assert set(requests(browser)) == {page.as_uri()}
    assert browser.title == "Notebook"
    assert browser.find_elements("css selector", "main img, main script") == []
    assert (
        "<script>document.title='owned'</script>" in browser.find_element("tag name", "main").text
    )
