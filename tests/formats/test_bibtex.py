"""BibTeX files, read and written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import example, given, settings
from hypothesis import strategies as st

from citekit.formats import bibtex, bibtex_names
from citekit.formats.bibtex_fields import KINDS, PAGES, READ_TYPES, csl_type
from citekit.formats.latex import decode
from citekit.formats.lines import one_line
from citekit.model import CslItem, End, Entry, Link, Place, Rejected, StoredWork, Witness
from citekit.text import pages
from citekit.vocab import LinkType, RejectedFor, Scheme
from tests.formats.works import (
    COMMENT,
    ERRATUM,
    HOSTILE,
    PAPER_A,
    PAPER_B,
    TEXTS,
    items,
    works,
)

DATA = Path(__file__).parents[1] / "data" / "formats"

# pybtex 0.26 is imported by its tests alone: its own imports warn.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pybtex")


def read(text: str) -> list[Entry | Rejected]:
    return list(bibtex.read(text, "x.bib"))


def item(fields: str, type_: str = "article") -> dict[str, Any]:
    """Read one entry with these fields."""
    (entry,) = read(f"@{type_}{{k,\n{fields}\n}}")
    assert isinstance(entry, Entry), entry
    return {name: value for name, value in entry.item.items() if name != "type"}


def pybtex_titles(text: str) -> list[str]:
    from pybtex.database import parse_string as parse

    entries = parse(text, "bibtex").entries.values()
    return [str(entry.fields.get("title", "")) for entry in entries]


# --- writing


def test_the_two_papers_are_written_whole() -> None:
    expected = (DATA / "papers.bib").read_text(encoding="utf-8")
    assert bibtex.write([PAPER_B, PAPER_A]) == expected


def test_no_work_is_no_text() -> None:
    assert bibtex.write([]) == ""


@pytest.mark.parametrize(
    ("type_", "line"),
    [
        ("article-journal", "@article{k,"),
        ("article", "@misc{k,"),
        ("book", "@book{k,"),
        ("chapter", "@incollection{k,"),
        ("paper-conference", "@inproceedings{k,"),
        ("report", "@techreport{k,"),
        ("thesis", "@phdthesis{k,"),
        ("dataset", "@misc{k,"),
        ("", "@misc{k,"),
    ],
)
def test_a_type_is_written_as_one_that_classic_styles_know(type_: str, line: str) -> None:
    assert bibtex.write([StoredWork("k", {"type": type_}, {})]).splitlines()[0] == line


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"author": [{"literal": "Group of X, Y"}]}, "author = {{Group of X, Y}}"),
        (
            {
                "author": [
                    {"family": "Berg", "given": "A", "non-dropping-particle": "van den"},
                    {"family": "Smith", "given": "J", "suffix": "Jr"},
                    {"family": "Barnes and Noble", "given": "X, Y"},
                ],
                "custom": {"author_complete": False},
            },
            "author = {van den Berg, A and Smith, Jr, J and {Barnes and Noble}, {X, Y} and others}",
        ),
        ({"page": "1423-9"}, "pages = {1423--1429}"),
        ({"page": "e12"}, "pages = {e12}"),
        ({"number": "e12"}, "pages = {e12},\n  eid = {e12}"),
        ({"issued": {"date-parts": [[2010, 8]]}}, "month = aug"),
        ({"issued": {"date-parts": [[2010, 7], [2010, 8]]}}, 'month = jul # "--" # aug'),
        ({"issued": {"date-parts": [[2010]], "season": 1}}, "month = {Spring}"),
        ({"DOI": "10.1000/a_b%c#d&e"}, "doi = {10.1000/a_b%c#d&e}"),
        ({"DOI": "10.1000/a{b"}, "doi = {10.1000/a%7Bb}"),
        ({"URL": "http://x.org/{a}"}, "url = {http://x.org/{a}}"),
        ({"URL": "http://x.org/a\\"}, "url = {http://x.org/a%5C}"),
        ({"container-title": "Arthritis & Rheumatism"}, r"journal = {Arthritis \& Rheumatism}"),
        ({"custom": {"arxiv": "2101.00001"}}, "eprint = {2101.00001}"),
        ({"title": "TNF-α in SLE"}, "title = {{TNF}-α in {SLE}}"),
    ],
)  # fmt: skip
def test_a_field_is_written_as_bibtex_wants_it(said: CslItem, line: str) -> None:
    written = bibtex.write([StoredWork("k", {"type": "article-journal", **said}, {})])
    assert f"  {line},\n" in written


def test_identifiers_of_the_work_are_written_though_its_item_lacks_them() -> None:
    work = StoredWork("k", {"type": "book"}, {Scheme.PMID: "1000", Scheme.PMCID: "PMC1000"})
    assert bibtex.write([work]) == "@book{k,\n  pmid = {1000},\n  pmcid = {PMC1000},\n}\n"


def test_the_order_of_the_works_does_not_matter() -> None:
    assert bibtex.write([PAPER_A, PAPER_B]) == bibtex.write([PAPER_B, PAPER_A])


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_stays_inside_its_field(title: str) -> None:
    hostile = {"title": title, "author": [{"literal": title}, {"family": title, "given": title}]}
    hostile |= {"DOI": title[:300], "URL": title[:300], "publisher": title, "note": title}
    work = StoredWork("b", cast("CslItem", {"type": "book", **hostile}), {})
    written = bibtex.write([PAPER_A, work, PAPER_B])
    written.encode()
    library = parse_string(written)
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [PAPER_A.key, PAPER_B.key, "b"]
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)
    assert all(re.match(r"@|  [a-z]+ = |\}$|$", line) for line in written.split("\n"))
    assert len(pybtex_titles(written)) == 3


@pytest.mark.parametrize(
    "key", ["a b", "a,b", "{", "x}\n@book{y,", "", "\x00", "50%", "a=b", "(a)", '"', "a\\b"]
)
def test_a_key_that_no_file_can_hold_is_changed(key: str) -> None:
    library = parse_string(bibtex.write([StoredWork(key, {"type": "book"}, {}), PAPER_A]))
    assert (len(library.entries), library.failed_blocks) == (2, [])


def test_a_key_holds_no_other_spelling_of_a_backslash() -> None:
    """TeX reads `^^5c` as one, and a key stands in the .bbl too."""
    works = [StoredWork(key, {"type": "book"}, {}) for key in ("a^^5cinput", "a^b", "^^^^005c")]
    assert [entry.key for entry in parse_string(bibtex.write(works)).entries] == [
        "_005c", "a_5cinput", "a^b",
    ]  # fmt: skip


def test_two_changed_keys_stay_two() -> None:
    twins = [StoredWork(key, {"type": "book"}, {}) for key in ("a b", "a,b", "A_B")]
    assert [entry.key for entry in parse_string(bibtex.write(twins)).entries] == [
        "A_B", "a_b_2", "a_b_3",
    ]  # fmt: skip


# --- there and back

NOTICE_LINKS = {
    ERRATUM.id: (LinkType.ERRATUM, "Ann Rheum Dis. 2011 Jan;70(1):237.", {}),
    COMMENT.id: (
        LinkType.COMMENT,
        "Mesenchymal stem cells in the treatment of autoimmune diseases. "
        "Ann Rheum Dis. 2010;69(8):1413-1414. doi:10.1136/ard.2010.132639",
        {Scheme.DOI: "10.1136/ard.2010.132639"},
    ),
}


def normalise(said: CslItem) -> dict[str, object]:
    """What a `.bib` file can carry of an item."""
    kept: dict[str, Any] = {
        name: one_line(value) if isinstance(value, str) else value for name, value in said.items()
    }
    if "page" in kept:
        kept["page"] = pages.expand(kept["page"])
    return {name: value for name, value in kept.items() if value}


@settings(deadline=None, max_examples=40)
@given(works(items(["article-journal", "book", "chapter", "paper-conference", "report", "thesis"])))
def test_what_is_written_is_read_again(library: list[StoredWork]) -> None:
    entries = [entry for entry in read(bibtex.write(library)) if isinstance(entry, Entry)]
    assert [entry.key for entry in entries] == [work.key for work in library]
    for work, entry in zip(library, entries, strict=True):
        expected = normalise(work.item)
        if "></" not in str(expected):
            assert entry.item == expected
        assert [(link.type, link.notice.raw, link.notice.identifiers) for link in entry.links] == [
            NOTICE_LINKS[notice.id] for notice in work.notices
        ]


@settings(deadline=None, max_examples=40)
@given(works(items(["article-journal", "chapter", "article", "thesis"])))
def test_other_projects_read_every_file_alike(library: list[StoredWork]) -> None:
    written = bibtex.write(library)
    parsed = parse_string(written)
    assert parsed.failed_blocks == []
    titles = [str(entry.get("title").value) if "title" in entry else "" for entry in parsed.entries]
    assert len(titles) == len(library)
    assert pybtex_titles(written) == [re.sub(r"\s+", " ", title) for title in titles]


@pytest.mark.parametrize("type_", sorted({kind.csl for kind in KINDS} | set(READ_TYPES.values())))
def test_a_type_comes_back_or_is_a_documented_loss(type_: str) -> None:
    lost = {
        "article-magazine": "article-journal",
        "article-newspaper": "article-journal",
        "review": "article-journal",
        "review-book": "article-journal",
        "entry-encyclopedia": "chapter",
        "entry-dictionary": "chapter",
        **dict.fromkeys(
            ("article", "dataset", "manuscript", "pamphlet", "patent", "periodical", "post-weblog",
             "software", "webpage"),
            "document",
        ),
    }  # fmt: skip
    (entry,) = read(bibtex.write([StoredWork("k", {"type": type_}, {})]))
    assert isinstance(entry, Entry)
    assert entry.item["type"] == lost.get(type_, type_)


@pytest.mark.parametrize("more", [{"genre": "preprint"}, {"custom": {"arxiv": "2101.00001"}}])
def test_a_preprint_comes_back(more: CslItem) -> None:
    preprint: CslItem = {"type": "article", "title": "x", "container-title": "bioRxiv", **more}
    (entry,) = read(bibtex.write([StoredWork("k", preprint, {})]))
    assert isinstance(entry, Entry)
    assert entry.item == preprint


# --- reading


def test_an_entry_has_its_line_its_text_and_its_notices() -> None:
    text = "Some words.\n\n@Article{Liang2010,\n  pmid = 1000,\n  note = {Erratum in: J 1:2.}\n}\n"
    (entry,) = read(text)
    known = {Scheme.PMID: "1000"}
    assert entry == Entry(
        key="Liang2010",
        item={"type": "article-journal", "PMID": "1000"},
        place=Place("x.bib", 3),
        raw=text.partition("\n\n")[2].strip(),
        links=(
            Link(
                LinkType.ERRATUM,
                End(raw="J 1:2."),
                End(known),
                (Witness("document", "Erratum in", ""),),
            ),
        ),
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
def test_line_ends_and_byte_order_marks_lose_nothing(end: str, mark: str) -> None:
    text = mark + end.join(["@book{a,", " title = {A}", "}", "@book{b, title = {B}}", ""])
    assert [(e.key, e.place.line) for e in read(text) if isinstance(e, Entry)] == [
        ("a", 1), ("b", 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Liang, Jun and Gary S Gilkeson", [("Liang", "Jun"), ("Gilkeson", "Gary S")]),
        ("Ludwig van Beethoven", [("Beethoven", "Ludwig", "van")]),
        ("van der Berg, A.", [("Berg", "A.", "van der")]),
        ("De La Cruz, A and de la Cruz, B", [("De La Cruz", "A"), ("Cruz", "B", "de la")]),
        ("Smith, Jr, John", [("Smith", "John", "", "Jr")]),
        (r"{\"O}zg{\"u}r, {\c C}a{\u g}la", [("Özgür", "Çağla")]),
        ('M{\\"{u}}ller, J AND\n   Stra{\\ss}e, K', [("Müller", "J"), ("Straße", "K")]),
        ("{Barnes and Noble}, X", [("Barnes and Noble", "X")]),
        ("Plato", [("Plato",)]),
        ("{van der Berg}, A", [("van der Berg", "A")]),
    ],
)
def test_names_are_read_in_bibtexs_three_forms(value: str, names: list[tuple[str, ...]]) -> None:
    parts = ("family", "given", "non-dropping-particle", "suffix")
    expected = [
        {part: text for part, text in zip(parts, name, strict=False) if text} for name in names
    ]
    assert item(f"author = {{{value}}}") == {"author": expected}


def test_groups_and_others_are_no_persons() -> None:
    assert item("author = {{World Health Organization} and Liang, J and others}") == {
        "author": [{"literal": "World Health Organization"}, {"family": "Liang", "given": "J"}],
        "custom": {"author_complete": False},
    }


@pytest.mark.parametrize(
    ("fields", "issued"),
    [
        ("year = 2010", {"date-parts": [[2010]]}),
        ("year = {2010}, month = aug", {"date-parts": [[2010, 8]]}),
        ('year = "2010", month = "August"', {"date-parts": [[2010, 8]]}),
        ("year = 2010, month = {8}, day = 3", {"date-parts": [[2010, 8, 3]]}),
        ('year = 2010, month = "3~" # aug', {"date-parts": [[2010, 8, 3]]}),
        ('year = 2010, month = aug # "~3"', {"date-parts": [[2010, 8, 3]]}),
        ("year = 2010, month = {Jul-Aug}", {"date-parts": [[2010, 7], [2010, 8]]}),
        ("year = 2010, month = Spring", {"date-parts": [[2010]], "season": 1}),
        ("year = {in press}", {"literal": "in press"}),
        ("date = {2010-08-03}", {"date-parts": [[2010, 8, 3]]}),
        ("date = {1998-12/1999-01}", {"date-parts": [[1998, 12], [1999, 1]]}),
        ("date = {2020-21}", {"date-parts": [[2020]], "season": 1}),
        ("date = {2020~}", {"date-parts": [[2020]]}),
        ("date = {2010-08}, year = 1999", {"date-parts": [[2010, 8]]}),
        ("year = {99999999999999999999}", {"literal": "99999999999999999999"}),
    ],
)
def test_dates_are_read_as_partial_as_they_are(fields: str, issued: object) -> None:
    assert item(fields) == {"issued": issued}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("doi = {https://doi.org/10.1136/ARD.2009.123463}", {"DOI": "10.1136/ard.2009.123463"}),
        ("DOI = {10.1136/ARD.2009.123463}", {"DOI": "10.1136/ARD.2009.123463"}),
        (r"doi = {10.1000/a\_b}", {"DOI": "10.1000/a_b"}),
        ("doi = {not one}", {"DOI": "notone"}),
        ("pmid = {PMID: 20650877}", {"PMID": "20650877"}),
        ("pmcid = {PMC2808187}", {"PMCID": "PMC2808187"}),
        ("eprint = {20650877}, eprinttype = {pubmed}", {"PMID": "20650877"}),
        ("eprint = {2101.00001v2}, archiveprefix = {arXiv}", {"custom": {"arxiv": "2101.00001"}}),
        ("note = {PMID: 20650877}", {"PMID": "20650877"}),
        ("note = {Mine. PMCID: PMC1000.}", {"note": "Mine.", "PMCID": "PMC1000"}),
        (
            "url = {https://pubmed.ncbi.nlm.nih.gov/20650877/}",
            {"URL": "https://pubmed.ncbi.nlm.nih.gov/20650877/", "PMID": "20650877"},
        ),
        (r"howpublished = {\url{http://x.org/~a}}", {"URL": "http://x.org/~a"}),
        ("isbn = {978-0-306-40615-7}", {"ISBN": "9780306406157"}),
    ],
)  # fmt: skip
def test_identifiers_are_taken_from_wherever_they_stand(
    fields: str, expected: dict[str, object]
) -> None:
    assert item(fields, "misc") == expected or item(fields) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            "journaltitle = {Lupus}, location = {London}",
            {"container-title": "Lupus", "publisher-place": "London"},
        ),
        ("title = {A}, subtitle = {B}", {"title": "A: B"}),
        ("pages = {1423--1429}", {"page": "1423-1429"}),
        ("pages = {1423–9}", {"page": "1423-9"}),
        ("eid = {e12}", {"page": "e12", "number": "e12"}),
        ("eid = {e12}, pages = {1--9}", {"page": "1-9", "number": "e12"}),
        ("number = 8", {"issue": "8"}),
        (r"title = {The {DNA} of {\it E. coli}}", {"title": "The DNA of <i>E. coli</i>"}),
        ('title = "A {"}quoted{"} word"', {"title": 'A "quoted" word'}),
        ("title = {50% of A & B}", {"title": "50% of A & B"}),
        ("journal = ard", {"container-title": "ard"}),
        ("file = {a.pdf}, owner = {me}", {"custom": {"bibtex": {"file": "a.pdf", "owner": "me"}}}),
        ("title = {}", {}),
    ],
)
def test_fields_of_other_programs_are_understood(fields: str, expected: dict[str, str]) -> None:
    assert item(fields) == expected


def test_a_report_has_a_number_where_an_article_has_an_issue() -> None:
    fields = "number = 8, institution = {NIH}"
    assert item(fields, "techreport") == {"number": "8", "publisher": "NIH"}


@pytest.mark.parametrize(
    ("type_", "csl"),
    [
        ("ARTICLE", "article-journal"),
        ("online", "webpage"),
        ("report", "report"),
        ("inbook", "chapter"),
        ("unheard-of", "document"),
    ],
)
def test_types_of_biblatex_are_known(type_: str, csl: str) -> None:
    (entry,) = read(f"@{type_.replace('-', '')}{{k, title = {{x}}}}")
    assert isinstance(entry, Entry)
    assert entry.item["type"] == csl


def test_macros_and_joined_values_are_resolved() -> None:
    text = """
