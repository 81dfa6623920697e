"""What the tests of the library put into it, and how they look at the file from outside."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from citekit import records
from citekit.library.store import Added, Library
from citekit.model import (
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
from citekit.terms import ref_type
from citekit.vocab import AskedOutcome, LinkType, Outcome, Scheme, Side

FIRST_DAY = "2026-01-02T00:00:00Z"
NEXT_DAY = "2026-01-03T00:00:00Z"

PAPER = {Scheme.DOI: "10.1000/paper.1", Scheme.PMID: "1001"}
COMMENT = {Scheme.DOI: "10.1000/comment.1", Scheme.PMID: "1002"}
ERRATUM_SOURCE = "J Trial Res. 2011 Jan;70(1):237"

PAPER_ITEM: CslItem = {
    "type": "article-journal",
    "title": "Stem cells in refractory <i>lupus</i>: a pilot study",
    "author": [{"family": "Müller", "given": "Jana B"}, {"literal": "The Lupus Group"}],
    "container-title": "Journal of Trial Research",
    "container-title-short": "J Trial Res",
    "issued": {"date-parts": [[2010, 8]]},
    "volume": "69",
    "issue": "8",
    "page": "1423-1429",
    "DOI": "10.1000/paper.1",
    "PMID": "1001",
}
COMMENT_ITEM: CslItem = {
    "type": "article-journal",
    "title": "Stem cells: opening the door",
    "author": [{"family": "Tyn", "given": "A"}],
    "container-title": "Journal of Trial Research",
    "container-title-short": "J Trial Res",
    "issued": {"date-parts": [[2010]]},
    "volume": "69",
    "page": "1413-1414",
    "DOI": "10.1000/comment.1",
    "PMID": "1002",
}


def link(
    kind: LinkType,
    notice: End,
    work: End,
    term: str,
    *,
    registry: str = "pubmed",
    at: str = FIRST_DAY,
    asserted: str | None = None,
) -> Link:
    side = ref_type(term).stands_on if registry == "pubmed" else Side.WORK
    return Link(kind, notice, work, (Witness(registry, term, at, asserted, stands_on=side),))


def erratum(work: Identifiers = PAPER) -> Link:
    """PubMed knows the erratum by its source alone."""
    return link(LinkType.ERRATUM, End(raw=ERRATUM_SOURCE), End(work), "ErratumIn")


def deposited_erratum() -> Link:
    """Crossref knows the same erratum by its DOI."""
    notice = End({Scheme.DOI: "10.1000/erratum.1"}, raw=ERRATUM_SOURCE)
    return link(
        LinkType.ERRATUM, notice, End(PAPER), "correction", registry="crossref", asserted="2011-01"
    )


def comment_in(notice: Identifiers = COMMENT, at: str = FIRST_DAY) -> Link:
    return link(LinkType.COMMENT, End(notice), End(PAPER), "CommentIn", at=at)


def comment_on(work: Identifiers = PAPER) -> Link:
    return link(LinkType.COMMENT, End(COMMENT), End(work), "CommentOn")


def candidate(
    item: CslItem,
    identifiers: Identifiers,
    *,
    registry: str = "pubmed",
    at: str = FIRST_DAY,
    links: Sequence[Link] = (),
    via: str | None = "starter",
) -> Candidate:
    return Candidate(item, identifiers, Stamp(registry, at, via), tuple(links), "ab" * 32)


def resolved(
    *candidates: Candidate,
    raw: str = "pmid:1001",
    place: Place | None = None,
    key: str | None = None,
    asked: Sequence[Asked] = (),
) -> Resolution:
    return Resolution(
        citation=Citation(raw, place, key=key),
        outcome=Outcome.RESOLVED,
        asked=tuple(asked),
        record=records.merge(candidates),
        score=0.98,
        reasons=("the identifier is the record's",),
    )


def paper(
    *, links: Sequence[Link] | None = None, at: str = FIRST_DAY, citation: Citation | None = None
) -> Resolution:
    """The paper as PubMed and Crossref have it, with an erratum and a comment."""
    given = (erratum(), comment_in()) if links is None else links
    crossref = candidate(
        {"type": "article-journal", "title": "Stem Cells", "DOI": "10.1000/PAPER.1"},
        {Scheme.DOI: PAPER[Scheme.DOI]},
        registry="crossref",
        at=at,
    )
    asked = (asked_found("pubmed", at), asked_found("crossref", at))
    both = (candidate(PAPER_ITEM, PAPER, at=at, links=given), crossref)
    resolution = resolved(*both, asked=asked)
    return resolution if citation is None else replace(resolution, citation=citation)


def comment(links: Sequence[Link] = ()) -> Resolution:
    return resolved(candidate(COMMENT_ITEM, COMMENT, links=links), raw="pmid:1002")


def numbered(number: int, links: Sequence[Link] = ()) -> Resolution:
    """One of many works, each with its own identifiers and an erratum."""
    names = {Scheme.PMID: str(number)}
    item: CslItem = {
        "type": "article-journal",
        "title": f"Trial number {number}",
        "author": [{"family": "Worker"}],
        "PMID": str(number),
    }
    own = link(LinkType.ERRATUM, End(raw=f"J X. 2011;7:{number}"), End(names), "ErratumIn")
    return resolved(candidate(item, names, links=(own, *links)), raw=f"pmid:{number}")


def asked_found(registry: str, at: str = FIRST_DAY) -> Asked:
    return Asked(registry, AskedOutcome.FOUND, "", "starter", at)


def add(path: Path, *resolutions: Resolution) -> list[Added]:
    """Add each in a transaction and a connection of its own, as separate runs would."""
    added = []
    for resolution in resolutions:
        with Library.open(path, create=True) as library, library.write():
            added.append(library.add(resolution))
    return added


def dump(path: Path) -> list[str]:
    """The whole file as SQL: its numbers, its schema and its rows."""
    with closing(sqlite3.connect(path)) as connection:
        numbers = [
            f"PRAGMA {name} = {connection.execute(f'PRAGMA {name}').fetchone()[0]};"
            for name in ("application_id", "user_version")
        ]
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table'"
                " AND name NOT LIKE 'works\\_fts\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite_%'"
                " ORDER BY name = 'works_fts', rowid"
            )
        ]
        rows = [row for table in tables for row in _rows(connection, table)]
    return [*numbers, *schema(path), *rows]


def schema(path: Path) -> list[str]:
    """The statements that made the tables and indexes."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
            " AND name NOT LIKE 'works\\_fts\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite_%'"
            " ORDER BY rowid"
        ).fetchall()
    return [f"{row[0]};" for row in found]


def _rows(connection: sqlite3.Connection, table: str) -> list[str]:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    order = ", ".join(columns) if table == "believed" else "rowid"
    named = [*(["rowid"] if table == "works_fts" else []), *columns]
    quoted = " || ', ' || ".join(f'quote("{name}")' for name in named)
    listed = ", ".join(f'"{name}"' for name in named)
    return [
        f"INSERT INTO {table} ({listed}) VALUES ({row[0]});"
        for row in connection.execute(f"SELECT {quoted} FROM {table} ORDER BY {order}")
    ]
