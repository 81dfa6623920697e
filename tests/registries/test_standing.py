"""What was answered is confirmed the next day, or fetched whole: never taken on trust."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from citekit.model import Absent, Answer, Found, Identifier, Unavailable
from citekit.registries import pubmed_standing
from citekit.registries.crossref import Crossref
from citekit.registries.http import Http
from citekit.registries.pubmed import PubMed
from citekit.registries.record_cache import Kept
from citekit.vocab import Scheme
from tests.aging import age
from tests.registries.conftest import KEY, Until
from tests.registry_server import RegistryServer, article_xml, work

LONG_AGO = "2020/06/01"
PMIDS = [Identifier(Scheme.PMID, str(n)) for n in range(1, 151)]
DOIS = [Identifier(Scheme.DOI, f"10.1000/{n}") for n in range(1, 61)]
Answers = Mapping[Identifier, Answer]
Ask = Callable[..., Answers]


def today(back: int = 0) -> str:
    return (datetime.now(UTC) - timedelta(days=back)).strftime("%Y/%m/%d")


def title(answer: Answer) -> str:
    assert isinstance(answer, Found), answer
    return answer.candidates[0].item["title"]


def said_at(answer: Answer) -> str:
    assert isinstance(answer, Found), answer
    return answer.candidates[0].stamp.fetched_at


@pytest.fixture
def server() -> Any:
    with RegistryServer() as running:
        running.day = LONG_AGO
        running.put(*(article_xml(one.value, title="As it was") for one in PMIDS))
        for one in DOIS:
            running.works[one.value] = work(one.value, title="As it was")
        running.day = today()
        yield running


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def ask(server: RegistryServer, open_http: Callable[..., Http], until: Until, cache: Path) -> Ask:
    def fetch(*identifiers: Identifier, seconds: float = 20, **settings: object) -> Answers:
        server.counts.clear()
        urls = {"pubmed_url": server.pubmed_url, "crossref_url": server.crossref_url}
        http = open_http(**urls, **settings)
        by_pmid = identifiers[0].scheme is Scheme.PMID
        registry = PubMed(http) if by_pmid else Crossref(http)
        return registry.fetch(list(identifiers), until(seconds))

    return fetch


# Nothing has changed.


def test_on_the_same_day_nobody_is_asked(ask: Ask, server: RegistryServer) -> None:
    first = ask(*PMIDS), ask(*DOIS)
    assert ask(*PMIDS) == first[0]
    assert server.counts == {}
    assert ask(*DOIS) == first[1]
    assert server.counts == {}


def test_who_asks_for_others_as_well_is_told_of_the_others_alone(
    ask: Ask, server: RegistryServer
) -> None:
    ask(*PMIDS[:3])
    ask(*PMIDS[:5])
    assert [one.params["id"] for one in server.asked] == ["1,2,3", "4,5"]


@pytest.mark.parametrize(
    ("asked", "requests"),
    [(PMIDS, {"esearch": 2}), (DOIS, {"list": 2})],
    ids=["pubmed", "crossref"],
)
def test_the_next_day_everything_is_confirmed_now(
    asked: list[Identifier], requests: dict[str, int], ask: Ask, cache: Path, server: RegistryServer
) -> None:
    first = ask(*asked)
    age(cache, 24)
    before = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    second = ask(*asked)
    assert server.counts == requests
    for one in asked:
        then, now = first[one], second[one]
        assert isinstance(then, Found)
        assert isinstance(now, Found)
        assert said_at(now) >= before
        assert now.candidates[0].item == then.candidates[0].item
        assert now.candidates[0].payload_hash == then.candidates[0].payload_hash
    assert ask(*asked) == second
    assert server.counts == {}


def test_the_light_list_asks_for_two_fields(ask: Ask, cache: Path, server: RegistryServer) -> None:
    ask(*DOIS[:2])
    age(cache, 24)
    ask(*DOIS[:2])
    assert {one.endpoint for one in server.asked} == {"list"}
    assert server.asked[-1].params["select"] == "DOI,indexed"
    assert server.asked[-1].params["filter"] == "doi:10.1000/1,doi:10.1000/2"


def test_pubmed_is_asked_for_both_sides_of_one_day(
    ask: Ask, cache: Path, server: RegistryServer
) -> None:
    ask(*PMIDS)
    age(cache, 24)
    ask(*PMIDS, ncbi_api_key=KEY)
    before, after = server.asked[-2:]
    assert [one.method for one in (before, after)] == ["POST", "POST"]
    assert all("?" not in one.path for one in (before, after))
    spans = [(one.params["mindate"], one.params["maxdate"]) for one in (before, after)]
    assert spans == [("1900", today(5)), (today(4), "3000")]
    assert {one.params["datetype"] for one in (before, after)} == {"mdat"}
    assert before.params["term"].startswith("1[uid] OR 2[uid] OR ")
    assert before.params["retmax"] == "150"


def test_days_are_counted_from_the_body_and_not_from_the_last_confirmation(
    ask: Ask, cache: Path, server: RegistryServer
) -> None:
    ask(*PMIDS)
    for days in (4, 6):
        age(cache, days * 24)
        ask(*PMIDS)
    assert server.asked[-1].params["mindate"] == today(13)


def test_days_are_counted_from_the_oldest_body(
    ask: Ask, cache: Path, server: RegistryServer
) -> None:
    ask(*PMIDS[:100])
    age(cache, 5 * 24)
    ask(*PMIDS[100:])
    age(cache, 24)
    ask(*PMIDS)
    assert server.counts == {"esearch": 2}
    assert server.asked[-1].params["mindate"] == today(9)


def test_a_body_of_a_month_is_fetched_again(ask: Ask, cache: Path, server: RegistryServer) -> None:
    ask(*PMIDS)
    for days in (9, 20):
        age(cache, days * 24)
        ask(*PMIDS)
        assert server.counts == {"esearch": 2}
    age(cache, 24)
    ask(*PMIDS)
    assert server.counts == {"efetch": 1}


def test_few_pmids_are_fetched_and_one_doi_is(
    ask: Ask, cache: Path, server: RegistryServer
) -> None:
    """Two searches for less than half an efetch, or a list for one work, would save nothing."""
    few = PMIDS[: pubmed_standing.WORTH - 1]
    ask(*few)
    ask(DOIS[0])
    age(cache, 24)
    ask(*few)
    assert server.counts == {"efetch": 1}
    ask(DOIS[0])
    assert server.counts == {"work": 1}


# Something has changed.


def test_what_has_changed_is_fetched_and_nothing_else(
    ask: Ask, cache: Path, server: RegistryServer
) -> None:
    ask(*PMIDS)
    ask(*DOIS)
    age(cache, 24)
    server.put(article_xml("7", title="As it is"))
    server.works["10.1000/9"] = work("10.1000/9", title="As it is")
    server.works["10.1000/55"] = work("10.1000/55", title="As it is")
    told = {one: title(answer) for one, answer in ask(*PMIDS).items()}
    assert (told.pop(PMIDS[6]), set(told.values())) == ("As it is", {"As it was"})
    assert server.counts == {"esearch": 2, "efetch": 1}
    assert server.asked[-1].params["id"] == "7"
    told = {one: title(answer) for one, answer in ask(*DOIS).items()}
    assert {told.pop(DOIS[8]), told.pop(DOIS[54])} == {"As it is"}
    assert set(told.values()) == {"As it was"}
    assert server.counts == {"list": 3}
    assert server.asked[-1].params["filter"] == "doi:10.1000/9,doi:10.1000/55"


def test_a_change_on_the_day_of_the_answer_is_found(
    ask: Ask, cache: Path, server: RegistryServer
) -> None:
    ask(*PMIDS)
    server.day = today(1)
    server.put(article_xml("7", title="As it is"))
    age(cache, 24)
    assert title(ask(*PMIDS)[PMIDS[6]]) == "As it is"


def test_what_has_vanished_is_absent(ask: Ask, cache: Path, server: RegistryServer) -> None:
    ask(*PMIDS)
    ask(*DOIS)
    age(cache, 24)
    del server.articles["7"], server.works["10.1000/9"]
    told = ask(*PMIDS)
    assert [one for one in PMIDS if not isinstance(told[one], Found)] == [PMIDS[6]]
    assert told[PMIDS[6]] == Absent()
    told = ask(*DOIS)
    assert [one for one in DOIS if not isinstance(told[one], Found)] == [DOIS[8]]
    assert isinstance(told[DOIS[8]], Absent)


def test_what_has_vanished_is_not_back_an_hour_later(
    ask: Ask, cache: Path, server: RegistryServer
) -> None:
    ask(*PMIDS)
    age(cache, 24)
    del server.articles["7"]
    ask(*PMIDS)
    age(cache, 2)
    assert ask(*PMIDS)[PMIDS[6]] == Absent()
    assert server.counts == {"efetch": 1}


def test_a_refresh_that_finds_nothing_is_not_forgotten(ask: Ask, server: RegistryServer) -> None:
    ask(DOIS[0])
    del server.works["10.1000/1"]
    assert isinstance(ask(DOIS[0], refresh=True)[DOIS[0]], Absent)
    assert isinstance(ask(DOIS[0])[DOIS[0]], Absent)


def test_refresh_asks_for_everything_whole(ask: Ask, cache: Path, server: RegistryServer) -> None:
    for hours in (0, 24):
        ask(*PMIDS)
        age(cache, hours)
        ask(*PMIDS, refresh=True)
        assert server.counts == {"efetch": 1}
        ask(*DOIS)
        age(cache, hours)
        ask(*DOIS, refresh=True)
        assert server.counts == {"list": 2}


def test_with_no_hours_of_belief_everything_is_confirmed_at_once(
    ask: Ask, server: RegistryServer
) -> None:
    ask(*PMIDS, status_hours=0.0)
    ask(*PMIDS, status_hours=0.0)
    assert server.counts == {"esearch": 2}


# What is no confirmation.

BROKEN = ("html", "empty", "cut", "status", "rate-limit", "reset", "redirect", "short")
OPTIONS: dict[str, dict[str, Any]] = {
    "status": {"status": 500},
    "redirect": {"to": "http://x.org/"},
}


@pytest.mark.parametrize("fault", [*BROKEN, "error", "exception", "dateless"])
def test_a_search_that_fails_is_not_unchanged(
    fault: str, ask: Ask, cache: Path, server: RegistryServer
) -> None:
    ask(*PMIDS)
    age(cache, 24)
    server.put(article_xml("7", title="As it is"))
    server.break_next("esearch", fault, times=99, **OPTIONS.get(fault, {}))
    told = ask(*PMIDS)
    assert title(told[PMIDS[6]]) == "As it is"
    assert server.counts["efetch"] == 1
    assert len(server.asked[-1].params["id"].split(",")) == 150


@pytest.mark.parametrize("fault", [*BROKEN, "unmarked"])
def test_a_list_that_fails_is_not_unchanged(
    fault: str, ask: Ask, cache: Path, server: RegistryServer
) -> None:
    ask(*DOIS[:50])
    age(cache, 24)
    server.works["10.1000/9"] = work("10.1000/9", title="As it is")
    tries = {"html": 2, "empty": 2, "cut": 2, "redirect": 1, "unmarked": 1}.get(fault, 3)
    server.break_next("list", fault, times=tries, **OPTIONS.get(fault, {}))
    told = ask(*DOIS[:50])
    assert title(told[DOIS[8]]) == "As it is"
    assert server.counts["list"] == tries + 1


@pytest.mark.parametrize("fault", ["html", "status", "reset"])
def test_an_outage_is_not_unchanged(
    fault: str, ask: Ask, cache: Path, server: RegistryServer
) -> None:
    ask(*PMIDS)
    ask(*DOIS)
    age(cache, 24)
    server.break_all(fault, **OPTIONS.get(fault, {}))
    assert {type(answer) for answer in ask(*PMIDS).values()} == {Unavailable}
    assert {type(answer) for answer in ask(*DOIS).values()} == {Unavailable}
    server.mend()
    assert {title(answer) for answer in ask(*PMIDS).values()} == {"As it was"}
    assert server.counts == {"esearch": 2}


def test_a_pmid_nobody_asked_about_is_ignored(
    ask: Ask, cache: Path, server: RegistryServer
) -> None:
    ask(*PMIDS)
    age(cache, 24)
    listed = [*(one.value for one in PMIDS), "999"]
    body = json.dumps({"esearchresult": {"count": str(len(listed)), "idlist": listed}})
    server.break_next("esearch", "status", status=200, body=body.encode())
    assert {title(answer) for answer in ask(*PMIDS).values()} == {"As it was"}
    assert server.counts == {"esearch": 2}


def test_a_record_that_echoes_a_secret_is_not_kept(ask: Ask, server: RegistryServer) -> None:
    server.put(article_xml("1", title=f"As {KEY} was"))
    ask(*PMIDS[:2], ncbi_api_key=KEY)
    ask(*PMIDS[:2], ncbi_api_key=KEY)
    assert [one.params["id"] for one in server.asked] == ["1,2", "1"]


def test_a_search_that_hangs_leaves_time_to_fetch(
    ask: Ask, cache: Path, server: RegistryServer
) -> None:
    ask(*PMIDS)
    age(cache, 24)
    server.break_next("esearch", "hang")
    assert {title(answer) for answer in ask(*PMIDS, seconds=2).values()} == {"As it was"}
    assert server.counts == {"esearch": 1, "efetch": 1}


def test_a_list_refused_for_one_of_its_dois_costs_the_other_lists_nothing(
    ask: Ask, cache: Path, server: RegistryServer
) -> None:
    ask(*DOIS)
    age(cache, 24)
    server.break_next("list", "status", status=400)
    assert {title(answer) for answer in ask(*DOIS).values()} == {"As it was"}
    assert server.counts == {"list": 3}


def test_an_outage_of_lists_is_not_asked_about_again_and_again(
    ask: Ask, cache: Path, server: RegistryServer
) -> None:
    ask(*DOIS)
    age(cache, 24)
    server.break_next("list", "status", times=3, status=500)
    assert {title(answer) for answer in ask(*DOIS).values()} == {"As it was"}
    assert server.counts == {"list": 3 + 2}


def test_dois_with_a_comma_are_fetched(ask: Ask, cache: Path, server: RegistryServer) -> None:
    odd = [Identifier(Scheme.DOI, f"10.1000/a,{n}") for n in range(3)]
    for one in odd:
        server.works[one.value] = work(one.value)
    ask(*odd)
    age(cache, 24)
    ask(*odd)
    assert server.counts == {"work": 3}


def test_an_alias_is_asked_for_again(ask: Ask, cache: Path, server: RegistryServer) -> None:
    alias = Identifier(Scheme.DOI, "10.1000/alias")
    server.works["10.1000/alias"] = work("10.1000/prime", alternative_id=["10.1000/alias"])
    ask(alias, *DOIS[:2])
    age(cache, 24)
    assert isinstance(ask(alias, *DOIS[:2])[alias], Found)
    assert server.counts == {"list": 1, "work": 1}


def test_a_record_without_a_mark_is_fetched(ask: Ask, cache: Path, server: RegistryServer) -> None:
    day_only = {"indexed": {"date-parts": [[2026, 1, 1]]}}
    for one in DOIS[:2]:
        server.works[one.value] = work(one.value, **day_only)
    ask(*DOIS[:2])
    age(cache, 24)
    ask(*DOIS[:2])
    assert server.counts == {"list": 1}
    assert "select" not in server.asked[-1].params


@pytest.mark.parametrize(
    "body", [article_xml("8", title="Another").encode(), b"<no record/>", b"<"],
    ids=["another record", "no record", "damaged"],
)  # fmt: skip
def test_what_is_kept_and_is_not_the_record_is_fetched(
    body: bytes, ask: Ask, server: RegistryServer, open_http: Callable[..., Http]
) -> None:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    http = open_http(pubmed_url=server.pubmed_url)
    http.remember(server.pubmed_url, {"7": Kept(body, now, now)})
    assert title(ask(PMIDS[6])[PMIDS[6]]) == "As it was"
    assert server.counts == {"efetch": 1}