@string{ard = "Annals of the " # rd}
@string{rd = {Rheumatic Diseases}}
@STRING{ARD2 = {Annals of the } # rd}
@article{k, journal = ard2, title = "A # " # {B} # 3, note = rd # " (RD)"}
"""
    (entry,) = read(text)
    assert isinstance(entry, Entry)
    assert entry.item == {
        "type": "article-journal",
        "container-title": "Annals of the Rheumatic Diseases",
        "title": "A # B3",
        "note": "Rheumatic Diseases (RD)",
    }


def test_a_masters_thesis_says_so() -> None:
    assert item("title = {x}", "mastersthesis") == {"title": "x", "genre": "Master's thesis"}


def test_an_entry_without_a_key_has_none() -> None:
    text = "@book{, title = {A}}\n@book{, title = {B}}\n"
    assert [(e.key, e.item["title"]) for e in read(text) if isinstance(e, Entry)] == [
        (None, "A"), (None, "B"),
    ]  # fmt: skip


# --- what cannot be read

GOOD = "@book{good,\n  title = {Good}\n}\n"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("@book{bad,\n  title = {No end\n", "Unexpected block start"),
        ('@book{bad,\n  title = "No end\n}\n', "Unexpected block start"),
        ("@book{bad,\n  title = {A},\n  year = 1,\n  title = {B}\n}\n", "title is given twice"),
        ("@book{bad,\n  title = {A},\n  Title = {B}\n}\n", "title is given twice"),
        ("@book{bad\n  title = {A}\n}\n", "Expected comma after entry key"),
        ("@book{bad,\n  title {A}\n}\n", "Expected a `=`"),
        ("@book{good,\n  title = {A}\n}\n", "already used on line 1"),
        ("@book{GOOD,\n  title = {A}\n}\n", "already used on line 1"),
        ("@book\n{bad,\n  title = {A}\n}\n", "not on one line"),
        ("@ book {bad,\n  title = {A}\n}\n", "not on one line"),
    ],
)
def test_a_broken_entry_is_rejected_with_its_place_and_its_neighbours_stay(
    bad: str, reason: str
) -> None:
    last = GOOD.replace("good", "last")
    first, rejected, third = read(f"{GOOD}\n{bad}\n{last}")
    assert isinstance(first, Entry)
    assert isinstance(third, Entry)
    assert (first.key, third.key) == ("good", "last")
    assert isinstance(rejected, Rejected)
    assert rejected.place == Place("x.bib", 5)
    assert rejected.raw.startswith(bad[:6])
    assert reason in rejected.reason


@pytest.mark.parametrize("key", ["good", "GOOD"])
def test_a_key_that_is_taken_is_told_apart_from_what_is_broken(key: str) -> None:
    _, taken, broken = read(f"{GOOD}\n{GOOD.replace('good', key)}\n@book{{cut,\n  title = {{A")
    assert isinstance(taken, Rejected)
    assert isinstance(broken, Rejected)
    assert (taken.because, broken.because) == (RejectedFor.KEY_TAKEN, RejectedFor.BROKEN)


def test_the_last_entry_may_be_cut() -> None:
    first, rejected = read(f"{GOOD}@book{{cut,\n  title = {{A")
    assert isinstance(first, Entry)
    assert isinstance(rejected, Rejected)
    assert "end of file" in rejected.reason


def test_comments_and_preambles_are_no_entries() -> None:
    text = "@comment{jabref-meta: x}\n@preamble{{\\foo}}\nme@example.org (mail)\n" + GOOD
    assert [entry.place.line for entry in read(text)] == [4]


def test_reading_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    read("@book{bad,\n  title = {No end\n" + GOOD)
    assert capfd.readouterr() == ("", "")


_SCRAPS = st.sampled_from(
    ["@book{", "@article{k,", "@string{", "@comment{", "\n", "}", "{", '"', "=", ",", "#", "\\",
     " title = {", " author = {", " year = ", "2010", "and", " ", "$", "a", "é", "(", ")", "\r"]
)  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(st.one_of(st.lists(_SCRAPS, max_size=30).map("".join), TEXTS))
@example("@book{k, author = {" + "{" * 3_000 + "}" * 3_000 + "}}")
@example("@book{k, " + "a = 1, " * 3_000 + "}")
def test_any_text_is_read_or_rejected(text: str) -> None:
    for one in read(text):
        assert one.place.line >= 1
        assert isinstance(one, Entry) or one.reason


def test_other_fields_are_written_back_as_they_were() -> None:
    source = (
        "@article{k,\n  title = {T},\n  annote = {50\\% {\\o}},\n  crossref = {p},\n"
        "  eprint = {hal-1},\n  eprinttype = {hal},\n  file = {:/x/a_b.pdf:PDF},\n}\n"
    )
    (entry,) = (one for one in bibtex.read(source, "x.bib") if isinstance(one, Entry))
    assert bibtex.write([StoredWork("k", entry.item, {})]) == source


@pytest.mark.parametrize("value", ["}, evil = {", "a\\", "x\n@article{y, title={z}}"])
def test_other_fields_cannot_break_out(value: str) -> None:
    kept = {"file": value, "bad name": "x", "title": "y"}
    said = cast("CslItem", {"type": "book", "title": "T", "custom": {"bibtex": kept}})
    (entry,) = bibtex.read(bibtex.write([StoredWork("k", said, {})]), "x.bib")
    assert isinstance(entry, Entry)
    assert entry.item["title"] == "T"


@settings(deadline=None)
@given(st.text(st.sampled_from(list("AaÉé,.-'`~{}\\$ \n\x0b\xa0")), max_size=12))
@example("Özgür-O'Neil, Ana-María B.")
@example("and, others")
@example("O''Neil, A")
@example("a,  b")
def test_a_plain_name_is_read_as_any_name_is(text: str) -> None:
    assert bibtex_names._read_name(text.strip()) == bibtex_names._read_any(text.strip())


@given(st.text(st.sampled_from(list("19eS-–, ")), max_size=12))
def test_pages_are_read_with_one_hyphen_for_whatever_dash(value: str) -> None:
    assert PAGES.read(value) == re.sub(r"\s*[-–—]+\s*", "-", decode(value))


@pytest.mark.parametrize("entry", sorted({"other", *(name for one in KINDS for name in one.entry)}))
def test_the_first_fitting_row_of_an_entry_type_is_read(entry: str) -> None:
    rows = [kind for kind in KINDS if entry in kind.entry]
    first = rows[0].csl if rows else "document"
    for subtype in ("", "none", *(kind.subtype for kind in KINDS)):
        fitting = [kind.csl for kind in rows if subtype and kind.subtype == subtype]
        assert csl_type(entry.upper(), subtype.upper()) == (fitting or [first])[0]


def kept(value: str, **ways: bool) -> str:
    """Write a work whose file had another field, and give that field's value."""
    said = cast("CslItem", {"type": "book", "custom": {"bibtex": {"annote": value}}})
    return bibtex.write([StoredWork("k", said, {})], **ways).split("annote = ")[1].split(",\n")[0]


@pytest.mark.parametrize(
    "value",
    [
        r"\input{/etc/passwd}",
        r"\immediate\write18{touch owned}",
        r"\begin{filecontents}{x}",
        r"\catcode`\{=12",
        "^^5cinput{x}",
        r"an {open \brace",
    ],
)
def test_another_field_that_would_do_more_than_show_is_written_as_text(value: str) -> None:
    written = kept(value)
    assert not re.search(r"\\(?!textbackslash|textbrace|textasciicircum)[A-Za-z]|\^\^", written)
    (entry,) = read(f"@book{{k, title = {written}}}")
    assert isinstance(entry, Entry)
    assert entry.item["title"] == value


@pytest.mark.parametrize(
    "value", [r"\emph{a} {\'e} \alpha $x^2$", r"\url{http://x/~a_b%20}", "a%20b"]
)
def test_another_field_that_only_shows_stays_as_it_is(value: str) -> None:
    assert kept(value) == f"{{{value}}}"


def test_letters_made_ascii_behind_a_backslash_are_no_command() -> None:
    assert "\\input" not in kept("\\ｉｎｐｕｔ{x}", ascii_only=True)
    assert kept("Žluť", ascii_only=True).isascii()


def test_two_circumflexes_of_an_address_are_no_backslash() -> None:
    said = cast("CslItem", {"type": "book", "URL": "https://x/^^5cinput", "DOI": "10.5555/a^b"})
    written = bibtex.write([StoredWork("k", said, {})])
    assert "https://x/%5E%5E5cinput" in written
    assert "10.5555/a^b" in written


def test_entries_that_read_alike_behind_backslashes_have_lines_of_their_own() -> None:
    text = "text \\\n" + "@article{two@article{ \\\n" * 3 + "@b{three, title = {z}}\n"
    lines = [one.place.line for one in read(text) if one.place]
    assert lines == sorted(lines)
    assert set(lines) == {2, 3, 4, 5}


def test_a_line_end_behind_a_backslash_is_counted() -> None:
    text = "@a{one,\n  title = {x \\\n y \\\\\n z}\n}\n@b{two, title = {y}}\n@b{two, title = {z}}\n"
    assert [one.place.line for one in read(text)] == [1, 6, 7]
    (_, _, twice) = read(text)
    assert isinstance(twice, Rejected)
    assert "line 6" in twice.reason
