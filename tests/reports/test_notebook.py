"""What notebooks show: words and tables, in which no record's text can act."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

import citekit
from citekit.findings import Checked, Finding, Unchecked
from citekit.model import Asked, Citation, Resolution
from citekit.reports import notebook
from citekit.reports.html_tree import element, write
from citekit.vocab import AskedOutcome, Level, LinkType, Outcome, Scheme
from tests.reports.evidence import included

TAGS = {*("div", "p", "strong", "a", "br"), *("table", "thead", "tbody", "tr", "th", "td")}
ATTRIBUTES = {"style", "scope", "href", "target", "rel"}
ADDRESS = re.compile(r"https://(doi\.org|(pubmed|pmc)\.ncbi\.nlm\.nih\.gov)/[!-~]+")


class Looked(HTMLParser):
    """What is in a fragment that must not be."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.words: list[str] = []
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag not in TAGS or not set(named) <= ATTRIBUTES:
            self.wrong.append(self.get_starttag_text() or tag)
        if "href" in named and not ADDRESS.fullmatch(named["href"] or ""):
            self.wrong.append(named["href"] or "")
        if "color" in (named.get("style") or "").replace("color: inherit", ""):
            self.wrong.append("a colour")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        self.wrong += re.findall(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", data)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(data)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[citekit.Library]:
    included.fill(tmp_path / "library.db", 6, title=included.HOSTILE)
    with citekit.Library.open(tmp_path / "library.db") as opened:
        yield opened


def hostile_check() -> Checked:
    rule = citekit.check.__globals__["check_library"].__globals__["RULES"][0]
    told = Finding(rule, Level.ERROR, included.HOSTILE, included.HOSTILE)
    unchecked = Unchecked(included.HOSTILE, included.HOSTILE, included.HOSTILE)
    return Checked(included.HOSTILE, 1, (rule,), (told,), (unchecked,))


def fragments(library: citekit.Library) -> dict[str, str]:
    work = next(one for one in library if "script" in one.item.get("title", ""))
    asked = Asked("pubmed", AskedOutcome.UNAVAILABLE, included.HOSTILE, included.HOSTILE)
    down = Resolution(Citation(included.HOSTILE), Outcome.UNAVAILABLE, (asked,))
    return {
        "library": library._repr_html_(),
        "work": work._repr_html_(),
        "works": library.search("treatment")._repr_html_(),
        "notices": library.notices()._repr_html_(),
        "notice": library.notices()[0]._repr_html_(),
        "check": hostile_check()._repr_html_(),
        "resolution": down._repr_html_(),
    }


def test_nothing_in_a_hostile_record_acts(library: citekit.Library) -> None:
    for name, fragment in fragments(library).items():
        assert Looked(fragment).wrong == [], name
    shown = "".join(Looked(fragments(library)["resolution"]).words)
    assert "<script>document.title='owned'</script>" in shown


@pytest.mark.parametrize(
    "planted",
    [
        "<script>x</script>",
        "<img src=x>",
        "<p onclick=x>",
        '<a href="javascript:x">',
        '<a href="https://evil.example/">',
        '<p style="color: red">',
        "<!-- x -->",
        "\x1b[2J",
        "\u202e",
    ],
)
def test_what_acts_is_told(planted: str) -> None:
    assert Looked(write(element("p", planted))).wrong == []
    assert Looked(f"<div>{planted}</div>").wrong != []


def test_who_could_not_be_asked_is_named_and_is_not_not_found() -> None:
    [one] = citekit.resolve("PMID 1", offline=True)
    shown = " ".join(Looked(one._repr_html_()).words)
    assert "unavailable" in shown
    assert "PubMed could not be asked: the starter mirror" in shown
    assert "not found" not in shown


def test_a_work_of_which_no_notice_is_stored_is_not_called_clean(
    library: citekit.Library,
) -> None:
    shown = [Looked(one._repr_html_()).words for one in library]
    states = [words[1] for words in shown]
    assert ": none stored" in states
    assert ": retracted" in states


def test_a_notice_says_who_says_so_and_who_does_not(library: citekit.Library) -> None:
    [retraction] = [one for one in library.notices() if one.link.type is LinkType.RETRACTION]
    shown = "\n".join(Looked(retraction._repr_html_()).words)
    assert "Crossref says retraction" in shown
    assert "PubMed says nothing" in shown
    assert "Retraction Watch says nothing" in shown
    nobody = replace(retraction, silent=())
    assert "Retraction Watch not asked" in Looked(nobody._repr_html_()).words


def test_of_many_works_fifty_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    included.fill(tmp_path / "library.db", 60)
    with citekit.Library.open(tmp_path / "library.db") as library:
        assert library._repr_html_().count("<tr>") == 51
        assert "and 10 more" in library._repr_html_()
        assert "and 10 more" in library.search("treatment")._repr_html_()


def test_candidates_of_an_ambiguous_citation_are_shown() -> None:
    [one] = citekit.resolve("PMID 20650877", offline=True)
    assert one.record is not None
    scored = replace(
        one,
        record=None,
        outcome=Outcome.AMBIGUOUS,
        candidates=(citekit.model.Scored(one.record, 1.0, ()),),
    )
    shown = " ".join(Looked(scored._repr_html_()).words)
    assert "perhaps" in shown
    assert f"PMID {one.record.identifiers[Scheme.PMID]}" in shown


def test_a_clean_check_says_so_and_one_that_could_not_ask_does_not(tmp_path: Path) -> None:
    refs = tmp_path / "refs.bib"
    refs.write_text("@article{a, pmid = {1}}", encoding="utf-8")
    shown = " ".join(Looked(citekit.check(refs, offline=True)._repr_html_()).words)
    assert "1 unchecked" in shown
    assert "Could not be asked: pubmed: 1 unchecked" in shown


def test_what_nothing_is_told_of_is_refused() -> None:
    with pytest.raises(TypeError, match="int is not shown"):
        notebook.html(1)
