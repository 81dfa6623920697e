from __future__ import annotations

from citekit.model import Citation, CslItem
from citekit.registries.clues import LENGTH, clues, first_author, from_fields, written

SAID: CslItem = {
    "title": "A <i>small</i> title",
    "author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}],
    "container-title": "J Test",
    "issued": {"date-parts": [[2010, 8]]},
    "volume": "1",
    "page": "3-9",
}


def test_a_citation_is_sent_as_it_is_written() -> None:
    citation = Citation("Doe J. A title.\n  J Test. 2010;1:3-9.", said=SAID)
    assert written(citation) == "Doe J. A title. J Test. 2010;1:3-9."


def test_a_bibtex_entry_is_sent_by_its_fields() -> None:
    citation = Citation("@article{a, title={A small title}}", said=SAID)
    assert written(citation) == "van der Berg. A small title. J Test. 2010. 1. 3-9"


def test_a_ris_entry_is_sent_by_its_fields() -> None:
    assert written(Citation("TY  - JOUR\nTI  - A\nER  - ", said=SAID)) == from_fields(SAID)


def test_a_key_is_a_handle_and_sent_by_the_fields_of_its_entry() -> None:
    citation = Citation("@berg2010", said=SAID, key="berg2010")
    assert written(citation) == "van der Berg. A small title. J Test. 2010. 1. 3-9"


def test_a_long_text_is_cut_between_words() -> None:
    text = written(Citation("word " * 1000))
    assert len(text) <= LENGTH
    assert set(text.split()) == {"word"}


def test_what_was_not_said_is_read_from_the_text() -> None:
    known = clues(Citation("Doe J. A small title. J Test. 2010;1(2):3-9.", said={"volume": "7"}))
    assert known["volume"] == "7"
    assert known["title"] == "A small title"


def test_an_author_is_written_as_pubmed_does() -> None:
    assert first_author(SAID) == "van der Berg J"
    assert first_author({"author": [{"literal": "The Study Group"}]}) == "The Study Group"
    assert first_author({}) == ""
