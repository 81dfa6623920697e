from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.mirror.plausible import plausible, profile
from citekit.mirror.starter import open_mirror
from citekit.model import (
    Absent,
    Answer,
    Candidate,
    Citation,
    CslItem,
    Found,
    Stamp,
    Unavailable,
)
from citekit.vocab import Scheme

A = "10.1136/ard.2009.123463"
B = "10.1002/art.27548"
COMMENT = "10.1136/ard.2010.132639"
TWIN = "10.1186/ar4520"
TITLE_A = (
    "Allogenic mesenchymal stem cells transplantation in refractory systemic lupus erythematosus: "
    "a pilot clinical study"
)
TITLE_B = (
    "Umbilical cord mesenchymal stem cell transplantation in severe and refractory systemic "
    "lupus erythematosus"
)
STARTER = {one.name: one for one in open_mirror("starter")}
SEEDS = Path("../shared/seeds")


def dois(answer: Answer) -> list[str]:
    found = answer.candidates if isinstance(answer, Found) else ()
    return [one.identifiers[Scheme.DOI] for one in found]


def search(name: str, citation: Citation) -> list[str]:
    return dois(STARTER[name].search(citation, 0.0))


@pytest.mark.parametrize("name", STARTER)
@pytest.mark.parametrize(
    ("raw", "doi"),
    [
        pytest.param(TITLE_A, A, id="title of A"),
        pytest.param(TITLE_B, B, id="title of B"),
        pytest.param(
            f"Liang J, Zhang H, Hua B, et al. {TITLE_A}. Ann Rheum Dis. 2010 Aug;69(8):1423-9.",
            A,
            id="A as one line",
        ),
        pytest.param(
            f"Wang D, et al. {TITLE_B}. Arthritis Rheum 2010;62:2467-75.", B, id="B as one line"
        ),
        pytest.param(
            f"Lyang J. {TITLE_A}. Ann Rheum Dis. 2010;69(8):1423-9.",
            A,
            id="misspelt author",
        ),
        pytest.param(
            f"Wang D. {TITLE_B}. Arthritis Rheum. 2008;62(8):2467-75.", B, id="wrong year"
        ),
        pytest.param("Liang J, et al. Ann Rheum Dis. 2010;69(8):1423-9.", A, id="A without title"),
        pytest.param("Wang D et al. Arthritis Rheum. 2010;62(8):2467-75.", B, id="B without title"),
        pytest.param(TITLE_B.replace("Umbilical cord", "Umbilcal chord"), B, id="misspelt title"),
        pytest.param(TITLE_A.upper(), A, id="capitals"),
    ],
)
def test_the_paper_meant_comes_first(name: str, raw: str, doi: str):
    assert doi == search(name, Citation(raw))[0]


@pytest.mark.parametrize("name", STARTER)
@pytest.mark.parametrize(("seed", "doi"), [("000", A), ("003", B)])
@pytest.mark.skipif(not SEEDS.exists(), reason="the pages are not here")
def test_a_whole_page_still_finds_its_paper(name: str, seed: str, doi: str):
    page = next(SEEDS.glob(f"{seed}_*.txt")).read_text(encoding="utf-8")
    assert doi in search(name, Citation(page))


def test_what_was_taken_apart_is_looked_at_when_the_raw_text_says_nothing():
    said = CslItem({"title": TITLE_B})
    assert search("crossref", Citation("[12]", said=said))[0] == B


def test_journal_volume_and_page_alone_find_the_comment():
    assert search("crossref", Citation("Ann Rheum Dis. 2010 Aug;69(8):1413-4")) == [COMMENT]


def test_author_journal_and_year_are_enough_to_be_considered():
    said = CslItem(
        {
            "author": [{"family": "Liang", "given": "J"}],
            "container-title": "Ann Rheum Dis",
            "issued": {"date-parts": [[2010]]},
        }
    )
    assert search("pubmed", Citation("Liang 2010", said=said)) == [A]


def test_the_twin_is_offered_beside_b_but_behind_it():
    assert search("crossref", Citation(TITLE_B))[:2] == [B, TWIN]


def test_the_erratum_is_not_taken_for_its_paper():
    assert search("pubmed", Citation("Ann Rheum Dis. 2011 Jan;70(1):237.")) == []


def test_one_shared_word_is_no_sign():
    one = Candidate(CslItem({"title": "Editorial"}), {}, Stamp("crossref", ""))
    assert plausible(Citation("An editorial note on something else"), [profile(one)]) == ()


def test_no_more_than_ten_are_offered():
    stamp = Stamp("crossref", "")
    many = [Candidate(CslItem({"title": f"{TITLE_B} {n}"}), {}, stamp) for n in range(50)]
    offered = plausible(Citation(TITLE_B), [profile(one) for one in many])
    assert tuple(many[:10]) == offered


@given(
    st.text(),
    st.fixed_dictionaries(
        {},
        optional={
            "title": st.text(),
            "volume": st.text(),
            "page": st.text(),
            "container-title": st.text(),
            "author": st.lists(
                st.fixed_dictionaries({}, optional={"family": st.text(), "literal": st.text()})
            ),
            "issued": st.just({"date-parts": [[]]}) | st.just({"literal": "x"}),
        },
    ),
)
@settings(deadline=None)
def test_any_text_has_an_answer(raw: str, said: CslItem):
    for one in STARTER.values():
        answer = one.search(Citation(raw, said=said), 0.0)
        assert isinstance(answer, Found | Absent | Unavailable)
