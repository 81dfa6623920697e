"""Markdown and Quarto: which `@` is a citation, and where each citation stands."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.documents import markdown
from citekit.model import Citation, Place, Rejected
from citekit.vocab import Scheme
from tests.documents import located
from tests.documents.papers import COMMENT, ERRATUM, A, B

Where = tuple[int, int]


def read(text: str) -> list[Citation]:
    return located.citations(markdown.read(text, "paper.qmd").found)


def keys(text: str) -> list[located.Located]:
    """The citations by key in a document that certainly has a bibliography."""
    cited = read(f"{text}\n\n[@certain]\n")
    return located.keys(one for one in cited if one.key != "certain")


def named(text: str) -> list[located.Located]:
    return located.identifiers(read(text))


# --- keys

WRITTEN = {
    "[@liang2010]": [("liang2010", 1, 2)],
    "Blah [see @a1, pp. 3-4; -@b2; @c3].": [("a1", 1, 11), ("b2", 1, 25), ("c3", 1, 31)],
    "@liang2010 [p. 3] says": [("liang2010", 1, 1)],
    "So @liang2010, and @sun2010.": [("liang2010", 1, 4), ("sun2010", 1, 20)],
    "@{with odd:chars/and space}": [("with odd:chars/and space", 1, 1)],
    "@Foo_bar.baz. @a--b @x:y:z @_k": [
        ("Foo_bar.baz", 1, 1), ("a", 1, 15), ("x:y:z", 1, 21), ("_k", 1, 28),
    ],
    "*@emphasised*, (@bracketed), “@quoted”": [
        ("emphasised", 1, 2), ("bracketed", 1, 17), ("quoted", 1, 31),
    ],
    "one\r\n\r\n  two @crlf\r\n": [("crlf", 3, 7)],
    "\ufeff@bom": [("bom", 1, 1)],
    "a \u202e@bidi\u202c b": [("bidi", 1, 4)],
    "a\x00 @nul": [("nul", 1, 4)],
    "[^1]: See @footnoted.": [("footnoted", 1, 11)],
    "> quoted @blockquote": [("blockquote", 1, 10)],
    "| cell | @table |": [("table", 1, 10)],
    "- item\n\n    @in-list": [("in-list", 3, 5)],
    "@müller2010": [("müller2010", 1, 1)],
    "costs $5 @money and $6": [("money", 1, 10)],
    "[@{https://example.org/a}; @url:https://example.org/b]": [
        ("https://example.org/a", 1, 2), ("url:https://example.org/b", 1, 28),
    ],
    "`unclosed @tick": [("tick", 1, 11)],
    "<!-- unclosed @comment": [("comment", 1, 15)],
}  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN, ids=str)
def test_a_key_stands_where_its_sign_is(text: str) -> None:
    assert keys(text) == WRITTEN[text]


NONE = [
    *("foo@bar.org", "mail <foo@bar.org> or foo-@bar.org", r"\@escaped", "@", "@ alone", "@@twice"),
    *("`@code`", "``a ` @code``", "```\n@fenced\n```", "~~~ python\n@fenced\n~~~", "```{r}\n@open"),
    *("    @indented", "\t@indented", "> ```\n> @quoted\n> ```", "<!-- @comment -->"),
    *("<!--\n\n@comment\n\n-->", "$x@y @z$", "$$\n@math\n$$", "[x](@target.md)"),
    *("https://medium.com/@somebody/post", "<https://social.example/@me>", '<a title="@tag">'),
    *("see @fig-one, @tbl-two, @sec-3, @eq-x, @lst-a, @thm-b, @Fig-one, @fig:one"),
    *("[@fig-one; @tbl-two]", "(@good) An example.\n\nAs (@good) shows.", r"see \@ref(fig:x)"),
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_citation(text: str) -> None:
    assert keys(text) == []


def test_metadata_cites_nothing_but_what_it_says_it_cites() -> None:
    text = """---
title: "About @nobody"
author: me@here.org
bibliography: [refs.bib, 'more refs.json']
nocite: |
  @first, @{second one}
abstract: >
  By @nobody.
