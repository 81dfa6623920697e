"""The answers of several registries about one work, as one record."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import cast, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit import precedence, records
from citekit.model import (
    Alternative,
    Candidate,
    CslItem,
    CslName,
    End,
    FieldSource,
    Identifiers,
    Link,
    Stamp,
    Witness,
)
from citekit.vocab import DOCUMENT, HAND, LinkType, Scheme

DOI, PMID, PMCID = Scheme.DOI, Scheme.PMID, Scheme.PMCID
AT = "2026-11-22T00:00:00Z"
A_DOI, A_PMID = "10.1136/ard.2009.123463", "20650877"


def candidate(
    registry: str, item: CslItem, names: Identifiers, at: str = AT, links: tuple[Link, ...] = ()
) -> Candidate:
    return Candidate(item, names, Stamp(registry, at), links)


def people(*names: str) -> list[CslName]:
    return [
        CslName(family=family, given=given)
        for family, _, given in (name.partition(", ") for name in names)
    ]


PUBMED = candidate(
    "pubmed",
    {
        "type": "article-journal",
        "title": "Allogenic mesenchymal stem cells transplantation",
        "author": people("Liang, J", "Zhang, H", "Sun, L"),
        "container-title": "Annals of the rheumatic diseases",
        "container-title-short": "Ann Rheum Dis",
        "issued": {"date-parts": [[2010, 8]]},
        "page": "1423-1429",
        "PMID": A_PMID,
        "custom": {"publication_types": ["Journal Article"]},
    },
    {PMID: A_PMID, DOI: A_DOI},
)
CROSSREF = candidate(
    "crossref",
    {
        "type": "article-journal",
        "title": "Allogenic mesenchymal stem cells transplantation",
        "author": people("Liang, Jun", "Zhang, Huayong", "Sun, Lingyun"),
        "container-title": "Annals of the Rheumatic Diseases",
        "container-title-short": "Annals of the Rheumatic Diseases",
        "issued": {"date-parts": [[2010, 6, 22]]},
        "page": "1423",
        "publisher": "BMJ",
        "DOI": "10.1136/ard.2009.123463",
        "custom": {"orcid": {"0": "0000-0002-1825-0097"}},
    },
    {DOI: A_DOI},
)


class TestGroup:
    def test_both_registries_answers_about_one_work_are_one_group(self) -> None:
        assert records.group([CROSSREF, PUBMED]) == [(PUBMED, CROSSREF)]

    def test_a_shared_pmcid_is_enough(self) -> None:
        a = candidate("pubmed", {}, {PMID: "1", PMCID: "PMC1"})
        b = candidate("crossref", {}, {DOI: "10.1/x", PMCID: "PMC1"})
        assert records.group([a, b]) == [(a, b)]

    def test_what_shares_nothing_stays_apart(self) -> None:
        other = candidate("crossref", CROSSREF.item, {DOI: "10.1/other"})
        assert len(records.group([PUBMED, other])) == 2

    def test_one_that_knows_both_names_joins_two_that_know_one_each(self) -> None:
        a = candidate("crossref", {}, {DOI: "10.1/x", Scheme.ARXIV: "2001.00001"})
        b = candidate("other", {}, {PMCID: "PMC1", Scheme.ISBN: "9780000000002"})
        c = candidate("pubmed", {}, {DOI: "10.1/x", PMCID: "PMC1"})
        assert len(records.group([a, b, c])) == 1

    def test_chapters_of_one_book_are_works_of_their_own(self) -> None:
        isbn = {Scheme.ISBN: "9780000000002"}
        chapters = [candidate("crossref", {}, {DOI: f"10.1/ch{n}", **isbn}) for n in (1, 2)]
        assert len(records.group(chapters)) == 2


class TestGroupOfTwoPmidsUnderOneDoi:
    """It happens: two letters deposited together, a journal's two editions."""

    FIRST = candidate(
        "pubmed", {"title": "On lupus", "volume": "1", "page": "5-6"}, {PMID: "1", DOI: "10.1/x"}
    )
    SECOND = candidate(
        "pubmed", {"title": "In reply", "volume": "1", "page": "6-7"}, {PMID: "2", DOI: "10.1/x"}
    )

    @pytest.mark.parametrize(
        ("joins", "item"),
        [
            pytest.param("first", CslItem(title="On Lupus.", page="5"), id="by title"),
            pytest.param("second", CslItem(volume="1", page="6"), id="by volume and page"),
            pytest.param("neither", CslItem(title="On lupus", page="9"), id="title against page"),
            pytest.param("neither", CslItem(volume="1"), id="too little to tell"),
        ],
    )
    def test_crossrefs_record_joins_the_one_it_describes(self, joins: str, item: CslItem) -> None:
        crossref = candidate("crossref", item, {DOI: "10.1/x"})
        groups = records.group([crossref, self.SECOND, self.FIRST])
        companions = {
            "first": (self.FIRST, crossref),
            "second": (self.SECOND, crossref),
            "neither": (crossref,),
        }
        assert companions[joins] in groups
        assert sum(map(len, groups)) == 3

    def test_the_two_never_join(self) -> None:
        assert len(records.group([self.FIRST, self.SECOND])) == 2


