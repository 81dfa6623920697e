"""Reference lists in NLM's form."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.formats import vancouver
from citekit.model import CslItem, End, StoredLink, StoredWork
from citekit.vocab import LinkType, Status
from tests.formats.works import HOSTILE, PAPER_A, PAPER_B, items, stored, works


def reference(
    said: dict[str, Any],
    type_: str = "article-journal",
    notices: tuple[StoredLink, ...] = (),
    status: Status = Status.NONE,
) -> str:
    work = StoredWork("k", cast("CslItem", {"type": type_, **said}), {}, notices, status)
    return vancouver.write([work]).removeprefix("1. ").removesuffix("\n")


def authors(*names: dict[str, str], **custom: object) -> str:
    return reference({"author": list(names), "title": "T", "custom": custom}).removesuffix(" T.")


def test_the_two_papers_are_a_list_in_the_order_of_their_keys() -> None:
    assert vancouver.write([PAPER_B, PAPER_A]) == (
        "1. Liang J, Zhang H, Hua B, Wang H, Lu L, Shi S, et al. Allogenic mesenchymal stem cells "
        "transplantation in refractory systemic lupus erythematosus: a pilot clinical study. "
        "Ann Rheum Dis. 2010 Aug;69(8):1423-9. doi: 10.1136/ard.2009.123463. PMID: 20650877. "
        "Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237. "
        "Comment in: Mesenchymal stem cells in the treatment of autoimmune diseases. "
        "Ann Rheum Dis. 2010;69(8):1413-1414. doi:10.1136/ard.2010.132639.\n"
        "2. Wang D, et al. Umbilical cord mesenchymal stem cell transplantation in severe and "
        "refractory systemic lupus erythematosus. Arthritis Rheum. 2010 Aug 3;62(8):2467-75. "
        "doi: 10.1002/art.27548. PMID: 20506343.\n"
    )


def test_no_work_is_no_text() -> None:
    assert vancouver.write([]) == ""


@pytest.mark.parametrize(
    ("names", "written"),
    [
        ([{"family": f"N{n}", "given": "A"} for n in range(6)],
         "N0 A, N1 A, N2 A, N3 A, N4 A, N5 A."),
        ([{"family": f"N{n}", "given": "A"} for n in range(7)],
         "N0 A, N1 A, N2 A, N3 A, N4 A, N5 A, et al."),
        ([{"family": "Berg", "given": "Jan", "non-dropping-particle": "van den"}],
         "van den Berg J."),
        ([{"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"}],
         "van Beethoven L."),
        ([{"family": "Smith", "given": "J. A.", "suffix": "Jr."}], "Smith JA Jr."),
        ([{"family": "Smith", "given": "John", "suffix": "III"}], "Smith J 3rd."),
        ([{"family": "Smith", "given": "John", "suffix": "MD"}], "Smith J."),
        ([{"family": "Doe", "given": "Jean-Luc"}], "Doe JL."),
        ([{"family": "Wang", "given": "Xiao-Ming"}], "Wang XM."),
        ([{"family": "王", "given": "丹丹"}], "王丹丹."),
        ([{"family": "Ivanov", "given": "IuA"}], "Ivanov IuA."),
        ([{"family": "Sunoto"}], "Sunoto."),
        ([{"family": "A", "given": "B"}, {"literal": "The X, Y and Z Group"},
          {"family": "C", "given": "D"}, {"family": "E", "given": "F"}],
         "A B; The X, Y and Z Group; C D, E F."),
        ([{}, {"given": "Plato"}], "Plato."),
    ],
)  # fmt: skip
def test_names(names: list[dict[str, str]], written: str) -> None:
    assert authors(*names) == written


def test_a_cut_list_says_et_al_however_short() -> None:
    assert authors({"family": "Wang", "given": "D"}, author_complete=False) == "Wang D, et al."


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ({"title": "Why?"}, "Why?"),
        ({"title": "A title."}, "A title."),
        ({"title": "10<sup>6</sup> <i>E. coli</i>"}, "10⁶ E. coli."),
        ({"title": "T", "container-title": "Annals of X"}, "T. Annals of X."),
        ({"container-title": "Annals of X", "container-title-short": "Ann. X."}, "Ann. X."),
        ({"issued": {"date-parts": [[2010, 8, 3]]}, "volume": "69"}, "2010 Aug 3;69."),
        ({"issued": {"date-parts": [[2020, 1], [2020, 2]]}, "issue": "1"}, "2020 Jan-Feb;(1)."),
        ({"issued": {"date-parts": [[1979]], "season": 4}}, "1979 Winter."),
        ({"issued": {"literal": "in press"}}, "in press."),
        ({"issued": {"date-parts": [[2020]]}, "page": "S1-S9"}, "2020:S1-S9."),
        ({"volume": "3", "number": "104399"}, "3:104399."),
        ({"page": "123-125, 140"}, "123-5, 140."),
        ({"page": "99-103"}, "99-103."),
        ({"PMID": "1", "PMCID": "PMC2"}, "[k]. PMID: 1. PMCID: PMC2."),
        ({}, "[k]."),
    ],
)  # fmt: skip
def test_what_is_known_is_written_and_nothing_else(said: dict[str, Any], written: str) -> None:
    assert reference(said) == written


@pytest.mark.parametrize(
    ("type_", "said", "written"),
    [
        ("article", {"title": "T", "genre": "preprint", "container-title": "bioRxiv",
                     "issued": {"date-parts": [[2020, 3, 4]]}},
         "T. bioRxiv [Preprint]. 2020 Mar 4."),
        ("article", {"title": "T", "genre": "preprint", "publisher": "A Server"},
         "T [Preprint]. A Server."),
        ("book", {"title": "T", "editor": [{"family": "Sun", "given": "Lin"}], "edition": "2",
                  "publisher": "P", "publisher-place": "Nowhere", "volume": "3",
                  "issued": {"date-parts": [[2012]]}},
         "Sun L, editor. T. 2nd ed. Vol. 3. Nowhere: P; 2012."),
        ("book", {"title": "T", "author": [{"family": "A", "given": "B"}],
                  "editor": [{"family": "C"}, {"family": "D"}], "edition": "Rev. ed.",
                  "collection-title": "Series", "number": "12-1"},
         "A B. T. Rev. ed. C, D, editors. (Series). Report No.: 12-1."),
        ("chapter", {"title": "T", "author": [{"family": "A", "given": "B"}],
                     "editor": [{"family": "Sun", "given": "L"}, {"family": "Li", "given": "J"}],
                     "container-title": "Whole", "publisher": "P", "page": "121-129",
                     "issued": {"date-parts": [[1993]]}},
         "A B. T. In: Sun L, Li J, editors. Whole. P; 1993. p. 121-9."),
        ("chapter", {"title": "T"}, "T."),
        ("thesis", {"title": "T", "publisher": "U"}, "T [dissertation]. U."),
        ("webpage", {"title": "T", "URL": "https://example.org/x"},
         "T [Internet]. Available from: https://example.org/x"),
        ("dataset", {"title": "T", "DOI": "10.5555/x", "URL": "https://example.org/x"},
         "T [dataset]. doi: 10.5555/x."),
    ],
)  # fmt: skip
def test_each_kind_of_work_has_its_form(type_: str, said: dict[str, Any], written: str) -> None:
    assert reference(said, type_) == written


@pytest.mark.parametrize(
    ("type_", "lead"),
    [
        (LinkType.RETRACTION, "Retraction in: "),
        (LinkType.ERRATUM, "Erratum in: "),
        (LinkType.EXPRESSION_OF_CONCERN, "Expression of concern in: "),
        (LinkType.COMMENT, "Comment in: "),
    ],
)
def test_notices_stand_behind_the_reference(type_: LinkType, lead: str) -> None:
    notice = stored(type_, End(raw="J Test. 2012;3:4"))
    told = reference({"title": "T", "PMID": "1"}, notices=(notice,), status=Status.RETRACTED)
    known = "" if type_ is LinkType.RETRACTION else "Retracted publication. "
    assert told == f"T. PMID: 1. {known}{lead}J Test. 2012;3:4."


def test_a_retracted_work_without_a_notice_is_called_one() -> None:
    assert reference({"title": "T"}, status=Status.RETRACTED) == "T. Retracted publication."


_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize("type_", ["article-journal", "chapter", "book", "thesis", "webpage"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_stays_on_its_line(text: str, type_: str) -> None:
    texts = ("title", "container-title", "publisher", "page", "volume", "edition", "DOI", "URL")
    said = dict.fromkeys(texts, text) | {"author": [{"literal": text}, {"family": text}]}
    work = StoredWork(
        text,
        cast("CslItem", {"type": type_, **said}),
        {},
        (stored(LinkType.ERRATUM, End(raw=text)),),
    )
    output = vancouver.write([work])
    output.encode()
    assert output.count("\n") == 1
    assert not _UNPRINTABLE.search(output)


@settings(deadline=None, max_examples=60)
@given(works(items(["article-journal", "chapter", "book", "article", "software", "report"])))
def test_every_work_is_one_numbered_line(library: list[StoredWork]) -> None:
    *lines, last = vancouver.write(library).split("\n")
    assert last == ""
    assert [line.split(". ")[0] for line in lines] == [str(n + 1) for n in range(len(library))]
    for line, work in zip(lines, library, strict=True):
        assert not _UNPRINTABLE.search(line)
        assert ("Erratum in: " in line) == any(
            kept.link.type is LinkType.ERRATUM for kept in work.notices
        )
        assert str(work.item.get("DOI", "")) in line


@given(st.integers(1, 10**6), st.integers(0, 10**4))
def test_a_shortened_range_is_completed_to_what_it_was(start: int, length: int) -> None:
    from citekit.text import pages

    whole = f"{start}-{start + length}" if length else str(start)
    assert pages.expand(pages.abbreviate(whole)) == whole
