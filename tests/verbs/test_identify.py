"""Notices that a page or a registry names by text alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from citekit.documents import reader
from citekit.model import (
    Absent,
    Answer,
    Candidate,
    Citation,
    CslItem,
    End,
    Found,
    Identifier,
    Link,
    Stamp,
    Witness,
)
from citekit.verbs.identify import SEARCHES_PER_RUN
from citekit.verbs.resolve import resolve
from citekit.vocab import LinkType, Scheme

READ = "2026-01-02T03:04:05Z"
PAPER: CslItem = {
    "type": "article-journal",
    "title": "Slow effects of fast medicine in rare diseases of common animals",
    "container-title": "J Made Up Stud",
    "issued": {"date-parts": [[2015]]},
    "volume": "7",
    "page": "11-19",
    "PMID": "1111",
}
NOTICE: CslItem = {
    "type": "article-journal",
    "title": "Erratum: Slow effects of fast medicine in rare diseases of common animals",
    "container-title": "J Made Up Stud",
    "issued": {"date-parts": [[2016]]},
    "volume": "8",
    "page": "77",
    "PMID": "2222",
}
SOURCE = "J Made Up Stud. 2016;8:77"


@dataclass
class Fake:
    """A registry that has one paper, and offers the same candidates to every search."""

    paper: Candidate
    offered: tuple[Candidate, ...] = ()
    searched: list[str] = field(default_factory=list)
    name: str = "pubmed"
    takes: frozenset[Scheme] = frozenset({Scheme.PMID})

    def fetch(self, identifiers: Sequence[Identifier], until: float) -> Mapping[Identifier, Answer]:
        return {
            one: Found((self.paper,)) if one.value == "1111" else Absent() for one in identifiers
        }

    def search(self, citation: Citation, until: float) -> Answer:
        self.searched.append(citation.raw)
        return Found(self.offered) if self.offered else Absent()


def candidate(item: CslItem, *links: Link) -> Candidate:
    return Candidate(item, {Scheme.PMID: item["PMID"]}, Stamp("pubmed", READ), links)


def printed(type_: LinkType, term: str, raw: str) -> Link:
    witness = Witness("pubmed", term, READ)
    return Link(type_, End(raw=raw), End({Scheme.PMID: "1111"}), (witness,))


def only_links(registry: Fake, *links: Link) -> tuple[Link, ...]:
    [one] = resolve([Citation("cited", identifiers={Scheme.PMID: "1111"}, links=links)], [registry])
    assert one.record is not None
    return one.record.links


def test_an_erratum_named_by_its_source_is_found() -> None:
    paper = candidate(PAPER, printed(LinkType.ERRATUM, "ErratumIn", SOURCE))
    [link] = only_links(Fake(paper, (candidate(NOTICE),)))
    assert link.notice.identifiers == {Scheme.PMID: "2222"}
    assert link.notice.raw == SOURCE


def test_a_letter_on_the_page_of_an_erratum_is_not_the_erratum() -> None:
    letter = candidate({**NOTICE, "title": "Do horses dream of fast medicine?"})
    paper = candidate(PAPER, printed(LinkType.ERRATUM, "ErratumIn", SOURCE))
    [link] = only_links(Fake(paper, (letter,)))
    assert (link.notice.identifiers, link.notice.raw) == ({}, SOURCE)


def test_the_erratum_of_another_paper_on_the_same_page_is_not_the_erratum() -> None:
    other = candidate({**NOTICE, "title": "Erratum: Wooden boats of the northern lakes"})
    nameless = candidate({**NOTICE, "title": "Erratum"})
    paper = candidate(PAPER, printed(LinkType.ERRATUM, "ErratumIn", SOURCE))
    for offered in (other, nameless):
        [link] = only_links(Fake(paper, (offered,)))
        assert (link.notice.identifiers, link.notice.raw) == ({}, SOURCE)


def test_an_erratum_without_a_title_of_its_own_is_known_by_its_link() -> None:
    back = Link(
        LinkType.ERRATUM,
        End({Scheme.PMID: "2222"}),
        End({Scheme.PMID: "1111"}),
        (Witness("pubmed", "ErratumFor", READ),),
    )
    paper = candidate(PAPER, printed(LinkType.ERRATUM, "ErratumIn", SOURCE))
    [link] = only_links(Fake(paper, (candidate({**NOTICE, "title": "Erratum"}, back),)))
    assert link.notice.identifiers == {Scheme.PMID: "2222"}


def test_one_text_as_comment_and_as_erratum_is_judged_twice() -> None:
    letter = candidate({**NOTICE, "title": "Do horses dream of fast medicine?"})
    paper = candidate(
        PAPER,
        printed(LinkType.COMMENT, "CommentIn", SOURCE),
        printed(LinkType.ERRATUM, "ErratumIn", SOURCE),
    )
    found = {link.type: link.notice.identifiers for link in only_links(Fake(paper, (letter,)))}
    assert found == {LinkType.COMMENT: {Scheme.PMID: "2222"}, LinkType.ERRATUM: {}}


def test_a_notice_that_nobody_has_keeps_its_text_and_gets_no_identifier() -> None:
    paper = candidate(PAPER, printed(LinkType.ERRATUM, "ErratumIn", SOURCE))
    [link] = only_links(Fake(paper))
    assert (link.notice.identifiers, link.notice.raw) == ({}, SOURCE)


def test_a_bulk_run_does_not_turn_into_a_crawl() -> None:
    links = [
        printed(LinkType.COMMENT, "CommentIn", f"J Made Up Stud. 2016;8:{page}")
        for page in range(100, 100 + 2 * SEARCHES_PER_RUN)
    ]
    registry = Fake(candidate(PAPER, *links))
    assert len(only_links(registry)) == len(links)
    assert len(registry.searched) == SEARCHES_PER_RUN


def test_a_page_that_says_comment_on_is_the_notice() -> None:
    page = (
        "J Made Up Stud. 2015;7:11-9.\n\n"
        "Slow effects of fast medicine in rare diseases of common animals.\n\n"
        "Alder A, Birch B.\n\nPMID: 1111\n\n"
        "Comment on\n\nJ Other Stud. 2014;3:5-9.\n"
    )
    [citation] = list(reader.read(page.encode(), "page.txt"))
    assert isinstance(citation, Citation)
    [one] = resolve([citation], [Fake(candidate(PAPER))])
    assert one.record is not None
    [link] = one.record.links
    assert link.type is LinkType.COMMENT
    assert link.notice.identifiers == {Scheme.PMID: "1111"}
    assert (link.work.raw, link.work.identifiers) == ("J Other Stud. 2014;3:5-9.", {})
    assert [replace(witness, term="") for witness in link.witnesses] == [
        Witness("document", "", READ)
    ]
