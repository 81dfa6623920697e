"""`set`, and what `show`, `history` and `update` tell of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Citekit
from tests.registry_server import RegistryServer, article_xml, work

KEY = "Muller2010Stem"


def test_fields_are_set(shelved: Citekit) -> None:
    run = shelved("set", KEY, "issue=9", "author=Sun, Lingyun; Wang, Dandan")
    assert (run.code, run.out, run.err) == (0, "", f"citekit: {KEY}: author, issue set by hand\n")
    shown = shelved("show", KEY, "--format", "json").json
    assert shown["record"]["issue"] == "9"
    assert shown["record"]["author"][1] == {"family": "Wang", "given": "Dandan"}
    assert shown["fields"]["issue"]["registry"] == "hand"
    assert [(o["registry"], o["value"]) for o in shown["fields"]["issue"]["alternatives"]] == [
        ("pubmed", "8")
    ]


def test_given_back(shelved: Citekit) -> None:
    shelved("set", KEY, "issue=9")
    run = shelved("set", KEY, "--unpin", "issue")
    assert (run.code, run.err) == (0, f"citekit: {KEY}: issue given back to the registries\n")
    assert shelved("show", KEY, "--format", "json").json["record"]["issue"] == "8"


def test_one_field_set_and_another_given_back(shelved: Citekit) -> None:
    shelved("set", KEY, "issue=9")
    assert shelved("set", KEY, "volume=70", "--unpin", "issue").code == 0
    record = shelved("show", KEY, "--format", "json").json["record"]
    assert (record["issue"], record["volume"]) == ("8", "70")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((KEY,), "nothing to set; give FIELD=VALUE, or --unpin FIELD"),
        ((KEY, "colour=red"), "'colour=red' is no FIELD=VALUE; fields are "),
        ((KEY, "issue="), "issue: an empty value says nothing"),
        ((KEY, "issue=9", "type=paper"), "type: 'paper' is none of CSL's types"),
        ((KEY, "issue=9", "DOI=ten"), "ten"),
        ((KEY, "issue=9", "issued=someday"), "issued: 'someday' is no date"),
        ((KEY, "issue=9", "author= ; "), "author: write names as"),
        ((KEY, "issue=9", "DOI=10.1000/comment.1"), "that of Tyn2010Stem; nothing was set"),
        ((KEY, "--unpin", "issue"), "issue is not set by hand; set by hand are none"),
        (("Nobody", "issue=9"), "no work has the key 'Nobody'"),
        (("Nobody", "--unpin", "issue"), "no work has the key 'Nobody'"),
    ],
)
def test_what_cannot_be_set_is_a_usage_error(
    shelved: Citekit, desk: Path, filled: bytes, arguments: tuple[str, ...], told: str
) -> None:
    run = shelved("set", *arguments)
    assert (run.code, run.out) == (2, "")
    assert told in run.err
    assert run.err.count("\n") == 1
    assert (desk / "library.db").read_bytes() == filled


def test_a_field_to_be_set_that_will_not_do_keeps_the_pins(shelved: Citekit) -> None:
    """All that one command line asks for is done, or nothing."""
    shelved("set", KEY, "issue=9")
    assert shelved("set", KEY, "type=paper", "--unpin", "issue").code == 2
    assert shelved("show", KEY, "--format", "json").json["record"]["issue"] == "9"


def test_the_sources_side_by_side(shelved: Citekit) -> None:
    shelved("set", KEY, "issue=9", "title=Mine")
    lines = shelved("show", KEY, "--sources").out.splitlines()
    told = {line.split("  ")[0]: line.split() for line in lines}
    assert told["field"] == ["field", "hand", "pubmed", "crossref"]
    assert told["issue"] == ["issue", "*", "9", "≠", "8"]
    assert told["volume"] == ["volume", "*", "69"]
    assert told["DOI"] == ["DOI", "=", "10.1000/paper.1", "*", "10.1000/PAPER.1"]
    assert " * Mine " in next(line for line in lines if line.startswith("title "))
    assert lines[-2:] == [
        "* believed, = says the same, ≠ says something else",
        "in conflict: issue, title",
    ]


def test_history_names_the_hand(shelved: Citekit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citekit.verbs.clock.now", lambda: "2026-06-15T12:00:00Z")
    shelved("set", KEY, "issue=9")
    told = shelved("history", KEY, "--format", "json").json["events"]
    assert told[-1] == {
        "at": "2026-06-15T12:00:00Z",
        "kind": "field",
        "field": "issue",
        "before": "8",
        "after": "9",
        "registry": "hand",
    }
    assert shelved("history", KEY).out.splitlines()[-1].split() == [
        "2026-06-15", "hand", "issue", "8", "→", "9",
    ]  # fmt: skip


@pytest.fixture
def live(citekit: Citekit, registries: RegistryServer) -> Citekit:
    """The command line beside a library of one work that both registries have."""
    article = article_xml("1111", title="Slow effects of fast medicine", doi="10.5555/a")
    registries.put(article)
    registries.works["10.5555/a"] = work("10.5555/a", title="Slow effects of fast medicine")
    assert citekit("add", "pmid:1111").code == 0
    return citekit


def test_a_pin_survives_update_and_add(live: Citekit, registries: RegistryServer) -> None:
    key = "Doe2010Slow"
    live("set", key, "page=7", "title=Mine")
    registries.put(article_xml("1111", title="Another title", doi="10.5555/a", page="100"))
    for verb in (("update",), ("add", "pmid:1111", "--refresh")):
        run = live(*verb)
        assert (run.code, run.err.count("Traceback")) == (0, 0)
        record = live("show", key, "--format", "json").json
        assert (record["key"], record["record"]["page"], record["record"]["title"]) == (
            key, "7", "Mine",
        )  # fmt: skip
    others = live("show", key, "--format", "json").json["fields"]["title"]["alternatives"]
    assert [(one["registry"], one["value"]) for one in others] == [
        ("crossref", "Slow effects of fast medicine"),
        ("pubmed", "Another title"),
    ]
    assert live("set", key, "--unpin", "title").code == 0
    assert live("show", key, "--format", "json").json["record"]["title"] == "Another title"
