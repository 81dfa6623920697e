"""`update` against registries on loopback: what differs is shown, and outages conclude nothing."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Citekit
from tests.library import shelf
from tests.registry_server import RegistryServer, article_xml, work

SLOW = "Slow effects of fast medicine"
QUICK = "Quick notes on lasting matters"
LONG_AGO = "2020-01-01T00:00:00Z"
SLOW_KEY, QUICK_KEY = "Doe2010Slow", "Roe2011Quick"
ERRATUM = (
    "<CommentsCorrectionsList>"
    '<CommentsCorrections RefType="ErratumIn"><RefSource>J Test. 2011;2:7</RefSource>'
    "</CommentsCorrections></CommentsCorrectionsList>"
)


def slow(**more: object) -> str:
    return article_xml("1111", **{"title": SLOW, "doi": "10.5555/slow", **more})  # type: ignore[arg-type]


def quick(**more: object) -> str:
    told = {"title": QUICK, "doi": "10.5555/quick", "authors": (("Roe", "R"),), "year": "2011"}
    return article_xml("2222", **{**told, **more})  # type: ignore[arg-type]


def retraction(doi: str = "10.5555/notice") -> dict[str, object]:
    return {
        "DOI": doi, "type": "retraction", "label": "Retraction", "source": "publisher",
        "updated": {"date-parts": [[2026, 5, 1]]},
    }  # fmt: skip


def deposit(registries: RegistryServer, **more: object) -> None:
    told = {"title": SLOW, **more}
    registries.works["10.5555/slow"] = work("10.5555/slow", **told)  # type: ignore[arg-type]


@pytest.fixture
def live(citekit: Citekit, registries: RegistryServer, desk: Path) -> Citekit:
    """The command line beside a library of two works that both registries have."""
    registries.put(slow(more=ERRATUM), quick())
    deposit(registries)
    author = [{"given": "Richard", "family": "Roe"}]
    registries.works["10.5555/quick"] = work("10.5555/quick", title=QUICK, author=author)
    assert citekit("add", "pmid:1111", "pmid:2222").code == 0
    registries.counts.clear()
    backdate(desk / "library.db")
    return citekit


def backdate(path: Path) -> None:
    """Have everything read long ago: what is read today can be told from it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in ("believed", "alternatives", "answers", "witnesses"):
            connection.execute(f"UPDATE {table} SET fetched_at = '{LONG_AGO}'")


def changes(run: object) -> list[tuple[str, str, str | None, object, object, str | None]]:
    return [
        (one["key"], one["kind"], one["field"], one["before"], one["after"], one["registry"])
        for work_ in run.json["works"]  # type: ignore[attr-defined]
        for one in work_["changes"]
    ]


def timeless(value: object) -> str:
    """Return the value as JSON without its times of fetching: two runs may cross a second."""
    return re.sub(r'"fetched_at": "[^"]*"', '"fetched_at": "…"', json.dumps(value))


def records(citekit: Citekit) -> dict[str, object]:
    return {one["key"]: one["record"] for one in citekit("list", "--format", "json").json["works"]}


def silent(citekit: Citekit, key: str) -> dict[str, str]:
    [one] = citekit("notices", key, "--format", "json").json["notices"]
    return {silence["registry"]: silence["outcome"] for silence in one["silent"]}


def test_nothing_changed(live: Citekit) -> None:
    before = records(live)
    run = live("update")
    assert (run.code, run.out, run.err) == (0, "", "citekit: 2 works asked about, 0 changed\n")
    assert changes(live("update", "--format", "json")) == []
    assert records(live) == before
    assert live("update", "--quiet").err == ""


def test_both_works_are_asked_about_together(live: Citekit, registries: RegistryServer) -> None:
    live("update")
    # The erratum that PubMed knows by its source alone is looked for again.
    assert dict(registries.counts) == {"efetch": 1, "list": 1, "ecitmatch": 1, "query": 1}


