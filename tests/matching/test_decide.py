"""Which record a citation means, among neighbours that are easily mistaken for it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.matching.decide import decide
from citekit.matching.score import ACCEPT, score
from citekit.model import Citation, CslItem, Record
from citekit.text import freetext
from citekit.vocab import Scheme
from tests.matching import neighbourhood
from tests.matching.neighbourhood import (
    ALL,
    BARE_ERRATUM,
    COMMENT,
    ERRATUM,
    PART_TWO,
    REPLY,
    SAME_PAGE,
    TWIN,
    A,
    B,
    people,
    without,
)

TITLE_A, TITLE_B, TITLE_TWIN = A.item["title"], B.item["title"], TWIN.item["title"]
MAIN_TITLE_A = TITLE_A.partition(":")[0]


def name(record: Record) -> str:
    return next(key for key, value in vars(neighbourhood).items() if value is record)


def chosen(citation: Citation, records: tuple[Record, ...] = ALL) -> str | None:
    decision = decide(citation, records)
    if decision.ambiguous:
        return "ambiguous"
    return name(decision.accepted.record) if decision.accepted else None


FREE_TEXT = [
    pytest.param(
        "A",
        f"Liang J, Zhang H, Hua B, Wang H, Lu L, Shi S, et al. {TITLE_A}. "
        "Ann Rheum Dis. 2010 Aug;69(8):1423-9.",
        id="A Vancouver",
    ),
    pytest.param(
        "A",
        f"Liang, J., Zhang, H., Hua, B., & Sun, L. (2010). {TITLE_A}. "
        "Annals of the Rheumatic Diseases, 69(8), 1423–1429.",
        id="A APA",
    ),
    pytest.param(
        "A",
        f"Laing J, Zhang H, et al. {TITLE_A}. Ann Rheum Dis. 2010;69(8):1423-9.",
        id="A misspelt author",
    ),
    pytest.param(
        "A",
        f"Liang J, Zhang H, et al. {TITLE_A}. Ann Rheum Dis. 2013;69(8):1423-9.",
        id="A wrong year",
    ),
    pytest.param("A", "Liang J, Zhang H. Ann Rheum Dis. 2010;69(8):1423-9.", id="A no title"),
    pytest.param("A", "Liang J et al., Ann. Rheum. Dis. 69, 1423 (2010)", id="A physics style"),
    pytest.param("A", f"Liang J. {TITLE_A}. Ann Rheum Dis. 2010;69:1423.", id="A one author"),
    pytest.param(
        "A", f"{TITLE_A}. Ann Rheum Dis. 2010;69(8):1423-9.".replace(" ", "  "), id="A no author"
    ),
    pytest.param(
        "A",
        f"Liang J, Zhang H. {TITLE_A}. Ann Rheum Dis. 2010;69(8):1423‐9.".replace("-", "\u2011"),
        id="A typographic hyphens",
    ),
    pytest.param(
        "A",
        f"Liang J, Zhang H. {TITLE_A}. Ann Rheum Dis. 2010;69(8):1423-9.".lower(),
        id="A in small letters",
    ),
    pytest.param(
        "A",
        f"liang j zhang h {TITLE_A} ann rheum dis 2010 69 8 1423 9".lower(),
        id="A without any punctuation",
    ),
    pytest.param("A", f"Liang J. {MAIN_TITLE_A}. Ann Rheum Dis 2010.", id="A without subtitle"),
    pytest.param(
        "B",
        f"Wang D, et al. {TITLE_B}. Arthritis Rheum. 2010;62(8):2467-75.",
        id="B Vancouver",
    ),
    pytest.param(
        "B",
        f"Wang, D., et al. (2010). {TITLE_B}. Arthritis & Rheumatism, 62(8), 2467–2475.",
        id="B APA",
    ),
    pytest.param(
        "B",
        f"Sun L, Wang D, Liang J, et al. {TITLE_B}. Arthritis Rheum. 2010;62(8):2467-75.",
        id="B with the author its page lost",
    ),
    pytest.param(
        "B",
        f"Wong D, et al. {TITLE_B}. Arthritis Rheum. 2010;62(8):2467-75.",
        id="B misspelt author",
    ),
    pytest.param(
        "B", f"Wang D, et al. {TITLE_B}. Arthritis Rheum. 2005;62(8):2467-75.", id="B wrong year"
    ),
    pytest.param("B", "Wang D, et al. Arthritis Rheum. 2010;62(8):2467-75.", id="B no title"),
    pytest.param(
        "B",
        f"Wang D, et al. {TITLE_B}. Arthritis Rheum. 2010;62(8):2467-75.".lower(),
        id="B in small letters",
    ),
    pytest.param("B", TITLE_B, id="B title only"),
    pytest.param("B", TITLE_B.replace("refractory", "refractry"), id="B title with a typo"),
]


@pytest.mark.parametrize(("expected", "raw"), FREE_TEXT)
def test_free_text_finds_its_work(expected: str, raw: str) -> None:
    assert chosen(Citation(raw)) == expected
    assert chosen(Citation(raw, said=freetext.describe(raw))) == expected


def test_the_page_of_a() -> None:
    """The clinic's page gives title, authors and the journal's line, and goes on for long."""
    said: CslItem = {
        "title": f"{TITLE_A}.",
        "author": people("Liang J, Zhang H, Hua B, Wang H, Lu L, Shi S, Hou Y, Zeng X"),
        **freetext.describe("Ann Rheum Dis. 2010 Aug;69(8):1423-9."),
    }
    page = f"Erratum in Ann Rheum Dis. 2011 Jan;70(1):237. {COMMENT.item['title']}. " * 20
    assert chosen(Citation(page, said=said)) == "A"


def test_the_page_of_b() -> None:
    """The other page gives title, day and one name from the middle of the list."""
    said: CslItem = {
        "title": TITLE_B,
        "issued": {"date-parts": [[2010, 8, 3]]},
        "author": [{"family": "Wang", "given": "Dandan"}],
    }
    assert chosen(Citation(f"{TITLE_B}\nFirst published: 03 August 2010", said=said)) == "B"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(TITLE_TWIN, id="title only"),
        pytest.param(TITLE_TWIN.replace("refractory", "refractry"), id="one word misspelt"),
        pytest.param(TITLE_TWIN.replace("active", "actve"), id="the telling word misspelt"),
        pytest.param(TITLE_TWIN.partition(":")[0], id="no subtitle"),
        pytest.param(f"Wang D, Li J. {TITLE_TWIN}. Arthritis Res Ther 2014;16:R79.", id="whole"),
        pytest.param(f"Wang D. {TITLE_TWIN}. Arthritis Rheum. 2010.", id="with B's journal"),
    ],
)
def test_the_2014_twin_is_never_taken_for_b(raw: str) -> None:
    """One word in ten differs: "active and refractory" is not "severe and refractory"."""
    assert chosen(Citation(raw), without(TWIN)) is None
    assert chosen(Citation(raw)) in {"TWIN", None}


def test_b_is_never_taken_for_the_2014_twin() -> None:
    assert chosen(Citation(TITLE_B), without(B)) is None


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("Ann Rheum Dis. 2011 Jan;70(1):237", id="its place only"),
        pytest.param(f"Liang J. {TITLE_A}. Ann Rheum Dis. 2011 Jan;70(1):237.", id="bare title"),
        pytest.param(f"Liang J. Erratum: {TITLE_A}. Ann Rheum Dis. 2011;70:237.", id="its own"),
        pytest.param(f"Correction to: {TITLE_A}.", id="title only"),
        pytest.param(f"Liang J. {TITLE_A}. Ann Rheum Dis. 2010;69(12):2204.", id="same volume"),
        pytest.param(
            f"Liang J. {TITLE_A}. Ann Rheum Dis. 2011 Jan;70(1):237.".lower(), id="small letters"
        ),
        pytest.param(
            f"liang j {TITLE_A} ann rheum dis 2011 70 1 237".lower(), id="without punctuation"
        ),
    ],
)
def test_as_erratum_is_never_taken_for_a(raw: str) -> None:
    """A notice has its work's title and authors; it stands elsewhere."""
    assert chosen(Citation(raw), without(ERRATUM, BARE_ERRATUM, REPLY)) is None


