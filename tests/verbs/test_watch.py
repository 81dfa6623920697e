"""Those who know notices are asked about what is resolved, and take no part in resolving it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from citekit.model import (
    Absent,
    Answer,
    Asked,
    Candidate,
    Citation,
    CslItem,
    End,
    Found,
    Identifier,
    Link,
    Resolution,
    Stamp,
    Unavailable,
    Witness,
)
from citekit.verbs.resolve import has_outage, resolve
from citekit.vocab import AskedOutcome, LinkType, Outcome, Scheme, Side
from tests.verbs.test_resolve import DOI, PMID, candidate, cited, crossref, pubmed

AT = "2026-12-01T00:00:00Z"
NOTICE = {Scheme.DOI: "10.5555/notice"}


@dataclass
class Watch:
    """A notice registry that answers as told, and counts."""

    fetches: Mapping[Identifier, Answer] = field(default_factory=dict)
    asked: list[list[Identifier]] = field(default_factory=list)
    name: str = "retraction-watch"
    takes: frozenset[Scheme] = frozenset({Scheme.DOI, Scheme.PMID})

    def fetch(self, identifiers: Sequence[Identifier], until: float) -> Mapping[Identifier, Answer]:
        self.asked.append(list(identifiers))
        return {one: self.fetches.get(one, Absent("it has no row")) for one in identifiers}


def told(
    asked: Identifier,
    type_: LinkType = LinkType.RETRACTION,
    notice: Mapping[Scheme, str] | None = None,
    record_id: str = "101",
) -> Found:
    """What a sheet's row about a work leads to; its notice is in place where `notice` is asked."""
    witness = Witness(
        "retraction-watch", str(type_), AT, "2019-07-26", "a mirror", record_id, Side.WORK
    )
    work = End({asked.scheme: asked.value})
    link = Link(type_, End(NOTICE if notice is None else notice), work, (witness,))
    stamp = Stamp("retraction-watch", AT, "a mirror")
    return Found((Candidate(CslItem(), work.identifiers, stamp, (link,)),))


def watched(
    watch: Watch, citation: Citation | None = None, links: tuple[Link, ...] = ()
) -> Resolution:
    """Resolve the made-up paper, which PubMed and Crossref have, with a watch beside them."""
    told_by_crossref = candidate("crossref")
    with_links = Candidate(
        told_by_crossref.item, told_by_crossref.identifiers, told_by_crossref.stamp, links
    )
    a = pubmed(fetches={PMID: Found((candidate("pubmed"),))})
    b = crossref(fetches={DOI: Found((with_links,))})
    [one] = resolve([citation or cited(pmid=PMID.value)], [a, b], notice_registries=[watch])
    return one


def links_of(one: Resolution) -> tuple[Link, ...]:
    assert one.record is not None
    return one.record.links


def last_asked(one: Resolution) -> Asked:
    return one.asked[-1]


@pytest.mark.parametrize("known", [DOI, PMID], ids=str)
def test_it_is_asked_by_every_identifier_of_the_record_in_one_batch(known: Identifier) -> None:
    """The sheet may have the PMID where the citation has the DOI."""
    watch = Watch({known: told(known)})
    one = watched(watch)
    assert watch.asked == [[PMID, DOI]]
    [link] = links_of(one)
    assert link.notice == End(NOTICE)
    assert link.work.identifiers == {Scheme.DOI: DOI.value, Scheme.PMID: PMID.value}
    assert last_asked(one) == Asked("retraction-watch", AskedOutcome.FOUND, "", "a mirror", AT)


def test_one_row_found_twice_is_one_notice() -> None:
    [link] = links_of(watched(Watch({DOI: told(DOI), PMID: told(PMID)})))
    assert [one.record_id for one in link.witnesses] == ["101"]