---
Text @third
"""
    manuscript = markdown.read(text, "paper.md")

    assert [(one.key, one.place.line, one.place.column) for one in manuscript.found] == [
        ("first", 6, 3), ("second one", 6, 11), ("third", 10, 6),
    ]  # fmt: skip
    assert [(one.name, one.place.line) for one in manuscript.bibliographies] == [
        ("refs.bib", 4), ("more refs.json", 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("bibliography: refs.bib", ["refs.bib"]),
        ("bibliography: 'a b.bib' # mine", ["a b.bib"]),
        ("bibliography:\n- a.bib\n- b.json", ["a.bib", "b.json"]),
        ('bibliography:\n  - a.bib\n  - "b.bib"', ["a.bib", "b.bib"]),
        ("bibliography:\n  main: a.bib\n  other: b.bib", ["a.bib", "b.bib"]),
        ("bibliography:", []),
        ("# bibliography: no.bib", []),
    ],
)
def test_bibliographies_in_every_spelling(written: str, names: list[str]) -> None:
    found = markdown.read(f"---\n{written}\n---\n", "x.md").bibliographies

    assert [one.name for one in found] == names


def test_a_rule_that_opens_no_metadata_is_a_rule() -> None:
    assert keys("---\n\n@key") == [("key", 3, 1)]


def test_references_in_the_metadata_are_entries_and_citations() -> None:
    text = f"""---
references:
- id: liang2010
  type: article-journal
  title: "{A.title}"
  author:
  - family: Liang
    given: Jun
  issued:
    date-parts:
    - - 2010
      - 8
  DOI: {A.doi}
- {{id: sun2010, title: Umbilical cords, issued: {{date-parts: [[2010]]}}, PMID: "{B.pmid}"}}
- just text
---
[@liang2010]
"""
    manuscript = markdown.read(text, "paper.md")
    first, second, rejected, cited = manuscript.found

    assert isinstance(first, Citation)
    assert first.place == Place("paper.md", 3, 3)
    assert first.identifiers == {Scheme.DOI: A.doi}
    assert first.said["issued"] == {"date-parts": [[2010, 8]]}
    assert first.said["author"] == [{"family": "Liang", "given": "Jun"}]
    assert isinstance(second, Citation)
    assert (second.key, second.identifiers) == ("sun2010", {Scheme.PMID: B.pmid})
    assert isinstance(rejected, Rejected)
    assert rejected.place == Place("paper.md", 15, 3)
    assert isinstance(cited, Citation)
    assert cited.place == Place("paper.md", 17, 2)
    assert manuscript.entries == (first, second)


def test_without_a_bibliography_a_name_may_be_a_persons() -> None:
    manuscript = markdown.read("Thanks to @somebody and @else.", "README.md")

    assert manuscript.found == ()
    assert [one.key for one in manuscript.perhaps] == ["somebody", "else"]


# --- identifiers

IDENTIFIED = {
    f"@doi:{A.doi}": [(A.doi, 1, 1)],
    f"[@doi:{A.doi}; @pmid:{B.pmid}, p. 3]": [(A.doi, 1, 2), (B.pmid, 1, 32)],
    f"[-@{{doi:{A.doi}}}]": [(A.doi, 1, 2)],
    f"@url:https://doi.org/{A.doi}": [(A.doi, 1, 1)],
    f"@pubmed:{A.pmid} and @pmc:PMC2808187": [(A.pmid, 1, 1), ("PMC2808187", 1, 22)],
    f"see {A.doi}.": [(A.doi, 1, 5)],
    f"(PMID: {A.pmid})": [(A.pmid, 1, 2)],
    f"[text](https://doi.org/{A.doi})": [(A.doi, 1, 8)],
    f"<https://doi.org/{A.doi}>": [(A.doi, 1, 2)],
    f"[x](https://pubmed.ncbi.nlm.nih.gov/{A.pmid}/ 'y')": [(A.pmid, 1, 5)],
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC2808187/": [("PMC2808187", 1, 1)],
    f"*{A.doi}* and __doi:{B.doi}__": [(A.doi, 1, 2), (B.doi, 1, 33)],
    r"10.1007/978\_3\_030": [("10.1007/978_3_030", 1, 1)],
    f"{A.doi}\n\nand again {A.doi}": [(A.doi, 1, 1), (A.doi, 3, 11)],
    f"`{A.doi}`": [],
    f"<!-- {A.doi} -->": [],
    f"[r]: https://doi.org/{A.doi}": [(A.doi, 1, 6)],
}


@pytest.mark.parametrize("text", IDENTIFIED, ids=str)
def test_an_identifier_stands_where_it_is_written(text: str) -> None:
    assert named(text) == IDENTIFIED[text]


def test_manubots_tags_give_identifiers_names() -> None:
    manuscript = markdown.read(f"As [@tag:liang].\n\n[@tag:liang]: doi:{A.doi}\n", "x.md")
    (entry,) = manuscript.entries

    assert (entry.key, entry.identifiers) == ("tag:liang", {Scheme.DOI: A.doi})
    assert [one.place.line for one in manuscript.found if one.place] == [1, 3]


# --- lists

LISTED = {
    "numbered": f"1. {A.written}\n2. {B.written}\n",
    "in brackets": f"[1] {A.written}\n[2] {B.written}\n",
    "paragraphs": f"{A.written}\n\n{B.written}\n",
    "bullets": f"- {A.written}\n- {B.written}\n",
    "footnotes": f"[^1]: {A.written}\n\n[^2]: {B.written}\n",
    "lines": f"{A.written}\n{B.written}\n",
}
HEADINGS = [
    "# References",
    "## Bibliography {.unnumbered}",
    "Literatur\n---------",
    "**References**",
]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("listed", LISTED.values(), ids=LISTED.keys())
def test_every_item_under_a_heading_is_a_citation(heading: str, listed: str) -> None:
    found = read(f"# Mine\n\nText.\n\n{heading}\n\n{listed}")

    assert [one.said["title"] for one in found] == [A.title, B.title]
    assert [one.raw for one in found] == [A.written, B.written]


def test_the_list_ends_where_another_part_begins() -> None:
    found = read(f"# References\n\n1. {A.written}\n\n# Appendix\n\nSmith AB. Some title. 2010.\n")

    assert len(found) == 1
    assert found[0].place == Place("paper.qmd", 3, 4)


def test_a_wrapped_item_with_emphasis_and_a_notice() -> None:
    text = f"""## References