class TestMerge:
    RECORD = records.merge([PUBMED, CROSSREF])

    @pytest.mark.parametrize(
        ("field", "registry", "value"),
        [
            ("author", "crossref", people("Liang, Jun", "Zhang, Huayong", "Sun, Lingyun")),
            ("container-title", "crossref", "Annals of the Rheumatic Diseases"),
            ("container-title-short", "pubmed", "Ann Rheum Dis"),
            ("issued", "pubmed", {"date-parts": [[2010, 8]]}),
            ("page", "pubmed", "1423-1429"),
            ("publisher", "crossref", "BMJ"),
            ("PMID", "pubmed", A_PMID),
        ],
    )
    def test_each_field_comes_from_the_registry_that_knows_it(
        self, field: str, registry: str, value: object
    ) -> None:
        assert self.RECORD.item[field] == value  # type: ignore[literal-required]
        assert self.RECORD.fields[field] == FieldSource(registry, AT)

    def test_identifiers_are_united(self) -> None:
        assert self.RECORD.identifiers == {DOI: A_DOI, PMID: A_PMID}

    def test_custom_is_merged(self) -> None:
        assert self.RECORD.item["custom"] == {
            "publication_types": ["Journal Article"],
            "orcid": {"0": "0000-0002-1825-0097"},
        }

    def test_every_field_has_its_source_and_no_other(self) -> None:
        assert set(self.RECORD.fields) == set(self.RECORD.item)

    def test_what_no_registry_said_is_absent(self) -> None:
        assert "volume" not in self.RECORD.item

    def test_one_candidate_is_its_own_record(self) -> None:
        assert records.merge([CROSSREF]).item == CROSSREF.item

    def test_a_key_is_no_fact(self) -> None:
        keyed = candidate("other", {"id": "10.1/x", "title": "X"}, {DOI: "10.1/x"})
        assert records.merge([keyed]).item == {"title": "X"}

    def test_an_aliased_doi_gives_way_to_the_prime_that_crossref_names(self) -> None:
        prime = replace(CROSSREF, identifiers={DOI: "10.1136/prime", PMID: A_PMID})
        assert records.merge([PUBMED, prime]).identifiers[DOI] == "10.1136/prime"

    def test_the_newer_answer_of_one_registry_wins(self) -> None:
        before = candidate("pubmed", {"volume": "68"}, {PMID: "1"}, "2026-01-01T00:00:00Z")
        after = candidate("pubmed", {"volume": "69"}, {PMID: "1"}, "2026-11-01T00:00:00Z")
        assert records.merge([before, after]).item["volume"] == "69"

    def test_the_precedence_table_names_csl_variables_only(self) -> None:
        assert set(precedence.FIELDS) <= set(get_type_hints(CslItem))


