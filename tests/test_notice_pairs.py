"""Every kind of notice from both of its ends and from every witness, as the library keeps it."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from citekit import records
from citekit.formats import crossref_json, pubmed_xml
from citekit.library.store import Library
from citekit.model import Candidate, Citation, Resolution, Stamp, StoredLink
from citekit.terms import REF_TYPES, RELATIONS, UPDATE_TYPES, Term
from citekit.vocab import LinkType, Outcome, Scheme, Side, Status
from tests.registry_server import article_xml, work

WORK, NOTICE = "111", "222"
WORK_DOI, NOTICE_DOI = "10.5555/work", "10.5555/notice"
DAY = "2026-11-22T00:00:00Z"


def pubmed(pmid: str, *said: tuple[str, str]) -> Candidate:
    """A record of PubMed with links, each a RefType and a PMID."""
    inside = "".join(
        f'<CommentsCorrections RefType="{term}"><RefSource>J Test. 2012;3:4</RefSource>'
        f'<PMID Version="1">{other}</PMID></CommentsCorrections>'
        for term, other in said
    )
    more = f"<CommentsCorrectionsList>{inside}</CommentsCorrectionsList>"
    text = article_xml(pmid, title=f"Title {pmid}", more=more)
    data = f"<PubmedArticleSet>{text}</PubmedArticleSet>".encode()
    (candidate,) = pubmed_xml.read(io.BytesIO(data), Stamp("pubmed", DAY))
    return candidate


def crossref(doi: str, **more: object) -> Candidate:
    """A record of Crossref."""
    line = json.dumps(work(doi, title=f"Title {doi}", **more)).encode()
    (candidate,) = crossref_json.read_lines(io.BytesIO(line), Stamp("crossref", DAY))
    assert isinstance(candidate, Candidate)
    return candidate


def update(doi: str, term: str, source: str = "publisher", **more: object) -> dict[str, object]:
    return {"DOI": doi, "type": term, "source": source, **more}


def stored(path: Path, *candidates: Candidate) -> Library:
    library = Library.open(path, create=True)
    for one in candidates:
        record = records.merge([one])
        with library.write():
            library.add(Resolution(Citation(""), Outcome.RESOLVED, (), record))
    return library


def edge(found: StoredLink, scheme: Scheme) -> tuple[str, str | None, str | None]:
    link = found.link
    return link.type, link.notice.identifiers.get(scheme), link.work.identifiers.get(scheme)


def on_the_work(terms: tuple[Term, ...]) -> list[Term]:
    return [term for term in terms if term.stands_on is Side.WORK and term.inverse]


@pytest.mark.parametrize("term", on_the_work(REF_TYPES), ids=lambda term: term.term)
def test_each_ref_type_makes_the_same_edge_from_either_end(tmp_path: Path, term: Term) -> None:
    from_work, from_notice = (
        pubmed(WORK, (term.term, NOTICE)),
        pubmed(NOTICE, (str(term.inverse), WORK)),
    )
    orders = ([from_work], [from_notice], [from_work, from_notice], [from_notice, from_work])
    for number, order in enumerate(orders):
        with stored(tmp_path / f"{number}.db", *order) as library:
            (found,) = library.notices()
            assert edge(found, Scheme.PMID) == (term.type, NOTICE, WORK)
            assert len(found.link.witnesses) == len(order)


@pytest.mark.parametrize("term", on_the_work(REF_TYPES), ids=lambda term: term.term)
def test_a_notice_never_has_the_state_that_it_leaves_its_work_in(
    tmp_path: Path, term: Term
) -> None:
    with stored(tmp_path / "x.db", pubmed(NOTICE, (str(term.inverse), WORK))) as library:
        (notice,) = library.works()
    assert notice.status is Status.NONE


@pytest.mark.parametrize("term", sorted(UPDATE_TYPES))
def test_each_update_type_makes_the_same_edge_from_either_end(tmp_path: Path, term: str) -> None:
    from_work = crossref(WORK_DOI, updated_by=[update(NOTICE_DOI, term)])
    from_notice = crossref(NOTICE_DOI, update_to=[update(WORK_DOI, term)])
    for number, order in enumerate(([from_work], [from_notice], [from_notice, from_work])):
        with stored(tmp_path / f"{number}.db", *order) as library:
            (found,) = library.notices()
            assert edge(found, Scheme.DOI) == (UPDATE_TYPES[term], NOTICE_DOI, WORK_DOI)
            assert {witness.term for witness in found.link.witnesses} == {term}


@pytest.mark.parametrize("term", on_the_work(RELATIONS), ids=lambda term: term.term)
def test_each_relation_makes_the_same_edge_from_either_end(tmp_path: Path, term: Term) -> None:
    def related(doi: str) -> list[dict[str, str]]:
        return [{"id-type": "doi", "id": doi}]

    from_work = crossref(WORK_DOI, relation={term.term: related(NOTICE_DOI)})
    from_notice = crossref(NOTICE_DOI, relation={str(term.inverse): related(WORK_DOI)})
    for number, order in enumerate(([from_work], [from_notice], [from_notice, from_work])):
        with stored(tmp_path / f"{number}.db", *order) as library:
            (found,) = library.notices()
            assert edge(found, Scheme.DOI) == (term.type, NOTICE_DOI, WORK_DOI)


def test_two_witnesses_of_one_retraction_keep_their_own_dates_and_record(tmp_path: Path) -> None:
    said = [
        update(NOTICE_DOI, "retraction", updated={"date-parts": [[2019, 7, 30]]}),
        update(
            NOTICE_DOI.upper(),
            "retraction",
            "retraction-watch",
            updated={"date-parts": [[2019, 7, 26]]},
            **{"record-id": "20946"},
        ),
    ]
    with stored(tmp_path / "x.db", crossref(WORK_DOI, updated_by=said)) as library:
        (found,) = library.notices()
    told = {(w.registry, w.asserted, w.record_id, w.answered_by) for w in found.link.witnesses}
    assert told == {
        ("crossref", "2019-07-30", None, None),
        ("retraction-watch", "2019-07-26", "20946", "crossref"),
    }


def test_sources_that_disagree_on_the_kind_are_told_apart(tmp_path: Path) -> None:
    said = [
        update(NOTICE_DOI, "correction"),
        update(NOTICE_DOI, "retraction", "retraction-watch", **{"record-id": "7"}),
    ]
    with stored(tmp_path / "x.db", crossref(WORK_DOI, updated_by=said)) as library:
        kinds = [(one.link.type, one.link.witnesses[0].registry) for one in library.notices()]
        (only,) = library.works()
    assert kinds == [("retraction", "retraction-watch"), ("erratum", "crossref")]
    assert only.status is Status.RETRACTED


def test_one_notice_of_several_works_is_an_edge_to_each(tmp_path: Path) -> None:
    others = ["10.5555/a", "10.5555/b", "10.5555/c"]
    notice = crossref(NOTICE_DOI, update_to=[update(doi, "retraction") for doi in others])
    with stored(tmp_path / "x.db", *map(crossref, others), notice) as library:
        edges = {edge(one, Scheme.DOI) for one in library.notices()}
        states = {work.identifiers[Scheme.DOI]: work.status for work in library.works()}
    assert edges == {("retraction", NOTICE_DOI, doi) for doi in others}
    assert states == {**dict.fromkeys(others, Status.RETRACTED), NOTICE_DOI: Status.NONE}


def test_an_update_in_place_is_a_state_and_no_edge(tmp_path: Path) -> None:
    own = crossref(WORK_DOI, updated_by=[update(WORK_DOI.upper(), "retraction")])
    with stored(tmp_path / "x.db", own) as library:
        (only,) = library.works()
        assert library.notices() == []
        (turn,) = library.timeline(only.key)
    assert (only.status, turn.in_place) == (Status.RETRACTED, True)


def test_retracted_and_replaced_under_one_doi(tmp_path: Path) -> None:
    """Two PMIDs, one DOI: the replacement is not what Crossref says of the DOI."""
    original = pubmed("1", ("RetractionIn", "9"), ("RetractedandRepublishedIn", "2"))
    replacement = pubmed("2", ("RetractedandRepublishedFrom", "1"))
    with stored(tmp_path / "x.db", original, replacement) as library:
        states = {work.identifiers[Scheme.PMID]: work.status for work in library.works()}
    assert states == {"1": Status.RETRACTED_AND_REPUBLISHED, "2": Status.NONE}


def test_an_unknown_term_is_kept_as_other_from_either_end(tmp_path: Path) -> None:
    for number, (pmid, term, other) in enumerate(
        [(WORK, "PraisedIn", NOTICE), (NOTICE, "PraiseOf", WORK)]
    ):
        with stored(tmp_path / f"{number}.db", pubmed(pmid, (term, other))) as library:
            (found,) = library.notices()
            assert edge(found, Scheme.PMID) == (LinkType.OTHER, NOTICE, WORK)
            assert found.link.witnesses[0].term == term


REAL_WORKS = Path(__file__).resolve().parents[2] / "shared" / "data" / "crossref-works.jsonl.gz"


@pytest.mark.skipif(not REAL_WORKS.exists(), reason="needs the real Crossref records")
def test_every_update_of_real_works_is_an_edge_or_a_state(tmp_path: Path) -> None:
    given, in_place = set(), set()
    candidates = []
    with gzip.open(REAL_WORKS) as stream:
        lines = stream.read().splitlines()
    for line in lines:
        record = json.loads(line)
        own = record["DOI"].lower()
        for member, side in (("update-to", Side.NOTICE), ("updated-by", Side.WORK)):
            for one in record.get(member) or []:
                ends = (own, one["DOI"].lower())
                notice, about = ends if side is Side.NOTICE else ends[::-1]
                kind = UPDATE_TYPES[one["type"]]
                (in_place if notice == about else given).add((kind, notice, about))
        if record.get("update-to") or record.get("updated-by"):
            (candidate,) = crossref_json.read_lines(io.BytesIO(line), Stamp("crossref", DAY))
            assert isinstance(candidate, Candidate)
            candidates.append(candidate)
    with stored(tmp_path / "x.db", *candidates) as library:
        updates = {edge(one, Scheme.DOI) for one in library.notices()
                   if one.link.type is UPDATE_TYPES.get(one.link.witnesses[0].term)}  # fmt: skip
        turns = [turn for work in library.works() for turn in library.timeline(work.key)]
    assert (len(given) + len(in_place), updates) == (16, given)
    states = {(t.type, *t.link.notice.identifiers.values()) for t in turns if t.in_place and t.link}
    # A version in place leaves no state behind; a correction does.
    kept = {(kind, notice) for kind, notice, _ in in_place if kind is not LinkType.UPDATE}
    assert states == kept
