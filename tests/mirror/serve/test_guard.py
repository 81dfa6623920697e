"""Who may ask a served mirror, how much, how many at once, for how long; hostile input."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from citekit.errors import AddressError
from citekit.matching.bulk.told import Told
from citekit.mirror.serve import run
from citekit.mirror.serve.guard import Door, Limits
from tests.mirror.serve.holdings import DATE, Running, held, running

TIGHT = Limits(
    body_bytes=1000, header_bytes=4096, at_once=2, body_seconds=0.5, answer_seconds=2.0,
    shutdown_seconds=1,
)  # fmt: skip


@pytest.fixture(scope="module")
def tight() -> Iterator[Running]:
    with running(held(), TIGHT) as one:
        yield one


def host(name: str) -> dict[str, str]:
    return {"Host": name}


@pytest.mark.parametrize(
    "name", ["localhost", "127.0.0.1:8765", "[::1]:8765", "[::1]", "LOCALHOST.:1", "localhost:x"]
)
def test_names_of_this_machine(whole: Running, name: str) -> None:
    assert whole.ask("/health", headers=host(name)).status == 200


@pytest.mark.parametrize(
    "name",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "10.0.0.1", "[::2]",
     "127.0.0.2", "0", "localhost, evil", "\xe4"],
)  # fmt: skip
def test_other_names_are_not_answered(whole: Running, name: str) -> None:
    got = whole.ask("/works/10.5555/graft", headers=host(name))
    assert got.status == 403
    assert b"umbilical" not in got.body


def test_a_mirror_that_others_reach_has_addresses_and_the_names_it_was_given() -> None:
    with running(held(), door=Door(loopback=False, names=frozenset({"mirror.lan"}))) as one:
        for name in ("10.0.0.1:80", "[fe80::1]", "mirror.lan:80", "localhost"):
            assert one.ask("/health", headers=host(name)).status == 200
        assert one.ask("/health", headers=host("evil.example")).status == 403


@pytest.mark.parametrize(
    "path",
    ["/health", "/nothing", "/docs", "/openapi.json", "/works?x=1", "/entrez/eutils/esearch.fcgi"],
)
def test_every_answer_carries_the_mirrors_date(whole: Running, path: str) -> None:
    got = whole.ask(path)
    assert got.headers["citekit-mirror-date"] == DATE
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "server" not in got.headers
    assert not any(name.startswith("access-control") for name in got.headers)


def test_other_origins_are_not_allowed(whole: Running) -> None:
    asking = {"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
    got = whole.ask("/works/10.5555/graft", "OPTIONS", headers=asking)
    assert got.status == 405
    assert "access-control-allow-origin" not in got.headers


def test_an_address_that_leads_nowhere_does_not_say_not_found(whole: Running) -> None:
    got = whole.ask("/crossref/works/10.5555/graft")
    assert got.status == 404
    assert b"not found" not in got.body.lower()


@pytest.mark.parametrize(
    "path",
    ["/docs/../../../etc/passwd", "/docs/..%2f..%2fetc%2fpasswd", "//etc/passwd", "/docs/%00",
     "/docs/swagger-ui.css.map", "/entrez/eutils/..%2fhealth", "/entrez/eutils/efetch.fcgi/x"],
)  # fmt: skip
def test_paths_lead_to_no_file(whole: Running, path: str) -> None:
    got = whole.ask(path)
    assert got.status in {404, 501}
    assert b"root:" not in got.body


def test_a_length_that_is_too_long_is_refused_unread(tight: Running) -> None:
    for length in ("1001", "99999999999999", "-1", "x"):
        answer = raw(tight, f"POST /match HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}")
        assert answer.split()[1] in {b"413", b"400"}


def test_a_body_without_a_length_is_counted(tight: Running) -> None:
    head = "POST /match HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked"
    answer = raw(tight, head, b"%x\r\n%s\r\n" % (2000, b"x" * 2000) + b"0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_head_that_is_too_long_is_refused(tight: Running) -> None:
    for long in ("GET /%s HTTP/1.1", "GET /?%s HTTP/1.1", "GET / HTTP/1.1\r\nX: %s"):
        answer = raw(tight, long % ("x" * 5_000) + "\r\nHost: localhost")
        assert answer.startswith(b"HTTP/1.1 431 ")
    assert raw(tight, "GET /" + "x" * 500_000)[9:12] in {b"", b"400"}


def test_a_head_that_does_not_end_is_not_waited_for(tight: Running) -> None:
    for beginning in (b"", b"GET /health HTTP/1.1\r\nX: "):
        with connected(tight) as line:
            line.sendall(beginning)
            started = time.monotonic()
            assert not line.recv(100)
            assert time.monotonic() - started < 3


def test_a_head_that_drips_is_not_waited_for(tight: Running) -> None:
    with connected(tight) as line:
        started, got = time.monotonic(), None
        line.settimeout(0.1)
        while got != b"" and time.monotonic() - started < 5:
            try:
                line.sendall(b"x")
                got = line.recv(100)
            except TimeoutError:
                continue
            except OSError:
                break
        assert time.monotonic() - started < 3


def test_a_body_that_does_not_end_is_not_waited_for(tight: Running) -> None:
    head = "POST /match HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10"
    started = time.monotonic()
    assert raw(tight, head, b"{").startswith(b"HTTP/1.1 503 ")
    assert time.monotonic() - started < 3


def test_a_connection_may_be_used_again(tight: Running) -> None:
    connection = tight.connect()
    for _ in range(3):
        connection.request("GET", "/health")
        assert connection.getresponse().read()
        time.sleep(0.3)
    connection.close()


class Slow:
    """Matches no sooner than it is let."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.go = threading.Event()

    def __call__(self, line: int, text: str) -> Told:
        self.begun.release()
        self.go.wait(10)
        return Told(line, text, "not_found", {}, None, (), None)


