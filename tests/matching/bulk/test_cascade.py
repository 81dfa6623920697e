"""From a citation's text to a record, and the traps on the way."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from benchmarks.matching.memory import Memory

from citekit.matching.bulk.cascade import match
from citekit.matching.bulk.compact import Compact
from citekit.matching.bulk.decide import Decision
from citekit.vocab import Outcome
from tests.matching.bulk.shelf_of import (
    COPY,
    CORRIGENDUM,
    LETTER,
    LUPUS,
    PART_ONE,
    PART_TWO,
    RECORDS,
    REPLY,
    TRIAL,
    TWIN,
    TWIN_AGAIN,
    index,
    record,
)

SHELF = index()
TITLE = "Umbilical cord mesenchymal stem cell transplantation in severe and refractory lupus"


def found(decision: Decision) -> Compact | None:
    """Give the record that is meant; None where none is given."""
    best = decision.best
    return best.record if best and decision.outcome is Outcome.RESOLVED else None


@pytest.mark.parametrize(
    "text",
    [
        "Arthritis Rheum. 2010 Aug;62(8):2467-75",
        f"Sun L, Wang D, Liang J, et al. {TITLE}. Arthritis Rheum 2010;62:2467–2475.",
        f"Sun, L., Wang, D. (2010). {TITLE}. Arthritis and Rheumatism, 62(8), 2467–75.",
        f"L. Sun et al., “{TITLE},” Arthritis Rheum., vol. 62, no. 8, pp. 2467–2475, Aug. 2010.",
        "L. Sun, D. Wang, J. Liang, Arthritis Rheum. 2010, 62, 2467-2475.",
        "Sun L, Wang D. Umbilical cord mesenchymal stcm cell transplantation in sevcre and "
        "refractory 1upus. Arthritis Rheum. 2010;62(8):2467-75",
        "Sun L et al. doi:10.1002/art.27548",
    ],
)
def test_a_record_is_found_in_every_style(text: str) -> None:
    assert found(match(text, SHELF)) is LUPUS


def test_another_part_of_a_series_is_another_work() -> None:
    written = (
        "Uilenberg G, Schreuder BE. Studies on theileriidae in Tanzania. {}. Tests on drugs for "
        "the control of East Coast fever. Tropenmed Parasitol. 1977;28:{}."
    )
    assert found(match(written.format("II", "494-8"), SHELF)) is PART_TWO
    assert found(match(written.format("I", "360-71"), SHELF)) is PART_ONE
    alone = index(PART_TWO)
    assert found(match(written.format("I", "360-71"), alone)) is None


def test_a_correction_is_not_what_it_corrects() -> None:
    paper = (
        "Oh J, Barve M. {}Long-term follow-up of an ovarian cancer vaccine trial{}. "
        "Gynecol Oncol Rep. {}"
    )
    whole = paper.format("", "", "2020;34:100648.")
    assert found(match(whole, SHELF)) is TRIAL
    assert (
        found(match(paper.format('Corrigendum to "', '"', "2021;36:100740."), SHELF)) is CORRIGENDUM
    )
    assert found(match(whole, index(CORRIGENDUM))) is None


def test_two_records_on_one_page_are_both_told() -> None:
    decision = match("Br Med J. 1979 Mar 3;1(6163):612", SHELF)
    assert decision.outcome is Outcome.AMBIGUOUS
    assert decision.best
    assert decision.rival
    assert {decision.best.record, decision.rival.record} == {LETTER, REPLY}


def test_the_author_tells_two_records_on_one_page_apart() -> None:
    assert found(match("Whitfield A. Br Med J. 1979 Mar 3;1(6163):612", SHELF)) is REPLY


def test_a_record_that_pubmed_has_twice_is_found_and_its_twin_told() -> None:
    text = (
        "González-Bertolín B, Hernanz-Ruiz N. Colonic anisakiasis, an infrequent case "
        "characterised by PCR-RFLP. Enferm Infecc Microbiol Clin. 2021;39(6):308-309."
    )
    decision = match(text, SHELF)
    assert found(decision) is TWIN
    assert [one.record for one in decision.others] == [TWIN_AGAIN]


def test_a_copy_under_a_foreign_prefix_is_not_taken_for_the_paper() -> None:
    text = f"Sun L, Wang D, Liang J. {TITLE}. Arthritis Rheum. 2010;62(8):2467-75."
    assert found(match(text, SHELF)) is LUPUS
    assert found(match(text, index(COPY))) is None


def test_an_identifier_and_a_text_that_disagree_leave_it_open() -> None:
    text = "Whitfield A. Clinical medical officers in a child health service. doi:10.1002/art.27548"
    assert match(text, SHELF).outcome is Outcome.AMBIGUOUS


def test_a_text_that_fits_a_record_of_another_identifier_leaves_it_open() -> None:
    text = f"Sun L, Wang D, Liang J. {TITLE}. Arthritis Rheum. 2010;62(8):2467-75. PMID: 7"
    assert match(text, SHELF).outcome is Outcome.AMBIGUOUS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        "Arthritis Rheum. 2010",
        "Colillas OJ. Lab Anim Sci. 1978;28:101",
        "Sun L. Something else altogether about stars and their spectra. Nature 2010;62:1",
        "Arthritis Rheum. 1972 Aug;12(3):2467",
    ],
)
def test_what_the_index_has_not_is_not_found(text: str) -> None:
    decision = match(text, SHELF)
    assert decision.outcome is Outcome.NOT_FOUND


def test_a_certain_answer_asks_no_further() -> None:
    class Silent(Memory):
        def said(self, terms: Sequence[str], limit: int) -> Sequence[int]:
            raise AssertionError("nothing is left to be found by words")

    assert found(match("Arthritis Rheum. 2010;62(8):2467-75", Silent(RECORDS))) is LUPUS


def test_the_order_of_the_records_changes_nothing() -> None:
    backwards = Memory(reversed(RECORDS))
    for text in ("Br Med J. 1979 Mar 3;1(6163):612", "Arthritis Rheum. 2010;62(8):2467-75"):
        one, other = match(text, SHELF), match(text, backwards)
        assert (one.outcome, one.best and one.best.points) == (
            other.outcome,
            other.best and other.best.points,
        )


@pytest.mark.parametrize(
    "text",
    [
        "pmid: 11",
        "https://doi.org/10.1002/art.27548",
        "Sun 2010 (doi:10.1002/art.27548)",
        "Included study, see PMID 11.",
    ],
)
def test_an_identifier_alone_is_enough(text: str) -> None:
    assert found(match(text, SHELF)) is LUPUS


def test_two_identifiers_of_two_works_leave_it_open() -> None:
    assert match("PMID: 11; PMID: 22", SHELF).outcome is Outcome.AMBIGUOUS


def test_a_place_elsewhere_contradicts_an_identifier() -> None:
    text = "Br Med J. 1979 Mar 3;1(6163):612. doi:10.1002/art.27548"
    assert match(text, index(LUPUS)).outcome is Outcome.AMBIGUOUS


def test_a_page_of_its_own_is_not_told_from_the_page_of_a_longer_work() -> None:
    """A known limit: nothing else tells them apart, and citations often cut the last page."""
    longer = record("1", "Emotion", authors="Fielding", place="Br Med J. 1979;1(6161):486-7")
    decision = match("Br Med J. 1979 Feb 17;1(6161):486", index(longer))
    assert decision.outcome in {Outcome.RESOLVED, Outcome.NOT_FOUND}