class TestAlternatives:
    RECORD = records.merge([PUBMED, CROSSREF])

    def test_what_lost_is_kept_with_who_said_it(self) -> None:
        assert self.RECORD.alternatives["page"] == (Alternative("crossref", AT, "1423"),)
        assert self.RECORD.alternatives["issued"] == (
            Alternative("crossref", AT, {"date-parts": [[2010, 6, 22]]}),
        )

    def test_agreement_is_told_from_silence(self) -> None:
        assert self.RECORD.alternatives["title"] == (
            Alternative("crossref", AT, "Allogenic mesenchymal stem cells transplantation"),
        )
        assert "publisher" not in self.RECORD.alternatives

    def test_of_a_merged_field_everybodys_own_part_is_kept(self) -> None:
        assert self.RECORD.alternatives["custom"] == (
            Alternative("pubmed", AT, {"publication_types": ["Journal Article"]}),
            Alternative("crossref", AT, {"orcid": {"0": "0000-0002-1825-0097"}}),
        )

    def test_a_registrys_older_answer_is_no_alternative_to_its_newer_one(self) -> None:
        before = candidate("pubmed", {"volume": "68"}, {PMID: "1"}, "2026-01-01T00:00:00Z")
        after = candidate("pubmed", {"volume": "69"}, {PMID: "1"}, "2026-11-01T00:00:00Z")
        assert records.merge([before, after]).alternatives == {}

    def test_a_value_set_by_hand_is_believed_before_every_registry(self) -> None:
        hand = candidate(HAND, {"title": "ALL IN CAPITALS", "author": people("X, Y")}, {})
        record = records.merge([hand, PUBMED, CROSSREF])
        assert record.item["title"] == "ALL IN CAPITALS"
        assert record.fields["author"] == FieldSource(HAND, AT)
        assert [one.registry for one in record.alternatives["title"]] == ["pubmed", "crossref"]


class TestAuthors:
    def merged(self, pubmed: list[CslName], crossref: list[CslName], cut: bool = False) -> str:
        item: CslItem = {"author": pubmed}
        if cut:
            item["custom"] = {"author_complete": False}
        told = [
            candidate("pubmed", item, {PMID: "1"}),
            candidate("crossref", {"author": crossref}, {DOI: "10.1/x"}),
        ]
        return records.merge(told).fields["author"].registry

    WHOLE = people("Liang, Jun", "Zhang, Huayong")

    def test_a_shorter_list_loses(self) -> None:
        assert self.merged(self.WHOLE, people("Liang, Jun")) == "pubmed"

    def test_a_list_in_capitals_loses(self) -> None:
        assert self.merged(people("Liang, J"), people("LIANG, JUN")) == "pubmed"

    def test_two_letters_in_capitals_may_be_a_name(self) -> None:
        assert self.merged(people("Li, J"), people("LI, Jun")) == "crossref"

    def test_bare_initials_lose(self) -> None:
        assert self.merged(self.WHOLE, people("Liang, J.", "Zhang, H.")) == "pubmed"

    def test_a_list_known_to_be_cut_never_wins_however_long(self) -> None:
        assert self.merged(self.WHOLE, people("Liang, Jun"), cut=True) == "crossref"

    def test_the_only_list_may_be_cut_and_says_so(self) -> None:
        cut = candidate(
            "pubmed", {"author": self.WHOLE, "custom": {"author_complete": False}}, {PMID: "1"}
        )
        other = candidate("crossref", {"title": "X"}, {DOI: "10.1/x"})
        assert records.merge([cut, other]).item["custom"] == {"author_complete": False}

    def test_a_whole_list_is_not_called_cut_because_another_was(self) -> None:
        cut = replace(
            PUBMED, item={"author": people("Liang, J"), "custom": {"author_complete": False}}
        )
        assert "author_complete" not in records.merge([cut, CROSSREF]).item["custom"]

    def test_an_orcid_stays_with_its_person(self) -> None:
        """Positions count in one list only: Crossref's first author may be PubMed's second."""
        longer = replace(PUBMED, item={"author": people("Sun, Lingyun", *("Liang, Jun",) * 3)})
        assert "custom" not in records.merge([longer, CROSSREF]).item

    def test_an_orcid_is_taken_over_where_the_lists_agree(self) -> None:
        whole = people("Liang, Jun", "Zhang, Huayong", "Sun, Lingyun")
        shouted = people("LIANG, JUN", "ZHANG, HUAYONG", "SUN, LINGYUN")
        pubmed = replace(PUBMED, item={"author": whole})
        crossref = replace(CROSSREF, item={**CROSSREF.item, "author": shouted})
        record = records.merge([pubmed, crossref])
        assert record.fields["author"].registry == "pubmed"
        assert record.item["custom"] == {"orcid": {"0": "0000-0002-1825-0097"}}


def test_a_title_in_capitals_gives_way() -> None:
    shouted = replace(PUBMED, item={"title": "ALLOGENIC STEM CELLS"})
    assert records.merge([shouted, CROSSREF]).fields["title"].registry == "crossref"