def test_what_is_too_much_at_once_is_told_to_come_again() -> None:
    slow = Slow()
    body = b'{"references": ["x"]}'
    with running(held(matcher=slow), TIGHT) as one, ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(one.ask, "/match", "POST", body) for _ in range(2)]
        for _ in waiting:
            assert slow.begun.acquire(timeout=5)
        refused = one.ask("/health")
        slow.go.set()
        assert [one.result().status for one in waiting] == [200, 200]
        assert (refused.status, refused.headers["retry-after"]) == (503, "1")
        assert one.ask("/health").status == 200


def test_what_takes_too_long_is_broken_off() -> None:
    slow = Slow()
    with running(held(matcher=slow), TIGHT) as one:
        got = one.ask("/match", "POST", b'{"references": ["x"]}')
        slow.go.set()
    assert (got.status, got.body) == (503, b"This took too long.\n")


@pytest.mark.parametrize("query", ["query=%ff", "filter=%C3", "query=%ED%A0%80"])
def test_what_is_not_utf_8_is_refused(whole: Running, query: str) -> None:
    assert whole.ask(f"/works?{query}").status == 400
    assert whole.form("/entrez/eutils/esearch.fcgi", query.encode()).status == 400


def test_too_many_parameters_are_refused(whole: Running) -> None:
    assert whole.ask("/works?" + "&".join(f"a{n}=" for n in range(300))).status == 400


def test_a_form_of_another_kind_is_refused(whole: Running) -> None:
    kind = {"Content-Type": "application/json"}
    assert whole.ask("/entrez/eutils/efetch.fcgi", "POST", b"{}", kind).status == 400


def test_line_ends_in_a_question_make_no_header(whole: Running) -> None:
    for path in ("/works/10.5555%2Fx", "/works?foo", "/entrez/eutils/x", "/members/", "/x"):
        assert "injected" not in whole.ask(f"{path}%0D%0AInjected:%201").headers


@pytest.mark.parametrize(
    "line",
    ["GET / HTTP/1.1", "\x00\x01", "GET", " ",
     "GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example",
     "GET /health HTTP/1.1\r\nHost: evil.example\r\nHost: localhost",
     "GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2"],
)  # fmt: skip
def test_what_is_no_request_is_refused(whole: Running, line: str) -> None:
    answer = raw(whole, line)
    assert answer == b"" or answer.split()[1] in {b"400", b"403"}
    assert whole.ask("/health").status == 200


def test_many_who_say_nothing_do_not_keep_others_out(tight: Running) -> None:
    lines = [connected(tight) for _ in range(100)]
    assert tight.ask("/health").status == 200
    for line in lines:
        line.close()


def test_a_port_that_is_taken() -> None:
    with run.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressError, match=f"127.0.0.1:{port} cannot be listened on: .*in use"):
            run.listen("127.0.0.1", port)


@pytest.mark.parametrize("name", ["no.such.name.invalid", "300.1.1.1", "\udcff", "a" * 300])
def test_an_address_that_is_none(name: str) -> None:
    with pytest.raises(AddressError):
        run.listen(name, 0)


def connected(mirror: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", mirror.port), timeout=10)


def raw(mirror: Running, head: str, body: bytes = b"") -> bytes:
    with connected(mirror) as line:
        try:
            line.sendall(head.encode("latin-1") + b"\r\n\r\n" + body)
            return line.recv(65536)
        except ConnectionError:
            return b""
