"""An acknowledgement is of one notice of one work, for a time; it hides nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from citekit.acknowledging import Force, force, is_of, standing
from citekit.identity import same_identifiers
from citekit.model import Acknowledgement, End, Identifiers, Link, Witness
from citekit.vocab import LinkType, Scheme

WORK: Identifiers = {Scheme.DOI: "10.1000/paper.1", Scheme.PMID: "1001"}
NOTICE: Identifiers = {Scheme.DOI: "10.1000/erratum.1", Scheme.PMID: "1003"}
RAW = "J Trial Res. 2011 Jan;70(1):237"
TODAY = "2026-06-15"


def notice(
    identifiers: Identifiers = NOTICE,
    *,
    raw: str | None = RAW,
    type_: LinkType = LinkType.ERRATUM,
    work: Identifiers = WORK,
) -> Link:
    end = End(identifiers, raw)
    return Link(type_, end, End(work), (Witness("pubmed", "ErratumIn", "2026-01-01T00:00:00Z"),))


def seen(link: Link, until: str = "2027-01-31", **more: str) -> Acknowledgement:
    return Acknowledgement(
        key="Doe2010Paper",
        work=link.work.identifiers,
        type=link.type,
        notice=link.notice.identifiers,
        raw=link.notice.raw,
        reason=more.get("reason", "not our outcome"),
        until=until,
        at=more.get("at", "2026-06-01T12:00:00Z"),
    )


def test_it_is_of_the_notice_that_was_seen() -> None:
    assert is_of(seen(notice()), notice())


@pytest.mark.parametrize(
    "other",
    [
        notice({Scheme.DOI: "10.1000/erratum.1"}),
        notice({Scheme.PMID: "1003"}, raw=None),
        notice(raw="Another wording. 2011"),
        notice(work={Scheme.PMID: "1001"}),
        notice(work={Scheme.DOI: "10.1000/paper.1", Scheme.PMCID: "PMC1"}),
    ],
    ids=["fewer identifiers", "no source", "another source", "work by PMID", "work by DOI"],
)
def test_a_notice_told_otherwise_is_the_same_notice(other: Link) -> None:
    assert is_of(seen(notice()), other)


@pytest.mark.parametrize(
    "other",
    [
        notice(type_=LinkType.RETRACTION),
        notice(work={Scheme.PMID: "2002"}),
        notice(work={Scheme.DOI: "10.1000/paper.1", Scheme.PMID: "2002"}),
        notice({Scheme.DOI: "10.1000/erratum.2"}),
        notice({Scheme.DOI: "10.1000/erratum.1", Scheme.PMID: "1004"}),
        notice(work={}),
    ],
    ids=["type", "work", "work of the same DOI", "notice", "notice of the same DOI", "no work"],
)
def test_another_notice_is_not_hidden(other: Link) -> None:
    assert not is_of(seen(notice()), other)


def test_without_identifiers_the_source_tells() -> None:
    given = seen(notice({}))
    assert is_of(given, notice({}, raw=f"  {RAW.upper()}. "))
    assert not is_of(given, notice({}, raw="J Trial Res. 2012 Feb;71(2):99"))


def test_a_source_seen_is_still_seen_when_its_identifiers_are_found() -> None:
    assert is_of(seen(notice({})), notice())


def test_a_later_notice_of_the_same_work_is_never_hidden() -> None:
    first, later = notice({}), notice({}, raw="J Trial Res. 2012 Feb;71(2):99")
    assert standing([seen(first)], later, TODAY) is None


def test_a_retraction_in_place_is_not_hidden_by_the_erratum_before_it() -> None:
    """Publishers put a retraction under the DOI of the erratum before it, or the work's own."""
    in_place = notice(WORK, raw=None)
    retracted = replace(in_place, type=LinkType.RETRACTION)
    given = [seen(in_place)]
    assert standing(given, in_place, TODAY) == given[0]
    assert standing(given, retracted, TODAY) is None
    assert force(given[0], [retracted], TODAY) is Force.UNUSED


