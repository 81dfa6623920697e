"""`citekit browse` in a real browser, over a library of which the first title is hostile."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from tests.interop.browser import chromium, complaints, requests, violations
from tests.reports.evidence import included
from tests.serving import Serving, serving

pytestmark = pytest.mark.interop
pytest.importorskip("datasette")

PAGES = {
    "home": "/",
    "front": "/library",
    "works": "/library/works?_size=5",
    "facet": "/library/works?state=retracted&_size=5",
    "filters": "/library/works?state=retracted&year__gt=1990&_sort_desc=year",
    "notices": "/library/notices?_size=5",
    "conflicts": "/library/conflicts",
    "citations": "/library/citations?_size=5",
    "changes": "/library/changes?_size=5",
    "work": "/library/works/WriterE2004Effects",
    "query": "/library/changed_since?since=2026-03-04",
    "parameters": "/library/changed_since",
    "sql": "/library?sql=select+*+from+works+limit+3",
    "mistyped": "/library?sql=nonsense",
    "nothing": "/library/works/Nobody",
}
STATUS = {"nothing": "404 (Not Found)", "mistyped": "400 (Bad Request)"}


def browsed(folder: Path, *arguments: str) -> AbstractContextManager[Serving]:
    return serving(folder, "browse", "--no-open", *arguments)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browse")
    included.fill(folder / "library.db", 60, title=included.HOSTILE)
    return folder


@pytest.fixture(scope="module")
def base(folder: Path) -> Iterator[str]:
    with browsed(folder) as running:
        yield running.lines[0].removesuffix("/library")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as driver:
        yield driver


def column(driver: Any, name: str) -> list[str]:
    return [one.text for one in driver.find_elements("css selector", f"tbody td.col-{name}")]


def follow(driver: Any, words: str) -> None:
    driver.find_element("partial link text", words).click()


def asked(address: str, **headers: str) -> tuple[int, str]:
    try:
        with urlopen(Request(address, headers=headers)) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def sql(base: str, text: str) -> tuple[int, Any]:
    told = urlencode({"sql": text, "_shape": "array"})
    status, body = asked(f"{base}/library.json?{told}")
    return status, json.loads(body)


@pytest.mark.parametrize("width", [375, 1200])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_by_everybody_and_asks_nobody_else(
    browser: Any, base: str, name: str, width: int
) -> None:
    browser.set_window_size(width, 800)
    complaints(browser), requests(browser)
    browser.get(base + PAGES[name])
    known = STATUS.get(name, "favicon")
    assert [one for one in complaints(browser) if known not in one] == []
    assert [one for one in requests(browser) if not one.startswith((base, "data:"))] == []
    assert violations(browser) == []


def test_what_shuts_somebody_out_is_seen(browser: Any, base: str) -> None:
    browser.get(f"{base}/library/works/WriterE2004Effects")
    browser.execute_script(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        '\'<img src="data:,x"><p style="color:#eee;background:#fff">hard to read</p>'
        "<select><option>x</option></select><h4>too deep</h4>')"
    )
    found = {one.partition(":")[0] for one in violations(browser)}
    assert found == {"image-alt", "color-contrast", "select-name", "heading-order"}


def test_whatever_got_into_a_page_could_ask_nobody_else(browser: Any, base: str) -> None:
    browser.get(f"{base}/library")
    complaints(browser), requests(browser)
    browser.execute_async_script(
        "const done = arguments[0], image = new Image();"
        "image.onerror = () => done(1); image.src = 'http://127.0.0.1:9/x.png'"
    )
    assert any("Content Security Policy" in one for one in complaints(browser))


def test_a_hostile_title_runs_nothing(browser: Any, base: str) -> None:
    browser.get(f"{base}/library/works?_size=60")
    assert "owned" not in browser.title
    assert browser.find_elements("css selector", "main img, main td script") == []
    assert any("document.title='owned'" in one for one in column(browser, "title"))
    follow(browser, "WriterA2000")
    assert "owned" not in browser.title
    assert "document.title='owned'" in browser.find_element("css selector", "td.col-title").text


def test_the_front_page_says_what_is_shown_and_since_when(browser: Any, base: str) -> None:
    browser.get(f"{base}/library")
    text = browser.find_element("css selector", "main").text
    assert "60 works; the registries last answered on 2026-03-04" in text
    assert "nothing here can change it" in text
    assert "Notices nobody has acknowledged" in text


def test_a_facet_leads_to_its_works(browser: Any, base: str) -> None:
    browser.get(f"{base}/library/works")
    follow(browser, "retracted")
    assert column(browser, "state") == ["retracted"] * 10


def test_works_are_searched(browser: Any, base: str) -> None:
    browser.get(f"{base}/library/works")
    browser.find_element("id", "_search").send_keys("WRITERC trials", "\ue007")
    browser.find_element("partial link text", "WriterC2002")
    assert len(column(browser, "state")) == 3


def test_from_a_question_to_a_work_to_its_notices_and_back(browser: Any, base: str) -> None:
    browser.get(f"{base}/library")
    follow(browser, "Retracted or doubted")
    assert set(column(browser, "state")) == {"retracted", "expression of concern"}
    key = column(browser, "work")[-1]
    follow(browser, key)
    assert column(browser, "state") == ["retracted"]
    browser.find_element("css selector", "td.col-notices a").click()
    assert sorted(column(browser, "type")) == ["erratum", "expression of concern", "retraction"]
    assert set(column(browser, "work")) == {key}
    browser.find_element("css selector", "td.col-work a").click()
    assert f"works: {key}" in browser.find_element("css selector", "h1").text


def test_links_to_outside_lead_to_the_registries_pages(browser: Any, base: str) -> None:
    browser.get(f"{base}/library/works?_size=60")
    script = "return [...document.querySelectorAll('main td a')].map(one => one.href)"
    outside = {one for one in browser.execute_script(script) if not one.startswith(base)}
    assert len(outside) == 120
    allowed = ("https://doi.org/10.", "https://pubmed.ncbi.nlm.nih.gov/")
    assert all(one.startswith(allowed) for one in outside)


def test_what_is_asked_in_sql_is_bounded(base: str) -> None:
    assert sql(base, "select count(*) as n from works") == (200, [{"n": 60}])
    endless = "with recursive a(b) as (select 1 union all select b from a) select count(*) from a"
    for refused in (
        "select load_extension('x')",
        "select length(zeroblob(20000000))",
        "attach 'x.db' as x",
        "delete from works",
        "create table x (y)",
        endless,
    ):
        status, told = sql(base, refused)
        assert status == 400, (refused, told)
        assert told["ok"] is False


def test_other_names_than_this_machines_are_refused(base: str) -> None:
    assert asked(f"{base}/library", Host="evil.example")[0] == 403
    assert asked(f"{base}/library")[0] == 200


def test_visitors_from_elsewhere_ask_no_sql_of_their_own(folder: Path) -> None:
    with browsed(folder, "--host", "127.0.0.2") as running:
        base = running.lines[0].removesuffix("/library")
        assert asked(f"{base}/library.json?sql=select+1")[0] == 403
        assert asked(f"{base}/library/retracted_or_doubted")[0] == 200


def traces(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        one.name: (hashlib.sha256(one.read_bytes()).hexdigest(), one.stat().st_mtime_ns)
        for one in folder.iterdir()
    }


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGTERM, 143, "terminated"), (signal.SIGINT, 130, "interrupted")],
)
def test_a_signal_ends_it_and_the_library_is_as_it_was(
    tmp_path: Path, number: int, code: int, word: str
) -> None:
    included.fill(tmp_path / "library.db", 6)
    before, left = traces(tmp_path), set(Path(os.environ.get("TMPDIR", "/tmp")).iterdir())
    with browsed(tmp_path, "--quiet") as running:
        base = running.lines[0].removesuffix("/library")
        assert asked(running.lines[0])[0] == 200
        assert asked(f"{base}/library?sql=nonsense")[0] == 400
        assert running.end(number) == (code, f"citekit: {word}; what was done is kept\n")
    assert traces(tmp_path) == before
    new = set(Path(os.environ.get("TMPDIR", "/tmp")).iterdir()) - left
    assert [one for one in new if one.name.startswith("citekit-browse-")] == []


def test_what_another_program_is_writing_is_seen(tmp_path: Path) -> None:
    from citekit.library.store import Library

    included.fill(tmp_path / "library.db", 6)
    with Library.open(tmp_path / "library.db") as library:
        with library.write():
            library.remove("WriterB2001Effects")
        assert (tmp_path / "library.db-wal").stat().st_size
        with browsed(tmp_path) as running:
            base = running.lines[0].removesuffix("/library")
            assert sql(base, "select count(*) as n from works") == (200, [{"n": 5}])
