"""MEDLINE files, read and written; the people and papers in them do not exist."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.formats import nbib, pubmed_xml
from citekit.formats.lines import one_line
from citekit.formats.nbib_tags import KNOWN, ORDER
from citekit.formats.pubmed_values import without_stop
from citekit.model import (
    CslItem,
    End,
    Entry,
    Link,
    Place,
    Rejected,
    Stamp,
    StoredLink,
    StoredWork,
    Witness,
)
from citekit.terms import MEDLINE_TAGS, ref_type
from citekit.text import pages, titles
from citekit.text.named import named_in
from citekit.vocab import LinkType, Scheme, Side
from tests.formats.works import HOSTILE, PAPER_A, PAPER_B, TEXTS, items, stored, works

DATA = Path(__file__).parents[1] / "data" / "formats"

# In the shape of PubMed's own export.
RECORD = """\
PMID- 900000001
OWN - NLM
STAT- MEDLINE
DCOM- 20240101
LR  - 20240307
IS  - 1234-5679 (Electronic)
IS  - 0123-4560 (Linking)
VI  - 12
IP  - 3 Suppl 1
DP  - 2023 Sep-Oct
TI  - Uptake of carbon by oaks, which takes so many words to tell that the title
      goes on, and on.
PG  - 1423-1429
LID - 10.5555/AIM.2023.001 [doi]
AB  - BACKGROUND: Oaks
      - and elms.
CI  - (c) nobody
FAU - van der Berg, Jan 3rd
AU  - van der Berg J 3rd
AUID- ORCID: 0000-0002-1825-0097
AD  - Institute of Nowhere
FAU - Sunoto
AU  - Sunoto
CN  - Quercus Study Group
FAU - Okafor, Ngozi
AU  - Okafor N
LA  - eng
LA  - ger
GR  - 1/2/Nowhere
PT  - Journal Article
PT  - Retracted Publication
TT  - Aufnahme von Kohlenstoff.
DEP - 20230701
PL  - Nowhere
TA  - Ann Imag Med
JT  - Annals of imaginary medicine
JID - 9999999
SB  - IM
EIN - Ann Imag Med. 2024 Jan;13(1):237
RIN - Ann Imag Med. 2024 Feb;13(2):300. doi: 10.5555/aim.2024.300. PMID:
      900000007
CON - Ann Imag Med. 2022 May;11(5):50-9. PMID: 900000009
MH  - *Quercus
PMC - PMC9000001
OTO - NOTNLM
OT  - oaks
OT  - cells, Quercus
EDAT- 2023/07/02 06:00
PHST- 2023/07/02 06:00 [pubmed]
AID - 1234 [pii]
AID - 10.5555/AIM.2023.001 [doi]
PST - ppublish
SO  - Ann Imag Med. 2023 Sep-Oct;12(3 Suppl 1):1423-9. doi: 10.5555/AIM.2023.001.

