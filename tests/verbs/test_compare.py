"""What a library has, beside what the registries say today: who has changed what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from citekit import records
from citekit.checks import freshness
from citekit.library.store import Library
from citekit.model import (
    Asked,
    Candidate,
    Citation,
    CslItem,
    Link,
    Place,
    Resolution,
    Stamp,
)
from citekit.verbs import compare
from citekit.verbs.compare import Case
from citekit.vocab import AskedOutcome, LinkType, Outcome, Scheme, Status
from tests.library import shelf
from tests.library.shelf import PAPER, PAPER_ITEM

TODAY = "2026-11-26T00:00:00Z"
CROSSREF: CslItem = {"type": "article-journal", "title": "Stem Cells", "volume": "69"}


def said(item: CslItem, registry: str, *links: Link, via: str | None = None) -> Candidate:
    return Candidate(item, PAPER, Stamp(registry, TODAY, via), links)


def stored(path: Path, *candidates: Candidate) -> Path:
    shelf.add(path / "library.db", shelf.resolved(*candidates))
    return path / "library.db"


def answer(*candidates: Candidate, asked: Sequence[Asked] = ()) -> Callable[..., list[Resolution]]:
    record = records.merge(candidates)
    found = [Asked(one.stamp.registry, AskedOutcome.FOUND, fetched_at=TODAY) for one in candidates]

    def ask(citations: Sequence[Citation]) -> list[Resolution]:
        return [
            Resolution(one, Outcome.RESOLVED, (*found, *asked), record, 1.0) for one in citations
        ]

    return ask


def compared(path: Path, ask: Callable[..., list[Resolution]]) -> Case:
    before = path.read_bytes()
    with Library.open(path) as library:
        [case] = compare.of_library(library, ask)
    assert path.read_bytes() == before
    return case


def drift(case: Case) -> list[tuple[str, str, object, object]]:
    return [(one.registry, one.field, one.before, one.after) for one in case.drift]


def both() -> tuple[Candidate, Candidate]:
    pubmed = shelf.candidate(PAPER_ITEM, PAPER, via=None)
    return pubmed, shelf.candidate(CROSSREF, PAPER, registry="crossref", via=None)


def test_the_same_words_are_no_drift(tmp_path: Path) -> None:
    path = stored(tmp_path, *both())
    assert (
        compared(path, answer(said(PAPER_ITEM, "pubmed"), said(CROSSREF, "crossref"))).drift == ()
    )


def test_a_value_that_is_not_believed_drifts_all_the_same(tmp_path: Path) -> None:
    path = stored(tmp_path, *both())
    now: CslItem = {**CROSSREF, "volume": "70"}
    case = compared(path, answer(said(PAPER_ITEM, "pubmed"), said(now, "crossref")))
    assert drift(case) == [("crossref", "volume", "69", "70")]


def test_what_a_registry_says_newly_or_no_longer(tmp_path: Path) -> None:
    path = stored(tmp_path, *both())
    now: CslItem = {**PAPER_ITEM, "number": "e7"}
    del now["issue"]
    case = compared(path, answer(said(now, "pubmed"), said(CROSSREF, "crossref")))
    assert drift(case) == [("pubmed", "issue", "8", None), ("pubmed", "number", None, "e7")]


def test_a_registry_that_is_asked_for_the_first_time_has_changed_nothing(tmp_path: Path) -> None:
    path = stored(tmp_path, both()[1])
    case = compared(path, answer(said(PAPER_ITEM, "pubmed"), said(CROSSREF, "crossref")))
    assert case.drift == ()


def test_the_words_of_a_document_stay_what_is_said(tmp_path: Path) -> None:
    """A registry's drift shows beside a value that it never gets to give."""
    entry = shelf.candidate({"title": "My title", "volume": "69"}, PAPER, registry="document")
    path = stored(tmp_path, *both(), entry)
    now: CslItem = {**PAPER_ITEM, "volume": "70"}
    case = compared(path, answer(said(now, "pubmed"), said(CROSSREF, "crossref")))
    assert case.said == {"title": "My title", "volume": "69"}
    assert drift(case) == [("pubmed", "volume", "69", "70")]