@pytest.mark.parametrize(
    ("expected", "raw"),
    [
        ("ERRATUM", f"Correction to: {TITLE_A}"),
        ("BARE_ERRATUM", f"Liang J. {TITLE_A}. Ann Rheum Dis. 2011 Jan;70(1):237."),
        ("REPLY", f"Author's reply: {TITLE_A}"),
        ("PART_TWO", f"{TITLE_A} (II)"),
        ("COMMENT", "Mesenchymal stem cells in the treatment of autoimmune diseases"),
        ("TWIN", TITLE_TWIN),
    ],
)
def test_a_neighbour_is_found_by_its_own_name(expected: str, raw: str) -> None:
    assert chosen(Citation(raw)) == expected


def test_the_page_link_of_the_comment_is_the_comment() -> None:
    raw = "Mesenchymal stem cells in the treatment of autoimmune diseases. [Ann Rheum Dis. 2010]"
    assert chosen(Citation(raw)) == "COMMENT"


class TestAmbiguous:
    def test_two_works_on_one_page_without_title_or_author(self) -> None:
        decision = decide(Citation("Ann Rheum Dis 2010;69(8):1423"), ALL)
        assert decision.ambiguous
        assert decision.accepted is None
        assert {name(each.record) for each in decision.scored[:2]} == {"A", "SAME_PAGE"}

    def test_the_author_tells_them_apart(self) -> None:
        raw = "Quist P. Ann Rheum Dis. 2010;69(8):1423."
        assert chosen(Citation(raw)) == name(SAME_PAGE)

    def test_two_works_of_one_title(self) -> None:
        assert chosen(Citation(TITLE_A)) == "ambiguous"
        assert chosen(Citation(TITLE_A), without(BARE_ERRATUM)) == "A"

    def test_one_work_known_by_two_names_is_not_two(self) -> None:
        """Crossref's record has no PMID and PubMed's may have no DOI."""
        by_doi = Record(A.item, {Scheme.DOI: "10.1136/ard.2009.123463"}, {}, (), ())
        by_pmid = Record(A.item, {Scheme.PMID: "20650877"}, {}, (), ())
        decision = decide(Citation(FREE_TEXT[0].values[1]), (by_doi, by_pmid))  # type: ignore[arg-type]
        assert decision.accepted is not None