def test_what_it_says_joins_what_the_others_say() -> None:
    said = Witness("crossref", "retraction", AT, stands_on=Side.WORK)
    link = Link(LinkType.RETRACTION, End(NOTICE), End({DOI.scheme: DOI.value}), (said,))
    [merged] = links_of(watched(Watch({DOI: told(DOI)}), links=(link,)))
    assert [one.registry for one in merged.witnesses] == ["crossref", "retraction-watch"]


@pytest.mark.parametrize("asked", [DOI, PMID], ids=str)
def test_a_retraction_that_it_does_not_name_is_the_one_crossref_names(asked: Identifier) -> None:
    said = Witness("crossref", "retraction", AT, stands_on=Side.WORK)
    link = Link(LinkType.RETRACTION, End(NOTICE), End({DOI.scheme: DOI.value}), (said,))
    [merged] = links_of(watched(Watch({asked: told(asked, notice={})}), links=(link,)))
    assert merged.notice == End(NOTICE)
    assert [one.registry for one in merged.witnesses] == ["crossref", "retraction-watch"]


def test_a_work_it_has_no_row_about_is_absent() -> None:
    one = watched(Watch())
    assert links_of(one) == ()
    assert last_asked(one) == Asked("retraction-watch", AskedOutcome.ABSENT, "it has no row")
    assert not has_outage(one)


def test_its_outage_leaves_the_work_resolved_and_incomplete() -> None:
    one = watched(Watch(dict.fromkeys((DOI, PMID), Unavailable("the file is damaged"))))
    assert one.outcome is Outcome.RESOLVED
    assert last_asked(one).outcome is AskedOutcome.UNAVAILABLE
    assert last_asked(one).detail == "the file is damaged"
    assert has_outage(one)


def test_it_does_not_identify() -> None:
    """A DOI that only Retraction Watch has is still not found."""
    watch = Watch({DOI: told(DOI)})
    [one] = resolve([cited(doi=DOI.value)], [pubmed(), crossref()], notice_registries=[watch])
    assert one.outcome is Outcome.NOT_FOUND
    assert [asked.registry for asked in one.asked] == ["pubmed", "crossref"]
    assert watch.asked == []


def test_a_typing_error_of_its_sheet_joins_no_two_works() -> None:
    """A row with this work's DOI and another one's PMID is asked by the DOI, and says no more."""
    other = Identifier(Scheme.PMID, "9999")
    watch = Watch({DOI: told(DOI), other: told(other, record_id="102")})
    one = watched(watch)
    assert one.record is not None
    assert one.record.identifiers[Scheme.PMID] == PMID.value
    assert watch.asked == [[PMID, DOI]]


def test_somebody_elses_notice_is_no_answer() -> None:
    wrong = told(Identifier(Scheme.DOI, "10.5555/other"))
    one = watched(Watch({DOI: wrong, PMID: wrong}))
    assert links_of(one) == ()
    assert last_asked(one).outcome is AskedOutcome.UNAVAILABLE


def test_a_notice_in_place_has_the_work_at_both_ends() -> None:
    [link] = links_of(watched(Watch({PMID: told(PMID, notice={PMID.scheme: PMID.value})})))
    assert link.notice.identifiers == link.work.identifiers


def test_many_records_share_one_batch() -> None:
    papers = [candidate("pubmed", PMID=str(n), DOI=f"10.5555/{n}") for n in range(1, 30)]
    a = pubmed(fetches={Identifier(Scheme.PMID, c.item["PMID"]): Found((c,)) for c in papers})
    watch = Watch()
    citations = [cited(pmid=c.item["PMID"]) for c in papers] * 2
    found = resolve(citations, [a], notice_registries=[watch])
    assert [len(asked) for asked in watch.asked] == [58]
    assert all(last_asked(one).registry == "retraction-watch" for one in found)


def test_nothing_resolved_is_nothing_asked() -> None:
    watch = Watch()
    resolve([cited(pmid="1")], [pubmed()], notice_registries=[watch])
    assert watch.asked == []
