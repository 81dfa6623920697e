"""What a served mirror says of itself: its health, its API, the page that shows it."""

from __future__ import annotations

import re

import pytest

from citekit.matching.bulk.told import Told
from citekit.mirror.serve import description, eutils
from citekit.mirror.serve.crossref_terms import ANSWERED
from citekit.version import __version__
from tests.mirror.serve.holdings import DATE, Running, held


def test_health(whole: Running) -> None:
    assert whole.ask("/health").json == {
        "schema": "citekit/mirror-health/1",
        "status": "ok",
        "citekit": __version__,
        "mirror": f"the made-up mirror of {DATE}",
        "matches": False,
        "registries": {
            "pubmed": {"records": 4, "date": DATE, "coverage": "complete", "unread": 0},
            "crossref": {"records": 3, "date": DATE, "coverage": "complete", "unread": 0},
        },
    }


def test_the_description_names_every_parameter_that_is_answered(whole: Running) -> None:
    paths = whole.ask("/openapi.json").json["paths"]
    assert {one["name"] for one in paths["/works"]["get"]["parameters"]} == ANSWERED
    for name, utility in eutils.UTILITIES.items():
        described = {one["name"] for one in paths[f"/entrez/eutils/{name}"]["get"]["parameters"]}
        assert described == utility.takes | {"db", "tool"}


def test_matching_is_described_where_there_is_any() -> None:
    with_one = held(matcher=lambda line, text: Told(line, text, "not_found", {}, None, (), None))
    described = [description.openapi(one)["paths"] for one in (held(), with_one)]
    assert ["/match" in paths for paths in described] == [False, True]  # type: ignore[operator]


def test_every_route_that_is_described_is_there(whole: Running) -> None:
    for path, methods in whole.ask("/openapi.json").json["paths"].items():
        filled = path.replace("{doi}", "10.5555%2Fgraft")
        for method in methods:
            assert whole.ask(filled, method.upper()).status != 405, path


def test_the_page_needs_nothing_from_elsewhere(whole: Running) -> None:
    page = whole.ask("/docs")
    assert page.status == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    parts = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(parts) == 3
    for part in parts:
        assert part.startswith("/docs/")
        assert whole.ask(part).status == 200


def test_the_packaged_page_reads_the_version_of_the_description(whole: Running) -> None:
    assert description.openapi(held())["openapi"] == "3.0.3"
    script = whole.ask("/docs/swagger-ui-bundle.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert b"SwaggerUIBundle" in script.body


@pytest.mark.parametrize("path", ["/health", "/docs", "/works/10.5555%2Fgraft", "/works?query=x"])
def test_a_head_has_no_body(whole: Running, path: str) -> None:
    got = whole.ask(path, "HEAD")
    assert (got.status, got.body) == (200, b"")
