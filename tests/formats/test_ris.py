"""RIS files, read and written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.formats import ris
from citekit.formats.lines import one_line
from citekit.formats.name_forms import inverted
from citekit.formats.ris_tags import ORDER, TYPES
from citekit.model import CslItem, End, Entry, Link, Place, Rejected, StoredWork, Witness
from citekit.text import pages, titles
from citekit.text.names import from_written
from citekit.vocab import LinkType, Scheme
from tests.formats.works import HOSTILE, PAPER_A, PAPER_B, PEOPLE, TEXTS, items, works

DATA = Path(__file__).parents[1] / "data" / "formats"


def read(text: str) -> list[Entry | Rejected]:
    return list(ris.read(text, "x.ris"))


def item(*lines: str, type_: str = "JOUR") -> dict[str, Any]:
    """Read one record with these lines."""
    (entry,) = read("\n".join([f"TY  - {type_}", "ID  - k", *lines, "ER  - "]))
    assert isinstance(entry, Entry), entry
    return {name: value for name, value in entry.item.items() if name != "type"}


def written(said: dict[str, Any], type_: str = "article-journal") -> list[str]:
    work = StoredWork("k", cast("CslItem", {"type": type_, **said}), {})
    return ris.write([work]).split("\r\n")[2:-3]


# --- writing


def test_the_two_papers_are_written_whole() -> None:
    expected = (DATA / "papers.ris").read_bytes().decode("utf-8")
    assert ris.write([PAPER_B, PAPER_A]) == expected


def test_no_work_is_no_text() -> None:
    assert ris.write([]) == ""


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        (
            {
                "author": [
                    {"family": "Berg", "given": "A B", "non-dropping-particle": "van den"},
                    {"family": "Smith", "given": "J", "suffix": "Jr"},
                    {"literal": "World Health Organization"},
                ]
            },
            ["AU  - van den Berg, A B", "AU  - Smith, J, Jr", "AU  - World Health Organization"],
        ),
        ({"page": "1423-9"}, ["SP  - 1423", "EP  - 1429"]),
        ({"page": "237"}, ["SP  - 237"]),
        ({"page": "S27"}, ["SP  - S27"]),
        ({"page": "e12"}, ["SP  - e12", "C7  - e12"]),
        ({"number": "104399"}, ["SP  - 104399", "C7  - 104399"]),
        ({"page": "123-5, 140"}, ["SP  - 123-125, 140"]),
        ({"issued": {"date-parts": [[2010]]}}, ["PY  - 2010", "DA  - 2010///"]),
        ({"issued": {"date-parts": [[2010, 8, 3]]}}, ["PY  - 2010", "DA  - 2010/08/03/"]),
        ({"issued": {"date-parts": [[2010]], "season": 4}}, ["PY  - 2010", "DA  - 2010///Winter"]),
        ({"issued": {"literal": "in press"}}, ["DA  - ///in press"]),
        ({"ISSN": "0003-4967, 1468-2060"}, ["SN  - 0003-4967", "SN  - 1468-2060"]),
        ({"PMCID": "PMC1000"}, ["C2  - PMC1000", "N1  - PMCID: PMC1000"]),
        ({"keyword": "Lupus Erythematosus, Systemic; Humans"},
         ["KW  - Lupus Erythematosus, Systemic", "KW  - Humans"]),
        ({"title": "10<sup>6</sup> cells, H<sub>2</sub>O, <i>E. coli</i>"},
         ["TI  - 10⁶ cells, H₂O, E. coli"]),
        ({"abstract": "BACKGROUND: One.\nMETHODS: Two.\r\nER  - "},
         ["AB  - BACKGROUND: One. METHODS: Two. ER -"]),
        ({"note": "one\ntwo"}, ["N1  - one", "N1  - two"]),
    ],
)  # fmt: skip
def test_a_variable_is_written_as_reference_managers_read_it(
    said: dict[str, Any], lines: list[str]
) -> None:
    assert written(said) == lines


def test_editors_of_a_chapter_are_secondary_authors() -> None:
    editor = {"editor": [{"family": "Sun", "given": "L"}]}
    assert written(editor, "chapter") == ["A2  - Sun, L"]
    assert written(editor, "book") == ["ED  - Sun, L"]


def test_the_order_of_the_works_does_not_matter() -> None:
    assert ris.write([PAPER_A, PAPER_B]) == ris.write([PAPER_B, PAPER_A])


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_stays_on_its_line(text: str) -> None:
    said = {"title": text, "author": [{"literal": text}, {"family": text, "given": text}]}
    said |= {"DOI": text[:300], "URL": text[:300], "publisher": text, "note": text, "page": text}
    hostile = StoredWork("b\r\nER  - ", cast("CslItem", {"type": "book", **said}), {})
    output = ris.write([PAPER_A, hostile, PAPER_B])
    output.encode()
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", output)
    lines = output.split("\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*|", line) for line in lines)
    assert [line[6:] for line in lines if line.startswith("TY")] == ["JOUR", "JOUR", "BOOK"]
    assert lines.count("ER  - ") == 3
    assert [type(one) for one in read(output)] == [Entry] * 3
    assert len(rispy.loads(output)) == 3


# --- there and back

_TEXTS = TEXTS.map(lambda text: re.sub(r"[<>&]", "", text))
_GROUPS = st.sampled_from(["World Health Organization", "Lupus Study Group"])
# A given name that is a suffix ("Jr") or a group's word ("Center") is read as one.
_NOT_A_SUFFIX = PEOPLE.filter(lambda name: from_written(inverted(name)) == name)
_NAMES = st.lists(
    st.one_of(_NOT_A_SUFFIX, _GROUPS.map(lambda name: {"literal": name})), min_size=1, max_size=4
)
_ITEMS = items(
    ["article-journal", "chapter", "paper-conference", "report", "thesis", "dataset"],
    title=_TEXTS, container_title=_TEXTS, container_title_short=_TEXTS,
    author=_NAMES, editor=_NAMES,
)  # fmt: skip
ARTICLE_NUMBERS = ("e12", "R79", "CD004")
_TITLES = ("title", "container-title", "container-title-short")


def normalise(said: CslItem) -> dict[str, object]:
    """What a RIS file can carry of an item."""
    kept: dict[str, Any] = {
        name: one_line(titles.plain(value) if name in _TITLES else value)
        if isinstance(value, str)
        else value
        for name, value in said.items()
    }
    if "page" in kept:
        kept["page"] = pages.expand(kept["page"])
    if said["type"] == "article-journal" and re.fullmatch(
        r"[A-Z]+\d+", kept.get("page", ""), re.IGNORECASE
    ):
        kept["number"] = kept["page"]
    return {name: value for name, value in kept.items() if value}


@settings(deadline=None, max_examples=40)
@given(works(_ITEMS))
def test_what_is_written_is_read_again(library: list[StoredWork]) -> None:
    entries = [entry for entry in read(ris.write(library)) if isinstance(entry, Entry)]
    assert [entry.key for entry in entries] == [work.key for work in library]
    for work, entry in zip(library, entries, strict=True):
        assert entry.item == normalise(work.item)
        assert [link.type for link in entry.links] == [stored.link.type for stored in work.notices]


@settings(deadline=None, max_examples=40)
@given(works(items(["article-journal", "book", "article", "software"])))
def test_rispy_reads_every_file_whole(library: list[StoredWork]) -> None:
    records = rispy.loads(ris.write(library))
    assert [record["id"] for record in records] == [work.key for work in library]
    assert all(
        "unknown_tag" not in record or set(record["unknown_tag"]) <= {"ED"} for record in records
    )


@pytest.mark.parametrize("type_", sorted({csl for _, csl in TYPES}))
def test_a_type_comes_back_or_is_a_documented_loss(type_: str) -> None:
    lost = {
        "review": "article-journal",
        "review-book": "article-journal",
        "article": "manuscript",
    }
    (entry,) = read(ris.write([StoredWork("k", {"type": type_}, {})]))
    assert isinstance(entry, Entry)
    assert entry.item["type"] == lost.get(type_, type_)


def test_a_preprint_comes_back() -> None:
    preprint: CslItem = {"type": "article", "genre": "preprint", "container-title": "bioRxiv"}
    (entry,) = read(ris.write([StoredWork("k", preprint, {})]))
    assert isinstance(entry, Entry)
    assert entry.item == preprint


def test_every_tag_that_is_written_has_its_place() -> None:
    assert all(re.fullmatch("[A-Z][A-Z0-9]", tag) for tag in ORDER)


# --- reading

RECORD = "TY  - JOUR\nID  - k\nTI  - A title\nER  - \n"


def test_a_record_has_its_line_its_text_and_its_notices() -> None:
    text = "\n\nTY  - JOUR\nAN  - 1000\nN1  - Erratum in: J 1:2.\nER  - \n"
    assert read(text) == [
        Entry(
            key=None,
            item={"type": "article-journal", "PMID": "1000"},
            place=Place("x.ris", 3),
            raw="TY  - JOUR\nAN  - 1000\nN1  - Erratum in: J 1:2.\nER  -",
            links=(
                Link(
                    LinkType.ERRATUM,
                    End(raw="J 1:2."),
                    End({Scheme.PMID: "1000"}),
                    (Witness("document", "Erratum in", ""),),
                ),
            ),
        )
    ]


def test_a_publishers_record_with_given_names_first_is_read() -> None:
    """HighWire's export: LP, T1, JF, Y1, N2, authors without a comma, no space behind ER."""
    assert item(
        "T1  - Mesenchymal stem cells in the treatment of autoimmune diseases",
        "JF  - Annals of the Rheumatic Diseases",
        "JO  - Ann Rheum Dis",
        "SP  - 1413",
        "LP  - 1414",
        "M3  - 10.1136/ard.2010.132639",
        "VL  - 69",
        "IS  - 8",
        "AU  - Alan Tyndall",
        "AU  - Frederic A Houssiau",
        "Y1  - 2010/08/01",
        "UR  - http://ard.bmj.com/content/69/8/1413.abstract",
        "N2  - Some words",
        "that go on.",
    ) == {
        "author": [
            {"family": "Tyndall", "given": "Alan"},
            {"family": "Houssiau", "given": "Frederic A"},
        ],
        "title": "Mesenchymal stem cells in the treatment of autoimmune diseases",
        "container-title": "Annals of the Rheumatic Diseases",
        "container-title-short": "Ann Rheum Dis",
        "volume": "69",
        "issue": "8",
        "abstract": "Some words that go on.",
        "page": "1413-1414",
        "issued": {"date-parts": [[2010, 8, 1]]},
        "DOI": "10.1136/ard.2010.132639",
        "URL": "http://ard.bmj.com/content/69/8/1413.abstract",
    }


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
@pytest.mark.parametrize("spaces", ["  ", " "], ids=["two spaces", "one space"])
@pytest.mark.parametrize("last", ["ER  - ", "ER  -", ""], ids=["ER", "bare ER", "no ER"])
def test_what_makes_rispy_lose_records_loses_nothing(
    end: str, mark: str, spaces: str, last: str
) -> None:
    lines = [f"TY{spaces}- JOUR", f"TI{spaces}- A", last, "", f"TY{spaces}- BOOK", f"T1{spaces}- B"]
    entries = [entry for entry in read(mark + end.join([*lines, last])) if isinstance(entry, Entry)]
    assert [(entry.place.line, entry.item["title"]) for entry in entries] == [(1, "A"), (5, "B")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["A1  - Liang, J", "A2  - Sun, L"],
         {"author": [{"family": "Liang", "given": "J"}],
          "editor": [{"family": "Sun", "given": "L"}]}),
        (["AU  - Liang, J", "AU  - et al"],
         {"author": [{"family": "Liang", "given": "J"}], "custom": {"author_complete": False}}),
        (["AU  - Smith, John, Jr."],
         {"author": [{"family": "Smith", "given": "John", "suffix": "Jr."}]}),
        (["T2  - Annals", "JA  - Ann"],
         {"container-title": "Annals", "container-title-short": "Ann"}),
        (["JO  - Annals"], {"container-title": "Annals"}),
        (["J2  - Ann"], {"container-title-short": "Ann"}),
        (["JO  - "], {}),
        (["M1  - 8"], {"issue": "8"}),
        (["SP  - 1413-1414", "EP  - 1414"], {"page": "1413-1414"}),
        (["SP  - 1413", "EP  - 1413"], {"page": "1413"}),
        (["SP  - 1413–14"], {"page": "1413-14"}),
        (["C7  - e12"], {"page": "e12", "number": "e12"}),
        (["SP  - 1", "EP  - 9", "C7  - e12"], {"page": "1-9", "number": "e12"}),
        (["SN  - 0003-4967 (Print) 1468-2060 (Electronic)"], {"ISSN": "0003-4967, 1468-2060"}),
        (["SN  - 978-0-306-40615-7"], {"ISBN": "9780306406157"}),
        (["KW  - Humans", "KW  - Lupus, Systemic"], {"keyword": "Humans; Lupus, Systemic"}),
        (["M3  - Journal Article"], {"genre": "Journal Article"}),
        (["XX  - unknown", "ZZ  - too"], {"custom": {"ris": {"XX": ["unknown"], "ZZ": ["too"]}}}),
        (["N1  - CD - positive", "CD - negative cells"],
         {"note": "CD - positive CD - negative cells"}),
        (["TI  - A", "", "AB  - B"], {"title": "A", "abstract": "B"}),
        (["T1  - One", "TI  - Two"], {"title": "Two"}),
    ],
)  # fmt: skip
def test_tags_are_understood_as_programs_use_them(
    lines: list[str], expected: dict[str, object]
) -> None:
    assert item(*lines) == expected