def test_the_older_answer_of_a_mirror_is_no_news(tmp_path: Path) -> None:
    path = stored(tmp_path, said(PAPER_ITEM, "pubmed"))
    old = replace(
        said({**PAPER_ITEM, "volume": "1"}, "pubmed"),
        stamp=Stamp("pubmed", "2020-01-01T00:00:00Z", "old"),
    )
    assert compared(path, answer(old)).drift == ()
    assert compared(
        path, answer(replace(old, stamp=Stamp("pubmed", "2027-01-01T00:00:00Z", "new")))
    ).drift


def test_a_field_set_by_hand_drifts_as_a_note(tmp_path: Path) -> None:
    path = stored(tmp_path, *both())
    with Library.open(path) as library, library.write():
        library.pin("Muller2010Stem", {"volume": "7"}, TODAY)
    now: CslItem = {**PAPER_ITEM, "volume": "70", "page": "1"}
    case = compared(path, answer(said(now, "pubmed"), said(CROSSREF, "crossref")))
    assert "volume" not in case.said
    findings = freshness.findings(case, TODAY[:10])
    assert {one.field: one.level.value for one in findings} == {"volume": "note", "page": "warning"}


def test_todays_notices_are_told_without_being_stored(tmp_path: Path) -> None:
    path = stored(tmp_path, *both())
    news = shelf.link(
        LinkType.RETRACTION, shelf.End(shelf.COMMENT), shelf.End(PAPER), "RetractionIn"
    )
    case = compared(path, answer(said(PAPER_ITEM, "pubmed", news), said(CROSSREF, "crossref")))
    assert (case.status, [turn.type for turn in case.turns]) == (
        Status.RETRACTED, [LinkType.RETRACTION],
    )  # fmt: skip


def test_a_notice_that_is_no_longer_said_is_told_no_longer(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    shelf.add(path, shelf.paper())
    case = compared(path, answer(said(PAPER_ITEM, "pubmed"), said(CROSSREF, "crossref")))
    assert (case.status, case.turns) == (Status.NONE, ())


def test_the_notices_of_who_cannot_be_asked_stand(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    shelf.add(path, shelf.paper())
    down = Asked("pubmed", AskedOutcome.UNAVAILABLE, "is down")
    case = compared(path, answer(said(CROSSREF, "crossref"), asked=[down]))
    assert {turn.type for turn in case.turns} == {LinkType.ERRATUM, LinkType.COMMENT}


def test_citations_that_are_written_alike_are_asked_about_once() -> None:
    asked: list[int] = []
    named = {Scheme.PMID: "1001"}

    def ask(citations: Sequence[Citation]) -> list[Resolution]:
        asked.append(len(citations))
        return answer(said(PAPER_ITEM, "pubmed"))(citations)

    twice = [Citation("", Place("a.md", line), named, key="Doe") for line in (1, 2)]
    cases = compare.of_citations([*twice, Citation("", identifiers={Scheme.PMID: "7"})], ask)
    assert asked == [2]
    assert [case.place and case.place.line for case in cases] == [1, 2, None]


def test_an_answer_that_is_old_itself_is_a_note(tmp_path: Path) -> None:
    path = stored(tmp_path, *both())
    case = compared(
        path, answer(said(PAPER_ITEM, "pubmed", via="mine"), said(CROSSREF, "crossref"))
    )
    old = Asked("pubmed", AskedOutcome.FOUND, via="mine", fetched_at="2026-01-02T00:00:00Z")
    case = replace(case, answered=replace(case.answered, asked=(old,)))
    [one] = freshness.findings(case, "2026-11-26")
    assert (one.rule.code, one.level.value) == ("CK302", "note")
    assert one.message == "the answer of PubMed is of 2026-01-02, handed on by the mirror mine"
    assert list(freshness.findings(case, "2026-04-01")) == []
    assert list(freshness.findings(case, "2026-01-01")) == []
    [one] = freshness.findings(case, "2025-12-31")
    assert one.message.endswith("mirror mine; that is after today, so its age is unknown")
