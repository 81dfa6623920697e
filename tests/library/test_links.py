from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from citekit.errors import UnknownKeyError
from citekit.library import links
from citekit.library.history import Change
from citekit.library.store import Kind, Library
from citekit.model import Asked, CslItem, End, Resolution, Silence, Witness
from citekit.vocab import AskedOutcome, LinkType, Scheme, Status
from tests.library import shelf

PAPER, COMMENT = "Muller2010Stem", "Tyn2010Stem"
ERRATUM_ITEM = {
    "type": "article-journal",
    "title": "Correction to: Stem cells in refractory lupus",
    "container-title": "J Trial Res",
    "issued": {"date-parts": [[2011, 1]]},
    "volume": "70",
    "issue": "1",
    "page": "237",
    "PMID": "1003",
}


def test_notice_known_by_its_source_alone_is_kept_as_it_is(library: Library) -> None:
    with library.write():
        library.add(shelf.paper())
    erratum = library.notices()[0]
    assert erratum.key == PAPER
    assert erratum.link.type is LinkType.ERRATUM
    assert erratum.link.notice == End(raw=shelf.ERRATUM_SOURCE)
    assert erratum.link.work.identifiers == shelf.PAPER


def test_registry_that_has_the_work_but_not_the_notice_is_silent(library: Library) -> None:
    with library.write():
        library.add(shelf.paper())
    expected = (Silence("crossref", AskedOutcome.ABSENT, "starter"),)
    assert [one.silent for one in library.notices()] == [expected, expected]
    assert library.get(PAPER).notices == tuple(library.notices([PAPER]))


@pytest.mark.parametrize("outcome", [AskedOutcome.ABSENT, AskedOutcome.UNAVAILABLE])
def test_silence_tells_an_outage_from_an_answer(library: Library, outcome: AskedOutcome) -> None:
    asked = (shelf.asked_found("pubmed"), Asked("crossref", outcome, "why", "starter"))
    only = shelf.candidate(shelf.PAPER_ITEM, shelf.PAPER, links=[shelf.erratum()])
    with library.write():
        library.add(shelf.resolved(only, asked=asked))
    assert library.notices()[0].silent == (Silence("crossref", outcome, "starter"),)


def test_second_witness_joins_the_notice_it_speaks_of(library: Library) -> None:
    deposited = shelf.deposited_erratum()
    with library.write():
        library.add(shelf.paper())
        added = library.add(shelf.paper(links=(shelf.erratum(), shelf.comment_in(), deposited)))
    erratum = library.notices()[0]
    assert added.kind is Kind.UPDATED
    assert len(library.notices()) == 2
    assert erratum.id == 1
    assert erratum.link.notice.identifiers == {Scheme.DOI: "10.1000/erratum.1"}
    assert [one.registry for one in erratum.link.witnesses] == ["crossref", "pubmed"]
    assert erratum.silent == ()
    assert library.events(PAPER)[-1].kind is Change.WITNESS


def test_notice_that_its_registry_no_longer_asserts_is_gone_and_told(library: Library) -> None:
    with library.write():
        library.add(shelf.paper())
        added = library.add(shelf.paper(links=(shelf.comment_in(),), at=shelf.NEXT_DAY))
    assert added.kind is Kind.UPDATED
    assert [one.link.type for one in library.notices()] == ["comment"]
    unsaid, settled = library.events(PAPER)[-2:]
    assert (unsaid.kind, unsaid.field, unsaid.after) == (Change.UNSAID, "erratum", None)
    assert (unsaid.at, unsaid.registry) == (shelf.NEXT_DAY, "pubmed")
    assert (settled.kind, settled.before, settled.after) == (Change.STATUS, "corrected", "none")


def test_notice_that_one_of_two_witnesses_drops_stays(library: Library) -> None:
    """Crossref speaks for itself: what PubMed no longer says is no word of Crossref's."""
    deposited = shelf.deposited_erratum()
    with library.write():
        library.add(shelf.paper(links=(shelf.erratum(), deposited)))
        library.add(shelf.paper(links=(deposited,), at=shelf.NEXT_DAY))
    (erratum,) = library.notices()
    assert [one.registry for one in erratum.link.witnesses] == ["crossref"]
    assert erratum.silent == (Silence("pubmed", AskedOutcome.ABSENT, "starter"),)