2. Sun L, Wang D, Liang J. Umbilical cord mesenchymal stem cell transplantation in severe and
   refractory systemic lupus erythematosus. *Arthritis Rheum.* 2010 Aug;**62**(8):2467--75.
   [doi:{B.doi}](https://doi.org/{B.doi}) Erratum in: {ERRATUM}
"""
    (found,) = read(text)

    assert found.identifiers == {Scheme.DOI: B.doi}
    assert (found.said["title"], found.said["volume"]) == (B.title, "62")
    assert [link.notice.raw for link in found.links] == [ERRATUM]
    assert found.place == Place("paper.qmd", 3, 4)
    assert found.raw.startswith("Sun L")
    assert "*Arthritis Rheum.*" in found.raw


def test_a_numbered_list_of_references_needs_no_heading() -> None:
    found = read(f"Some [@key].\n\n1. {A.written}\n2. {B.written}\n")

    assert [one.said.get("title") for one in found] == [None, A.title, B.title]


def test_a_copied_abstract_is_read_as_before() -> None:
    parts = (f"# {A.title}", A.authors, A.source, "Erratum in", ERRATUM, "Comment in", COMMENT)
    text = "\n\n".join(parts)
    (found,) = read(text)

    assert found.said["title"] == A.title
    assert len(found.links) == 2


def test_the_title_of_a_manuscript_is_no_citation() -> None:
    text = f"# {A.title}\n\nLiang J, Zhang H\n\nhttps://doi.org/{B.doi}\n\nAs [@liang2010] says.\n"

    assert [(one.key, dict(one.identifiers)) for one in read(text)] == [
        (None, {Scheme.DOI: B.doi}), ("liang2010", {}),
    ]  # fmt: skip


SIGNS = [
    *"a *_\\>#{}[]():=-\t\n\rh1.\u0663",
    *("<b>", "</p", "{.x}", "](", "[^a]:", ":::", "http://x.y_", "10.1234/ab"),
]


@given(st.lists(st.sampled_from(SIGNS), max_size=25).map("".join))
def test_what_is_passed_over_is_no_markup(text: str) -> None:
    looked, behind = markdown._MARKUP.pattern.split("(?:", 1)
    anywhere = re.compile(f"(?:{behind}", markdown._MARKUP.flags)
    assert looked.startswith("(?=")
    found = [(one.span(), one.lastgroup) for one in markdown._MARKUP.finditer(text)]
    assert found == [(one.span(), one.lastgroup) for one in anywhere.finditer(text)]
