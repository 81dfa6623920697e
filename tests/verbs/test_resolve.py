"""The four outcomes, with registries that answer as told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from citekit.model import (
    Absent,
    Answer,
    Candidate,
    Citation,
    CslItem,
    Found,
    Identifier,
    Stamp,
    Unavailable,
)
from citekit.verbs.resolve import has_outage, resolve
from citekit.vocab import AskedOutcome, Outcome, Scheme

TITLE = "Slow effects of fast medicine in rare diseases of common animals"
ITEM: CslItem = {
    "type": "article-journal",
    "title": TITLE,
    "author": [{"family": "Alder", "given": "A"}, {"family": "Birch", "given": "B"}],
    "container-title": "Journal of Made Up Studies",
    "issued": {"date-parts": [[2015]]},
    "volume": "7",
    "page": "11-19",
    "DOI": "10.5555/made.up",
    "PMID": "1111",
}
DOI = Identifier(Scheme.DOI, "10.5555/made.up")
PMID = Identifier(Scheme.PMID, "1111")


@dataclass
class Fake:
    """A registry that answers as told, and counts."""

    name: str
    takes: frozenset[Scheme]
    fetches: Mapping[Identifier, Answer] = field(default_factory=dict)
    found: Answer = field(default_factory=Absent)
    asked: list[list[Identifier]] = field(default_factory=list)
    searches: int = 0

    def fetch(self, identifiers: Sequence[Identifier], until: float) -> Mapping[Identifier, Answer]:
        self.asked.append(list(identifiers))
        return {one: self.fetches.get(one, Absent()) for one in identifiers}

    def search(self, citation: Citation, until: float) -> Answer:
        self.searches += 1
        return self.found


def candidate(registry: str, **fields: str) -> Candidate:
    item: CslItem = {**ITEM, **fields}  # type: ignore[typeddict-item]
    named = {Scheme(key.lower()): item[key] for key in ("DOI", "PMID") if item.get(key)}
    if registry == "crossref":
        named.pop(Scheme.PMID, None)
        item.pop("PMID", None)
    return Candidate(item, named, Stamp(registry, "2026-01-02T03:04:05Z"))


def pubmed(**told: object) -> Fake:
    return Fake("pubmed", frozenset({Scheme.PMID, Scheme.DOI, Scheme.PMCID}), **told)


def crossref(**told: object) -> Fake:
    return Fake("crossref", frozenset({Scheme.DOI}), **told)


def cited(raw: str = "cited", **named: str) -> Citation:
    return Citation(raw, identifiers={Scheme(key): value for key, value in named.items()})


def test_one_registry_names_the_work_to_the_other() -> None:
    """PubMed's record gives the DOI by which Crossref is then asked: one batch each."""
    a = pubmed(fetches={PMID: Found((candidate("pubmed"),))})
    b = crossref(fetches={DOI: Found((candidate("crossref"),))})
    [one] = resolve([cited(pmid="1111")], [a, b])
    assert one.outcome is Outcome.RESOLVED
    assert one.record is not None
    assert {c.stamp.registry for c in one.record.candidates} == {"pubmed", "crossref"}
    assert (a.asked, b.asked) == ([[PMID]], [[DOI]])
    assert not has_outage(one)


def test_an_identifier_that_nobody_has_is_not_found() -> None:
    a, b = pubmed(), crossref()
    [one] = resolve([cited(doi=DOI.value)], [a, b])
    assert one.outcome is Outcome.NOT_FOUND
    assert [asked.outcome for asked in one.asked] == [AskedOutcome.ABSENT] * 2
    assert (a.searches, b.searches) == (0, 0)


@pytest.mark.parametrize("down", ["pubmed", "crossref"])
def test_an_outage_is_never_not_found(down: str) -> None:
    broken = {DOI: Unavailable("the registry is asleep")}
    a = pubmed(fetches=broken if down == "pubmed" else {})
    b = crossref(fetches=broken if down == "crossref" else {})
    [one] = resolve([cited(doi=DOI.value)], [a, b])
    assert one.outcome is Outcome.UNAVAILABLE
    assert "asleep" in {asked.registry: asked.detail for asked in one.asked}[down]


def test_a_record_that_one_registry_gave_while_the_other_was_out_is_resolved_and_incomplete() -> (
    None
):
    a = pubmed(fetches={DOI: Unavailable("asleep")})
    b = crossref(fetches={DOI: Found((candidate("crossref"),))})
    [one] = resolve([cited(doi=DOI.value)], [a, b])
    assert one.outcome is Outcome.RESOLVED
    assert has_outage(one)


def test_somebody_elses_record_is_no_answer() -> None:
    """Whoever answers, a mirror or a cache included: the identifier must be the one asked for."""
    other = candidate("crossref", DOI="10.5555/other")
    b = crossref(fetches={DOI: Found((other,))})
    [one] = resolve([cited(doi=DOI.value)], [b])
    assert one.outcome is Outcome.UNAVAILABLE
    assert "another work" in one.asked[0].detail


def test_a_registry_that_leaves_an_identifier_out_has_not_answered() -> None:
    class Forgetful(Fake):
        def fetch(
            self, identifiers: Sequence[Identifier], until: float
        ) -> Mapping[Identifier, Answer]:
            return {}

    [one] = resolve([cited(doi=DOI.value)], [Forgetful("crossref", frozenset({Scheme.DOI}))])
    assert one.outcome is Outcome.UNAVAILABLE


