from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from citekit.errors import SourceError
from citekit.registries import addresses
from citekit.registries.http import Http
from citekit.registries.pages import fetch_page
from tests.registries.conftest import KEY, MAIL, Until
from tests.registry_server import Answer, RegistryServer

OpenHttp = Callable[..., Http]


def test_a_page_comes_with_its_type_and_where_it_was(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    server.page = Answer("<p>ü</p>".encode("latin-1"), "text/html; charset=latin-1")
    server.break_next("page", "redirect", to="/page?moved")
    page = fetch_page(open_http(allow_private=True), f"{server.page_url}#top", until())
    assert page == (server.page.body, "text/html; charset=latin-1", f"{server.page_url}?moved")


def test_a_page_is_told_nothing_of_who_asks(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    http = open_http(allow_private=True, mailto=MAIL, ncbi_api_key=KEY)
    fetch_page(http, server.page_url, until())
    assert MAIL not in str(server.asked)
    assert KEY not in str(server.asked)


def test_a_page_is_never_remembered(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    http = open_http(allow_private=True)
    fetch_page(http, server.page_url, until())
    server.page = Answer(b"new", "text/plain")
    assert fetch_page(http, server.page_url, until())[0] == b"new"


PRIVATE = [
    "http://127.0.0.1:{port}/page",
    "http://127.1:{port}/page",
    "http://0x7f000001:{port}/page",
    "http://2130706433:{port}/page",
    "http://0177.0.0.1:{port}/page",
    "http://localhost:{port}/page",
    "http://LOCALHOST.:{port}/page",
    "http://[::1]:{port}/page",
    "http://[::ffff:127.0.0.1]:{port}/page",
    "http://[::ffff:7f00:1]:{port}/page",
    "http://0.0.0.0:{port}/page",
    "http://0:{port}/page",
    "http://169.254.169.254/latest/meta-data",
    "http://10.0.0.1/",
    "http://192.168.0.1/",
    "https://127.0.0.1:{port}/page",
    "http://１２７.０.０.１:{port}/page",
    "http://127.0.0.1%2f:{port}/page",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_not_fetched(
    address: str, server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    url = address.format(port=server.base.rpartition(":")[2])
    with pytest.raises(SourceError) as caught:
        fetch_page(open_http(), url, until(5))
    assert url in str(caught.value)
    assert server.connections == 0


UNFIT = [
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "ftp://example.org/",
    "data:text/html,x",
    "http://",
    "http:///page",
    "//example.org/",
    "example.org",
    "http://user:pass@example.org/",
    "http://example.org@127.0.0.1/",
    "http://example.org\\@127.0.0.1/",
    "http://exa mple.org/",
    "http://example.org/\r\nX: y",
    "http://example.org:99999/",
    "http://example.org:x/",
    "http://[::1/",
    "http://" + "a" * 300 + ".org/",
    "http://.example.org/",
    "http://xn--\u2028.org/",
]


@pytest.mark.parametrize("url", UNFIT)
def test_what_is_no_web_address_is_not_fetched(
    url: str, open_http: OpenHttp, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(SourceError) as caught:
        fetch_page(open_http(), url, until(2))
    assert "pass" not in str(caught.value).replace("passwd", "")


def test_a_public_page_may_not_lead_into_a_private_network(
    server: RegistryServer, open_http: OpenHttp, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first host counts as public here, whatever its address; the second does not."""
    public_port = int(server.base.rpartition(":")[2])

    def public_address(host: str, port: int | None) -> str:
        return "127.0.0.1" if port == public_port else addresses.public_address(host, port)

    monkeypatch.setattr("citekit.registries.http.public_address", public_address)
    with RegistryServer() as canary:
        server.break_next("page", "redirect", to=canary.page_url)
        with pytest.raises(SourceError, match="private network"):
            fetch_page(open_http(), f"http://public.example:{public_port}/page", until())
        assert canary.connections == 0
    assert server.asked[0].headers["host"] == f"public.example:{public_port}"


def test_a_name_is_resolved_once(
    server: RegistryServer, open_http: OpenHttp, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name service that answers differently the second time leads nowhere."""
    asked: list[str] = []

    def public_address(host: str, port: int | None) -> str:
        asked.append(host)
        return "127.0.0.1"

    monkeypatch.setattr("citekit.registries.http.public_address", public_address)
    port = server.base.rpartition(":")[2]
    fetch_page(open_http(), f"http://rebinding.example:{port}/page", until())
    assert asked == ["rebinding.example"]


@pytest.mark.parametrize(
    ("fault", "options", "reason"),
    [
        ("status", {"status": 404}, "404"),
        ("status", {"status": 403}, "403"),
        ("redirect", {"to": "/page"}, "redirects too often"),
        ("redirect", {"to": "file:///etc/passwd"}, "no address"),
        ("bomb", {}, "sent more than 32 MiB"),
        ("endless", {}, "sent more than 32 MiB"),
    ],
    ids=str,
)
def test_a_page_that_cannot_be_had_is_named(
    fault: str,
    options: dict[str, object],
    reason: str,
    server: RegistryServer,
    open_http: OpenHttp,
    until: Until,
) -> None:
    server.break_next("page", fault, times=9, **options)
    with pytest.raises(SourceError, match=reason) as caught:
        fetch_page(open_http(allow_private=True), server.page_url, until())
    assert str(caught.value).startswith(f"{server.page_url}: 127.0.0.1:")


def test_offline_fetches_no_page(server: RegistryServer, open_http: OpenHttp, until: Until) -> None:
    with pytest.raises(SourceError, match="offline"):
        fetch_page(open_http(offline=True, allow_private=True), server.page_url, until())
    assert server.connections == 0
