"""One link for each notice, whoever reports it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit import links
from citekit.model import CslItem, End, Identifiers, Link, Witness
from citekit.terms import REF_TYPES, UPDATE_TYPES, invert
from citekit.vocab import LinkType, Scheme, Side

A: Identifiers = {Scheme.DOI: "10.1136/ard.2009.123463", Scheme.PMID: "20650877"}
ERRATUM_SOURCE = "Ann Rheum Dis. 2011 Jan;70(1):237"
COMMENT_LINE = (
    "Mesenchymal stem cells in the treatment of autoimmune diseases. [Ann Rheum Dis. 2010]"
)
COMMENT: CslItem = {
    "title": "Mesenchymal stem cells in the treatment of autoimmune diseases",
    "container-title": "Annals of the Rheumatic Diseases",
    "issued": {"date-parts": [[2010, 8, 1]]},
    "volume": "69",
    "page": "1413-1414",
    "DOI": "10.1136/ard.2010.132639",
}
COMMENT_DOI = {Scheme.DOI: "10.1136/ard.2010.132639"}
AT = "2026-11-22T00:00:00Z"


def witness(registry: str, term: str = "", asserted: str | None = None) -> Witness:
    return Witness(registry, term, AT, asserted)


def link(
    type_: LinkType,
    notice: End,
    registry: str = "pubmed",
    term: str = "",
    asserted: str | None = None,
    work: End | None = None,
) -> Link:
    return Link(type_, notice, work or End(A), (witness(registry, term, asserted),))


ERRATUM = LinkType.ERRATUM
PUBMED_ERRATUM = link(ERRATUM, End(raw=ERRATUM_SOURCE), "pubmed", "ErratumIn")
PAGE_ERRATUM = link(ERRATUM, End(raw=f"{ERRATUM_SOURCE}."), "document", "Erratum in", work=End())


def doi(value: str) -> End:
    return End({Scheme.DOI: value})


class TestMerge:
    def test_an_erratum_known_by_its_source_alone_is_a_notice_without_identifier(self) -> None:
        (merged,) = links.merge([PUBMED_ERRATUM, PAGE_ERRATUM], work=End(A))
        assert (
            Link(
                ERRATUM,
                End({}, f"{ERRATUM_SOURCE}."),
                End(A),
                (witness("document", "Erratum in"), witness("pubmed", "ErratumIn")),
            )
            == merged
        )

    def test_a_title_with_journal_and_year_is_the_notice_of_that_title(self) -> None:
        page = link(LinkType.COMMENT, End(raw=COMMENT_LINE), "document", "Comment in")
        crossref = link(LinkType.COMMENT, End(COMMENT_DOI, None, COMMENT), "crossref")
        (merged,) = links.merge([page, crossref])
        assert (merged.notice.identifiers, merged.notice.record) == (COMMENT_DOI, COMMENT)
        assert [each.registry for each in merged.witnesses] == ["crossref", "document"]

    def test_the_raw_text_that_says_where_the_notice_stands_is_kept(self) -> None:
        source = "Ann Rheum Dis. 2010 Aug;69(8):1413-4. doi: 10.1136/ard.2010.132639"
        page = link(LinkType.COMMENT, End(COMMENT_DOI, COMMENT_LINE), "document")
        pubmed = link(LinkType.COMMENT, End(COMMENT_DOI, source), "pubmed")
        (merged,) = links.merge([page, pubmed])
        assert source == merged.notice.raw

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param(link(ERRATUM, End(raw="Ann Rheum Dis. 2012 Jan;71(1):5")), id="elsewhere"),
            pytest.param(
                link(LinkType.COMMENT, End(raw=ERRATUM_SOURCE)), id="another type, one page"
            ),
            pytest.param(
                replace(PUBMED_ERRATUM, work=End({Scheme.PMID: "1"})), id="about another work"
            ),
        ],
    )
    def test_another_notice_stays_another(self, other: Link) -> None:
        assert not links.same_notice(PUBMED_ERRATUM, other)
        assert len(links.merge([PUBMED_ERRATUM, other])) == 2

    def test_crossref_lists_one_notice_once_for_each_source(self) -> None:
        """As 10.1177/1758835920922055 does: by the publisher and by Retraction Watch."""
        notice = doi("10.1/notice")
        publisher = link(LinkType.RETRACTION, notice, "crossref", "retraction", "2021-03-02")
        watch = link(LinkType.RETRACTION, notice, "retraction-watch", "Retraction", "2021-02-26")
        (merged,) = links.merge([publisher, watch])
        assert (*publisher.witnesses, *watch.witnesses) == merged.witnesses

    def test_what_registries_call_by_two_names_is_one_notice_of_the_severer(self) -> None:
        notice = doi("10.1/notice")
        withdrawal = link(LinkType.WITHDRAWAL, notice, "crossref", "withdrawal")
        retraction = link(LinkType.RETRACTION, notice, "pubmed", "RetractionIn")
        (merged,) = links.merge([withdrawal, retraction])
        assert LinkType.RETRACTION is merged.type
        assert {"withdrawal", "RetractionIn"} == {each.term for each in merged.witnesses}

    def test_an_erratum_is_never_merged_into_a_retraction(self) -> None:
        notice = doi("10.1/notice")
        both = [link(ERRATUM, notice), link(LinkType.RETRACTION, notice, "retraction-watch")]
        assert [each.type for each in links.merge(both)] == [LinkType.RETRACTION, ERRATUM]

    def test_a_repeated_assertion_is_one_as_it_was_read_last(self) -> None:
        before = Witness("crossref", "retraction", "2026-01-01T00:00:00Z", "2019-07-26")
        after = replace(before, fetched_at="2026-11-01T00:00:00Z", via="a mirror")
        notice = doi("10.1/notice")
        links_ = [Link(LinkType.RETRACTION, notice, End(A), (each,)) for each in (after, before)]
        (merged,) = links.merge(links_)
        assert merged.witnesses == (after,)

    def test_one_witness_with_two_dates_says_both(self) -> None:
        """Crossref's own tutorial record lists one notice twice."""
        said = [link(LinkType.RETRACTION, doi("10.1/n"), "crossref", "retraction", date)
                for date in ("2019-07-26", "2019-08-01")]  # fmt: skip
        (merged,) = links.merge(said)
        assert [each.asserted for each in merged.witnesses] == ["2019-07-26", "2019-08-01"]
        assert links.date(merged) == "2019-07-26"

    def test_two_rows_of_retraction_watch_without_a_notice_are_two_corrections(self) -> None:
        rows = [
            Link(
                ERRATUM,
                End(),
                End(A),
                (Witness("retraction-watch", "Correction", AT, None, None, n),),
            )
            for n in ("1", "2", "1")
        ]
        assert len(links.merge(rows)) == 2

    def test_one_notice_under_several_works_is_one_link_for_each(self) -> None:
        notice = doi("10.1/notice")
        works = [doi("10.1/a"), doi("10.1/b")]
        about = [link(LinkType.RETRACTION, notice, work=work) for work in works]
        assert works == [each.work for each in links.merge(about)]

    def test_a_doi_that_two_pmids_share_joins_neither(self) -> None:
        """Different PMIDs are different works even under one DOI."""
        first = link(ERRATUM, End({Scheme.DOI: "10.1/n", Scheme.PMID: "1"}))
        second = link(ERRATUM, End({Scheme.DOI: "10.1/n", Scheme.PMID: "2"}))
        neither = link(ERRATUM, doi("10.1/n"), "crossref")
        assert len(links.merge([first, second, neither, neither])) == 3

    def test_either_end_gives_the_same_link(self) -> None:
        """A RetractionOf on the notice and a RetractionIn on the work are one link."""
        notice, work = End({Scheme.PMID: "2"}), End({Scheme.PMID: "1"})
        told = [
            link(LinkType.RETRACTION, notice, term="RetractionIn", work=work),
            link(LinkType.RETRACTION, notice, term="RetractionOf", work=work),
        ]
        (merged,) = links.merge(told)
        assert (notice, work) == (merged.notice, merged.work)
        assert [each.term for each in merged.witnesses] == ["RetractionIn", "RetractionOf"]

    @pytest.mark.parametrize("type_", [LinkType.RETRACTION, LinkType.REINSTATEMENT])
    def test_a_retraction_that_names_no_notice_is_the_one_there_is(self, type_: LinkType) -> None:
        """Retraction Watch has rows without DOI and PMID of the notice."""
        nameless = link(type_, End(), "retraction-watch", "Retraction", "2019-07-26")
        named = link(type_, doi("10.1/n"), "crossref", "retraction")
        (merged,) = links.merge([nameless, named])
        assert merged.notice == doi("10.1/n")
        assert [each.registry for each in merged.witnesses] == ["crossref", "retraction-watch"]

    def test_a_withdrawal_is_a_retraction_by_another_name(self) -> None:
        nameless = link(LinkType.RETRACTION, End(), "retraction-watch")
        assert len(links.merge([nameless, link(LinkType.WITHDRAWAL, doi("10.1/n"))])) == 1

    def test_it_is_the_one_published_in_place_too(self) -> None:
        nameless = link(LinkType.RETRACTION, End(), "retraction-watch")
        (merged,) = links.merge([nameless, link(LinkType.RETRACTION, End(A))])
        assert merged.notice == End(A)

    def test_beside_two_retractions_it_stays_alone(self) -> None:
        told = [link(LinkType.RETRACTION, doi(f"10.1/{n}")) for n in "ab"]
        nameless = link(LinkType.RETRACTION, End(), "retraction-watch")
        assert len(links.merge([*told, nameless])) == 3

    def test_it_is_not_the_retraction_of_another_work(self) -> None:
        nameless = link(LinkType.RETRACTION, End(), "retraction-watch")
        other = link(LinkType.RETRACTION, doi("10.1/n"), work=doi("10.1/other"))
        assert len(links.merge([nameless, other])) == 2

    @pytest.mark.parametrize(
        "type_", [ERRATUM, LinkType.EXPRESSION_OF_CONCERN, LinkType.COMMENT, LinkType.OTHER]
    )
    def test_an_erratum_that_names_no_notice_may_be_any(self, type_: LinkType) -> None:
        told = [link(type_, End(), "retraction-watch"), link(type_, doi("10.1/n"))]
        assert len(links.merge(told)) == 2

    def test_the_severest_come_first_then_the_earliest(self) -> None:
        told = [
            link(LinkType.COMMENT, doi("10.1/c")),
            link(ERRATUM, doi("10.1/late"), asserted="2012-05"),
            link(ERRATUM, doi("10.1/undated")),
            link(ERRATUM, End(raw=ERRATUM_SOURCE)),
            link(LinkType.RETRACTION, doi("10.1/r")),
        ]
        ordered = [each.notice.identifiers.get(Scheme.DOI) for each in links.merge(told)]
        assert ordered == ["10.1/r", None, "10.1/late", "10.1/undated", "10.1/c"]