def test_fields_before_and_after(live: Citekit, registries: RegistryServer) -> None:
    registries.put(slow(page="3-11", title="Slow effects, corrected", more=ERRATUM))
    author = [{"given": "Jane", "family": "Doe"}, {"given": "Max", "family": "Moe"}]
    deposit(registries, author=author)
    shown = live("update", "--dry-run")
    assert (shown.code, shown.err) == (0, "citekit: 2 works asked about, 1 would change\n")
    run = live("update")
    assert (run.code, run.err) == (0, "citekit: 2 works asked about, 1 changed\n")
    assert [line.split(maxsplit=1)[-1] for line in shown.out.splitlines()] == [
        line.split(maxsplit=1)[-1] for line in run.out.splitlines()
    ]
    key, *lines = run.out.splitlines()
    assert key == SLOW_KEY
    assert [" ".join(line.split()[1:]) for line in lines] == [
        "crossref author Doe Jane → Doe Jane, Moe Max",
        "pubmed page 3-9 → 3-11",
        "pubmed title Slow effects of fast medicine → Slow effects, corrected",
    ]
    assert live("update").out == ""


def test_the_same_as_json(live: Citekit, registries: RegistryServer) -> None:
    registries.put(slow(page="3-11", more=ERRATUM))
    run = live("update", "--format", "json")
    assert (run.json["schema"], run.json["dry_run"]) == ("citekit/update/1", False)
    assert changes(run) == [(SLOW_KEY, "field", "page", "3-9", "3-11", "pubmed")]
    first = run.json["works"][0]
    assert (first["outcome"], first["lost"], first["reasons"]) == ("resolved", [], [])
    assert {one["registry"]: one["outcome"] for one in first["asked"]} == {
        "pubmed": "found", "crossref": "found",
    }  # fmt: skip


def test_a_dry_run_leaves_the_file_alone(
    live: Citekit, registries: RegistryServer, desk: Path
) -> None:
    registries.put(slow(page="3-11"))
    deposit(registries, updated_by=[retraction()])
    before = (desk / "library.db").read_bytes()
    shown = live("update", "--dry-run", "--format", "json")
    assert (desk / "library.db").read_bytes() == before
    assert shown.json["dry_run"] is True
    run = live("update", "--format", "json")
    assert timeless(changes(shown)) == timeless(changes(run)) != "[]"


def test_a_new_retraction(live: Citekit, registries: RegistryServer) -> None:
    deposit(registries, updated_by=[retraction()])
    run = live("update")
    assert run.code == 0
    key, new, state = run.out.splitlines()
    assert key == SLOW_KEY
    assert " ".join(new.split()[1:]) == (
        'crossref new retraction "retraction" of 2026-05-01; Retraction in: doi:10.5555/notice'
    )
    assert state.split()[1:] == ["status", "corrected", "→", "retracted"]
    status = {one["key"]: one["status"] for one in live("list", "--format", "json").json["works"]}
    assert status == {SLOW_KEY: "retracted", QUICK_KEY: "none"}
    assert live("update").out == ""


def test_a_notice_that_its_registry_no_longer_asserts(
    live: Citekit, registries: RegistryServer
) -> None:
    registries.put(slow())
    run = live("update", "--format", "json")
    assert [(kind, field) for _, kind, field, *_ in changes(run)] == [
        ("unsaid", "erratum"), ("status", None),
    ]  # fmt: skip
    assert live("notices", SLOW_KEY, "--format", "json").json["notices"] == []
    told = live("history", SLOW_KEY).out.splitlines()
    assert 'no longer said: "ErratumIn"; Erratum in: J Test. 2011;2:7.' in told[-2]
    assert told[-1].split()[1:] == ["status", "corrected", "→", "none"]


