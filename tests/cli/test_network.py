"""The main job against registries on loopback: the live path, its outages, and its cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, Citekit
from tests.registry_server import Answer, RegistryServer, article_xml, work

TITLE = "Slow effects of fast medicine in rare diseases of common animals"
LINKS = (
    "<CommentsCorrectionsList>"
    '<CommentsCorrections RefType="RetractionIn"><RefSource>J Test. 2012;3:4</RefSource>'
    '<PMID Version="1">2222</PMID></CommentsCorrections>'
    "</CommentsCorrectionsList>"
)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[RegistryServer]:
    """One paper in both registries, on an address of our own."""
    article = article_xml(
        "1111", title=TITLE, doi="10.5555/made.up", authors=(("Alder", "A"), ("Birch", "B")),
        journal="J Made Up Stud", year="2015", volume="7", page="11-9", more=LINKS,
    )  # fmt: skip
    record = work(
        "10.5555/made.up",
        title=TITLE,
        **{
            "author": [{"family": "Alder", "given": "Anna"}, {"family": "Birch", "given": "Bo"}],
            "container-title": ["Journal of Made Up Studies"],
            "volume": "7",
            "page": "11-19",
            "updated-by": [
                {
                    "DOI": "10.5555/notice",
                    "type": "retraction",
                    "label": "Retraction",
                    "source": "retraction-watch",
                    "record-id": "77",
                    "updated": {"date-parts": [[2012, 5, 1]]},
                }
            ],
        },
    )
    with RegistryServer(articles=[article], works=[record]) as running:
        monkeypatch.setenv("CITEKIT_PUBMED_URL", running.pubmed_url)
        monkeypatch.setenv("CITEKIT_CROSSREF_URL", running.crossref_url)
        monkeypatch.setenv("CITEKIT_TIMEOUT", "5")
        yield running


def test_both_registries_make_one_record(citekit: Citekit, server: RegistryServer) -> None:
    run = citekit("add", "pmid:1111", "--format", "json")
    [one] = run.json["resolutions"]
    assert (run.code, run.err) == (0, "")
    assert one["identifiers"] == {"doi": "10.5555/made.up", "pmid": "1111"}
    assert one["record"]["author"][0] == {"family": "Alder", "given": "Anna"}
    assert {a["registry"]: a["outcome"] for a in one["asked"]} == {
        "pubmed": "found", "crossref": "found",
    }  # fmt: skip


def test_a_retraction_keeps_what_each_witness_says(
    citekit: Citekit, server: RegistryServer
) -> None:
    citekit("add", "10.5555/made.up")
    told = citekit("notices", "--format", "json").json["notices"]
    assert {notice["type"] for notice in told} == {"retraction"}
    witnesses = {w["registry"]: w for notice in told for w in notice["witnesses"]}
    assert witnesses["pubmed"]["term"] == "RetractionIn"
    assert witnesses["retraction-watch"]["asserted"] == "2012-05-01"
    assert witnesses["retraction-watch"]["record_id"] == "77"
    [listed] = citekit("list", "--format", "json").json["works"]
    assert listed["status"] == "retracted"


def test_a_citation_typed_as_one_line(citekit: Citekit, server: RegistryServer) -> None:
    run = citekit(
        "resolve", f"Alder A, Birch B. {TITLE}. J Made Up Stud. 2015;7:11-9.", "--format", "json"
    )
    [one] = run.json["resolutions"]
    assert (run.code, one["outcome"], one["identifiers"].get("pmid")) == (0, "resolved", "1111")


def test_what_no_registry_has_is_not_found(citekit: Citekit, server: RegistryServer) -> None:
    """An empty PubmedArticleSet for a well-formed PMID, and Crossref's 404, are answers."""
    run = citekit("resolve", "pmid:9999", "10.5555/nowhere", "--format", "json")
    assert run.code == 1
    assert [one["outcome"] for one in run.json["resolutions"]] == ["not_found"] * 2


FAULTS = [
    ("hang", {}),
    ("status", {"status": 500}),
    ("status", {"status": 403}),
    ("rate-limit", {"retry_after": "3600"}),
    ("rate-limit", {}),
    ("html", {}),
    ("empty", {}),
    ("cut", {}),
    ("short", {}),
    ("no-root", {}),
    ("error", {}),
    ("reset", {}),
    ("bomb", {}),
    ("redirect", {"to": "http://127.0.0.1:9/"}),
]
NAMES = [f"{fault} {options.get('status', '')}".strip() for fault, options in FAULTS]
NAMES[4] = "rate-limit without Retry-After"


@pytest.mark.parametrize(("fault", "options"), FAULTS, ids=NAMES)
def test_an_outage_is_unavailable_and_nothing_is_stored(
    citekit: Citekit,
    server: RegistryServer,
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    options: dict[str, object],
) -> None:
    monkeypatch.setenv("CITEKIT_TIMEOUT", "2")
    monkeypatch.setenv("NCBI_API_KEY", "s3cretkey")
    server.break_next("efetch", fault, times=99, **options)
    run = citekit("add", "pmid:1111", "--format", "json")
    [one] = run.json["resolutions"]
    assert (run.code, one["outcome"], one["record"]) == (3, "unavailable", None)
    assert [a["outcome"] for a in one["asked"]] == ["unavailable"]
    assert run.err.startswith("citekit: pmid:1111: pubmed could not be asked: ")
    assert "Traceback" not in run.err
    assert "s3cretkey" not in run.out + run.err
    assert not (desk / "library.db").exists()
    server.mend()
    monkeypatch.setenv("CITEKIT_TIMEOUT", "5")
    assert citekit("add", "pmid:1111").code == 0, "a failure is never kept as an answer"


