"""Notices as sentences."""

from __future__ import annotations

import pytest

from citekit.formats.notes import LEADS, Notice, notice_sentence, take_notices, to_link
from citekit.model import End, Link, Witness
from citekit.vocab import LinkType, Scheme
from tests.formats.works import COMMENT, ERRATUM


def sentence(notice: End, type_: LinkType = LinkType.ERRATUM) -> str:
    return notice_sentence(Link(type_, notice, End(), ()))


def test_a_notice_without_record_is_what_its_witness_wrote() -> None:
    assert notice_sentence(ERRATUM) == "Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237."


def test_a_notice_with_a_record_is_a_whole_citation() -> None:
    assert notice_sentence(COMMENT) == (
        "Comment in: Mesenchymal stem cells in the treatment of autoimmune diseases. "
        "Ann Rheum Dis. 2010;69(8):1413-1414. doi:10.1136/ard.2010.132639"
    )


@pytest.mark.parametrize(
    ("notice", "written"),
    [
        (End(raw="Ann Rheum Dis. 2011 Jan;70(1):237."), "Ann Rheum Dis. 2011 Jan;70(1):237."),
        (End({Scheme.PMID: "1000"}, "Lancet. 2010;1:2"), "Lancet. 2010;1:2. PMID:1000"),
        (End({Scheme.PMID: "1000"}, "Lancet. PMID: 1000."), "Lancet. PMID: 1000."),
        (End({Scheme.PMID: "2"}, "Lancet 2;2:2"), "Lancet 2;2:2. PMID:2"),
        (End({Scheme.DOI: "10.1000/x"}), "doi:10.1000/x"),
        (End(), "source not given."),
        (End(raw="two\nlines \x00"), "two lines."),
        (End(record={"title": "Is <i>it</i>?"}), "Is it?"),
        (
            End(record={"title": "T", "container-title": "J", "volume": "3", "DOI": "10.1/x"}),
            "T. J. 3. doi:10.1/x",
        ),
        (
            End(record={"container-title": "J", "issued": {"date-parts": [[2011]]}, "page": "4"}),
            "J. 2011;4.",
        ),
    ],
)
def test_what_is_not_known_is_left_out_and_nothing_is_said_twice(notice: End, written: str) -> None:
    assert sentence(notice) == f"Erratum in: {written}"


@pytest.mark.parametrize("type_", LinkType)
def test_every_type_has_words_of_its_own_and_is_read_back(type_: LinkType) -> None:
    written = sentence(End(raw="J. 2011;1:2."), type_)
    rest, (notice,) = take_notices(f"Mine. {written}")
    assert (rest, to_link(notice, {}).type) == ("Mine.", type_)
    assert len(set(LEADS.values())) == len(LinkType)


def test_notices_are_taken_out_of_a_note_one_by_one() -> None:
    note = "A note. Erratum in: J. 2011;1:2. Comment in: K. 2012;3:4. doi:10.1000/x PMID: 77"
    assert take_notices(note) == (
        "A note.",
        (
            Notice("Erratum in", "J. 2011;1:2."),
            Notice("Comment in", "K. 2012;3:4. doi:10.1000/x PMID: 77"),
        ),
    )


def test_a_sentence_becomes_a_link_that_the_document_witnesses() -> None:
    known = {Scheme.PMID: "20650877"}
    assert to_link(Notice("Comment in", "K. doi:10.1000/x PMID: 77"), known) == Link(
        LinkType.COMMENT,
        notice=End({Scheme.DOI: "10.1000/x", Scheme.PMID: "77"}, "K. doi:10.1000/x PMID: 77"),
        work=End(known),
        witnesses=(Witness("document", "Comment in", ""),),
    )


def test_erratum_for_stands_on_the_notice() -> None:
    known = {Scheme.PMID: "1000"}
    link = to_link(Notice("Erratum for", "J. 2010;1:2."), known)
    assert (link.notice, link.work) == (End(known), End(raw="J. 2010;1:2."))


def test_a_title_that_speaks_of_comments_is_no_notice() -> None:
    assert take_notices("Comment in passing, and an erratum in: nothing") == (
        "Comment in passing, and an",
        (Notice("erratum in", "nothing"),),
    )