ENDS = [
    End({Scheme.DOI: "10.1/n"}),
    End({Scheme.PMID: "1"}),
    End({Scheme.DOI: "10.1/n", Scheme.PMID: "1"}),
    End({Scheme.DOI: "10.1/n", Scheme.PMID: "2"}),
    End(raw=ERRATUM_SOURCE),
    End({Scheme.PMID: "1"}, raw=f"{ERRATUM_SOURCE}. "),
    End(raw=COMMENT_LINE),
    End(COMMENT_DOI, record=COMMENT),
    End(),
]
TOLD = st.lists(
    st.builds(
        link,
        st.sampled_from([ERRATUM, LinkType.RETRACTION, LinkType.WITHDRAWAL, LinkType.COMMENT]),
        st.sampled_from(ENDS),
        st.sampled_from(["pubmed", "crossref"]),
        st.sampled_from(["x", "y"]),
        st.sampled_from([None, "2011", "2011-01-03"]),
        st.sampled_from([End(A), End({Scheme.PMID: "20650877"}), End()]),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(TOLD, st.randoms(use_true_random=False))
def test_the_order_in_which_links_are_told_does_not_matter(
    told: list[Link], chance: random.Random
) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)
    assert links.merge(told) == links.merge(shuffled)


@settings(deadline=None)
@given(TOLD)
def test_no_witness_is_lost_and_no_identifier_invented(told: list[Link]) -> None:
    merged = links.merge(told)
    terms = {(w.registry, w.term) for each in told for w in each.witnesses}
    assert terms == {(w.registry, w.term) for each in merged for w in each.witnesses}
    known = {pair for each in told for pair in each.notice.identifiers.items()}
    assert {pair for each in merged for pair in each.notice.identifiers.items()} <= known


@settings(deadline=None)
@given(TOLD)
def test_merging_what_is_merged_changes_nothing(told: list[Link]) -> None:
    merged = links.merge(told)
    assert merged == links.merge(merged)


class TestViews:
    LINK = link(LinkType.RETRACTION, doi("10.1/notice"))

    def test_the_affected_work_sees_the_notice(self) -> None:
        assert (links.View(self.LINK, Side.WORK, doi("10.1/notice")),) == links.views(
            {Scheme.PMID: "20650877"}, [self.LINK]
        )

    def test_the_notice_sees_the_affected_work(self) -> None:
        assert (links.View(self.LINK, Side.NOTICE, End(A)),) == links.views(
            {Scheme.DOI: "10.1/notice"}, [self.LINK]
        )

    def test_a_stranger_sees_nothing(self) -> None:
        assert links.views({Scheme.DOI: "10.1/other"}, [self.LINK]) == ()

    def test_an_end_that_is_the_work_gets_all_its_identifiers(self) -> None:
        half = link(ERRATUM, doi("10.1/n"), work=End({Scheme.PMID: "20650877"}, raw="x"))
        assert replace(half, work=End(A, raw="x")) == links.widen(half, A)

    def test_a_notice_in_place_is_no_edge(self) -> None:
        """Crossref lists one under the work's own DOI, as in 10.1103/physrevb.98.104436."""
        in_place = link(ERRATUM, End({Scheme.DOI: A[Scheme.DOI]}))
        assert ((self.LINK,), (in_place,)) == links.split_self([in_place, self.LINK])

    @pytest.mark.parametrize("term", REF_TYPES, ids=lambda term: term.term)
    def test_every_ref_type_inverts_to_the_other_end(self, term: object) -> None:
        inverse = invert(term.term)  # type: ignore[attr-defined]
        assert inverse == term.inverse  # type: ignore[attr-defined]
        if inverse is not None:
            assert term.term == invert(inverse)  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        ("expected", "term"),
        [
            ("is-comment-on", "has-comment"),
            *((name, name) for name in UPDATE_TYPES),
            (None, "SomethingNewOf"),
        ],
    )
    def test_crossref_terms_invert(self, expected: str | None, term: str) -> None:
        assert expected == invert(term)


class TestPreprintPairs:
    """7 of the 10 Update links in two real PubMed files are of a preprint and its article."""

    @pytest.mark.parametrize(
        ("expected", "raw"),
        [
            (True, "medRxiv. 2020 Nov 03;:"),
            (True, "bioRxiv. 2020 May 23;:"),
            (False, "Cochrane Database Syst Rev. 2014 Feb 11;(2):CD001689"),
            (False, "Scand J Clin Lab Invest. 2021 Jun 7;:1"),
        ],
    )
    def test_an_update_of_a_preprint_is_known_by_its_source(self, expected: bool, raw: str) -> None:
        update = link(LinkType.UPDATE, End(A), work=End({Scheme.PMID: "33173890"}, raw))
        assert (links.is_preprint_pair(update), update.type) == (expected, LinkType.UPDATE)

    def test_crossrefs_relation_is_one_by_its_name(self) -> None:
        assert links.is_preprint_pair(link(LinkType.PREPRINT_OF, doi("10.1/p")))

    def test_other_links_to_a_preprint_are_no_pair(self) -> None:
        assert not links.is_preprint_pair(link(LinkType.COMMENT, doi("10.1101/305441")))
