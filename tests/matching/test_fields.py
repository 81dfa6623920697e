"""Authors and place: what agrees, what slipped, what differs, and how it is told."""

from __future__ import annotations

import pytest

from citekit.matching import authors, place
from citekit.matching.evidence import Evidence, Field, Verdict
from citekit.matching.written import prepare
from citekit.model import Citation, CslItem, CslName
from tests.matching.neighbourhood import A, B, people


def by_authors(said: str, item: CslItem, raw: str = "") -> Evidence:
    return authors.compare(prepare(Citation(raw, said={"author": people(said)})), item)


class TestAuthors:
    @pytest.mark.parametrize(
        ("expected", "said"),
        [
            pytest.param("agrees", "Liang J", id="the first"),
            pytest.param("agrees", "Laing J", id="misspelt"),
            pytest.param("agrees", "LIANG Jun", id="whole given name"),
            pytest.param("agrees", "Liang J, Sun L", id="the list cut in the middle"),
            pytest.param("near", "Zhang H", id="another author"),
            pytest.param("near", "Quist P, Zhang H, Hua B", id="most of them"),
            pytest.param("differs", "Liang X", id="another initial"),
            pytest.param("differs", "Quist P", id="nobody"),
        ],
    )
    def test_a_list_against_papers_a(self, expected: str, said: str) -> None:
        assert by_authors(said, A.item).verdict is Verdict(expected)

    def test_a_list_known_to_be_cut_cannot_lack_anybody(self) -> None:
        """B's page lost the first name; its record holds only what the page shows."""
        assert by_authors("Sun L", B.item).verdict is Verdict.SILENT

    def test_family_and_given_name_change_places(self) -> None:
        item: CslItem = {"author": [CslName(family="Liang", given="Jun")]}
        said: CslItem = {"author": [CslName(family="Jun", given="Liang")]}
        assert authors.compare(prepare(Citation("", said=said)), item).verdict is Verdict.AGREES

    def test_further_authors_add_to_the_first(self) -> None:
        assert by_authors("Liang J, Zhang H", A.item).points > by_authors("Liang J", A.item).points

    def test_the_reason_names_both(self) -> None:
        assert by_authors("Quist P", A.item).reason == "author Quist, record has Liang"

    def test_the_first_family_is_found_in_the_text(self) -> None:
        written = prepare(Citation("liang et al, lupus 2010", said={"title": "x"}))
        assert authors.compare(written, A.item).verdict is Verdict.AGREES


def verdicts(raw: str, said: CslItem, item: CslItem) -> dict[str, str]:
    compared = place.compare(prepare(Citation(raw, said=said)), item)
    return {each.field: str(each.verdict) for each in compared if each.verdict != "silent"}


class TestPlace:
    @pytest.mark.parametrize(
        ("expected", "said"),
        [
            pytest.param("agrees", {"issued": {"date-parts": [[2010]]}}, id="year"),
            pytest.param("near", {"issued": {"date-parts": [[2011]]}}, id="a year later"),
            pytest.param("differs", {"issued": {"date-parts": [[2012]]}}, id="two years later"),
            pytest.param("agrees", {"container-title": "Ann. Rheum. Dis."}, id="journal"),
            pytest.param("differs", {"container-title": "Lupus"}, id="another journal"),
            pytest.param("agrees", {"volume": "Vol. 069"}, id="volume"),
            pytest.param("differs", {"volume": "70"}, id="another volume"),
            pytest.param("agrees", {"issue": "08"}, id="issue"),
            pytest.param("agrees", {"page": "1423–9"}, id="pages"),
            pytest.param("near", {"page": "1432-9"}, id="digits swapped"),
            pytest.param("near", {"page": "1425"}, id="a page inside"),
            pytest.param("differs", {"page": "237"}, id="another page"),
        ],
    )
    def test_a_field_against_papers_a(self, expected: str, said: CslItem) -> None:
        assert list(verdicts("", said, A.item).values()) == [expected]

    def test_an_article_number_is_a_first_page(self) -> None:
        item: CslItem = {"number": "R79"}
        assert verdicts("", {"page": "r79"}, item) == {"page": "agrees"}

    def test_a_year_online_counts_too(self) -> None:
        item: CslItem = {
            "issued": {"date-parts": [[2010]]},
            "available-date": {"date-parts": [[2008, 12]]},
        }
        assert verdicts("", {"issued": {"date-parts": [[2008]]}}, item) == {"year": "agrees"}

    @pytest.mark.parametrize(
        "raw",
        [
            "ann rheum dis 2010 69(8):1423-9",
            "Ann Rheum Dis, vol 69 no 8, p. 1423, 2010",
            "2010 Ann. Rheum. Dis. 69 1423",
        ],
    )
    def test_numbers_near_each_other_in_the_text_are_the_place(self, raw: str) -> None:
        found = verdicts(raw, {"title": "x"}, A.item)
        assert set(found.values()) == {"agrees"}
        assert set(found) >= {"year", "journal", "volume", "page"}

    def test_a_run_of_numbers_that_has_neither_is_another_place(self) -> None:
        found = verdicts("ann rheum dis 2011 70 1 237", {"title": "x"}, A.item)
        assert (found["volume"], found["page"]) == ("differs", "differs")

    @pytest.mark.parametrize("raw", ["accessed 2020 05 12", "on 12.5.2020", "2010 and 2011"])
    def test_a_date_is_no_place(self, raw: str) -> None:
        assert not {"volume", "page"} & set(verdicts(raw, {"title": "x"}, A.item))

    def test_numbers_far_apart_are_no_place(self) -> None:
        raw = "69 patients, 12 weeks, 3 centres, 40 mg, 5 deaths and 1423 visits"
        assert verdicts(raw, {"title": "x"}, A.item) == {}

    def test_a_journal_of_one_word_needs_a_number_behind_it(self) -> None:
        item: CslItem = {"container-title": "Appetite"}
        assert verdicts("Appetite in rats", {"title": "x"}, item) == {}
        assert verdicts("Sun L. Appetite, 165", {"title": "x"}, item) == {"journal": "agrees"}

    def test_the_reason_names_both(self) -> None:
        said: CslItem = {"issued": {"date-parts": [[2011]]}}
        year = place.compare(prepare(Citation("", said=said)), A.item)[0]
        assert (year.field, year.reason) == (Field.YEAR, "year 2011, record has 2010")
