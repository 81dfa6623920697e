from __future__ import annotations

import re
import socket
from collections.abc import Callable

import pytest

from citekit.errors import OutageError, SourceError
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
    # Loopback, in every base, width and script.
    "http://127.000.000.001:{port}/page",
    "http://127.0.1:{port}/page",
    "http://127.255.255.254:{port}/page",
    "http://0x7f.1:{port}/page",
    "http://0x7f.0x0.0x0.0x1:{port}/page",
    "http://0X7F000001:{port}/page",
    "http://017700000001:{port}/page",
    "http://0177.1:{port}/page",
    "http://0x7f.0.0.1:{port}/page",
    "http://127.0.0.1.:{port}/page",
    "http://4294967296:{port}/page",
    "http://127。0。0。1:{port}/page",
    "http://①②⑦.⓪.⓪.①:{port}/page",
    "http://localhost.localdomain:{port}/page",
    "http://lOcAlHoSt:{port}/page",
    "http://%6c%6f%63%61%6c%68%6f%73%74:{port}/page",
    "http://127.0.0.1%00.example.org:{port}/page",
    "http://127.0.0.1%09:{port}/page",
    "http://[0:0:0:0:0:0:0:1]:{port}/page",
    "http://[0000:0000:0000:0000:0000:0000:0000:0001]:{port}/page",
    "http://[::]:{port}/page",
    "http://[::127.0.0.1]:{port}/page",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/page",
    "http://[::ffff:0:127.0.0.1]:{port}/page",
    "http://[64:ff9b::127.0.0.1]:{port}/page",
    "http://[64:ff9b:1::7f00:1]:{port}/page",
    "http://[2002:7f00:1::]:{port}/page",
    "http://[2001:0:7f00:1::]:{port}/page",
    "http://[::1%25lo]:{port}/page",
    "http://[::1%lo]:{port}/page",
    # Private networks, links, and addresses that are nobody's.
    "http://10.255.255.255/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.255.255/",
    "http://169.254.0.1/",
    "http://0xa9fea9fe/latest/meta-data",
    "http://2852039166/latest/meta-data",
    "http://0251.0376.0251.0376/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[fd00:ec2::254]/latest/meta-data",
    "http://100.64.0.1/",
    "http://198.18.0.1/",
    "http://192.0.2.1/",
    "http://203.0.113.7/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
]


def test_there_are_sixty_spellings_of_addresses_that_are_nobodys_business() -> None:
    assert len(set(PRIVATE)) >= 60


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_not_fetched(
    address: str, server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    url = address.format(port=server.base.rpartition(":")[2])
    with pytest.raises(SourceError) as caught:
        fetch_page(open_http(), url, until(5))
    assert url in str(caught.value)
    # Refused by what it is, not given up because nobody answered there.
    assert re.search("private network|name service|address", str(caught.value))
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


def test_an_address_that_is_rebound_is_not_reached(
    server: RegistryServer, open_http: OpenHttp, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name service says a public address, then loopback: only the first is connected to."""
    port = int(server.base.rpartition(":")[2])
    said = iter(["203.0.114.9"])
    connected: list[tuple[str, int]] = []

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[object]:
        address = host if host[0].isdigit() else next(said, "127.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(_: socket.socket, address: tuple[str, int]) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(SourceError):
        fetch_page(open_http(), f"http://rebinding.example:{port}/page", until())
    assert set(connected) == {("203.0.114.9", port)}
    assert server.connections == 0


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


@pytest.mark.parametrize(
    ("fault", "options", "kind"),
    [
        ("status", {"status": 500}, OutageError),
        ("status", {"status": 429}, OutageError),
        ("reset", {}, OutageError),
        ("short", {}, OutageError),
        ("empty", {}, OutageError),
        ("status", {"status": 404}, SourceError),
        ("status", {"status": 403}, SourceError),
        ("status", {"status": 410}, SourceError),
        ("redirect", {"to": "/page"}, SourceError),
        ("redirect", {"to": "http://x:99999/"}, SourceError),
    ],
    ids=str,
)
def test_an_outage_is_told_from_an_address_that_will_not_do(
    fault: str,
    options: dict[str, object],
    kind: type[SourceError],
    server: RegistryServer,
    open_http: OpenHttp,
    until: Until,
) -> None:
    server.break_next("page", fault, times=9, **options)
    with pytest.raises(SourceError) as caught:
        fetch_page(open_http(allow_private=True), server.page_url, until(4))
    assert type(caught.value) is kind


def test_offline_fetches_no_page(server: RegistryServer, open_http: OpenHttp, until: Until) -> None:
    with pytest.raises(SourceError, match="offline"):
        fetch_page(open_http(offline=True, allow_private=True), server.page_url, until())
    assert server.connections == 0