@pytest.mark.parametrize(
    "citation",
    [
        pytest.param(Citation(""), id="empty"),
        pytest.param(Citation("hello"), id="a word"),
        pytest.param(Citation("Editorial"), id="a heading"),
        pytest.param(Citation("Liang J. 2010"), id="author and year"),
        pytest.param(Citation("Ann Rheum Dis. 2010;69(8)"), id="an issue"),
        pytest.param(Citation("Ann Rheum Dis. 69:1423"), id="no year, no author"),
        pytest.param(Citation(MAIN_TITLE_A), id="a title without its subtitle"),
        pytest.param(Citation(f"Quist P, Ahlberg M. {TITLE_B}"), id="the title by others"),
    ],
)
def test_too_little_accepts_nothing(citation: Citation) -> None:
    by_others = Record({**B.item, "custom": {}}, B.identifiers, {}, (), ())
    records = (A, by_others, *without(A, B, BARE_ERRATUM, SAME_PAGE))
    assert decide(citation, records).accepted is None


class TestReasons:
    def test_what_agreed_and_what_did_not_is_told_in_order(self) -> None:
        raw = f"Liang J, Zhang H. {TITLE_A}. Ann Rheum Dis. 2012;69(8):1423-9."
        assert score(Citation(raw), A)[1] == (
            "title 1.00",
            "first author Liang",
            "year 2012, record has 2010",
            "journal agrees",
            "volume and first page agree",
            "issue 8",
        )

    def test_a_rejection_is_told(self) -> None:
        reasons = score(Citation(f"Correction to: {TITLE_A}"), A)[1]
        assert reasons[-1] == "rejected: another work of nearly this title"

    def test_the_differing_words_are_told(self) -> None:
        (reason,) = score(Citation(TITLE_TWIN), B)[1]
        assert (
            reason == 'title 0.85, written "active multicenter clinical study", record has "severe"'
        )


class TestIdentifiers:
    def test_the_same_identifier_is_enough(self) -> None:
        citation = Citation("pmid:20650877", identifiers={Scheme.PMID: "20650877"})
        assert chosen(citation) == "A"

    def test_another_identifier_rejects(self) -> None:
        raw = FREE_TEXT[0].values[1]
        citation = Citation(raw, identifiers={Scheme.PMID: "1"})  # type: ignore[arg-type]
        assert chosen(citation, (A, B)) is None


TEXTS = st.one_of(
    st.text(max_size=80),
    st.sampled_from([param.values[1] for param in FREE_TEXT]).flatmap(
        lambda raw: st.integers(0, len(raw)).map(lambda end: raw[:end])
    ),
)
SAID = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from([TITLE_A, TITLE_B, TITLE_TWIN, "", "Editorial"]),
        "author": st.sampled_from([people("Liang J"), people("Wang D, Sun L"), [], [{}]]),
        "container-title": st.sampled_from(["Ann Rheum Dis", "Lupus", ""]),
        "volume": st.sampled_from(["69", "62", "x", ""]),
        "page": st.sampled_from(["1423-9", "2467", "n/a", ""]),
        "issued": st.sampled_from([{"date-parts": [[2010]]}, {"literal": "soon"}, {}]),
    },
)


@settings(deadline=None)
@given(TEXTS, SAID, st.randoms(use_true_random=False))
def test_the_order_of_the_records_never_changes_the_decision(
    raw: str, said: CslItem, chance: random.Random
) -> None:
    shuffled = list(ALL)
    chance.shuffle(shuffled)
    citation = Citation(raw, said=said)
    decision = decide(citation, ALL)
    assert decision == decide(citation, shuffled)
    scores = [each.score for each in decision.scored]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= each <= 1 for each in scores)
    assert decision.accepted is None or decision.accepted.score >= ACCEPT


@settings(deadline=None)
@given(SAID, SAID)
def test_any_record_can_be_scored(said: CslItem, recorded: CslItem) -> None:
    record = Record(recorded, {}, {}, (), ())
    assert 0 <= score(Citation("", said=said), record)[0] <= 1


@settings(deadline=None)
@given(st.sets(st.sampled_from(range(len(ALL)))))
def test_nothing_is_accepted_for_nothing(chosen_places: set[int]) -> None:
    decision = decide(Citation(""), [ALL[place] for place in sorted(chosen_places)])
    assert (decision.accepted, decision.ambiguous) == (None, False)
    assert len(decision.scored) == len(chosen_places)


def test_parts_are_told_apart_by_their_own_record() -> None:
    assert chosen(Citation(f"{TITLE_A} (I)"), (PART_TWO, B)) is None