def test_identifiers_of_two_schemes_cannot_tell_so_the_source_does() -> None:
    by_doi, by_pmid = {Scheme.DOI: "10.1000/erratum.1"}, {Scheme.PMID: "1003"}
    assert is_of(seen(notice(by_doi)), notice(by_pmid))
    assert not is_of(seen(notice(by_doi)), notice(by_pmid, raw="J Trial Res. 2012;71:99"))


def test_two_notices_of_which_nothing_is_told_in_common_are_two() -> None:
    """A DOI seen, without a source, says nothing of a PMID that comes without one too."""
    by_doi = notice({Scheme.DOI: "10.1000/erratum.1"}, raw=None)
    by_pmid = notice({Scheme.PMID: "1003"}, raw=None)
    assert not is_of(seen(by_doi), by_pmid)


def test_a_notice_with_nothing_but_its_type_is_itself() -> None:
    bare = notice({}, raw=None)
    assert is_of(seen(bare), bare)


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2026-06-14", Force.EXPIRED),
        ("2026-06-15", Force.ACTIVE),
        ("2026-06-16", Force.ACTIVE),
    ],
)
def test_the_last_day_still_holds(until: str, expected: Force) -> None:
    given = seen(notice(), until)
    assert force(given, [notice()], TODAY) is expected
    assert (standing([given], notice(), TODAY) is not None) is (expected is Force.ACTIVE)


def test_without_its_notice_it_is_unused_whatever_the_day() -> None:
    for until in ("2020-01-01", "2030-01-01"):
        assert force(seen(notice(), until), [], TODAY) is Force.UNUSED
        assert force(seen(notice(), until), [notice(type_=LinkType.COMMENT)], TODAY) is Force.UNUSED


def test_of_two_the_longer_stands() -> None:
    short, long = seen(notice(), "2026-12-31"), seen(notice(), "2027-12-31", reason="again")
    assert standing([short, long], notice(), TODAY) == long
    assert standing([long, short], notice(), TODAY) == long


def test_of_two_that_end_on_one_day_the_later_given_stands() -> None:
    first, second = seen(notice()), seen(notice(), at="2026-06-02T00:00:00Z")
    assert standing([second, first], notice(), TODAY) == second


def test_an_expired_one_takes_no_part() -> None:
    expired = seen(notice(), "2026-06-14", at="2026-06-10T00:00:00Z")
    assert standing([expired], notice(), TODAY) is None
    current = seen(notice(), "2026-06-15")
    assert standing([expired, current], notice(), TODAY) == current


# Few values, so that notices often share some of what they are known by.
NAMES = st.fixed_dictionaries(
    {},
    optional={
        Scheme.DOI: st.sampled_from(["10.1000/a", "10.1000/b"]),
        Scheme.PMID: st.sampled_from(["1", "2"]),
        Scheme.PMCID: st.sampled_from(["PMC1", "PMC2"]),
    },
)
NOTICES = st.builds(
    lambda names, raw, type_, work: notice(names, raw=raw, type_=type_, work=work),
    NAMES,
    st.sampled_from([None, "J X. 2011;1:2", "J X. 2012;2:3"]),
    st.sampled_from([LinkType.ERRATUM, LinkType.RETRACTION, LinkType.COMMENT]),
    NAMES,
)


def different(a: Link, b: Link) -> bool:
    """Tell what nobody can take for one notice, in words of its own."""
    notices = same_identifiers(a.notice.identifiers, b.notice.identifiers)
    works = same_identifiers(a.work.identifiers, b.work.identifiers)
    told_apart = notices is None and a.notice.raw != b.notice.raw
    return a.type is not b.type or notices is False or works is False or told_apart


@given(NOTICES, NOTICES)
def test_what_acknowledges_one_notice_never_stands_for_another(one: Link, other: Link) -> None:
    assume(different(one, other))
    assert not is_of(seen(one), other)
    assert standing([seen(one)], other, TODAY) is None
    assert force(seen(one), [other], TODAY) is Force.UNUSED


@given(NOTICES)
def test_what_acknowledges_a_notice_stands_for_it(one: Link) -> None:
    assume(one.work.identifiers)
    assert standing([seen(one)], one, TODAY) == seen(one)