@pytest.mark.parametrize(("fault", "options"), FAULTS, ids=NAMES)
def test_an_outage_of_crossref_is_not_a_missing_doi(
    citekit: Citekit,
    server: RegistryServer,
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    options: dict[str, object],
) -> None:
    """PubMed answers that it has no such DOI; that alone concludes nothing."""
    monkeypatch.setenv("CITEKIT_TIMEOUT", "2")
    server.break_next("work", fault, times=99, **options)
    run = citekit("add", "10.5555/elsewhere", "--format", "json")
    [one] = run.json["resolutions"]
    assert (run.code, one["outcome"], one["record"]) == (3, "unavailable", None)
    assert {a["registry"]: a["outcome"] for a in one["asked"]} == {
        "pubmed": "absent", "crossref": "unavailable",
    }  # fmt: skip
    assert not (desk / "library.db").exists()


def test_somebody_elses_record_is_no_answer(citekit: Citekit, server: RegistryServer) -> None:
    server.break_next("work", "wrong", times=99, instead=work("10.5555/other", title="Another"))
    run = citekit("resolve", "10.5555/made.up", "--format", "json")
    [one] = run.json["resolutions"]
    assert run.code == 3
    assert {a["registry"]: a["outcome"] for a in one["asked"]}["crossref"] == "unavailable"
    assert "10.5555/other" not in str(one["record"])


def test_a_look_alike_of_a_doi_finds_nothing(
    citekit: Citekit, server: RegistryServer, desk: Path
) -> None:
    run = citekit("add", "10.5555/m\u0430de.up", "--format", "json")
    [one] = run.json["resolutions"]
    assert (run.code, one["outcome"], one["record"]) == (1, "not_found", None)
    assert not (desk / "library.db").exists()


def test_no_json_holds_what_acts_on_a_terminal(citekit: Citekit, server: RegistryServer) -> None:
    """`check` alone escaped it; the values stay the same."""
    title = f"{TITLE} \u202e\x9b31m\u2066"
    server.works["10.5555/made.up"] = {**server.works["10.5555/made.up"], "publisher": title}
    for command in ("resolve", "add"):
        run = citekit(command, "10.5555/made.up", "--format", "json")
        assert run.json["resolutions"][0]["record"]["publisher"] == title
        assert not set(run.out) & set("\u202e\x9b\u2066")


def test_one_registry_out_is_resolved_but_incomplete(
    citekit: Citekit, server: RegistryServer
) -> None:
    server.break_next("efetch", "status", times=99, status=500)
    server.break_next("esearch", "status", times=99, status=500)
    run = citekit("add", "10.5555/made.up", "--format", "json")
    [one] = run.json["resolutions"]
    assert (run.code, one["outcome"]) == (3, "resolved")
    shown = citekit("notices", "--format", "json").json["notices"]
    assert [silence["outcome"] for silence in shown[0]["silent"]] == ["absent", "unavailable"] or [
        (silence["registry"], silence["outcome"]) for silence in shown[0]["silent"]
    ] == [("pubmed", "unavailable")]


def test_offline_asks_nobody(citekit: Citekit, server: RegistryServer) -> None:
    assert citekit("--offline", "add", str(EXAMPLES)).code == 0
    assert server.asked == []


def test_a_web_page_is_a_source(
    citekit: Citekit, server: RegistryServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.page = Answer(
        b"<p>see <a href='https://doi.org/10.5555/made.up'>10.5555/made.up</a></p>", "text/html"
    )
    refused = citekit("resolve", server.page_url)
    assert (refused.code, refused.out) == (2, "")
    assert server.page_url in refused.err
    assert server.counts["page"] == 0
    monkeypatch.setenv("CITEKIT_ALLOW_PRIVATE", "1")
    [one] = citekit("resolve", server.page_url, "--format", "json").json["resolutions"]
    assert one["identifiers"] == {"doi": "10.5555/made.up", "pmid": "1111"}
    assert one["citation"]["place"] == {"path": server.page_url, "line": 1, "column": 1}


@pytest.mark.parametrize(("status", "code"), [(500, 3), (404, 2)])
@pytest.mark.parametrize("command", ["resolve", "check"])
def test_a_page_that_is_down_is_incomplete_and_one_that_is_gone_is_no_source(
    command: str, status: int, code: int, citekit: Citekit, server: RegistryServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("CITEKIT_ALLOW_PRIVATE", "1")
    server.break_next("page", "status", times=9, status=status)
    run = citekit(command, server.page_url)
    assert run.code == code
    assert f"HTTP status {status}" in run.err


def test_four_hundred_identifiers_cost_two_efetch_and_eight_lists(
    citekit: Citekit, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = range(1000, 1400)
    articles = [article_xml(str(n), title=f"Paper number {n}", doi=f"10.5555/{n}") for n in numbers]
    works = [work(f"10.5555/{n}", title=f"Paper number {n}") for n in numbers]
    (desk / "pmids.txt").write_text("\n".join(f"PMID: {n}" for n in numbers))
    with RegistryServer(articles=articles, works=works) as running:
        monkeypatch.setenv("CITEKIT_PUBMED_URL", running.pubmed_url)
        monkeypatch.setenv("CITEKIT_CROSSREF_URL", running.crossref_url)
        monkeypatch.setenv("CITEKIT_MAILTO", "someone@example.org")  # three lists a second
        run = citekit("add", "pmids.txt", "--format", "json")
        assert (run.code, len(run.json["resolutions"])) == (0, 400)
        assert dict(running.counts) == {"efetch": 2, "list": 8}
    assert len(citekit("list", "--format", "json").json["works"]) == 400
