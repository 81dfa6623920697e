"""A library of included studies in every state, any number of them, the same every time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from citekit.library.store import Library
from citekit.model import Asked, CslItem, End, Link, Resolution, Witness
from citekit.vocab import RETRACTION_WATCH, AskedOutcome, LinkType, Scheme, Side
from tests.library.shelf import candidate, resolved

DAY = "2026-03-04T05:06:07Z"
EARLIER = "2026-01-02T00:00:00Z"

_ASKED = ("pubmed", "crossref")
HOSTILE = (
    "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    '{{ 7*7 }} \x1b[2J\u202e =HYPERLINK("http://x") | [x](javascript:alert(1))'
)


class Notice(NamedTuple):
    """A notice of a made-up study."""

    type: LinkType
    term: str
    year: int
    registry: str = "pubmed"


KINDS: Mapping[str, tuple[Notice, ...]] = {
    "plain": (),
    "commented": (Notice(LinkType.COMMENT, "CommentIn", 2012),),
    "corrected": (
        Notice(LinkType.ERRATUM, "ErratumIn", 2013),
        Notice(LinkType.COMMENT, "CommentIn", 2012),
    ),
    "doubted": (Notice(LinkType.EXPRESSION_OF_CONCERN, "ExpressionOfConcernIn", 2015),),
    "retracted": (
        Notice(LinkType.ERRATUM, "ErratumIn", 2013),
        Notice(LinkType.EXPRESSION_OF_CONCERN, "ExpressionOfConcernIn", 2015),
        Notice(LinkType.RETRACTION, "retraction", 2016, "crossref"),
    ),
    "unasked": (),
}


def studies(count: int) -> Iterator[Resolution]:
    """Make so many studies, the kinds in turn."""
    kinds = list(KINDS)
    return (_study(n, kinds[n % len(kinds)]) for n in range(count))


def fill(path: Path, count: int, *, title: str = "") -> None:
    """Put the studies into a library; `title` becomes the first one's."""
    with Library.open(path, create=True) as library, library.write():
        for number, one in enumerate(islice(studies(count), count)):
            if title and number == 0 and one.record is not None:
                one.record.item["title"] = title
            library.add(one)


def _study(n: int, kind: str) -> Resolution:
    names = {Scheme.DOI: f"10.5555/study.{n}", Scheme.PMID: str(40_000 + n)}
    item: CslItem = {
        "type": "article-journal",
        "title": f"Effects of treatment {n} on outcome {n % 7}: a randomised trial",
        "author": [{"family": f"Writer{chr(65 + n % 26)}", "given": "A B"}],
        "container-title": "Journal of Trials",
        "container-title-short": "J Trials",
        "issued": {"date-parts": [[2000 + n % 12, 1 + n % 12]]},
        "volume": str(n % 50 + 1),
        "page": f"{n + 1}-{n + 9}",
    }
    links = [_link(n, notice, End(names)) for notice in KINDS[kind]]
    other: CslItem = {**item, "volume": "99"} if n % 9 == 4 else item
    of = {registry: [one for one in links if _speaker(one) == registry] for registry in _ASKED}
    candidates = [candidate(item, names, at=EARLIER, links=of["pubmed"], via=None)]
    if kind != "unasked":
        deposited = {Scheme.DOI: names[Scheme.DOI]}
        second = candidate(
            other, deposited, registry="crossref", at=DAY, links=of["crossref"], via=None
        )
        candidates.append(second)
    return resolved(*candidates, raw=f"doi:{names[Scheme.DOI]}", asked=_asked(kind))


def _speaker(link: Link) -> str:
    return link.witnesses[0].registry


def _asked(kind: str) -> tuple[Asked, ...]:
    crossref = Asked("crossref", AskedOutcome.FOUND, "", None, DAY)
    if kind == "unasked":
        crossref = Asked("crossref", AskedOutcome.UNAVAILABLE, "HTTP 500")
    watch = Asked(RETRACTION_WATCH, AskedOutcome.ABSENT, "", "mirror of 2026-03-01", DAY)
    return (Asked("pubmed", AskedOutcome.FOUND, "", None, EARLIER), crossref, watch)


def _link(n: int, notice: Notice, work: End) -> Link:
    names = {Scheme.DOI: f"10.5555/{notice.type.value}.{n}"}
    raw = f"J Trials. {notice.year};{n % 50 + 4}:{n + 3}"
    at = DAY if notice.registry == "crossref" else EARLIER
    told = Witness(notice.registry, notice.term, at, f"{notice.year}-05", stands_on=Side.WORK)
    return Link(notice.type, End(names, raw=raw), work, (told,))