class TestLinks:
    def told(self, registry: str, notice: End, work: End) -> Link:
        return Link(LinkType.ERRATUM, notice, work, (Witness(registry, "", AT),))

    def test_links_of_both_registries_are_merged_on_the_united_work(self) -> None:
        """PubMed's link stands on the PMID, Crossref's on the DOI: one work, one notice."""
        notice = End({DOI: "10.1/n"})
        pubmed = replace(PUBMED, links=(self.told("pubmed", notice, End({PMID: A_PMID})),))
        crossref = replace(CROSSREF, links=(self.told("crossref", notice, End({DOI: A_DOI})),))
        (link,) = records.merge([pubmed, crossref]).links
        assert link.work == End({DOI: A_DOI, PMID: A_PMID})
        assert [witness.registry for witness in link.witnesses] == ["crossref", "pubmed"]

    def test_a_work_that_is_the_notice_gets_its_identifiers_at_that_end(self) -> None:
        about = self.told("pubmed", End({PMID: A_PMID}), End({PMID: "1"}))
        (link,) = records.merge([replace(PUBMED, links=(about,)), CROSSREF]).links
        assert (link.notice.identifiers, link.work.identifiers) == (
            {DOI: A_DOI, PMID: A_PMID},
            {PMID: "1"},
        )


ITEMS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["One title", "Another", "ONE TITLE"]),
        "volume": st.sampled_from(["1", "2"]),
        "author": st.sampled_from([people("Liang, J"), people("Liang, Jun", "Sun, L")]),
        "custom": st.sampled_from([{"author_complete": False}, {"agency": "DataCite"}]),
    },
)
NAMES = st.fixed_dictionaries(
    {},
    optional={
        DOI: st.sampled_from(["10.1/a", "10.1/b"]),
        PMID: st.sampled_from(["1", "2"]),
        PMCID: st.sampled_from(["PMC1", "PMC2"]),
    },
)
CANDIDATES = st.lists(
    st.builds(
        candidate,
        st.sampled_from(["pubmed", "crossref", "other"]),
        ITEMS,
        NAMES,
        st.sampled_from([AT, "2025-01-01T00:00:00Z"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None)
@given(CANDIDATES, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(
    told: list[Candidate], chance: random.Random
) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)
    assert records.group(told) == records.group(shuffled)
    assert records.merge(told) == records.merge(shuffled)


@settings(deadline=None)
@given(CANDIDATES)
def test_every_candidate_is_in_one_group_and_no_group_has_two_pmids(
    told: list[Candidate],
) -> None:
    groups = records.group(told)
    assert sorted(map(repr, told)) == sorted(repr(each) for group in groups for each in group)
    for group in groups:
        assert len({each.identifiers[PMID] for each in group if PMID in each.identifiers}) <= 1


@settings(deadline=None)
@given(CANDIDATES, st.sampled_from([DOCUMENT, HAND, "pubmed"]), st.booleans())
def test_one_candidate_is_made_a_record_as_several_are(
    told: list[Candidate], registry: str, complete: bool
) -> None:
    erratum = Link(LinkType.ERRATUM, End(raw="Lupus. 2001;1:2"), End({DOI: A_DOI}), ())
    custom = {"author_complete": complete, "orcid": {"0": "x", "7": "y"}, "agency": "mEDRA"}
    for one in told:
        facts = {**one.item, "accessed": {"literal": "x"}, "id": "k", "note": "", "custom": custom}
        for item in (one.item, cast("CslItem", facts)):
            alone = replace(one, item=item, stamp=Stamp(registry, AT), links=(erratum,))
            assert repr(records.merge([alone])) == repr(records._united((alone,)))


def test_a_persons_words_go_first_however_they_look() -> None:
    def said(registry: str, title: str, *families: str) -> Candidate:
        author = [{"family": family} for family in families]
        told = {"title": title, "author": author, "accessed": {"literal": registry}}
        item = cast("CslItem", told)
        return Candidate(item, {Scheme.PMID: "1"}, Stamp(registry, "2026-01-01T00:00:00Z"))

    document = said(DOCUMENT, "SLOW EFFECTS", "DOE")
    registries = [said("pubmed", "Slow effects", "Doe", "Roe"), said("crossref", "Slow", "Poe")]
    merged = records.merge([*registries, document])
    assert merged.item == document.item
    assert {one.registry for one in merged.fields.values()} == {DOCUMENT}
    assert {one.registry for one in merged.alternatives["title"]} == {"pubmed", "crossref"}
    by_hand = said(HAND, "Slow", "Doe")
    assert records.merge([*registries, document, by_hand]).item == by_hand.item
    assert "accessed" not in records.merge(registries).item
