from __future__ import annotations

import pytest

from citekit.registries.faults import Fault
from citekit.registries.headers import contact_address, follow, ours, refusal, user_agent
from citekit.registries.limits import PAGE, PUBMED
from citekit.registries.questions import Question
from citekit.version import __version__

HERE = "https://api.example.org/works/1"


def test_the_user_agent_says_whom_to_write_to() -> None:
    assert user_agent("a@b.org") == f"citekit/{__version__} (mailto:a@b.org)"


def test_without_contact_the_user_agent_has_none() -> None:
    assert "mailto" not in user_agent(None)


def test_strangers_are_not_told_who_asks() -> None:
    assert "a@b.org" in ours(Question(HERE, PUBMED), "a@b.org")["User-Agent"]
    assert "a@b.org" not in ours(Question(HERE, PAGE, roams=True), "a@b.org")["User-Agent"]


@pytest.mark.parametrize(
    "mailto",
    ["", "nobody", "a@b.org\r\nX: y", "a b@c.org", "ä@b.org", "a@b.org)", "a@b.org;x", '"a"@b.org'],
)
def test_an_address_that_cannot_stand_in_a_header_is_left_out(mailto: str) -> None:
    assert contact_address(mailto) is None


def test_an_address_is_taken_as_it_is() -> None:
    assert contact_address(" first.last+x@example.org ") == "first.last+x@example.org"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_passing_trouble_is_worth_another_try(status: int) -> None:
    fault = refusal(status, {"retry-after": "7"})
    assert (fault.again, fault.wait, fault.status) == (True, 7.0, status)
    assert fault.what == f"answered with HTTP status {status} and asks to be left alone for 7 s"


@pytest.mark.parametrize(
    "status", [101, 103, 201, 204, 206, 304, 400, 401, 403, 404, 410, 418, 451]
)
def test_every_other_status_is_final(status: int) -> None:
    fault = refusal(status, {"retry-after": "7"})
    assert (fault.again, fault.wait) == (False, None)


@pytest.mark.parametrize(
    ("target", "there"),
    [
        ("/works/2", "https://api.example.org/works/2"),
        ("https://api.example.org/v1/works/1", "https://api.example.org/v1/works/1"),
        ("?a=1", "https://api.example.org/works/1?a=1"),
    ],
)
def test_a_registry_may_redirect_within_itself(target: str, there: str) -> None:
    assert follow(Question(HERE, PUBMED), HERE, target, 302) == there


def test_a_registry_may_redirect_to_its_secure_self() -> None:
    here = "http://api.example.org/x"
    assert follow(Question(here, PUBMED), here, "https://api.example.org/x", 301).startswith(
        "https"
    )


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example.org/works/1",
        "http://api.example.org/works/1",
        "https://api.example.org:8443/works/1",
        "//elsewhere.example.org/",
        "https://api.example.org@elsewhere.example.org/",
        "file:///etc/passwd",
        "gopher://api.example.org/",
        "https://[::1/",
    ],
)
def test_a_registry_may_not_redirect_elsewhere(target: str) -> None:
    with pytest.raises(Fault, match="redirects to"):
        follow(Question(HERE, PUBMED), HERE, target, 302)


def test_a_page_may_lie_on_another_host() -> None:
    question = Question(HERE, PAGE, roams=True)
    assert follow(question, HERE, "http://elsewhere.example/x", 302) == "http://elsewhere.example/x"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://x/", "http://u:p@x/", "data:,x"]
)
def test_a_page_may_not_lie_anywhere(target: str) -> None:
    with pytest.raises(Fault, match="no address"):
        follow(Question(HERE, PAGE, roams=True), HERE, target, 302)


@pytest.mark.parametrize(
    ("status", "kept"), [(301, False), (302, False), (303, False), (307, True)]
)
def test_a_form_is_sent_again_only_where_that_is_what_the_status_means(
    status: int, kept: bool
) -> None:
    question = Question(HERE, PUBMED, post=True)
    if kept:
        assert follow(question, HERE, "/x", status) == "https://api.example.org/x"
    else:
        with pytest.raises(Fault, match="sent again"):
            follow(question, HERE, "/x", status)