def test_one_key_asks_for_nothing_else(live: Citekit, registries: RegistryServer) -> None:
    registries.asked.clear()
    registries.put(slow(page="100"), quick(page="100"))
    run = live("update", QUICK_KEY.lower(), "--format", "json")
    assert [one["key"] for one in run.json["works"]] == [QUICK_KEY]
    told = " ".join(f"{one.path} {one.params}" for one in registries.asked)
    assert "2222" in told
    assert "1111" not in told
    assert "slow" not in told
    page = {key: record["page"] for key, record in records(live).items()}  # type: ignore[index]
    assert page == {SLOW_KEY: "3-9", QUICK_KEY: "100"}


def test_an_unknown_key_asks_nobody(live: Citekit, registries: RegistryServer) -> None:
    run = live("update", SLOW_KEY, "Nobody")
    assert (run.code, run.out) == (2, "")
    assert "no work has the key 'Nobody'" in run.err
    assert dict(registries.counts) == {}


@pytest.mark.parametrize("fault", ["reordered", "extra"])
def test_answers_in_another_order_are_told_apart(
    live: Citekit, registries: RegistryServer, fault: str
) -> None:
    registries.put(slow(page="100", more=ERRATUM), quick(page="200"))
    foreign = article_xml("3333", title="Foreign", page="300")
    registries.break_next("efetch", fault, times=99, instead=foreign)
    other = work("10.5555/foreign", title="Foreign", publisher="Foreign")
    registries.break_next("list", fault, times=99, instead=other)
    run = live("update", "--format", "json")
    told = records(live)
    assert run.code in {0, 3}
    assert {key: (r["title"], r["DOI"]) for key, r in told.items()} == {  # type: ignore[index]
        SLOW_KEY: (SLOW, "10.5555/slow"), QUICK_KEY: (QUICK, "10.5555/quick"),
    }  # fmt: skip
    assert "Foreign" not in str(told)
    pages = {key: r["page"] for key, r in told.items()}  # type: ignore[index]
    assert pages == {SLOW_KEY: "100", QUICK_KEY: "200"} or run.code == 3
    assert len(told) == 2


@pytest.mark.parametrize("key", [SLOW_KEY, QUICK_KEY])
def test_the_wrong_record_is_no_answer(live: Citekit, registries: RegistryServer, key: str) -> None:
    before = records(live)
    wrong = {SLOW_KEY: quick(page="200"), QUICK_KEY: slow(page="100")}[key]
    registries.break_next("efetch", "wrong", times=99, instead=wrong)
    registries.break_next("esearch", "status", times=99, status=500)
    doi = {SLOW_KEY: "10.5555/quick", QUICK_KEY: "10.5555/slow"}[key]
    other = work(doi, title="Another title", publisher="Somebody else")
    for endpoint in ("work", "list"):
        registries.break_next(endpoint, "wrong", times=99, instead=other)
    run = live("update", key)
    assert records(live) == before
    assert run.code in {1, 3}


FAULTS = [
    ("status", {"status": 500}),
    ("status", {"status": 403}),
    ("rate-limit", {"retry_after": "3600"}),
    ("html", {}),
    ("empty", {}),
    ("cut", {}),
    ("short", {}),
    ("cut-chunks", {}),
    ("no-root", {}),
    ("error", {}),
    ("exception", {}),
    ("reset", {}),
    ("redirect", {"to": "http://127.0.0.1:9/"}),
    ("stacked", {}),
]
NAMES = [f"{fault} {options.get('status', '')}".strip() for fault, options in FAULTS]


