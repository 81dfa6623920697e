"""`history`, `diff` and `show --as-of`: what changed, when, and on whose word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from citekit.library.store import Library
from citekit.model import End, Link
from citekit.vocab import LinkType, Scheme
from tests.conftest import Citekit
from tests.library import shelf

KEY = "Muller2010Stem"


def at(day: int) -> str:
    return f"2026-03-{day:02}T12:00:00Z"


def says(desk: Path, day: int, *links: Link, page: str, registry: str = "pubmed") -> None:
    item: Any = {**shelf.PAPER_ITEM, "page": page}
    one = shelf.candidate(item, shelf.PAPER, registry=registry, at=at(day), links=links)
    asked = (shelf.asked_found(registry, at(day)),)
    shelf.add(desk / "library.db", shelf.resolved(one, asked=asked))


def erratum(day: int) -> Link:
    return shelf.link(
        LinkType.ERRATUM, End(raw=shelf.ERRATUM_SOURCE), End(shelf.PAPER), "ErratumIn", at=at(day)
    )


def deposited(day: int) -> Link:
    notice = End({Scheme.DOI: "10.1000/erratum.1"}, raw=shelf.ERRATUM_SOURCE)
    return shelf.link(
        LinkType.ERRATUM, notice, End(shelf.PAPER), "correction", registry="crossref", at=at(day),
        asserted="2011-01",
    )  # fmt: skip


@pytest.fixture
def life(citekit: Citekit, desk: Path) -> Citekit:
    """A work that was added, changed, corrected, confirmed, cleared, and removed."""
    says(desk, 1, page="1423-9")
    says(desk, 5, erratum(5), page="1423-30")
    says(desk, 7, deposited(7), page="1423-30", registry="crossref")
    says(desk, 9, page="1423-31")
    says(desk, 11, page="1423-31", registry="crossref")
    with Library.open(desk / "library.db") as library, library.write():
        library.remove(KEY, at(20))
    return citekit


def test_a_life_in_lines(life: Citekit) -> None:
    run = life("history", KEY)
    assert (run.code, run.err) == (0, "")
    lines = run.out.splitlines()
    assert max(map(len, lines)) == 120, "a notice's sentence is what gives way"
    assert [line.partition("; ")[0].rstrip("…") for line in lines] == [
        "  2026-03-01            added",
        "  2026-03-05  pubmed    page         1423-9 → 1423-30",
        '  2026-03-05  pubmed    new erratum  "ErratumIn"',
        "  2026-03-05            status       none → corrected",
        '  2026-03-07  crossref  erratum      also said: "correction" of 2011-01',
        "  2026-03-09  pubmed    page         1423-30 → 1423-31",
        '  2026-03-09  pubmed    erratum      no longer said: "ErratumIn"',
        '  2026-03-11  crossref  erratum      no longer said: "correction" of 2011-01',
        "  2026-03-11            status       corrected → none",
        "  2026-03-20            removed",
    ]
    assert lines[2].endswith('"ErratumIn"; Erratum in: J Trial Res. 2011 Jan;70(1):237.')


def test_a_life_as_json(life: Citekit) -> None:
    told = life("history", KEY, "--format", "json").json
    events = told["events"]
    assert (told["schema"], told["key"]) == ("citekit/history/1", KEY)
    assert [(one["at"][8:10], one["kind"], one["registry"]) for one in events] == [
        ("01", "added", None),
        ("05", "field", "pubmed"),
        ("05", "notice", "pubmed"),
        ("05", "status", None),
        ("07", "witness", "crossref"),
        ("09", "field", "pubmed"),
        ("09", "unsaid", "pubmed"),
        ("11", "unsaid", "crossref"),
        ("11", "status", None),
        ("20", "removed", None),
    ]
    assert events[1] == {
        "at": at(5), "kind": "field", "field": "page", "before": "1423-9", "after": "1423-30",
        "registry": "pubmed",
    }  # fmt: skip
    assert events[2]["after"] == {
        "identifiers": {},
        "raw": shelf.ERRATUM_SOURCE,
        "witnesses": [
            {"registry": "pubmed", "term": "ErratumIn", "fetched_at": at(5), "stands_on": "work"}
        ],
    }
    assert (events[3]["before"], events[3]["after"]) == ("none", "corrected")
    assert (events[6]["before"]["raw"], events[6]["after"]) == (shelf.ERRATUM_SOURCE, None)
    assert events[-1]["before"]["title"] == shelf.PAPER_ITEM["title"]


def test_the_key_in_any_case(life: Citekit) -> None:
    assert life("history", KEY.upper()).out == life("history", KEY).out


def test_an_unknown_key(life: Citekit) -> None:
    run = life("history", "Nobody")
    assert (run.code, run.out) == (2, "")
    assert "no work has the key 'Nobody'" in run.err


def test_diff_folds_what_changed_several_times(citekit: Citekit, desk: Path) -> None:
    for day, page in ((1, "1"), (5, "2"), (7, "3")):
        says(desk, day, page=page)
    run = citekit("diff", "--since", "2026-03-02")
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines() == [KEY, "  2026-03-07  pubmed  page  1 → 3"]
    told = citekit("diff", "--since", "2026-03-02", "--format", "json").json
    assert told == {
        "schema": "citekit/diff/1",
        "since": "2026-03-02",
        "works": [
            {
                "key": KEY,
                "events": [
                    {"at": at(7), "kind": "field", "field": "page", "before": "1", "after": "3",
                     "registry": "pubmed"},
                ],
            }
        ],
    }  # fmt: skip


def test_diff_drops_what_was_taken_back(citekit: Citekit, desk: Path) -> None:
    for day, page in ((1, "1"), (5, "2"), (7, "1")):
        says(desk, day, page=page)
    run = citekit("diff", "--since", "2026-03-02")
    assert (run.code, run.out) == (0, "")
    assert run.err == "citekit: nothing has changed since 2026-03-02\n"


def test_diff_since_a_day_to_come(life: Citekit) -> None:
    run = life("diff", "--since", "2099-01-01")
    assert (run.code, run.out) == (0, "")
    assert run.err == "citekit: nothing has changed since 2099-01-01\n"
    assert life("diff", "--since", "2099-01-01", "--quiet").err == ""
    assert life("diff", "--since", "2099-01-01", "--format", "json").json["works"] == []


@pytest.mark.parametrize("written", ["soon", "2026-02-30", "2026", ""])
def test_what_is_no_day(life: Citekit, written: str) -> None:
    for arguments in (("diff", "--since", written), ("show", KEY, "--as-of", written)):
        run = life(*arguments)
        assert (run.code, run.out) == (2, "")


def test_a_work_as_of_a_day(citekit: Citekit, desk: Path) -> None:
    says(desk, 1, page="1423-9")
    says(desk, 5, erratum(5), page="1423-30")
    says(desk, 9, page="1423-31")
    run = citekit("show", KEY, "--as-of", "2026-02-28")
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"citekit: {KEY} was not in the library on 2026-02-28; `citekit history {KEY}` tells\n"
    )
    then = citekit("show", KEY, "--as-of", "2026-03-06")
    assert (then.code, then.err) == (0, "")
    first, _, *fields, notice = then.out.splitlines()
    assert first == f"{KEY}  corrected"
    assert "  page                   1423-30" in fields
    assert notice == "  Erratum in: J Trial Res. 2011 Jan;70(1):237. [pubmed]"
    told = citekit("show", KEY, "--as-of", "2026-03-06", "--format", "json").json
    assert (told["schema"], told["as_of"], told["key"], told["status"]) == (
        "citekit/show/1", "2026-03-06", KEY, "corrected",
    )  # fmt: skip
    assert told["record"]["page"] == "1423-30"
    assert [one["type"] for one in told["notices"]] == ["erratum"]
    now = citekit("show", KEY, "--as-of", "2099-01-01", "--format", "json").json
    assert (now["record"]["page"], now["status"], now["notices"]) == ("1423-31", "none", [])


def test_a_key_that_was_removed_and_came_back(life: Citekit, desk: Path) -> None:
    assert life("show", KEY, "--as-of", "2026-03-06").code == 2
    says(desk, 25, page="7")
    assert life("show", KEY, "--as-of", "2026-03-06").code == 2
    told = life("show", KEY, "--as-of", "2026-03-25", "--format", "json").json
    assert told["record"]["page"] == "7"
    kinds = [one["kind"] for one in life("history", KEY, "--format", "json").json["events"]]
    assert (kinds.count("added"), kinds[-2:]) == (2, ["removed", "added"])


def test_removed_and_added_in_one_diff(life: Citekit, desk: Path) -> None:
    says(desk, 25, page="7")
    kinds = [line.split()[1] for line in life("diff", "--since", "2026-03-12").out.splitlines()[1:]]
    assert kinds == ["removed", "added"]


def test_the_last_answer_as_it_came(citekit: Citekit, desk: Path) -> None:
    assert citekit("--offline", "add", "pmid:20650877").code == 0
    run = citekit("show", "Liang2010Allogenic", "--answer", "pubmed")
    assert run.code == 0
    assert run.out.startswith("<PubmedArticle>")
    run = citekit("show", "Liang2010Allogenic", "--answer", "nobody")
    assert (run.code, run.out) == (2, "")
    assert "no answer of 'nobody' is kept; kept are those of crossref, pubmed" in run.err