def test_assertion_at_the_other_end_outlives_what_this_end_drops(library: Library) -> None:
    """PubMed's curation lags: a comment says what it comments on before the work says it."""
    with library.write():
        library.add(shelf.paper(links=(shelf.comment_in(),)))
        library.add(shelf.comment((shelf.comment_on(),)))
        library.add(shelf.paper(links=(), at=shelf.NEXT_DAY))
    (comment,) = library.notices()
    assert [one.term for one in comment.link.witnesses] == ["CommentOn"]


def test_outage_of_a_registry_takes_no_notice_away(library: Library) -> None:
    crossref = shelf.candidate(
        {"type": "article-journal", "DOI": "10.1000/paper.1"},
        {Scheme.DOI: "10.1000/paper.1"},
        registry="crossref",
        at=shelf.NEXT_DAY,
    )
    failed = Asked("pubmed", AskedOutcome.UNAVAILABLE, "timed out")
    with library.write():
        library.add(shelf.paper())
        before = library.notices()
        library.add(shelf.resolved(crossref, asked=(failed,)))
    assert [one.link for one in library.notices()] == [one.link for one in before]
    assert Silence("pubmed", AskedOutcome.UNAVAILABLE, "starter") not in before[0].silent


def test_notice_whose_type_its_registry_changes_is_that_type_alone(library: Library) -> None:
    def said(kind: LinkType, term: str, at: str) -> Resolution:
        notice = shelf.link(kind, End({Scheme.PMID: "9"}), End(shelf.PAPER), term, at=at)
        return shelf.paper(links=(notice,), at=at)

    with library.write():
        library.add(said(LinkType.RETRACTION, "RetractionIn", shelf.FIRST_DAY))
        library.add(said(LinkType.ERRATUM, "ErratumIn", shelf.NEXT_DAY))
    assert [one.link.type for one in library.notices()] == ["erratum"]
    assert library.get(PAPER).status is Status.CORRECTED
    kinds = [event.kind for event in library.events(PAPER)]
    assert kinds == ["added", "notice", "status", "unsaid", "notice", "status"]


def test_older_answer_of_a_file_does_not_undo_a_newer_one(library: Library) -> None:
    older: CslItem = {**shelf.PAPER_ITEM, "page": "1"}
    with library.write():
        library.add(shelf.paper(at=shelf.NEXT_DAY))
        before = library.get(PAPER)
        added = library.add(shelf.resolved(shelf.candidate(older, shelf.PAPER)))
    assert added.kind is Kind.UNCHANGED
    assert library.get(PAPER) == before
    assert {one.fetched_at for one in library.answers(PAPER)} == {shelf.NEXT_DAY}


def test_what_a_registry_has_just_said_is_never_old(library: Library) -> None:
    """The clock may have been years ahead when the library was written."""
    newer: CslItem = {**shelf.PAPER_ITEM, "page": "1423-1430"}
    told = shelf.resolved(shelf.candidate(newer, shelf.PAPER, via=None))
    with library.write():
        library.add(shelf.paper(at="2099-01-01T00:00:00Z"))
        library.renew(PAPER, told)
    assert library.get(PAPER).item["page"] == "1423-1430"


def test_highest_version_of_one_pmid_wins_in_whatever_order(library: Library) -> None:
    """PMID 30271887 stands in one real file in three versions."""
    with library.write():
        for version in (2, 3, 1):
            item: CslItem = {**shelf.PAPER_ITEM, "title": f"Version {version}"}
            item["custom"] = {"pmid_version": version} if version > 1 else {}
            library.add(shelf.resolved(shelf.candidate(item, shelf.PAPER)))
    assert library.get("Muller2010Version").item["title"] == "Version 3"


def test_newer_date_of_a_known_assertion_is_no_news(library: Library) -> None:
    links = (shelf.comment_in(at=shelf.NEXT_DAY),)
    with library.write():
        library.add(shelf.paper(links=(shelf.comment_in(),)))
        events = library.events(PAPER)
        added = library.add(shelf.paper(links=links))
    assert added.kind is Kind.UNCHANGED
    assert library.events(PAPER) == events
    assert library.notices()[0].link.witnesses[0].fetched_at == shelf.NEXT_DAY