@pytest.mark.parametrize(("fault", "options"), FAULTS, ids=NAMES)
def test_a_registry_that_fails_costs_only_its_own_news(
    live: Citekit,
    registries: RegistryServer,
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    options: dict[str, object],
) -> None:
    """Crossref's retraction is applied; PubMed's old facts keep their old date."""
    before = live("show", SLOW_KEY, "--format", "json").json
    registries.put(slow(page="100"))
    deposit(registries, updated_by=[retraction()])
    for endpoint in ("efetch", "esearch"):
        registries.break_next(endpoint, fault, times=99, **options)
    # One host that asks to be left alone is left alone, whoever answers there.
    with RegistryServer(works=registries.works.values()) as other:
        monkeypatch.setenv("CITEKIT_CROSSREF_URL", other.crossref_url)
        run = live("update", SLOW_KEY)
    assert run.code == 3
    assert run.err.startswith("citekit: 1 work asked about, 1 changed\n")
    assert f"citekit: {SLOW_KEY}: pubmed could not be asked: " in run.err
    assert "Traceback" not in run.err
    assert 'new retraction  "retraction" of 2026-05-01' in run.out
    assert "\n  pubmed could not be asked: " in run.out
    after = live("show", SLOW_KEY, "--format", "json").json
    assert after["fields"]["page"]["registry"] == "pubmed"
    assert after["fields"]["page"]["fetched_at"] == LONG_AGO
    assert after["record"]["page"] == "3-9"
    told = live("notices", SLOW_KEY, "--format", "json").json["notices"]
    assert {
        (one["type"], *[(s["registry"], s["outcome"]) for s in one["silent"]]) for one in told
    } == {
        ("erratum", ("crossref", "absent")),
        ("retraction", ("pubmed", "unavailable")),
    }
    erratum = next(one for one in told if one["type"] == "erratum")
    [held] = before["notices"]
    assert erratum["witnesses"] == held["witnesses"]


