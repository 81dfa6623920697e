"""The state that notices leave a work in, turn by turn."""

from __future__ import annotations

import itertools

import pytest

from citekit import status
from citekit.model import CslItem, End, Identifiers, Link, Witness
from citekit.vocab import LinkType, Scheme, Status

DOI, PMID = Scheme.DOI, Scheme.PMID
A: Identifiers = {DOI: "10.1136/ard.2009.123463", PMID: "20650877"}
AT = "2026-11-22T00:00:00Z"


def link(
    type_: LinkType,
    notice: End,
    registry: str = "pubmed",
    asserted: str | None = None,
    work: End | None = None,
) -> Link:
    return Link(type_, notice, work or End(A), (Witness(registry, "", AT, asserted),))


def doi(value: str) -> End:
    return End({DOI: value})


def dated(type_: LinkType, date: str | None, name: str = "") -> Link:
    return link(type_, doi(f"10.1/{type_}{date}{name}"), asserted=date)


class TestStatus:
    @pytest.mark.parametrize(
        ("expected", "types"),
        [
            (Status.NONE, ()),
            (Status.CORRECTED, ("erratum",)),
            (Status.CONCERN, ("expression_of_concern", "erratum")),
            (Status.PARTIALLY_RETRACTED, ("partial_retraction", "expression_of_concern")),
            (Status.WITHDRAWN, ("withdrawal", "erratum")),
            (Status.RETRACTED, ("erratum", "retraction", "comment")),
            (Status.RETRACTED_AND_REPUBLISHED, ("retraction", "retraction_and_republication")),
            (Status.REINSTATED, ("reinstatement", "erratum")),
            (Status.SUPERSEDED, ("update",)),
            (Status.NONE, ("comment", "summary", "republication", "preprint_of", "other")),
        ],
        ids=str,
    )
    def test_the_severest_notice_decides(self, expected: Status, types: tuple[str, ...]) -> None:
        told = [dated(LinkType(name), None) for name in types]
        for order in itertools.permutations(told[:3]):
            assert expected is status.current(A, {}, [*order, *told[3:]])

    def test_a_notice_of_retraction_is_not_itself_retracted(self) -> None:
        told = [link(LinkType.RETRACTION, doi("10.1/notice"))]
        assert Status.NONE is status.current({Scheme.DOI: "10.1/notice"}, {}, told)
        assert Status.RETRACTED is status.current(A, {}, told)

    @pytest.mark.parametrize(
        ("expected", "retracted", "reinstated"),
        [
            pytest.param("reinstated", ["2019-07-26"], "2020-01", id="lifted"),
            pytest.param("reinstated", ["2020-01-26"], "2020-01", id="in the same month"),
            pytest.param("retracted", ["2021-03-02"], "2020-01", id="retracted again"),
            pytest.param("retracted", ["2019-07-26", "2021"], "2020", id="twice, lifted once"),
            pytest.param("reinstated", [None], "2020", id="the only one, undated"),
            pytest.param("retracted", [None, "2019"], "2020", id="which of two is not known"),
        ],
    )
    def test_a_reinstatement_lifts_what_is_not_later(
        self, expected: str, retracted: list[str | None], reinstated: str
    ) -> None:
        told = [dated(LinkType.RETRACTION, date) for date in retracted]
        told.append(dated(LinkType.REINSTATEMENT, reinstated))
        assert Status(expected) is status.current(A, {}, told)

    def test_two_witnesses_of_one_retraction_are_one_to_be_lifted(self) -> None:
        notice = End({Scheme.DOI: "10.1/n"})
        told = [
            link(LinkType.RETRACTION, notice, "pubmed"),
            link(LinkType.RETRACTION, notice, "crossref"),
            dated(LinkType.REINSTATEMENT, "2020"),
        ]
        assert Status.REINSTATED is status.current(A, {}, told)

    def test_a_notice_in_place_counts(self) -> None:
        """Retract and replace under one DOI."""
        told = [link(LinkType.RETRACTION, End({Scheme.DOI: A[Scheme.DOI]}))]
        assert Status.RETRACTED is status.current(A, {}, told)

    def test_a_new_version_in_place_leaves_nothing_superseded(self) -> None:
        """As 10.1371/journal.ppat.1006930, whose update-to is its own DOI."""
        told = [link(LinkType.UPDATE, End({Scheme.DOI: A[Scheme.DOI]}))]
        assert Status.NONE is status.current(A, {}, told)


class TestTimeline:
    def turns(self, *told: Link, item: CslItem | None = None) -> list[tuple[str | None, str, str]]:
        found = status.timeline(A, item or {}, told)
        return [(turn.date, turn.type.value, turn.status.value) for turn in found]

    def test_erratum_then_retraction_then_reinstatement(self) -> None:
        told = [
            dated(LinkType.REINSTATEMENT, "2021-05"),
            dated(LinkType.ERRATUM, "2011-01"),
            dated(LinkType.RETRACTION, "2019-07-26"),
        ]
        assert self.turns(*told) == [
            ("2011-01", "erratum", "corrected"),
            ("2019-07-26", "retraction", "retracted"),
            ("2021-05", "reinstatement", "reinstated"),
        ]

    def test_what_nobody_dates_comes_last(self) -> None:
        told = [dated(LinkType.COMMENT, None), dated(LinkType.ERRATUM, "2011")]
        assert [turn[0] for turn in self.turns(*told)] == ["2011", None]

    def test_what_a_work_says_of_others_is_no_turn_of_its_own(self) -> None:
        notice = link(LinkType.RETRACTION, End(A), work=doi("10.1/other"))
        assert self.turns(notice) == []

    def test_a_notice_in_place_is_a_turn(self) -> None:
        (turn,) = status.timeline(A, {}, [link(LinkType.RETRACTION, doi(A[DOI]))])
        assert (turn.in_place, turn.status) == (True, Status.RETRACTED)


