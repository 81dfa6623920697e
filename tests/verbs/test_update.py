"""Works brought up to date by answers that a test gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import pytest

from citekit.library.history import Change
from citekit.library.store import Library
from citekit.model import Asked, Citation, CslItem, Resolution
from citekit.verbs import update
from citekit.verbs.update import Updated
from citekit.vocab import AskedOutcome, Outcome, Scheme
from tests.library import shelf

KEY, OTHER = "Muller2010Stem", "Tyn2010Stem"
LATER = "2026-02-01T00:00:00Z"


def pubmed(page: str, at: str = LATER, links: Sequence[Any] = ()) -> Resolution:
    item = cast("CslItem", {**shelf.PAPER_ITEM, "page": page})
    one = shelf.candidate(item, shelf.PAPER, at=at, links=links)
    return shelf.resolved(one, asked=(shelf.asked_found("pubmed", at),))


def unresolved(outcome: Outcome, *asked: Asked, reasons: tuple[str, ...] = ()) -> Resolution:
    return Resolution(Citation(""), outcome, asked, reasons=reasons)


class Answers:
    """Gives each work's answer by PMID, and remembers how it was asked."""

    def __init__(self, **by_pmid: Resolution) -> None:
        self.by_pmid = by_pmid
        self.batches: list[list[str]] = []

    def __call__(self, citations: Sequence[Citation]) -> list[Resolution]:
        pmids = [one.identifiers[Scheme.PMID] for one in citations]
        self.batches.append(pmids)
        default = unresolved(Outcome.UNAVAILABLE, Asked("pubmed", AskedOutcome.UNAVAILABLE, "down"))
        return [
            replace(self.by_pmid.get(f"p{pmid}", default), citation=citation)
            for pmid, citation in zip(pmids, citations, strict=True)
        ]


def run(library: Library, ask: Answers, *keys: str, dry_run: bool = False) -> list[Updated]:
    works = [library.get(key) for key in keys or (KEY,)]
    return list(update.update(library, works, ask, dry_run=dry_run))


def test_what_changed_is_told(library: Library) -> None:
    [done] = run(library, Answers(p1001=pubmed("7", links=[shelf.erratum()])))
    assert (done.key, done.outcome, done.lost, done.reasons) == (KEY, Outcome.RESOLVED, (), ())
    told = [(one.kind, one.field, one.before, one.after, one.registry) for one in done.events]
    assert told == [
        (Change.FIELD, "page", '"1423-1429"', '"7"', "pubmed"),
        (Change.UNSAID, "comment", told[1][2], None, "pubmed"),
    ]
    assert library.get(KEY).item["page"] == "7"


def test_the_same_answer_again_tells_nothing(library: Library) -> None:
    ask = Answers(p1001=pubmed("7"))
    run(library, ask)
    before = library.path.read_bytes()
    [done] = run(library, ask)
    assert done.events == ()
    assert library.path.read_bytes() == before


def test_an_answer_older_than_the_librarys_changes_nothing(library: Library) -> None:
    """The cache of another machine, or a mirror, may be behind."""
    before = library.get(KEY)
    [done] = run(library, Answers(p1001=pubmed("7", at="2020-01-01T00:00:00Z")))
    assert done.events == ()
    assert library.get(KEY) == before


def test_a_dry_run_tells_the_same_and_stores_nothing(library: Library) -> None:
    ask = Answers(p1001=pubmed("7"))
    before = library.path.read_bytes()
    dry = run(library, ask, dry_run=True)
    assert library.path.read_bytes() == before
    wet = run(library, ask)
    assert [[replace(one, link_id=None) for one in done.events] for done in dry] == [
        [replace(one, link_id=None) for one in done.events] for done in wet
    ]


def test_works_are_asked_about_in_batches(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library.write():
        for number in range(2001, 2006):
            library.add(shelf.numbered(number))
    monkeypatch.setattr(update, "ASKED_AT_ONCE", 3)
    ask = Answers()
    works = list(library.works())
    done = list(update.update(library, works, ask))
    assert [len(batch) for batch in ask.batches] == [3, 3, 1]
    assert [one.key for one in done] == [work.key for work in works]


def test_a_registry_that_has_lost_it_and_one_that_never_had_it(library: Library) -> None:
    absent = (Asked("pubmed", AskedOutcome.ABSENT), Asked("datacite", AskedOutcome.ABSENT))
    before = library.get(KEY).item
    [done] = run(library, Answers(p1001=unresolved(Outcome.NOT_FOUND, *absent)))
    assert (done.lost, done.events) == (("pubmed",), ())
    assert library.get(KEY).item == before
    assert {one.registry: one.outcome for one in library.answers(KEY)} == {
        "crossref": AskedOutcome.FOUND,
        "datacite": AskedOutcome.ABSENT,
        "pubmed": AskedOutcome.ABSENT,
    }


def test_an_outage_keeps_the_date_of_the_last_answer(library: Library) -> None:
    [done] = run(library, Answers())
    assert (done.outcome, done.events, done.lost) == (Outcome.UNAVAILABLE, (), ())
    [asked] = [one for one in library.answers(KEY) if one.registry == "pubmed"]
    assert (asked.outcome, asked.detail, asked.fetched_at) == (
        AskedOutcome.UNAVAILABLE, "down", shelf.FIRST_DAY,
    )  # fmt: skip


def test_a_contradiction_applies_nothing_and_says_why(library: Library) -> None:
    before = library.get(KEY)
    answer = unresolved(Outcome.AMBIGUOUS, reasons=("two different works",))
    [done] = run(library, Answers(p1001=answer))
    assert (done.reasons, done.events) == (("two different works",), ())
    assert library.get(KEY) == before


def test_answers_are_applied_one_work_after_the_other(library: Library) -> None:
    """An interrupted run keeps what it has done."""
    works = [library.get(KEY), library.get(OTHER)]
    going = update.update(library, works, Answers(p1001=pubmed("7")))
    assert next(going).key == KEY
    with Library.open(library.path) as other:
        assert other.get(KEY).item["page"] == "7"


def test_news_of_a_notice_are_told_under_its_work(library: Library) -> None:
    """The comment's own record says what it comments on."""
    item = shelf.candidate(shelf.COMMENT_ITEM, shelf.COMMENT, at=LATER)
    answer = shelf.resolved(item, asked=(shelf.asked_found("pubmed", LATER),))
    run(library, Answers(p1001=pubmed("1423-1429", links=[shelf.erratum()])))
    [done] = run(library, Answers(p1002=answer), OTHER)
    assert [(one.key, one.kind, one.field) for one in done.events] == [
        (KEY, Change.UNSAID, "comment")
    ]
