"""Whether a cited work exists, and is the one that is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citekit import records
from citekit.model import Asked, CslItem, Scored
from citekit.vocab import AskedOutcome, Outcome, Scheme
from tests.checks.cases import ITEM, candidate, found, item, judged, unresolved

ABSENT = Asked("pubmed", AskedOutcome.ABSENT), Asked("crossref", AskedOutcome.ABSENT)
DOWN = Asked("crossref", AskedOutcome.UNAVAILABLE, "did not answer in time")


def test_an_identifier_that_nobody_has_is_an_error() -> None:
    [one] = judged(unresolved(Outcome.NOT_FOUND, *ABSENT))[0]
    assert (one.rule.code, one.level) == ("CK201", "error")
    assert one.message == (
        "PubMed and Crossref answered, and have no work under doi:10.5555/paper, pmid:1001"
    )


def test_an_article_that_nobody_has_is_a_warning() -> None:
    case = unresolved(Outcome.NOT_FOUND, *ABSENT, said=ITEM, names={})
    assert found(case) == [("CK203", "warning")]


@pytest.mark.parametrize("kind", ["book", "chapter", "webpage", "thesis", "report", "software"])
def test_that_registries_lack_a_book_or_a_page_is_a_note(kind: str) -> None:
    said: CslItem = item(type=kind)
    case = unresolved(Outcome.NOT_FOUND, *ABSENT, said=said, names={})
    assert found(case) == [("CK203", "note")]


def test_what_could_not_be_asked_is_unchecked_and_no_finding() -> None:
    findings, unchecked = judged(unresolved(Outcome.UNAVAILABLE, ABSENT[0], DOWN))
    assert findings == ()
    assert [(one.registry, one.reason) for one in unchecked] == [
        ("crossref", "did not answer in time")
    ]


def test_a_book_known_by_its_isbn_alone_is_unchecked_with_a_reason() -> None:
    """Nobody could be asked: that is no clean answer."""
    nobody = unresolved(Outcome.UNAVAILABLE, names={Scheme.ISBN: "9783161484100"})
    reason = "no registry can be asked by isbn"
    nobody = replace(nobody, answered=replace(nobody.answered, reasons=(reason,)))
    findings, [one] = judged(nobody)
    assert (findings, one.registry, one.reason) == ((), "", reason)


def test_a_work_that_a_registry_has_lost() -> None:
    one_has_it = Asked("pubmed", AskedOutcome.FOUND, fetched_at="2026-11-25T12:00:00Z")
    case = unresolved(Outcome.RESOLVED, one_has_it, ABSENT[1], lost=("crossref",))
    [lost] = judged(case)[0]
    assert (lost.rule.code, lost.level) == ("CK205", "warning")
    assert lost.message.startswith("Crossref had this work (doi:10.5555/paper, pmid:1001)")


def test_a_work_that_everybody_has_lost_is_an_error() -> None:
    case = unresolved(Outcome.NOT_FOUND, *ABSENT, lost=("pubmed", "crossref"))
    assert found(case) == [("CK205", "error")]


def ambiguous(*items: CslItem, names: dict[Scheme, str], reason: str):  # type: ignore[no-untyped-def]
    case = unresolved(Outcome.AMBIGUOUS, names=names)
    kept = (records.merge([candidate(one, names={Scheme.PMID: one["PMID"]})]) for one in items)
    scored = tuple(Scored(one, 0.5, ()) for one in kept)
    return replace(case, answered=replace(case.answered, candidates=scored, reasons=(reason,)))


def test_an_identifier_of_another_work() -> None:
    other = item(title="Quick notes", PMID="7")
    case = ambiguous(other, names={Scheme.PMID: "7"}, reason='pmid:7 is "Quick notes", but …')
    [one] = judged(case)[0]
    assert (one.rule.code, one.level, one.message) == (
        "CK202", "warning", 'pmid:7 is "Quick notes", but …',
    )  # fmt: skip


def test_an_identifier_that_nobody_has_beside_a_text_that_fits_a_work() -> None:
    fitting = item(PMID="7")
    case = ambiguous(fitting, names={Scheme.PMID: "999"}, reason="no registry has pmid 999, but …")
    [one] = judged(case)[0]
    assert (one.rule.code, one.level) == ("CK201", "error")
    assert one.message.endswith('"Slow effects of fast medicine" pmid:7')


def test_a_text_that_fits_two_works() -> None:
    case = ambiguous(item(PMID="7"), item(PMID="8"), names={}, reason="two fit")
    assert found(case) == [("CK204", "warning")]


def test_a_doi_that_stands_on_two_works() -> None:
    """PubMed has letters of one page under one DOI."""
    doi = {Scheme.DOI: "10.5555/letters"}
    kept = [
        Scored(records.merge([candidate(item(PMID=one), names={**doi, Scheme.PMID: one})]), 0.5, ())
        for one in ("7", "8")
    ]
    case = unresolved(Outcome.AMBIGUOUS, names=doi)
    [one] = judged(replace(case, answered=replace(case.answered, candidates=tuple(kept))))[0]
    assert (one.rule.code, one.level) == ("CK204", "warning")
    assert "pmid:7" in one.message
    assert "pmid:8" in one.message


def test_identifiers_of_two_works() -> None:
    """The PMID of one, and the DOI of the other."""
    names = {Scheme.DOI: "10.5555/one", Scheme.PMID: "8"}
    one = records.merge([candidate(item(), names={Scheme.DOI: "10.5555/one", Scheme.PMID: "7"})])
    other = records.merge([candidate(item(), names={Scheme.DOI: "10.5555/two", Scheme.PMID: "8"})])
    kept = tuple(Scored(each, 0.0, ()) for each in (one, other))
    case = unresolved(Outcome.AMBIGUOUS, names=names)
    answered = replace(case.answered, candidates=kept, reasons=("they name 2 different works",))
    assert found(replace(case, answered=answered)) == [("CK202", "warning")]