ENDS = {
    "work first": [shelf.paper(), shelf.comment((shelf.comment_on(),))],
    "notice first": [shelf.comment((shelf.comment_on(),)), shelf.paper()],
    "notice names the work by DOI alone": [
        shelf.comment((shelf.comment_on({Scheme.DOI: shelf.PAPER[Scheme.DOI]}),)),
        shelf.paper(),
    ],
    "work names the notice by DOI alone": [
        shelf.paper(
            links=(shelf.erratum(), shelf.comment_in({Scheme.DOI: shelf.COMMENT[Scheme.DOI]}))
        ),
        shelf.comment((shelf.comment_on(),)),
    ],
}


@pytest.mark.parametrize("order", ENDS.values(), ids=ENDS)
def test_either_end_gives_the_same_link(path: Path, order: list) -> None:
    shelf.add(path, *order)
    before = path.read_bytes()
    assert {added.kind for added in shelf.add(path, *order)} == {Kind.UNCHANGED}
    assert path.read_bytes() == before
    with Library.open(path) as library:
        notices = [one for one in library.notices() if one.link.type is LinkType.COMMENT]
        (stored,) = notices
        assert stored.key == PAPER
        assert stored.link.notice.record == shelf.COMMENT_ITEM
        assert stored.link.notice.identifiers == shelf.COMMENT
        assert {one.term for one in stored.link.witnesses} == {"CommentIn", "CommentOn"}
        assert library.get(COMMENT).notices == ()
        assert library.get(COMMENT).status is Status.NONE


def test_notice_of_a_work_that_is_not_in_the_library(library: Library) -> None:
    with library.write():
        library.add(shelf.comment((shelf.comment_on(),)))
    (stored,) = library.notices()
    assert (stored.key, stored.silent) == (None, ())
    assert stored.link.work.identifiers == shelf.PAPER
    assert stored.link.notice.record == shelf.COMMENT_ITEM
    assert library.notices([COMMENT]) == []


def test_notice_known_by_its_source_is_joined_to_its_work_when_that_is_added(
    path: Path,
) -> None:
    """The erratum's own record names the paper; journal, year, volume and page make them one."""
    names = {Scheme.PMID: "1003"}
    back = shelf.link(LinkType.ERRATUM, End(names), End({Scheme.PMID: "1001"}), "ErratumFor")
    erratum = shelf.resolved(shelf.candidate(ERRATUM_ITEM, names, links=(back,)), raw="pmid:1003")
    shelf.add(path, shelf.paper(), erratum)
    before = path.read_bytes()
    shelf.add(path, shelf.paper(), erratum)
    assert path.read_bytes() == before
    with Library.open(path) as library:
        stored = library.notices([PAPER])[0]
        assert stored.link.notice == End(names, shelf.ERRATUM_SOURCE, ERRATUM_ITEM)
        assert len(library.notices()) == 2


def test_removing_the_notice_keeps_what_is_known_of_it(library: Library) -> None:
    with library.write():
        library.add(shelf.paper())
        library.add(shelf.comment((shelf.comment_on(),)))
        library.remove(COMMENT)
    stored = library.notices([PAPER])[1]
    assert stored.link.notice == End(shelf.COMMENT)
    assert len(stored.link.witnesses) == 2
    assert library.check() == []


def test_removing_the_work_removes_the_notices_about_it(library: Library) -> None:
    with library.write():
        library.add(shelf.paper())
        library.add(shelf.comment((shelf.comment_on(),)))
        library.remove(PAPER)
    assert library.notices() == []
    assert library.check() == []


def test_work_that_is_removed_and_added_again_is_joined_to_its_notice(library: Library) -> None:
    with library.write():
        for resolution in (shelf.paper(), shelf.comment((shelf.comment_on(),))):
            library.add(resolution)
        library.remove(PAPER)
        library.add(shelf.paper())
    comment = library.notices([PAPER])[1]
    assert comment.link.notice.record == shelf.COMMENT_ITEM


def test_link_ids_are_never_used_again(library: Library) -> None:
    with library.write():
        library.add(shelf.paper())
        library.remove(PAPER)
        library.add(shelf.paper())
    assert [one.id for one in library.notices()] == [3, 4]