def test_a_registry_that_hangs_is_silent_too(
    live: Citekit, registries: RegistryServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may use up the time of the other one, which is an outage as well."""
    monkeypatch.setenv("CITEKIT_TIMEOUT", "0.5")
    before = records(live)
    for endpoint in ("work", "list", "agency"):
        registries.break_next(endpoint, "hang", times=99)
    run = live("update", SLOW_KEY)
    assert run.code == 3
    assert "crossref could not be asked: " in run.err
    assert records(live) == before
    assert silent(live, SLOW_KEY) == {"crossref": "unavailable"}


def test_crossref_out_keeps_its_facts(live: Citekit, registries: RegistryServer) -> None:
    before = live("show", SLOW_KEY, "--format", "json").json["fields"]
    deposit(registries, publisher="Another")
    registries.put(slow(page="100", more=ERRATUM))
    for endpoint in ("work", "list", "agency"):
        registries.break_next(endpoint, "status", times=99, status=503)
    run = live("update", SLOW_KEY)
    assert run.code == 3
    after = live("show", SLOW_KEY, "--format", "json").json
    assert (after["record"]["publisher"], after["record"]["page"]) == ("Tester", "100")
    assert after["fields"]["publisher"] == before["publisher"]
    assert before["publisher"]["fetched_at"] == LONG_AGO
    assert silent(live, SLOW_KEY) == {"crossref": "unavailable"}


def test_everybody_out_changes_nothing(live: Citekit, registries: RegistryServer) -> None:
    before = records(live)
    registries.put(slow(page="100"))
    registries.break_all("html")
    run = live("update")
    assert run.code == 3
    assert records(live) == before
    assert "could not be asked" in run.out
    registries.mend()
    assert live("update").code == 0
    assert records(live) != before


def test_findings_outweigh_an_outage_unless_strict(
    live: Citekit, registries: RegistryServer
) -> None:
    del registries.articles["1111"]
    for endpoint in ("work", "list", "agency"):
        registries.break_next(endpoint, "status", times=99, status=503)
    assert live("update").code == 1
    assert live("update", "--strict").code == 3


def test_a_vanished_pmid_keeps_its_record(live: Citekit, registries: RegistryServer) -> None:
    before = live("show", SLOW_KEY, "--format", "json").json
    del registries.articles["1111"]
    run = live("update")
    assert run.code == 1
    assert f"citekit: {SLOW_KEY}: pubmed has this work no longer\n" in run.err
    assert "  pubmed has this work no longer; what it said stays, with its date\n" in run.out
    after = live("show", SLOW_KEY, "--format", "json").json
    assert after["record"] == before["record"]
    assert after["fields"]["page"]["registry"] == "pubmed"
    assert after["fields"]["page"]["fetched_at"] == LONG_AGO
    assert [one["type"] for one in after["notices"]] == ["erratum"]
    assert live("update").code == 1, "as long as it is gone"


def test_a_work_that_nobody_has_any_longer(live: Citekit, registries: RegistryServer) -> None:
    before = records(live)
    registries.articles.clear()
    registries.works.clear()
    run = live("update")
    assert run.code == 1
    assert "pubmed has this work no longer" in run.err
    assert "crossref has this work no longer" in run.err
    assert records(live) == before


def test_registries_that_contradict_each_other_change_nothing(
    live: Citekit, registries: RegistryServer
) -> None:
    """PubMed has put another DOI on the PMID, and Crossref has the old one still."""
    before = records(live)
    registries.put(slow(doi="10.5555/other", page="100", more=ERRATUM))
    run = live("update")
    assert run.code == 1
    assert f"citekit: {SLOW_KEY}: nothing applied: " in run.err
    assert records(live) == before


def test_pins_and_keys_stay(live: Citekit, registries: RegistryServer) -> None:
    live("set", SLOW_KEY, "page=7")
    registries.put(slow(page="100", title="Another title", authors=(("Xu", "X"),), more=ERRATUM))
    deposit(registries, title="Another title", author=[{"given": "Xi", "family": "Xu"}])
    run = live("update", "--format", "json")
    assert {field for _, _, field, *_ in changes(run)} == {"author", "title"}
    told = records(live)
    assert list(told) == [SLOW_KEY, QUICK_KEY]
    assert told[SLOW_KEY]["page"] == "7"  # type: ignore[index]


def test_one_failing_transaction_leaves_the_earlier_works_updated(
    live: Citekit, registries: RegistryServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from citekit.library import answers

    registries.put(slow(page="100", more=ERRATUM), quick(page="200"))
    kept = answers.store
    calls: list[int] = []

    def store(connection: object, work_id: int, *rest: object) -> None:
        calls.append(work_id)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        kept(connection, work_id, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(answers, "store", store)
    run = live("update")
    assert run.code in {4, 70}
    monkeypatch.setattr(answers, "store", kept)
    pages = {key: record["page"] for key, record in records(live).items()}  # type: ignore[index]
    assert pages == {SLOW_KEY: "100", QUICK_KEY: "3-9"}


def test_a_work_without_identifiers_cannot_be_asked_about(
    citekit: Citekit, registries: RegistryServer, desk: Path
) -> None:
    item = shelf.candidate({"type": "book", "title": "An old book"}, {}, registry="document")
    shelf.add(desk / "library.db", shelf.resolved(item, raw="An old book"))
    run = citekit("update")
    assert (run.code, dict(registries.counts)) == (3, {})
    assert "it has no identifier that registries could be asked by" in run.err


def test_a_missing_library_is_the_storage_code(citekit: Citekit, desk: Path) -> None:
    assert citekit("update").code == 4
    assert not (desk / "library.db").exists()


def test_a_doi_set_by_hand_does_not_stop_the_news(
    live: Citekit, registries: RegistryServer
) -> None:
    """A pin says that a registry's value is wrong; its other news are news all the same."""
    registries.works["10.5555/mine"] = work("10.5555/mine", title=SLOW)
    assert live("set", SLOW_KEY, "DOI=10.5555/mine").code == 0
    registries.put(slow(page="100", more=ERRATUM))
    run = live("update", SLOW_KEY)
    assert run.code == 0
    assert records(live)[SLOW_KEY]["page"] == "100"  # type: ignore[index]
