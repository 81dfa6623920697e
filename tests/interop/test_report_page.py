"""The page of `citekit report` in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from citekit.cli.main import main
from tests.interop.browser import chromium, complaints, requests, violations
from tests.reports.evidence import included

pytestmark = pytest.mark.interop

SHOWN = "return [...document.querySelectorAll('.work')].filter(one => !one.hidden)"
KEYS = f"{SHOWN}.map(one => one.dataset.key)"


FEW = 12


def written(folder: Path, count: int, title: str = "") -> Path:
    included.fill(folder / "library.db", count, title=title)
    page = folder / "included.html"
    assert main(["--library", str(folder / "library.db"), "report", "-o", str(page)]) == 0
    return page


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("report"), 60, title=included.HOSTILE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as driver:
        yield driver


@pytest.fixture
def opened(browser: Any, page: Path) -> Any:
    browser.get(page.as_uri())
    return browser


def choose(driver: Any, order: str) -> list[str]:
    driver.execute_script(
        "const s = document.getElementById('sort'); s.value = arguments[0];"
        "s.dispatchEvent(new Event('change'))",
        order,
    )
    return list(driver.execute_script(KEYS))


def search(driver: Any, words: str) -> int:
    box = driver.find_element("id", "search")
    box.send_keys("\ue009a", "\ue009", "\ue017", words)  # Control-A, Control up, Delete
    return len(driver.execute_script(KEYS))


def test_it_loads_without_a_complaint_and_asks_for_nothing_else(browser: Any, page: Path) -> None:
    complaints(browser), requests(browser)  # those of other tests' pages
    browser.get(page.as_uri())
    assert complaints(browser) == []
    assert set(requests(browser)) == {page.as_uri()}


def test_a_page_that_asks_for_more_is_seen(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "leaky.html").write_text(
        "<img src='http://127.0.0.1:9/x.png'><script>oops</script>"
    )
    complaints(browser), requests(browser)
    browser.get((tmp_path / "leaky.html").as_uri())
    assert "http://127.0.0.1:9/x.png" in requests(browser)
    assert any("oops" in one for one in complaints(browser))


def test_a_hostile_title_runs_nothing(opened: Any) -> None:
    assert opened.title == "Notices about 60 cited works, 2026-03-04"
    assert opened.find_elements("css selector", "img, body script ~ script") == []
    assert "document.title='owned'" in opened.find_element("id", "list").text


def test_states_filter(opened: Any) -> None:
    for box in opened.find_elements("css selector", ".states input"):
        if box.get_attribute("value") != "retracted":
            box.click()
    states = opened.execute_script(f"{SHOWN}.map(one => one.dataset.state)")
    assert states == ["retracted"] * 10
    assert opened.find_element("id", "shown").text == "10 of 60 works shown"


def test_words_are_searched_in_everything_that_is_shown(opened: Any) -> None:
    assert search(opened, "study.26") == 1
    assert search(opened, "EXPRESSIONOFCONCERN") == 20
    assert search(opened, "no such words") == 0
    assert search(opened, "") == 60


def test_works_are_sorted(opened: Any) -> None:
    by_key = choose(opened, "key")
    assert by_key == sorted(by_key)
    choose(opened, "rank")
    ranks = opened.execute_script(f"{SHOWN}.map(one => Number(one.dataset.rank))")
    assert ranks == sorted(ranks)
    choose(opened, "date")
    dates = opened.execute_script(f"{SHOWN}.map(one => one.dataset.date)")
    assert dates == sorted(dates, reverse=True)
    choose(opened, "year")
    years = opened.execute_script(f"{SHOWN}.map(one => Number(one.dataset.year))")
    assert years == sorted(years, reverse=True)


def test_a_timeline_opens_from_the_keyboard(opened: Any) -> None:
    retracted = opened.find_element("css selector", "[data-state=retracted] summary")
    retracted.send_keys("\ue007")  # Enter
    lines = opened.find_elements(
        "css selector", "[data-state=retracted] details[open] .event > p:first-of-type"
    )
    assert [line.text for line in lines] == [
        "2004-05 published",
        "2013-05 erratum leaves it: corrected",
        "2015-05 expression of concern leaves it: expression of concern",
        "2016-05 retraction leaves it: retracted",
    ]


def test_the_table_is_copied(opened: Any) -> None:
    opened.find_element("id", "copy").click()
    assert opened.find_element("id", "copied").text == "Copied"
    box = opened.find_element("id", "search")
    box.send_keys("\ue009v")  # Control-V
    pasted = box.get_attribute("value")
    assert pasted.split()[:4] == ["Study", "Identifiers", "Checked", "on"]
    assert "WriterA 2004" in pasted
    assert "retraction (2016-05)" in pasted


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1200])
def test_nobody_is_shut_out(browser: Any, tmp_path: Path, scheme: str, width: int) -> None:
    browser.get(written(tmp_path, FEW).as_uri())
    opened = browser
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    opened.find_element("id", "open").click()
    try:
        assert violations(opened) == []
        wide = "return document.documentElement.scrollWidth <= window.innerWidth"
        assert opened.execute_script(wide)
    finally:
        opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_what_is_printed_has_every_timeline(opened: Any) -> None:
    opened.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    assert len(opened.find_elements("css selector", "details[open]")) == 60
    opened.execute_script("window.dispatchEvent(new Event('afterprint'))")
    assert opened.find_elements("css selector", "details[open]") == []


def test_five_thousand_works_filter_smoothly(browser: Any, tmp_path: Path) -> None:
    browser.get(written(tmp_path, 5000).as_uri())
    first = search(browser, "writerb 2003")
    assert first > 0
    # The first search folds all texts once; what counts is how it goes on.
    timed = (
        "const box = document.getElementById('search'), taken = [];"
        "for (const words of ['a', 'treatment 4', 'study.77', '']) {"
        "  const began = performance.now(); box.value = words;"
        "  box.dispatchEvent(new Event('input')); document.body.offsetHeight;"
        "  taken.push(performance.now() - began); }"
        "return taken"
    )
    assert len(browser.execute_script(timed)) == 4
    assert len(browser.execute_script(KEYS)) == 5000