@pytest.mark.parametrize(
    ("lines", "issued"),
    [
        (["PY  - 2010"], {"date-parts": [[2010]]}),
        (["PY  - 2010///"], {"date-parts": [[2010]]}),
        (["Y1  - 2010/08/03/epub"], {"date-parts": [[2010, 8, 3]]}),
        (["PY  - 2010", "DA  - 2010/08/03/"], {"date-parts": [[2010, 8, 3]]}),
        (["PY  - 2010", "DA  - Aug 3"], {"date-parts": [[2010, 8, 3]]}),
        (["PY  - 2011", "DA  - 2010/12/15/"], {"date-parts": [[2011]]}),
        (["DA  - 2010-08-03"], {"date-parts": [[2010, 8, 3]]}),
        (["PY  - 2010///Spring"], {"date-parts": [[2010]], "season": 1}),
        (["DA  - ///in press"], {"literal": "in press"}),
        (["PY  - 2010/13/45"], {"date-parts": [[2010]]}),
    ],
)
def test_the_most_precise_date_of_the_year_is_taken(lines: list[str], issued: object) -> None:
    assert item(*lines) == {"issued": issued}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DO  - https://doi.org/10.1136/ARD.1"], {"DOI": "10.1136/ard.1"}),
        (["AN  - 20650877"], {"PMID": "20650877"}),
        (["AN  - 20650877", "DB  - Ovid MEDLINE(R)"], {"PMID": "20650877"}),
        (["AN  - 20650877", "DB  - PsycINFO"], {}),
        (["AN  - WOS:000123456700012"], {}),
        (["UR  - PM:20650877"], {"PMID": "20650877"}),
        (["U1  - 20650877[pmid]", "U2  - PMC1000[pmcid]"], {"PMID": "20650877"}),
        (["C2  - PMC2808187"], {"PMCID": "PMC2808187"}),
        (["C2  - 20650877"], {}),
        (
            ["N1  - PMID: 20650877", "N1  - PMCID: PMC1000"],
            {"PMID": "20650877", "PMCID": "PMC1000"},
        ),
        (
            ["UR  - https://doi.org/10.1000/x", "UR  - http://y.org"],
            {"URL": "https://doi.org/10.1000/x", "DOI": "10.1000/x"},
        ),
    ],
)
def test_identifiers_are_taken_from_wherever_they_stand(
    lines: list[str], expected: dict[str, object]
) -> None:
    assert expected.items() <= item(*lines).items()
    if not expected:
        assert set(item(*lines)) == {"custom"}, "the value is kept, but is no identifier"