"""
ITEM = {
    "type": "article-journal",
    "title": (
        "Uptake of carbon by oaks, which takes so many words to tell that the title goes on, and on"
    ),
    "original-title": "Aufnahme von Kohlenstoff",
    "container-title": "Annals of imaginary medicine",
    "container-title-short": "Ann Imag Med",
    "ISSN": "0123-4560",
    "volume": "12",
    "issue": "3 Suppl 1",
    "issued": {"date-parts": [[2023, 9], [2023, 10]]},
    "available-date": {"date-parts": [[2023, 7, 1]]},
    "author": [
        {"family": "van der Berg", "given": "Jan", "suffix": "3rd"},
        {"family": "Sunoto"},
        {"literal": "Quercus Study Group"},
        {"family": "Okafor", "given": "Ngozi"},
    ],
    "custom": {
        "orcid": {"0": "0000-0002-1825-0097"},
        "publication_types": ["Journal Article", "Retracted Publication"],
        "date_revised": "2024-03-07",
    },
    "abstract": "BACKGROUND: Oaks - and elms.",
    "keyword": "oaks; cells, Quercus",
    "language": "en",
    "page": "1423-1429",
    "DOI": "10.5555/AIM.2023.001",
    "PMID": "900000001",
    "PMCID": "PMC9000001",
}


def read(text: str) -> list[Entry | Rejected]:
    return list(nbib.read(text, "x.nbib"))


def entry(*lines: str) -> Entry:
    (found,) = read("\n".join(lines))
    assert isinstance(found, Entry), found
    return found


def item(*lines: str) -> dict[str, Any]:
    return {name: value for name, value in entry(*lines).item.items() if name != "type"}


def written(
    said: dict[str, Any], type_: str = "article-journal", *notices: StoredLink
) -> list[str]:
    return nbib.write(
        [StoredWork("k", cast("CslItem", {"type": type_, **said}), {}, notices)]
    ).split("\n")[1:-1]


# --- reading


def test_a_record_of_pubmed_is_read_whole() -> None:
    found = entry(RECORD)
    assert found.item == ITEM
    assert (found.key, found.place) == (None, Place("x.nbib", 1))
    assert found.raw == RECORD.rstrip()


def test_notices_are_links_as_of_pubmeds_xml() -> None:
    own = End(named_in(cast("CslItem", ITEM)))
    source = "Ann Imag Med. 2024 Feb;13(2):300. doi: 10.5555/aim.2024.300."

    def link(tag: str, other: End) -> Link:
        term = ref_type(MEDLINE_TAGS[tag])
        ends = (other, own) if term.stands_on is Side.WORK else (own, other)
        return Link(term.type, *ends, (Witness("document", tag, "", stands_on=term.stands_on),))

    assert entry(RECORD).links == (
        link("EIN", End(raw="Ann Imag Med. 2024 Jan;13(1):237")),
        link("RIN", End({Scheme.DOI: "10.5555/aim.2024.300", Scheme.PMID: "900000007"}, source)),
        link("CON", End({Scheme.PMID: "900000009"}, "Ann Imag Med. 2022 May;11(5):50-9")),
    )


@pytest.mark.parametrize("tag", MEDLINE_TAGS)
def test_every_notice_tag_makes_its_link_and_is_written_again(tag: str) -> None:
    line = f"{tag:<4}- J Test. 2012;3:4. PMID: 222"
    (link,) = entry("PMID- 111", line).links
    term = ref_type(MEDLINE_TAGS[tag])
    there, here = (
        (link.notice, link.work) if term.stands_on is Side.WORK else (link.work, link.notice)
    )
    assert (link.type, here.identifiers) == (term.type, {Scheme.PMID: "111"})
    assert there == End({Scheme.PMID: "222"}, "J Test. 2012;3:4")
    assert line in written({"PMID": "111"}, "article-journal", StoredLink(1, link, None))


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CR LF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
def test_line_ends_and_marks_cost_nothing(end: str, mark: str) -> None:
    found = read(mark + (RECORD + RECORD).replace("\n", end))
    assert [one.item for one in found if isinstance(one, Entry)] == [ITEM, ITEM]
    assert [one.place.line for one in found] == [1, 1 + RECORD.count("\n")]


def test_a_carriage_return_inside_a_value_splits_no_record() -> None:
    assert item("PMID- 1", "TI  - One\rPMID- 2\r\rtwo.") == {
        "PMID": "1",
        "title": "One PMID- 2 two",
    }


def test_a_file_with_carriage_returns_only_is_read() -> None:
    assert [one.place.line for one in read("PMID- 1\rTI  - A\r\rPMID- 2\r")] == [1, 4]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["OWN - ERIC", "TI  - A", "IS  - 1234-5679"], {"title": "A", "ISSN": "1234-5679"}),
        (["TI  - Without a PMID."], {"title": "Without a PMID"}),
        (["TI  - A", "XYZ - unknown", "      goes on"], {"title": "A"}),
        (["TI  - A", "CD - positive cells"], {"title": "A CD - positive cells"}),
        (["TI - A"], {"title": "A"}),
        (["TI  - [Oaks]."], {"title": "[Oaks]"}),
        (["TI  - Health in the U.S."], {"title": "Health in the U.S."}),
        (["TI  - Why oaks?"], {"title": "Why oaks?"}),
        (["PG  - 1423-9"], {"page": "1423-1429"}),
        (["PG  - 123-5, 140; discussion 125-8"], {"page": "123-125, 140; discussion 125-128"}),
        (["DP  - 1998 Dec-1999 Jan"], {"issued": {"date-parts": [[1998, 12], [1999, 1]]}}),
        (["DP  - 1979 Winter"], {"issued": {"date-parts": [[1979]], "season": 4}}),
        (["DP  - 202001"], {"issued": {"date-parts": [[2020, 1]]}}),
        (["DP  - 2021 3rd Quarter"],
         {"issued": {"date-parts": [[2021]], "literal": "2021 3rd Quarter"}}),
        (["VI  - 3", "LID - e1001 [pii]"], {"volume": "3", "number": "e1001"}),
        (["LID - e1001 [pii]"], None),
        (["VI  - 3", "PG  - 5", "LID - e5 [pii]"], {"volume": "3", "page": "5"}),
        (["LID - 10.103/1 [doi]", "AID - 10.5555/b [doi]"], {"DOI": "10.5555/b"}),
        (["AID - 10.5555/(SICI)1[2]3 [doi]"], {"DOI": "10.5555/(SICI)1[2]3"}),
        (["LID - 10.5555/bare"], {"DOI": "10.5555/bare"}),
        (["IS  - 1111-1111 (Electronic)", "IS  - 2222-2222 (Print)"], {"ISSN": "2222-2222"}),
        (["IS  - 1111-1111 (Electronic)"], {"ISSN": "1111-1111"}),
        (["IS  - 1111-1111", "IS  - 2222-2222"], {"ISSN": "1111-1111, 2222-2222"}),
        (["ISBN- 978-0-306-40615-7 (hardcover)"], {"ISBN": "978-0-306-40615-7"}),
        (["LA  - chi"], {"language": "zh"}),
        (["LA  - und"], {"language": "und"}),
        (["KW  - oaks"], {"keyword": "oaks"}),
        (["PL  - England", "TI  - A"], {"title": "A"}),
        (["MH  - Humans", "TI  - A", "AD  - x", "FIR - Investigator, Ida"], {"title": "A"}),
    ],
)  # fmt: skip
def test_tags_are_understood(lines: list[str], expected: dict[str, object] | None) -> None:
    if expected is None:
        assert isinstance(read("\n".join(lines))[0], Rejected)
    else:
        assert item(*lines) == expected


@pytest.mark.parametrize(
    ("lines", "type_", "said"),
    [
        (["PT  - Preprint"], "article", {"genre": "preprint"}),
        (["PT  - Newspaper Article"], "article-newspaper", {}),
        (["TI  - A", "BTI - B."], "chapter", {"title": "A", "container-title": "B"}),
        (["BTI - B", "PL  - Nowhere (NW)"], "book", {"publisher-place": "Nowhere (NW)"}),
        (["BTI - B", "TI  - A", "CTDT- 20070403", "DP  - 1993"], "chapter",
         {"issued": {"date-parts": [[2007, 4, 3]]}}),
        (["BTI - B", "CTI - C.", "EN  - 2nd", "AID - NBK9 [bookaccession]"], "book",
         {"collection-title": "C", "edition": "2nd", "custom": {"nbk": "NBK9"}}),
    ],
)  # fmt: skip
def test_kinds_of_records(lines: list[str], type_: str, said: dict[str, Any]) -> None:
    found = entry("PMID- 1", *lines).item
    assert found["type"] == type_
    assert said.items() <= found.items()


@pytest.mark.parametrize(
    ("lines", "author", "orcid"),
    [
        (["AU  - Roe GS", "AU  - Doe J Jr"],
         [{"family": "Roe", "given": "GS"}, {"family": "Doe", "given": "J", "suffix": "Jr"}], None),
        (["FAU - Roe, Ann", "FAU - Doe, Jo", "AU  - Roe A", "AU  - Doe J"],
         [{"family": "Roe", "given": "Ann"}, {"family": "Doe", "given": "Jo"}], None),
        (["AU  - Roe A", "FAU - Roe, Ann"], [{"family": "Roe", "given": "Ann"}], None),
        (["FAU - Roe, Ann", "AU  - Roe A", "AU  - Doe J"],
         [{"family": "Roe", "given": "Ann"}, {"family": "Doe", "given": "J"}], None),
        (["FAU - Röe, Ann", "AU  - Roee A"], [{"family": "Röe", "given": "Ann"}], None),
        (["FAU - Li, Jun", "AU  - Li J", "FAU - Li, Jing", "AU  - Li J"],
         [{"family": "Li", "given": "Jun"}, {"family": "Li", "given": "Jing"}], None),
        (["FAU - King, Ann Jr", "CN  - Group", "FAU - Poe, E, MD"],
         [{"family": "King", "given": "Ann", "suffix": "Jr"}, {"literal": "Group"},
          {"family": "Poe", "given": "E", "suffix": "MD"}], None),
        (["AUID- ORCID: 0000-0002-1825-0097", "FAU - A, B", "AUID- ISNI: 1", "FAU - C, D",
          "AU  - C D", "AUID- ISNI: 0000000121032683", "AUID- ORCID: 0000000218250097"],
         [{"family": "A", "given": "B"}, {"family": "C", "given": "D"}],
         {"1": "0000-0002-1825-0097"}),
        (["FAU - A, B", "FED - E, F", "AUID- ORCID: 0000-0002-1825-0097"],
         [{"family": "A", "given": "B"}], None),
        (["FAU - ", "AU  - "], None, None),
    ],
)  # fmt: skip
def test_people_keep_their_order_and_come_once(
    lines: list[str], author: object, orcid: object
) -> None:
    found = item("PMID- 1", *lines)
    assert found.get("author") == author
    assert found.get("custom", {}).get("orcid") == orcid


def test_editors_are_no_authors() -> None:
    assert item("FED - Editor, Edna", "ED  - Editor E", "ED  - Other O") == {
        "editor": [{"family": "Editor", "given": "Edna"}, {"family": "Other", "given": "O"}]
    }


def test_many_authors_are_read_in_no_time() -> None:
    lines = [f"FAU - Name{place}, Given\nAU  - Name{place} G" for place in range(5000)]
    assert len(item("PMID- 1", *lines)["author"]) == 5000


# --- what cannot be read


def test_a_broken_record_costs_no_neighbour() -> None:
    text = f"Some words\n\n{RECORD}      stray\n\nPMID- \nSTAT- x\n\nPMID- 2\nTI  - A\nPMID- 3\n"
    found = [(type(one), one.place.line) for one in read(text)]
    start = 3 + RECORD.count("\n")
    assert found == [
        (Rejected, 1), (Entry, 3), (Rejected, start), (Rejected, start + 2),
        (Entry, start + 5), (Entry, start + 7),
    ]  # fmt: skip


def test_text_before_a_record_is_rejected_alone() -> None:
    assert [type(one) for one in read(f"Downloaded today\n{RECORD}")] == [Rejected, Entry]


def test_an_empty_file_holds_nothing() -> None:
    assert read("\n \n\t\n") == []


_SCRAPS = st.sampled_from(
    ["PMID- ", "PMID- 1\n", "TI  - ", "FAU - ,", "AU  - ", "AUID- ORCID: ", "IS  - (",
     "LID - [doi]", "DP  - 2010 ", "LR  - 9", "EIN - PMID: 1", "CON - ", "BTI - ", "\n", "\n\n",
     "\r", "      ", "9" * 5000, "é", " ", "- ", "[pii]"]
)  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(st.one_of(st.lists(_SCRAPS, max_size=30).map("".join), TEXTS))
def test_any_text_is_read_or_rejected(text: str) -> None:
    found = read(f"{text}\n\n{RECORD}\n{text}")
    assert ITEM in [one.item for one in found if isinstance(one, Entry)]
    for one in found:
        assert one.place.line >= 1
        assert isinstance(one, Entry) or one.reason


# --- writing


def test_the_two_papers_are_written_whole() -> None:
    assert nbib.write([PAPER_B, PAPER_A]) == (DATA / "papers.nbib").read_text(encoding="utf-8")


def test_no_work_is_no_text() -> None:
    assert nbib.write([]) == ""


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ({"author": [{"family": "Berg", "given": "A B", "non-dropping-particle": "van den"}]},
         ["FAU - van den Berg, A B", "AU  - van den Berg AB"]),
        ({"author": [{"family": "Smith", "given": "John", "suffix": "III"}]},
         ["FAU - Smith, John III", "AU  - Smith J 3rd"]),
        ({"author": [{"family": "王", "given": "丹丹"}]}, ["FAU - 王, 丹丹", "AU  - 王丹丹"]),
        ({"author": [{}, {"literal": "A Group"}]}, ["CN  - A Group"]),
        ({"issued": {"date-parts": [[2000, 11, 5], [2000, 11, 12]]}}, ["DP  - 2000 Nov 5-12"]),
        ({"issued": {"date-parts": [[1975], [1976]]}}, ["DP  - 1975-1976"]),
        ({"issued": {"literal": "in press"}}, ["DP  - in press"]),
        ({"language": "en-GB"}, ["LA  - eng"]),
        ({"ISSN": "0003-4967, 1468-2060"},
         ["IS  - 0003-4967 (Undetermined)", "IS  - 1468-2060 (Undetermined)"]),
        ({"page": "1423-9"}, ["PG  - 1423-1429"]),
        ({"title": "Why?"}, ["TI  - Why?"]),
        ({"title": "10<sup>6</sup> <i>E. coli</i>"}, ["TI  - 10⁶ E. coli."]),
    ],
)  # fmt: skip
def test_a_variable_is_written_as_pubmed_writes_it(said: dict[str, Any], lines: list[str]) -> None:
    assert [line for line in written(said) if not line.startswith("SO")] == lines


def test_a_work_without_a_pmid_begins_like_a_record_that_is_not_nlms() -> None:
    assert nbib.write([StoredWork("k", {"type": "book"}, {})]) == "OWN - NOTNLM\n"
    assert nbib.write([StoredWork("k", {"type": "book"}, {Scheme.PMID: "1"})]) == "PMID- 1\n"


def test_a_preprint_says_so() -> None:
    said = {"genre": "preprint", "container-title": "bioRxiv"}
    assert written(said, "article") == ["PT  - Preprint", "JT  - bioRxiv", "SO  - bioRxiv."]


def test_lines_are_wrapped_and_never_inside_a_doi() -> None:
    doi = "10.1000/" + "a-b.c(d)" * 20
    text = written({"DOI": doi, "abstract": "a well-known word " * 40})
    assert f"LID - {doi} [doi]".split(" [")[0] in text
    assert max(len(line) for line in text if doi not in line) <= 87
    assert item(*text)["abstract"] == "a well-known word " * 39 + "a well-known word"


@pytest.mark.parametrize(
    ("type_", "witness", "tag"),
    [
        (LinkType.REPUBLICATION, Witness("pubmed", "CorrectedandRepublishedIn", ""), "CRI"),
        (LinkType.REPUBLICATION, Witness("pubmed", "CorrectedandRepublishedFrom", ""), "CRI"),
        (LinkType.REPUBLICATION, Witness("crossref", "new_edition", ""), "RPI"),
        (LinkType.ERRATUM, Witness("crossref", "correction", ""), "EIN"),
        (LinkType.COMMENT, Witness("document", "Comment in", ""), "CIN"),
        (LinkType.OTHER, Witness("pubmed", "AssociatedPublication", ""), "DDIN"),
        (LinkType.OTHER, Witness("crossref", "has-review", ""), None),
        (LinkType.REINSTATEMENT, Witness("retraction-watch", "Reinstatement", ""), None),
        (LinkType.WITHDRAWAL, Witness("crossref", "withdrawal", ""), "RIN"),
        (LinkType.SUMMARY, Witness("pubmed", "OriginalReportIn", ""), "SPIN"),
    ],
)
def test_a_notice_is_written_under_pubmeds_word_or_its_type(
    type_: LinkType, witness: Witness, tag: str | None
) -> None:
    link = Link(type_, End(raw="J Test. 2012;3:4"), End(), (witness,))
    told = written({}, "article-journal", StoredLink(1, link, None))
    assert told == ([f"{tag:<4}- J Test. 2012;3:4"] if tag else [])


def test_a_work_that_is_the_notice_says_what_it_is_about() -> None:
    ends = (End({Scheme.PMID: "1"}), End({Scheme.PMID: "2"}, "J Test. 2012;3:4"))
    link = stored(LinkType.RETRACTION, ends[0], work=ends[1], term="RetractionIn")
    assert "ROF - J Test. 2012;3:4. PMID: 2" in written({"PMID": "1"}, "article-journal", link)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_stays_in_its_value(text: str) -> None:
    said = {"title": text, "author": [{"literal": text}, {"family": text, "given": text}]}
    said |= {
        "DOI": text[:300],
        "publisher": text,
        "abstract": text,
        "page": text,
        "PMID": text[:99],
    }
    notice = stored(LinkType.ERRATUM, End(raw=text))
    hostile = StoredWork("b\n\nPMID- 1", cast("CslItem", {"type": "book", **said}), {}, (notice,))
    output = nbib.write([PAPER_A, hostile, PAPER_B])
    output.encode()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", output)
    assert all(re.fullmatch(r"[A-Z]{2,4} *- .*| {6}.+|", line) for line in output.split("\n"))
    assert output.count("\n\n") == 2
    found = [one for one in read(output) if isinstance(one, Entry)]
    assert [one.item.get("DOI") for one in found[:2]] == [PAPER_A.item["DOI"], PAPER_B.item["DOI"]]
    assert len(read(output)) == 3


def test_every_tag_has_a_place_and_is_known() -> None:
    assert set(MEDLINE_TAGS) <= set(ORDER) <= KNOWN
    assert all(re.fullmatch("[A-Z][A-Z0-9]{1,3}", tag) for tag in KNOWN)


# --- there and back

_TEXTS = TEXTS.map(lambda text: re.sub(r"[<>&]", "", text))
_WORDS = st.text("abcdéñ中α", min_size=1, max_size=9).map(str.capitalize)
_PEOPLE = st.fixed_dictionaries(
    {"family": _WORDS | st.sampled_from(["van der Berg", "O'Neil-Smith", "de la Cruz Ruiz"])},
    optional={"given": _WORDS | st.sampled_from(["GS", "Gary S", "Jean-Luc", "A. B."])},
)
_RANKED = st.tuples(_PEOPLE, st.sampled_from(["Jr", "3rd", "MD", "Graf von"])).map(
    lambda pair: {**pair[0], "suffix": pair[1]} if "given" in pair[0] else pair[0]
)
_GROUPS = st.sampled_from(["World Health Organization", "A, B and C", "Group 5%"]).map(
    lambda literal: {"literal": literal}
)
_DATES = (
    st.dates()
    .map(lambda day: {"date-parts": [[day.year + 999, day.month, day.day]]})
    .filter(lambda date: date["date-parts"][0][0] < 10000)
)
_ITEMS = items(
    ["article-journal", "article-journal", "chapter", "book"],
    title=_TEXTS, original_title=_TEXTS, container_title=_TEXTS, container_title_short=_TEXTS,
    collection_title=_TEXTS, abstract=TEXTS, publisher=TEXTS, publisher_place=TEXTS,
    author=st.lists(st.one_of(_PEOPLE, _RANKED, _GROUPS), min_size=1, max_size=4),
    editor=st.lists(st.one_of(_PEOPLE, _RANKED), min_size=1, max_size=3),
    keyword=st.sampled_from(["oaks", "cells, Quercus; oaks"]),
    language=st.sampled_from(["en", "zh", "pt", "und"]), URL=st.nothing(),
    ISBN=st.just("9780306406157"), edition=st.just("2nd"), available_date=_DATES,
    custom=st.fixed_dictionaries({}, optional={
        "publication_types": st.just(["Journal Article", "Comment"]),
        "date_revised": st.just("2024-03-07"), "nbk": st.just("NBK900001"),
        "orcid": st.just({"0": "0000-0002-1825-0097"}),
    }),
)  # fmt: skip
_TITLES = (
    "title",
    "original-title",
    "collection-title",
    "container-title",
    "container-title-short",
)
_STOPPED = _TITLES[:3]


def normalise(said: CslItem) -> dict[str, object]:
    """What a MEDLINE file can carry of an item."""
    kept: dict[str, Any] = {
        name: one_line(titles.plain(value) if name in _TITLES else value)
        if isinstance(value, str)
        else value
        for name, value in said.items()
    }
    part = bool(kept.get("container-title"))
    if said["type"] == "chapter" and not part:
        kept["type"] = "article-journal"
    if said["type"] == "book":
        kept.pop("container-title", None)
    if kept["type"] == "article-journal":
        kept.pop("publisher-place", None)
    for name in (*_STOPPED, *(["container-title"] if kept["type"] == "chapter" else [])):
        kept[name] = without_stop(kept.get(name, ""))
    if "page" in kept:
        kept["page"] = pages.expand(kept["page"])
    custom = dict(kept.get("custom", {}))
    if "author" not in kept:
        custom.pop("orcid", None)
    kept["custom"] = custom
    return {name: value for name, value in kept.items() if value}


def _kind_is_told(said: CslItem) -> bool:
    """Say whether a chapter or book has the titles that tell it from other records."""
    title = without_stop(one_line(titles.plain(said.get("title", ""))))
    return said["type"] == "article-journal" or bool(title)


@settings(deadline=None, max_examples=60)
@given(works(_ITEMS.filter(_kind_is_told)))
def test_what_is_written_is_read_again(library: list[StoredWork]) -> None:
    found = read(nbib.write(library))
    assert len(found) == len(library)
    for work, one in zip(library, found, strict=True):
        expected = normalise(work.item)
        if isinstance(one, Rejected):
            assert set(expected) == {"type"}
            continue
        assert one.item == expected
        assert [link.type for link in one.links] == [kept.link.type for kept in work.notices]


_SOURCES = st.sampled_from(
    [
        "J Test. 2012 Jan;3(1):4-9",
        "J Test. 2012;3:4. doi: 10.5555/a.b.",
        "Épreuve. 1998 (in French)",
    ]
)


@st.composite
def _links(draw: st.DrawFn) -> StoredLink:
    tag = draw(st.sampled_from(sorted(MEDLINE_TAGS)))
    raw = draw(st.none() | _SOURCES)
    known: dict[Scheme, str] = {Scheme.DOI: "10.5555/a.b"} if raw and "doi" in raw else {}
    if draw(st.booleans()) or raw is None:
        known[Scheme.PMID] = draw(st.integers(1, 99_999_999).map(str))
    term = ref_type(MEDLINE_TAGS[tag])
    own, other = End({Scheme.PMID: "900000001"}), End(known, raw)
    ends = (other, own) if term.stands_on is Side.WORK else (own, other)
    witness = Witness("document", tag, "", stands_on=term.stands_on)
    return StoredLink(1, Link(term.type, *ends, (witness,)), None)


@settings(deadline=None, max_examples=100)
@given(st.lists(_links(), max_size=6))
def test_notices_are_read_as_they_were_written(links: list[StoredLink]) -> None:
    known = {Scheme.PMID: "900000001"}
    work = StoredWork("k", {"type": "article-journal", "PMID": "900000001"}, known, tuple(links))
    (one,) = read(nbib.write([work]))
    assert isinstance(one, Entry)
    assert list(one.links) == [kept.link for kept in links]


def test_pubmeds_two_formats_say_the_same() -> None:
    """What MEDLINE files lose is taken out of what PubMed's XML says."""
    stamp = Stamp("pubmed", "2026-11-22T00:00:00Z")
    data = io.BytesIO((DATA / "pubmed.xml").read_bytes())
    for candidate in pubmed_xml.read(data, stamp):
        notices = tuple(StoredLink(n, link, None) for n, link in enumerate(candidate.links))
        work = StoredWork("k", candidate.item, candidate.identifiers, notices)
        (one,) = read(nbib.write([work]))
        assert isinstance(one, Entry)
        assert one.item == _as_medline(candidate.item)
        assert [_bare(link) for link in one.links] == [_bare(link) for link in candidate.links]


def _as_medline(said: CslItem) -> dict[str, object]:
    kept: dict[str, Any] = normalise(
        cast("CslItem", {**said, "title": said["title"].replace("<sup>13</sup>", "¹³")
                         .replace("<sub>2</sub>", "₂")})
    )  # fmt: skip
    kept["custom"] = {k: v for k, v in kept["custom"].items() if k != "author_complete"}
    if said["type"] == "book":
        del kept["number"]
    return kept


def _bare(link: Link) -> tuple[LinkType, End, End]:
    return link.type, link.notice, link.work


def test_a_label_that_never_ends_is_read_soon() -> None:
    start = time.process_time()
    (found,) = nbib.read(f"PMID- 1\nIS  - 0003-4967 ({'a' * 60_000}\nTI  - T\n", "x.nbib")
    assert isinstance(found, Entry)
    assert time.process_time() - start < 1