MARKED: CslItem = {"custom": {"publication_types": ["Retracted Publication"]}}


class TestPubmedsMark:
    def test_a_marked_record_is_retracted_without_any_link(self) -> None:
        assert status.current(A, MARKED, []) is Status.RETRACTED

    @pytest.mark.parametrize("name", ["Retraction Notice", "Retraction of Publication"])
    def test_a_notice_of_retraction_is_not_marked_under_either_name(self, name: str) -> None:
        notice: CslItem = {"custom": {"publication_types": [name]}}
        assert status.current(A, notice, []) is Status.NONE

    def test_the_mark_adds_nothing_to_the_notice(self) -> None:
        told = [dated(LinkType.RETRACTION, "2019"), dated(LinkType.REINSTATEMENT, "2020")]
        assert status.current(A, MARKED, told) is Status.REINSTATED


class TestCochrane:
    """A new version withdraws the one before, and is no retraction of it (RetractionBot, 2019)."""

    OLD = End({DOI: "10.1002/14651858.cd001689.pub2", PMID: "1"})

    @pytest.mark.parametrize("kind", [LinkType.WITHDRAWAL, LinkType.RETRACTION, LinkType.UPDATE])
    @pytest.mark.parametrize(
        "newer",
        [
            doi("10.1002/14651858.cd001689.pub3"),
            End({PMID: "2"}, "Cochrane Database Syst Rev. 2014 Feb 11;(2):CD001689"),
        ],
        ids=["by DOI", "by source"],
    )
    def test_the_version_before_is_superseded(self, newer: End, kind: LinkType) -> None:
        told = [link(kind, newer, work=self.OLD)]
        assert status.current(self.OLD.identifiers, {}, told) is Status.SUPERSEDED

    def test_a_notice_that_is_no_version_of_it_retracts_it(self) -> None:
        told = [link(LinkType.RETRACTION, doi("10.1002/14651858.cd009999"), work=self.OLD)]
        assert status.current(self.OLD.identifiers, {}, told) is Status.RETRACTED


ORIGINAL: Identifiers = {DOI: "10.1/one", PMID: "1"}
REPLACEMENT: Identifiers = {DOI: "10.1/one", PMID: "2"}
REPLACED = link(LinkType.RETRACTION_AND_REPUBLICATION, End(REPLACEMENT), work=End(ORIGINAL))


class TestRetractedAndReplacedUnderOneDoi:
    """Two PMIDs, one DOI: what Crossref says of the DOI is true of the first only."""

    def retracted(self, names: Identifiers, registry: str, date: str | None = None) -> Link:
        return link(LinkType.RETRACTION, doi("10.1/notice"), registry, date, work=End(names))

    def test_the_original_is_retracted_and_republished(self) -> None:
        told = [REPLACED, self.retracted(ORIGINAL, "pubmed")]
        state = status.current(ORIGINAL, {}, told)
        assert state is Status.RETRACTED_AND_REPUBLISHED

    @pytest.mark.parametrize("registry", ["crossref", "retraction-watch"])
    def test_the_replacement_is_not_retracted_by_what_is_said_of_the_doi(
        self, registry: str
    ) -> None:
        told = [REPLACED, self.retracted(REPLACEMENT, registry)]
        assert status.current(REPLACEMENT, {}, told) is Status.NONE

    def test_a_retraction_of_the_replacement_itself_counts(self) -> None:
        told = [REPLACED, self.retracted(REPLACEMENT, "pubmed")]
        assert status.current(REPLACEMENT, {}, told) is Status.RETRACTED

    def test_where_the_originals_doi_is_unknown_only_what_is_earlier_is_the_originals(
        self,
    ) -> None:
        replaced = link(
            LinkType.RETRACTION_AND_REPUBLICATION, End(REPLACEMENT), work=End({PMID: "1"})
        )
        item: CslItem = {"issued": {"date-parts": [[2015, 3]]}}
        for date, state in (("2015-03-02", Status.NONE), ("2019", Status.RETRACTED)):
            told = [replaced, self.retracted(REPLACEMENT, "crossref", date)]
            assert status.current(REPLACEMENT, item, told) is state


@pytest.mark.parametrize(
    ("title", "type_"),
    [
        ("RETRACTED: On lupus", LinkType.RETRACTION),
        ("[Retracted] On lupus", LinkType.RETRACTION),
        ("WITHDRAWN: On lupus", LinkType.WITHDRAWAL),
        ("On lupus [retracted article]", LinkType.RETRACTION),
    ],
)
def test_a_title_prefix_is_a_hint_with_its_registry_and_decides_nothing(
    title: str, type_: LinkType
) -> None:
    assert status.hints({"pubmed": "On lupus", "crossref": title}) == (
        status.Hint(type_, "crossref", title),
    )
    assert status.current(A, {"title": title}, []) is Status.NONE


@pytest.mark.parametrize(
    "title", ["Retraction: On lupus", "Retraction of the tongue", "Erratum: On lupus"]
)
def test_a_notices_own_title_is_no_hint(title: str) -> None:
    assert status.hints({"pubmed": title}) == ()