@pytest.mark.parametrize(
    ("ris_type", "csl"),
    [
        ("jour", "article-journal"), ("EJOUR", "article-journal"), ("CONF", "paper-conference"),
        ("UNPD", "manuscript"), ("XXXX", "document"),
    ],
)  # fmt: skip
def test_types_of_other_programs_are_known(ris_type: str, csl: str) -> None:
    (entry,) = read(f"TY  - {ris_type}\nTI  - A\nER  - ")
    assert isinstance(entry, Entry)
    assert entry.item["type"] == csl


# --- what cannot be read


def test_text_outside_records_is_rejected_with_its_place() -> None:
    text = f"Provider: X\nContent: text\n\n{RECORD}stray\nTI  - no type\nER  - \n{RECORD}end"
    found = [(type(one), one.place.line, one.raw) for one in read(text)]
    record = RECORD.strip()
    assert found == [
        (Rejected, 1, "Provider: X\nContent: text"),
        (Entry, 4, record),
        (Rejected, 8, "stray\nTI  - no type\nER  -"),
        (Entry, 11, record),
        (Rejected, 15, "end"),
    ]


def test_the_numbers_that_rispy_writes_are_no_text() -> None:
    assert [type(one) for one in read(f"1.\n{RECORD}\n2.\n{RECORD}")] == [Entry, Entry]