def test_two_names_of_one_notice_become_one_link_when_its_record_comes(library: Library) -> None:
    """PubMed names the comment by PMID, Crossref by DOI; only its own record knows both."""
    by_pmid = shelf.comment_in({Scheme.PMID: shelf.COMMENT[Scheme.PMID]})
    by_doi = shelf.link(
        LinkType.COMMENT,
        End({Scheme.DOI: shelf.COMMENT[Scheme.DOI]}),
        End(shelf.PAPER),
        "has-comment",
        registry="crossref",
    )
    with library.write():
        library.add(shelf.paper(links=(by_pmid, by_doi)))
        assert len(library.notices()) == 2
        library.add(shelf.comment())
    (stored,) = library.notices()
    assert stored.link.notice.identifiers == shelf.COMMENT
    assert [one.registry for one in stored.link.witnesses] == ["crossref", "pubmed"]


def test_notice_published_in_place_is_status_and_no_notice(library: Library) -> None:
    in_place = shelf.link(
        LinkType.RETRACTION, End(shelf.PAPER), End(shelf.PAPER), "retraction", registry="crossref"
    )
    with library.write():
        library.add(shelf.paper(links=(in_place,)))
    assert library.get(PAPER).status is Status.RETRACTED
    assert library.notices() == []


def test_status_follows_the_notices_and_is_an_event(library: Library) -> None:
    retraction = shelf.link(
        LinkType.RETRACTION, End({Scheme.PMID: "1009"}), End(shelf.PAPER), "RetractionIn"
    )
    with library.write():
        library.add(shelf.paper())
        added = library.add(shelf.paper(links=(retraction,), at=shelf.NEXT_DAY))
    event = library.events(PAPER)[-1]
    assert added.kind is Kind.UPDATED
    assert library.get(PAPER).status is Status.RETRACTED
    assert (event.kind, event.before, event.after) == (Change.STATUS, "corrected", "retracted")


def test_retraction_that_comes_with_its_notice_changes_the_works_status(library: Library) -> None:
    names = {Scheme.PMID: "1009"}
    of = shelf.link(LinkType.RETRACTION, End(names), End({Scheme.PMID: "1001"}), "RetractionOf")
    notice = shelf.candidate({"type": "article", "title": "Retraction"}, names, links=(of,))
    with library.write():
        library.add(shelf.paper())
        key = library.add(shelf.resolved(notice)).key
    assert library.get(PAPER).status is Status.RETRACTED
    assert library.get(key).status is Status.NONE


def test_two_notices_that_differ_stay_two(library: Library) -> None:
    other = replace(shelf.erratum(), notice=End(raw="J Trial Res. 2012 Mar;71(3):411"))
    with library.write():
        library.add(shelf.paper(links=(shelf.erratum(), other)))
    assert [one.link.notice.raw for one in library.notices()] == [
        shelf.ERRATUM_SOURCE,
        "J Trial Res. 2012 Mar;71(3):411",
    ]


def test_witness_of_the_page_is_kept_with_its_heading(library: Library) -> None:
    said = Witness("document", "Erratum in", shelf.FIRST_DAY)
    page = replace(shelf.erratum(), witnesses=(said,))
    with library.write():
        library.add(shelf.paper(links=(page, shelf.erratum())))
    assert library.notices()[0].link.witnesses == (said, shelf.erratum().witnesses[0])


def test_notices_come_by_key_with_foreign_works_last(library: Library) -> None:
    with library.write():
        library.add(shelf.comment((shelf.comment_on({Scheme.PMID: "77"}),)))
        library.add(shelf.paper())
        library.add(shelf.numbered(5), key="Early")
    keys = [one.key for one in library.notices()]
    assert keys == ["Early", PAPER, PAPER, None]
    assert library.notices_about_others() == library.notices()[-1:]
    assert [one.key for one in library.notices(["Early", "early"])] == ["Early"]
    with pytest.raises(UnknownKeyError):
        library.notices(["Early", "nobody"])


def test_no_placeholder_has_a_number_which_early_pythons_take_for_a_name() -> None:
    """Python 3.12.1 warns of `?1` with a sequence (python/cpython#117995)."""
    room = Path(links.__file__).parent
    told = "".join(path.read_text(encoding="utf-8") for path in room.glob("*.py"))
    assert re.findall(r"[=(,] ?\?\d", told) == []
    assert re.findall(r"[=(,] ?\?(?!\d)", told)