def test_two_identifiers_of_two_works_are_ambiguous() -> None:
    other = candidate(
        "crossref", DOI="10.5555/other", title="Quite another thing", volume="99", page="1"
    )
    a = pubmed(fetches={PMID: Found((candidate("pubmed"),))})
    b = crossref(fetches={Identifier(Scheme.DOI, "10.5555/other"): Found((other,))})
    [one] = resolve([cited(pmid="1111", doi="10.5555/other")], [a, b])
    assert one.outcome is Outcome.AMBIGUOUS
    assert one.record is None
    assert len(one.candidates) == 2


def test_a_text_that_contradicts_its_identifier_is_ambiguous() -> None:
    text = "Cedar C. Wooden boats of the northern lakes: a history. J Boats. 1999;3:1-2."
    citation = Citation(text, identifiers={Scheme.PMID: "1111"}, said={
        "title": "Wooden boats of the northern lakes: a history",
        "author": [{"family": "Cedar", "given": "C"}],
        "container-title": "J Boats", "issued": {"date-parts": [[1999]]}, "volume": "3",
        "page": "1-2"})  # fmt: skip
    [one] = resolve([citation], [pubmed(fetches={PMID: Found((candidate("pubmed"),))})])
    assert one.outcome is Outcome.AMBIGUOUS
    assert one.candidates[0].record.identifiers[Scheme.PMID] == "1111"


def test_a_description_is_searched_decided_and_completed() -> None:
    """Found by text in one registry, then asked for by identifier in the other."""
    a = pubmed(fetches={DOI: Found((candidate("pubmed"),))})
    b = crossref(found=Found((candidate("crossref"),)))
    text = f"Alder A, Birch B. {TITLE}. J Made Up Stud. 2015;7:11-9."
    [one] = resolve([Citation(text)], [a, b])
    assert one.outcome is Outcome.RESOLVED
    assert one.record is not None
    assert one.record.identifiers == {Scheme.DOI: DOI.value, Scheme.PMID: "1111"}
    assert a.asked == [[DOI]]


def test_a_description_that_fits_nothing_is_not_found_only_if_everybody_answered() -> None:
    text = "Fir F. Entirely unheard of matters in the deepest woods. J Woods. 1980;1:1."
    [found] = resolve([Citation(text)], [pubmed(), crossref()])
    [down] = resolve([Citation(text)], [pubmed(found=Unavailable("asleep")), crossref()])
    assert (found.outcome, down.outcome) == (Outcome.NOT_FOUND, Outcome.UNAVAILABLE)


def test_a_sample_that_offers_only_neighbours_says_nothing() -> None:
    neighbour = candidate("crossref", DOI="10.5555/other", title="Quite another thing")
    b = crossref(found=Found((neighbour,), caveat="a sample says nothing about what it lacks"))
    [one] = resolve([Citation("Fir F. Unheard of matters. J Woods. 1980;1:1.")], [b])
    assert one.outcome is Outcome.UNAVAILABLE
    assert "sample" in one.asked[0].detail


def test_a_missing_identifier_beside_a_text_that_fits_is_ambiguous() -> None:
    a = pubmed(found=Found((candidate("pubmed"),)))
    text = f"Alder A, Birch B. {TITLE}. J Made Up Stud. 2015;7:11-9."
    citation = Citation(text, identifiers={Scheme.DOI: "10.5555/typo"}, said={"title": TITLE})
    [one] = resolve([citation], [a, crossref()])
    assert one.outcome is Outcome.AMBIGUOUS
    assert "no registry has doi 10.5555/typo" in one.reasons[0]


def test_an_isbn_that_nobody_takes_does_not_speak_against_the_text() -> None:
    a = pubmed(found=Found((candidate("pubmed"),)))
    text = f"Alder A, Birch B. {TITLE}. J Made Up Stud. 2015;7:11-9."
    citation = Citation(text, identifiers={Scheme.ISBN: "9783161484100"}, said={"title": TITLE})
    [one] = resolve([citation], [a, crossref()])
    assert one.outcome is Outcome.RESOLVED


def test_no_registry_that_takes_the_scheme_is_unavailable() -> None:
    [one] = resolve([cited(isbn="9783161484100")], [pubmed(), crossref()])
    assert (one.outcome, one.asked) == (Outcome.UNAVAILABLE, ())
    assert "isbn" in one.reasons[0]


def test_many_citations_share_one_batch_and_keep_their_order() -> None:
    pmids = [str(1000 + number) for number in range(450)]
    answers = {
        Identifier(Scheme.PMID, pmid): Found(
            (candidate("pubmed", PMID=pmid, DOI=f"10.5555/{pmid}"),)
        )
        for pmid in pmids
    }
    a, b = pubmed(fetches=answers), crossref()
    found = resolve([cited(pmid=pmid) for pmid in pmids], [a, b])
    assert [one.record.identifiers[Scheme.PMID] for one in found if one.record] == pmids
    assert [len(batch) for batch in a.asked] == [450]
    assert [len(batch) for batch in b.asked] == [450]


def test_the_same_identifier_twice_is_asked_once() -> None:
    a = pubmed(fetches={PMID: Found((candidate("pubmed"),))})
    found = resolve([cited(pmid="1111"), cited(pmid="1111")], [a])
    assert [one.outcome for one in found] == [Outcome.RESOLVED] * 2
    assert a.asked == [[PMID]]