def test_an_empty_record_is_rejected() -> None:
    (rejected,) = read("TY  - JOUR\nER  - \n")
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "a record without any field"


_SCRAPS = st.sampled_from(
    ["TY  - JOUR", "TY - ", "ER  - ", "ER  -", "AU  - ", "PY  - 2010/", "DA  - ", "SP  - 1-", "\n",
     "\r", "N1  - PMID: ", "SN  - ", "9" * 5000, "Erratum in: ", "/", ",", ";", "é", " "]
)  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(st.one_of(st.lists(_SCRAPS, max_size=30).map("".join), TEXTS))
def test_any_text_is_read_or_rejected(text: str) -> None:
    for one in read(f"{text}\n{RECORD}{text}"):
        assert one.place.line >= 1
        assert isinstance(one, Entry) or one.reason


@given(
    st.sampled_from(["TY", "AU", "ER", "CD", "Z9", "ty", "T", ""]),
    st.sampled_from(["  - ", " - ", "  -", "  -  ", "   - ", "  – "]),
    st.text(st.sampled_from(list("a- \t\x0b\xa0:"))),
)
def test_a_line_by_the_specification_is_read_as_any_line_is(tag: str, sign: str, said: str) -> None:
    line = f"{tag}{sign}{said}"
    assert ris._tagged(line) == ris._loosely_tagged(line)


