from __future__ import annotations

import inspect
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
import requests.exceptions
import responses
import urllib3.exceptions

from citekit.errors import FormatError
from citekit.registries.http import MEANINGS, Http, meaning
from citekit.registries.limits import PAGE, Pool
from citekit.registries.policy import Policy
from citekit.registries.questions import Kind, NoAnswer, Question, Reply
from tests.registries.conftest import KEY, MAIL, QUICK, Until
from tests.registry_server import FAULTS, Answer, RegistryServer, article_xml

OpenHttp = Callable[..., Http]
FAST = Pool("test", "fast", 1000)


def about(server: RegistryServer, path: str = "/page", **more: object) -> Question:
    return Question(f"{server.base}{path}", FAST, **more)  # type: ignore[arg-type]


def test_an_answer_comes_with_its_time_and_its_headers(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    reply = open_http().ask(about(server), until())
    assert reply.status == 200
    assert reply.body == server.page.body
    assert reply.media_type == "text/html; charset=utf-8"
    assert reply.fetched_at.endswith("Z")
    assert reply.url == server.page_url
    assert not reply.from_cache


def test_a_connection_is_used_again(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    http = open_http()
    for _ in range(3):
        http.ask(about(server), until())
    assert server.connections == 1
    assert http.sent == {"test": 3}


def test_a_packed_answer_is_unpacked(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    server.break_next("page", "bomb", size=100_000)
    assert open_http().ask(about(server), until()).body == bytes(100_000)
    assert server.asked[0].headers["accept-encoding"] == "gzip"


def test_no_cookie_is_sent_back(server: RegistryServer, open_http: OpenHttp, until: Until) -> None:
    http = open_http()
    server.page.headers["Set-Cookie"] = "a=b; Path=/"
    http.ask(about(server), until())
    http.ask(about(server), until())
    assert "cookie" not in server.asked[1].headers


def test_what_netrc_holds_is_not_sent(
    server: RegistryServer,
    open_http: OpenHttp,
    until: Until,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    open_http().ask(about(server), until())
    assert "authorization" not in server.asked[0].headers


def test_loopback_is_never_asked_through_a_proxy(
    server: RegistryServer, open_http: OpenHttp, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert open_http().ask(about(server), until()).status == 200


# What is no answer.

FINAL = {
    "hang": "did not",
    "slow-headers": "did not finish its answer in time",
    "slow-body": "did not",
    "bomb": "sent more than 32 MiB",
    "endless": "sent more than 32 MiB",
    "stacked": "does not unpack",
    "early-hints": "status 103",
}


@pytest.mark.parametrize("fault", FINAL)
def test_a_bad_answer_is_no_answer_and_not_asked_for_again(
    fault: str, server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    server.break_next("page", fault)
    began = time.monotonic()
    with pytest.raises(NoAnswer, match=FINAL[fault]) as caught:
        open_http().ask(about(server), until(0.4 if FINAL[fault].startswith("did") else 10))
    assert caught.value.reason.startswith("127.0.0.1:")
    assert time.monotonic() - began < 3
    assert server.counts["page"] == 1


def test_an_endless_answer_costs_little_memory(
    server: RegistryServer, open_http: OpenHttp, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = open_http()
    tracemalloc.start()
    for fault in ("endless", "bomb"):
        server.break_next("page", fault, size=256 * 1024 * 1024)
    for _ in range(2):
        with pytest.raises(NoAnswer, match="sent more than"):
            http.ask(about(server), until())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # The server of this test makes its bomb in the same process.
    assert peak < 450 * 1024 * 1024


@pytest.mark.parametrize("status", [201, 204, 206, 304, 400, 401, 404, 410, 418])
def test_another_status_is_no_answer(
    status: int, server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    server.break_next("page", "status", status=status, body=b"")
    with pytest.raises(NoAnswer, match=f"answered with HTTP status {status}") as caught:
        open_http().ask(about(server), until())
    assert caught.value.status == status
    assert server.counts["page"] == 1


def test_a_404_is_an_answer_where_the_question_says_so(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    server.break_next("page", "status", status=404, body=b"none")
    question = about(server, statuses=frozenset({200, 404}))
    assert open_http().ask(question, until()).body == b"none"


@pytest.mark.parametrize(
    ("fault", "options"),
    [
        ("reset", {}),
        ("short", {}),
        ("rate-limit", {}),
        *(("status", {"status": status}) for status in (429, 500, 502, 503, 504)),
    ],
    ids=str,
)
def test_passing_trouble_is_asked_again_three_times_in_all(
    fault: str,
    options: dict[str, int],
    server: RegistryServer,
    open_http: OpenHttp,
    until: Until,
) -> None:
    http = open_http()
    server.break_next("page", fault, times=2, **options)
    assert http.ask(about(server), until()).body == server.page.body
    server.counts.clear()
    server.break_next("page", fault, times=9, **options)
    with pytest.raises(NoAnswer):
        http.ask(about(server), until())
    assert server.counts["page"] == 3


@pytest.mark.parametrize("fault", ["short", "cut-chunks"])
def test_an_answer_that_ends_before_it_said_is_cut(
    fault: str, server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    server.break_next("page", fault, times=3)
    with pytest.raises(NoAnswer, match="cut its answer short"):
        open_http().ask(about(server), until())


def test_retry_after_is_kept_to(server: RegistryServer, open_http: OpenHttp, until: Until) -> None:
    server.break_next("page", "rate-limit", retry_after=1)
    open_http().ask(about(server), until())
    first, second = (asked.at for asked in server.asked)
    assert second - first >= 1


def test_retry_after_beyond_the_deadline_is_not_shortened(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    http = open_http()
    server.break_next("page", "rate-limit", retry_after=3600)
    with pytest.raises(NoAnswer, match="429 and asks to be left alone for 3600 s"):
        http.ask(about(server), until(2))
    with pytest.raises(NoAnswer, match="asks to be left alone for another"):
        http.ask(about(server), until(2))
    assert server.counts["page"] == 1


def test_retry_after_is_kept_to_by_other_processes_too(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    server.break_next("page", "rate-limit", retry_after=30)
    with pytest.raises(NoAnswer):
        open_http().ask(about(server), until(2))
    with pytest.raises(NoAnswer, match="time that was left"):
        open_http().ask(about(server), until(2))
    assert server.counts["page"] == 1


def test_who_is_refused_does_not_ask_again(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    http = open_http()
    server.break_next("page", "status", status=403)
    for _ in range(3):
        with pytest.raises(NoAnswer, match="403"):
            http.ask(about(server), until())
    assert server.counts["page"] == 1


def test_a_host_that_stays_silent_twice_is_left_alone(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    http = open_http(Policy(connect=1, read=0.2, fair=0.1))
    server.break_next("page", "hang", times=9)
    for _ in range(2):
        with pytest.raises(NoAnswer, match="did not answer in time"):
            http.ask(about(server), until())
    began = time.monotonic()
    with pytest.raises(NoAnswer, match="twice in a row"):
        http.ask(about(server), until())
    assert time.monotonic() - began < 0.1
    assert server.counts["page"] == 2


def test_a_closed_port_is_asked_three_times_and_then_left_alone(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    http = open_http()
    question = Question("http://127.0.0.1:1/x", FAST)
    for reason in ("cannot be reached", "cannot be reached", "twice in a row"):
        with pytest.raises(NoAnswer, match=f"127.0.0.1:1 .*{reason}"):
            http.ask(question, until())
    assert http.sent["test"] == 6


def test_a_deadline_that_has_passed_sends_nothing(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    with pytest.raises(NoAnswer, match="time that was left"):
        open_http().ask(about(server), until(-1))
    assert server.counts == {}


def test_offline_sends_nothing(server: RegistryServer, open_http: OpenHttp, until: Until) -> None:
    with pytest.raises(NoAnswer, match="offline"):
        open_http(offline=True).ask(about(server), until())
    assert server.counts == {}


# Redirects.


def test_a_registry_may_redirect_within_itself(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    server.break_next("page", "redirect", to="/page?again=1", times=3)
    reply = open_http().ask(about(server), until())
    assert reply.body == server.page.body
    assert reply.url == f"{server.page_url}?again=1"


def test_a_registry_that_redirects_for_ever_gives_no_answer(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    server.break_next("page", "redirect", to="/page", times=99)
    with pytest.raises(NoAnswer, match="redirects too often"):
        open_http().ask(about(server), until())
    assert server.counts["page"] == 4


@pytest.mark.parametrize(
    "target",
    [
        "http://user:key/@x/",
        "http://x:99999/",
        "http://[::1",
        "http://x:y/",
        "http:\\\\x\\y",
        "/a\\b",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_location_that_is_no_address_is_an_outage(
    target: str, status: int, server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    """requests reads Location also where it is told not to follow, and raises ValueError."""
    server.break_next("page", "redirect", to=target, status=status)
    with pytest.raises(NoAnswer, match="redirects to"):
        open_http().ask(about(server), until())
    assert server.counts["page"] == 1


def test_a_redirect_to_another_host_is_not_followed(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    with RegistryServer() as canary:
        server.break_next("page", "redirect", to=canary.page_url)
        with pytest.raises(NoAnswer, match="redirects to another host"):
            open_http().ask(about(server), until())
        assert canary.connections == 0


def test_nobody_else_is_told_who_asks(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    http = open_http(mailto=MAIL, allow_private=True)
    with RegistryServer() as other:
        server.break_next("page", "redirect", to=other.page_url)
        http.ask(Question(server.page_url, PAGE, roams=True), until())
        sent = str([one.headers for one in server.asked + other.asked])
    assert MAIL not in sent


# The cache.


def test_only_what_was_kept_is_remembered(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    http = open_http()
    http.ask(about(server), until())
    reply = http.ask(about(server), until())
    assert not reply.from_cache
    http.keep(reply, Kind.RECORD)
    again = open_http().ask(about(server), until())
    assert (again.from_cache, again.fetched_at) == (True, reply.fetched_at)
    assert (again.body, again.media_type) == (reply.body, reply.media_type)
    assert server.counts["page"] == 2


def test_the_answer_is_the_same_for_whoever_asks(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    http = open_http()
    http.keep(http.ask(about(server, identity=(("api_key", KEY),)), until()), Kind.RECORD)
    assert http.ask(about(server), until()).from_cache


def test_refresh_asks_again_and_replaces_what_is_kept(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    http = open_http()
    http.keep(http.ask(about(server), until()), Kind.RECORD)
    server.page = Answer(b"new")
    fresh = open_http(refresh=True)
    reply = fresh.ask(about(server), until())
    assert reply.body == b"new"
    fresh.keep(reply, Kind.RECORD)
    assert http.ask(about(server), until()).body == b"new"


def test_a_body_that_echoes_a_secret_is_not_kept(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    http = open_http(ncbi_api_key=KEY)
    server.page = Answer(f'{{"api-key":"{KEY}"}}'.encode())
    http.keep(http.ask(about(server), until()), Kind.RECORD)
    assert not http.ask(about(server), until()).from_cache


def decode(reply: Reply) -> bytes:
    if reply.body.startswith(b"<!DOCTYPE"):
        raise FormatError("it is a page")
    return reply.body


def test_what_cannot_be_decoded_is_asked_once_more(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    http = open_http()
    server.break_next("page", "html")
    body = http.decoded(about(server), until(), decode, lambda _: Kind.RECORD)
    assert body == server.page.body
    assert server.counts["page"] == 2


def test_what_cannot_be_decoded_twice_is_no_answer_and_not_kept(
    server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    http = open_http()
    server.break_next("page", "html", times=2)
    with pytest.raises(NoAnswer, match="what is no answer: it is a page"):
        http.decoded(about(server), until(), decode, lambda _: Kind.RECORD)
    assert http.decoded(about(server), until(), decode, lambda _: Kind.RECORD) == server.page.body


# Secrets.


@pytest.mark.parametrize("post", [True, False], ids=["POST", "GET"])
@pytest.mark.parametrize("fault", sorted(set(FAULTS) - {"wrong", "reordered", "extra"}))
def test_no_fault_shows_a_secret(
    fault: str, post: bool, server: RegistryServer, open_http: OpenHttp, until: Until
) -> None:
    options = {"status": {"status": 500}, "redirect": {"to": f"http://x/?api_key={KEY}"}}
    server.break_next("efetch", fault, times=9, **options.get(fault, {}))
    http = open_http(ncbi_api_key=KEY, mailto=MAIL)
    identity = (("api_key", KEY), ("email", MAIL))
    question = Question(f"{server.pubmed_url}/efetch.fcgi", FAST, identity=identity, post=post)

    def refuse(reply: Reply) -> bytes:
        raise FormatError(reply.body.decode("utf-8", "replace"))

    with pytest.raises(NoAnswer) as caught:
        http.decoded(question, until(0.3), refuse, lambda _: Kind.RECORD)
    assert KEY not in caught.value.reason
    assert MAIL not in caught.value.reason


# The map of exceptions.


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for _, kind in inspect.getmembers(requests.exceptions, inspect.isclass)
        if issubclass(kind, requests.RequestException)
    ],
)
def test_every_exception_of_requests_has_a_meaning(kind: type[BaseException]) -> None:
    assert kind in MEANINGS


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for _, kind in inspect.getmembers(urllib3.exceptions, inspect.isclass)
        if issubclass(kind, urllib3.exceptions.HTTPError)
    ],
)
def test_every_exception_of_urllib3_has_a_meaning(kind: type[BaseException]) -> None:
    assert meaning(kind.__new__(kind)).what


@pytest.mark.parametrize("kind", [kind for kind in MEANINGS if issubclass(kind, OSError)])
def test_no_exception_reaches_the_caller(
    kind: type[OSError], open_http: OpenHttp, until: Until
) -> None:
    error = kind.__new__(kind)
    error.args = (f"https://example.org/?api_key={KEY}",)
    with responses.RequestsMock() as mocked:
        mocked.add(responses.GET, "https://example.org/x", body=error)
        with pytest.raises(NoAnswer) as caught:
            open_http(QUICK, ncbi_api_key=KEY).ask(Question("https://example.org/x", FAST), until())
    assert caught.value.reason == f"example.org {MEANINGS[kind].what}"
    assert caught.value.__suppress_context__


def test_the_article_of_the_test_server_is_read(open_http: OpenHttp, until: Until) -> None:
    with RegistryServer([article_xml("7")]) as server:
        question = Question(f"{server.pubmed_url}/efetch.fcgi", FAST, (("id", "7"),), post=True)
        assert b'<PMID Version="1">7</PMID>' in open_http().ask(question, until()).body
