"""`ack`, and what `notices` and `show` tell of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from citekit.library.store import Library
from citekit.verbs import acks_file
from tests.conftest import Citekit
from tests.library import shelf

KEY = "Muller2010Stem"
GIVEN = ("--reason", "not our outcome", "--until", "2099-06-30")
FILE = "citekit-acks.toml"


def acknowledged(citekit: Citekit) -> dict[str, dict[str, object] | None]:
    told = citekit("notices", "--format", "json").json["notices"]
    return {notice["type"]: notice["acknowledged"] for notice in told}


def expire(desk: Path) -> None:
    """Put every acknowledgement of the library into the past."""
    with Library.open(desk / "library.db") as library, library.write():
        library._connection.change("UPDATE acknowledgements SET until = '2020-01-31'")


@pytest.mark.parametrize(
    ("notice", "type_"),
    [
        ("erratum", "erratum"),
        (shelf.ERRATUM_SOURCE, "erratum"),
        ("pmid:1002", "comment"),
        ("https://doi.org/10.1000/comment.1", "comment"),
        ("10.1000/comment.1", "comment"),
    ],
)
def test_one_notice_is_acknowledged(
    shelved: Citekit, monkeypatch: pytest.MonkeyPatch, notice: str, type_: str
) -> None:
    monkeypatch.setattr("citekit.verbs.clock.now", lambda: "2026-06-15T12:00:00Z")
    run = shelved("ack", KEY, notice, *GIVEN)
    assert (run.code, run.out) == (0, "")
    assert run.err == f"citekit: {KEY}: {type_} acknowledged until 2099-06-30\n"
    assert acknowledged(shelved) == {
        **dict.fromkeys(["erratum", "comment"]),
        type_: {
            "reason": "not our outcome",
            "until": "2099-06-30",
            "at": "2026-06-15T12:00:00Z",
            "cited_on_purpose": False,
        },
    }


def test_quiet_says_nothing(shelved: Citekit) -> None:
    run = shelved("ack", KEY, "erratum", *GIVEN, "--quiet")
    assert (run.code, run.out, run.err) == (0, "", "")


def test_cited_on_purpose(shelved: Citekit) -> None:
    shelved("ack", KEY, "erratum", *GIVEN, "--cited-on-purpose")
    told = acknowledged(shelved)["erratum"]
    assert told is not None
    assert told["cited_on_purpose"] is True
    assert (
        "    acknowledged until 2099-06-30, cited on purpose: not our outcome\n"
        in shelved("notices", KEY).out
    )


def test_show_tells_it_too(shelved: Citekit) -> None:
    shelved("ack", KEY, "erratum", *GIVEN)
    assert "acknowledged until 2099-06-30: not our outcome" in shelved("show", KEY).out
    told = shelved("show", KEY, "--format", "json").json["notices"]
    assert [bool(one["acknowledged"]) for one in told] == [True, False]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((KEY, "retraction", *GIVEN), f"{KEY}: none of its notices is 'retraction': erratum: "),
        ((KEY, "pmid:77", *GIVEN), f"{KEY}: none of its notices is 'pmid:77'"),
        ((KEY, "comment", "--type", "erratum", *GIVEN), "none of its notices is 'comment'"),
        ((KEY, *GIVEN), "which notice?"),
        ((KEY, "erratum"), "an acknowledgement needs --reason TEXT and --until DATE"),
        ((KEY, "erratum", *GIVEN[:2]), "an acknowledgement needs --reason TEXT and --until DATE"),
        ((KEY, "erratum", *GIVEN[2:]), "an acknowledgement needs --reason TEXT and --until DATE"),
        ((KEY, "erratum", "--reason", " ", *GIVEN[2:]), "needs a reason"),
        ((KEY, "erratum", *GIVEN[:2], "--until", "soon"), "--until soon: write a day"),
        ((KEY, "erratum", *GIVEN[:2], "--until", "2020-01-01"), "this day is past"),
        (("Nobody", "erratum", *GIVEN), "no work has the key 'Nobody'"),
        ((KEY, "erratum", "--remove"), "is not acknowledged"),
        (("Nobody", "erratum", "--remove"), "no work has the key 'Nobody'"),
    ],
)
def test_what_cannot_be_acknowledged_is_a_usage_error(
    shelved: Citekit, desk: Path, filled: bytes, arguments: tuple[str, ...], told: str
) -> None:
    run = shelved("ack", *arguments)
    assert (run.code, run.out) == (2, "")
    assert told in run.err
    assert run.err.count("\n") == 1
    assert (desk / "library.db").read_bytes() == filled


def test_several_are_listed_and_the_type_tells_them_apart(shelved: Citekit, desk: Path) -> None:
    from citekit.model import End
    from citekit.vocab import LinkType, Scheme

    both, paper = End({Scheme.DOI: "10.1000/both"}), End(shelf.PAPER)
    kinds = ((LinkType.ERRATUM, "ErratumIn"), (LinkType.COMMENT, "CommentIn"))
    links = [shelf.link(kind, both, paper, term) for kind, term in kinds]
    shelf.add(desk / "library.db", shelf.paper(links=links, at=shelf.NEXT_DAY))
    run = shelved("ack", KEY, "10.1000/both", *GIVEN)
    assert run.code == 2
    assert run.err == (
        f"citekit: {KEY}: several of its notices are '10.1000/both'; --type tells them apart: "
        "erratum: Erratum in: doi:10.1000/both; comment: Comment in: doi:10.1000/both\n"
    )
    assert shelved("ack", KEY, "10.1000/both", "--type", "erratum", *GIVEN).code == 0
    listed = shelved("ack", "--format", "json").json["acknowledgements"]
    assert [one["type"] for one in listed] == ["erratum"]


def test_nothing_is_acknowledged(shelved: Citekit) -> None:
    run = shelved("ack")
    assert (run.code, run.out, run.err) == (0, "", "citekit: nothing is acknowledged\n")
    run = shelved("ack", "--format", "json")
    assert (run.code, run.json) == (0, {"schema": "citekit/ack/1", "acknowledgements": []})


def test_the_list_tells_what_still_holds(shelved: Citekit, desk: Path) -> None:
    shelved("ack", KEY, "erratum", *GIVEN)
    assert shelved("ack").out == (
        f"{KEY}  erratum  {shelf.ERRATUM_SOURCE}  active  2099-06-30  not our outcome\n"
    )
    expire(desk)
    shelved("ack", KEY, "comment", "--reason", "seen", "--until", "2099-01-01")
    run = shelved("ack")
    assert run.code == 1
    assert run.out.splitlines() == [
        f"{KEY}  erratum  {shelf.ERRATUM_SOURCE}   expired  2020-01-31  not our outcome",
        f"{KEY}  comment  doi:10.1000/comment.1, pmid:1002  active   2099-01-01  seen",
    ]
    assert run.err == f"citekit: {KEY}: the acknowledgement of erratum is expired\n"
    assert acknowledged(shelved)["erratum"] is None, "an expired one says nothing"
    assert acknowledged(shelved)["comment"] is not None


def test_one_whose_notice_is_gone_is_unused(shelved: Citekit, desk: Path) -> None:
    shelved("ack", KEY, "erratum", *GIVEN)
    shelf.add(desk / "library.db", shelf.paper(links=(), at=shelf.NEXT_DAY))
    run = shelved("ack", "--format", "json")
    [one] = run.json["acknowledgements"]
    assert (run.code, one["state"]) == (1, "unused")
    assert run.err == f"citekit: {KEY}: the acknowledgement of erratum is unused\n"


def test_the_list_as_json(shelved: Citekit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citekit.verbs.clock.now", lambda: "2026-06-15T12:00:00Z")
    shelved("ack", KEY, "erratum", *GIVEN)
    assert shelved("ack", "--format", "json").json == {
        "schema": "citekit/ack/1",
        "acknowledgements": [
            {
                "key": KEY,
                "work": {"doi": "10.1000/paper.1", "pmid": "1001"},
                "type": "erratum",
                "notice": {"raw": shelf.ERRATUM_SOURCE, "identifiers": {}},
                "reason": "not our outcome",
                "until": "2099-06-30",
                "at": "2026-06-15T12:00:00Z",
                "cited_on_purpose": False,
                "state": "active",
            }
        ],
    }


def test_the_file_is_written_beside_the_library(shelved: Citekit, desk: Path) -> None:
    (desk / "elsewhere").mkdir()
    (desk / "library.db").rename(desk / "elsewhere" / "library.db")
    where = ("--library", "elsewhere/library.db")
    assert shelved("ack", KEY, "erratum", *GIVEN, "--file", *where).code == 0
    [written] = acks_file.read(desk / "elsewhere" / FILE)
    assert (written.key, written.reason) == (KEY, "not our outcome")
    assert not (desk / FILE).exists()
    assert len(shelved("ack", "--format", "json", *where).json["acknowledgements"]) == 1


def test_without_file_there_is_none(shelved: Citekit, desk: Path) -> None:
    shelved("ack", KEY, "erratum", *GIVEN)
    assert not (desk / FILE).exists()


def test_what_stands_only_in_the_file_holds_too(
    shelved: Citekit, desk: Path, filled: bytes
) -> None:
    shelved("ack", KEY, "erratum", *GIVEN, "--file")
    (desk / "library.db").write_bytes(filled)
    assert acknowledged(shelved)["erratum"] is not None
    assert shelved("ack").code == 0
    shelved("ack", KEY, "erratum", "--remove")
    assert acknowledged(shelved)["erratum"] is None


def test_it_can_be_taken_back(shelved: Citekit, desk: Path) -> None:
    shelved("ack", KEY, "erratum", *GIVEN, "--file")
    run = shelved("ack", KEY, "erratum", "--remove")
    assert (run.code, run.out, run.err) == (0, "", f"citekit: {KEY}: no longer acknowledged\n")
    assert acks_file.read(desk / FILE) == []
    assert acknowledged(shelved) == {"erratum": None, "comment": None}
    assert shelved("ack", KEY, "erratum", *GIVEN, "--file").code == 0


def test_a_file_that_cannot_be_read_stops_everything(shelved: Citekit, desk: Path) -> None:
    """What is not understood must not seem to be there."""
    (desk / FILE).write_text("[[acknowledgement]]\nkey = 'K'\n")
    for verb in (("notices",), ("ack",), ("show", KEY)):
        run = shelved(*verb)
        assert (run.code, run.out) == (2, "")
        assert f"{FILE}, acknowledgement 1: 'work' is missing" in run.err
    assert shelved("ack", KEY, "erratum", *GIVEN, "--file").code == 2


def test_where_the_file_cannot_be_read_nothing_is_kept(
    shelved: Citekit, desk: Path, filled: bytes
) -> None:
    (desk / FILE).write_text("[[acknowledgement]]\nkey = 'K'\n")
    shelved("ack", KEY, "erratum", *GIVEN, "--file")
    with Library.open(desk / "library.db") as library:
        assert library.acknowledgements() == []


def test_a_hostile_reason_acts_on_no_terminal(shelved: Citekit) -> None:
    shelved("ack", KEY, "erratum", "--reason", "a\x1b[31m\nb\u202ec", *GIVEN[2:])
    assert shelved("ack").out.endswith("  a [31m b c\n")
    assert "acknowledged until 2099-06-30: a [31m b c\n" in shelved("notices").out
    told = acknowledged(shelved)["erratum"]
    assert told is not None
    assert told["reason"] == "a\x1b[31m\nb\u202ec"


def test_a_missing_library_is_the_storage_code(citekit: Citekit, desk: Path) -> None:
    for arguments in (("ack",), ("ack", KEY, "erratum", *GIVEN), ("ack", KEY, "x", "--remove")):
        assert citekit(*arguments).code == 4
    assert not (desk / "library.db").exists()