def test_values_of_other_tags_are_written_back() -> None:
    others = ["L1  - /home/a.pdf", "L1  - b.pdf", "DB  - Embase", "AN  - L623", "A4  - Roe, J"]
    (entry,) = read("\n".join(["TY  - JOUR", "ID  - k", "TI  - T", *others, "ER  - "]))
    assert isinstance(entry, Entry)
    output = ris.write([StoredWork("k", entry.item, {})])
    assert set(others) <= set(output.split("\r\n"))
    (back,) = read(output)
    assert isinstance(back, Entry)
    assert back.item == entry.item


HIGHWIRE = """\ufeffTY  - JOUR
T1  - Stem cells in
lupus
A1  - Jun Liang
A1  - Sun, Lingyun
Y1  - 2010/08/01
JF  - Annals of the Rheumatic Diseases
JO  - Ann Rheum Dis
VL  - 69
IS  - 8
SP  - 1423
LP  - 1429
N2  - A wrapped
 abstract
"""
EXPECTED = {
    "type": "article-journal",
    "title": "Stem cells in lupus",
    "author": [{"family": "Liang", "given": "Jun"}, {"family": "Sun", "given": "Lingyun"}],
    "issued": {"date-parts": [[2010, 8, 1]]},
    "container-title": "Annals of the Rheumatic Diseases",
    "container-title-short": "Ann Rheum Dis",
    "volume": "69",
    "issue": "8",
    "page": "1423-1429",
    "abstract": "A wrapped abstract",
}


@pytest.mark.parametrize(
    "dialect",
    [
        HIGHWIRE,
        HIGHWIRE + "ER  - \n",
        HIGHWIRE.replace("\n", "\r"),
        HIGHWIRE.replace("\n", "\r\n"),
        HIGHWIRE.replace("  - ", " - "),
        "1.\n" + HIGHWIRE.removeprefix("\ufeff"),
    ],
    ids=["no ER", "HighWire", "CR", "CR LF", "one space", "numbered"],
)
def test_dialects_say_the_same(dialect: str) -> None:
    second = "TY  - JOUR\nTI  - Another\nER  - \n"
    first, other = read(dialect + second)
    assert isinstance(first, Entry)
    assert isinstance(other, Entry)
    assert first.item == EXPECTED
    assert other.item["title"] == "Another"


@pytest.mark.parametrize("flavour", [None, "zotero", "endnote", "jabref"])
def test_the_version_of_a_pmcid_leaves_nothing_in_the_note(flavour: str | None) -> None:
    """PubMed gives some as PMC6134338.4; the 4 came back as a note of its own."""
    item: CslItem = {"type": "article-journal", "title": "T", "PMCID": "PMC6134338.4"}
    told = {} if flavour is None else {"flavour": flavour}
    (entry,) = ris.read(ris.write([StoredWork("a", item, {})], **told), "a.ris")
    assert isinstance(entry, Entry)
    assert (entry.item.get("PMCID"), entry.item.get("note")) == ("PMC6134338", None)
