"""Cases as rules judge them, made of few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from citekit import records, status
from citekit.checks.judge import Given, judge
from citekit.findings import Finding, Unchecked
from citekit.model import (
    Acknowledgement,
    Asked,
    Candidate,
    Citation,
    CslItem,
    End,
    Identifiers,
    Link,
    Place,
    Resolution,
    Stamp,
    Witness,
)
from citekit.verbs.compare import Case
from citekit.vocab import AskedOutcome, LinkType, Outcome, Scheme, Side

TODAY, READ_AT = "2026-11-26", "2026-11-25T12:00:00Z"
NAMES: Identifiers = {Scheme.DOI: "10.5555/paper", Scheme.PMID: "1001"}
NOTICE: Identifiers = {Scheme.DOI: "10.5555/notice", Scheme.PMID: "2002"}
ITEM: CslItem = {
    "type": "article-journal",
    "title": "Slow effects of fast medicine",
    "author": [{"family": "Doe", "given": "Jane"}, {"family": "Roe", "given": "Richard"}],
    "container-title": "Journal of Tests",
    "container-title-short": "J Test",
    "issued": {"date-parts": [[2015, 4]]},
    "volume": "7",
    "issue": "2",
    "page": "1423-1429",
}


def item(base: CslItem = ITEM, **changed: object) -> CslItem:
    """Give an item with other values (`_` stands for `-`); None leaves one out."""
    told = {name.replace("_", "-"): value for name, value in changed.items()}
    whole: Mapping[str, object] = {**base, **told}
    return cast("CslItem", {name: value for name, value in whole.items() if value is not None})


def link(
    kind: LinkType,
    *,
    notice: Identifiers = NOTICE,
    work: Identifiers = NAMES,
    asserted: str | None = None,
    registry: str = "crossref",
    term: str = "",
    said: Sequence[Witness] = (),
    **end: object,
) -> Link:
    """A notice about a work, on one registry's word, or on that of these witnesses."""
    witness = Witness(registry, term or kind.value, READ_AT, asserted, stands_on=Side.WORK)
    return Link(kind, End(notice, **end), End(work), tuple(said) or (witness,))  # type: ignore[arg-type]


def candidate(
    said: CslItem, registry: str = "pubmed", names: Identifiers = NAMES, links: Sequence[Link] = ()
) -> Candidate:
    return Candidate(said, names, Stamp(registry, READ_AT), tuple(links))


def case(
    *candidates: Candidate, said: CslItem | None = None, names: Identifiers = NAMES,
    key: str | None = "Doe2015", place: Place | None = None,
) -> Case:  # fmt: skip
    """One citation that is resolved to what these candidates say."""
    record = records.merge(candidates)
    about = record.identifiers, record.item, record.links
    asked = tuple(
        Asked(one.stamp.registry, AskedOutcome.FOUND, fetched_at=READ_AT) for one in candidates
    )
    answered = Resolution(Citation("", identifiers=names), Outcome.RESOLVED, asked, record)
    return Case(
        said or {}, names, answered, record, status.timeline(*about), status.current(*about),
        key, place,
    )  # fmt: skip


def unresolved(
    outcome: Outcome, *asked: Asked, said: CslItem | None = None, names: Identifiers = NAMES,
    key: str = "Doe2015", lost: tuple[str, ...] = (),
) -> Case:  # fmt: skip
    answered = Resolution(Citation("", identifiers=names, said=said or {}), outcome, asked)
    return Case(said or {}, names, answered, key=key, lost=lost)


def noted(*links: Link, said: CslItem = ITEM, names: Identifiers = NAMES) -> Case:
    """A work about which these notices are reported."""
    return case(candidate(said, names=names, links=links))


def judged(
    *cases: Case, acknowledged: Iterable[Acknowledgement] = (), everything: bool = False
) -> tuple[tuple[Finding, ...], tuple[Unchecked, ...]]:
    return judge(cases, Given(TODAY, tuple(acknowledged), everything=everything))


def found(*cases: Case, acknowledged: Iterable[Acknowledgement] = ()) -> list[tuple[str, str]]:
    """The rules and levels of what is found."""
    findings, _ = judged(*cases, acknowledged=acknowledged)
    return [(one.rule.code, one.level.value) for one in findings]
