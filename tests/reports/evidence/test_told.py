"""What a report says of works in every state: the same words in each form."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from citekit.acknowledging import Force
from citekit.library.store import Library
from citekit.reports import evidence as written
from citekit.reports.conflicts import Conflict, Said
from citekit.reports.evidence import told
from citekit.reports.evidence.html import beside_links
from citekit.verbs.acknowledge import Wish, acknowledge, standings
from citekit.verbs.evidence import Evidence, gather
from citekit.verbs.export import format_named
from tests.library.shelf import add, paper
from tests.reports.evidence import included


@pytest.fixture
def path(tmp_path: Path) -> Path:
    included.fill(tmp_path / "library.db", len(included.KINDS))
    return tmp_path / "library.db"


def evidence_of(path: Path, *keys: str) -> Evidence:
    with Library.open(path) as library:
        return gather(library, keys)


def rendered(path: Path, name: str) -> str:
    return written.render(evidence_of(path), format_named(name, None, written.FORMATS))


def by_kind(path: Path) -> dict[str, told.Told]:
    works = told.works(evidence_of(path))
    number = {one.named[0].value.rsplit(".", 1)[1]: one for one in works}
    return {kind: number[str(n)] for n, kind in enumerate(included.KINDS)}


def test_each_work_has_its_state(path: Path) -> None:
    assert {kind: one.state for kind, one in by_kind(path).items()} == {
        "plain": "none",
        "commented": "none",
        "corrected": "corrected",
        "doubted": "concern",
        "retracted": "retracted",
        "unasked": "incomplete",
    }


def test_a_work_nobody_was_asked_about_is_never_found_clean(path: Path) -> None:
    unasked = by_kind(path)["unasked"]
    assert [answer.words for answer in unasked.answers] == [
        "answered 2026-01-02",
        "could not be asked",
        "answered 2026-03-04 via mirror of 2026-03-01, has no record of it",
    ]


def test_turns_in_their_order_with_what_they_leave(path: Path) -> None:
    events = by_kind(path)["retracted"].events
    assert [(one.date, one.words, one.state) for one in events] == [
        ("2004-05", "published", ""),
        ("2013-05", "erratum", "corrected"),
        ("2015-05", "expression of concern", "expression of concern"),
        ("2016-05", "retraction", "retracted"),
    ]


def test_witnesses_and_those_who_say_nothing(path: Path) -> None:
    retraction = by_kind(path)["retracted"].events[-1]
    assert [voice[:4] for voice in retraction.voices] == [
        ("pubmed", "silent", "says nothing", ""),
        ("crossref", "says", "retraction", "2016-05"),
        ("retraction-watch", "silent", "says nothing", ""),
    ]


def test_an_outage_is_not_silence(tmp_path: Path) -> None:
    add(tmp_path / "library.db", paper())
    [work] = told.works(evidence_of(tmp_path / "library.db"))
    watch = [v for e in work.notices for v in e.voices if v.registry == "retraction-watch"]
    assert {voice.words for voice in watch} == {"not asked"}


def test_fields_on_which_registries_disagree(path: Path) -> None:
    [conflict] = by_kind(path)["retracted"].conflicts
    assert conflict == Conflict(
        "volume", (Said("pubmed", "5", believed=True), Said("crossref", "99", believed=False))
    )


def test_an_acknowledgement_is_judged_by_the_day_of_the_report(path: Path) -> None:
    key = by_kind(path)["corrected"].key
    with Library.open(path) as library:
        acknowledge(library, Wish(key, "erratum"), "read it", "2026-04-01", "2026-01-05T00:00:00Z")
        assert [one.force for one in standings(library, "2027-01-01")] == [Force.EXPIRED]
    [work] = told.works(evidence_of(path, key))
    seen = [one for one in work.notices if one.until]
    assert [(one.words, one.until, one.acknowledged) for one in seen] == [
        ("erratum", "2026-04-01", "read it")
    ]


def test_it_is_dated_by_the_newest_answer(path: Path) -> None:
    assert evidence_of(path).as_of == included.DAY


@pytest.mark.parametrize("name", ["html", "markdown", "csv", "json"])
def test_same_library_same_bytes(path: Path, name: str) -> None:
    first = rendered(path, name)
    assert rendered(path, name) == first


def test_the_table_has_a_row_for_each_notice(path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(rendered(path, "csv"))))
    assert len(rows) == 9
    retraction = [row for row in rows if row["notice"] == "retraction"]
    assert [
        (row["state"], row["says_crossref"], row["says_pubmed"], row["asked_crossref"])
        for row in retraction
    ] == [("retracted", "retraction", "says nothing", "answered 2026-03-04")]


def test_json_counts_every_state(path: Path) -> None:
    report = json.loads(rendered(path, "json"))
    assert report["schema"] == "citekit/report/1"
    assert {state: n for state, n in report["summary"].items() if n} == {
        "retracted": 1, "concern": 1, "corrected": 1, "incomplete": 1, "none": 2,
    }  # fmt: skip


class Tags(HTMLParser):
    """Counts what could act on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def test_a_hostile_record_adds_no_tag_and_no_handler(tmp_path: Path) -> None:
    pages = []
    for name, title in (("plain", "Nothing to see"), ("hostile", included.HOSTILE)):
        included.fill(tmp_path / name, 1, title=title)
        pages.append(Tags())
        page = rendered(tmp_path / name, "html")
        pages[-1].feed(page)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    assert pages[0].seen == pages[1].seen
    assert pages[1].seen.count("script") == 1
    assert not [name for name, _ in pages[1].attributes if name.startswith("on")]


def test_a_hostile_record_stays_in_its_cell_of_markdown(tmp_path: Path) -> None:
    included.fill(tmp_path / "hostile", 1, title=included.HOSTILE)
    report = rendered(tmp_path / "hostile", "markdown")
    assert "<script" not in report
    assert "<img" not in report
    assert "](javascript" not in report


def test_no_cell_begins_a_formula(tmp_path: Path) -> None:
    included.fill(tmp_path / "hostile", 1, title="=HYPERLINK(1)")
    rows = csv.reader(io.StringIO(rendered(tmp_path / "hostile", "csv")))
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r") and cell]


def test_the_page_names_nothing_outside_of_it(path: Path) -> None:
    tags = Tags()
    tags.feed(rendered(path, "html"))
    loading = [value for name, value in tags.attributes if name in {"src", "srcset", "data"}]
    assert loading == []
    assert "link" not in tags.seen


def test_an_identifier_that_is_a_link_does_not_stand_before_it_as_text(path: Path) -> None:
    page = rendered(path, "html")
    assert "<p>Retraction in: J Trials. 2016;8:7. <a href=" in page
    assert 'rel="noreferrer">DOI 10.5555/retraction.4</a></p>' in page


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("A in: J. 2016;8:7. doi:10.5555/A PMID:7", "A in: J. 2016;8:7."),
        ("A in: J. 2016;8:7. doi: 10.5555/a. PMID: 7.", "A in: J. 2016;8:7."),
        ("A in: J. doi:10.5555/a. 2016;8:7.", "A in: J. doi:10.5555/a. 2016;8:7."),
        ("A in: J. doi:10.5555/a.b", "A in: J. doi:10.5555/a.b"),
        ("A in: J. PMID:77", "A in: J. PMID:77"),
    ],
)
def test_no_more_of_a_sentence_is_left_out_than_stands_in_its_links(
    sentence: str, left: str
) -> None:
    named = (told.Named("DOI", "10.5555/a", ""), told.Named("PMID", "7", ""))
    event = told.Event("2016", "retraction", "retraction", sentence, "", named)
    assert beside_links(event) == left
