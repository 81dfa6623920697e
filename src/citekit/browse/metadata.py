"""What Datasette is told of the tables: titles, meanings, facets, and questions ready to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from citekit.browse.tables import Filled
from citekit.reports import safe
from citekit.reports.evidence.told import STATES
from citekit.text.counted import counted
from citekit.vocab import Status

Json = Mapping[str, object]

DATABASE: Final = "library"
PAGE_SIZE: Final = 50
SQL_MILLISECONDS: Final = 2000


class Table(NamedTuple):
    """How one table is shown."""

    title: str
    description: str
    facets: tuple[str, ...]
    columns: Mapping[str, str]
    sort: str = ""
    label: str = ""


class Query(NamedTuple):
    """A question that is ready to be asked."""

    title: str
    description: str
    sql: str


TABLES: Final[Mapping[str, Table]] = {
    "works": Table(
        "Works",
        "What is cited. Not fully asked: no notice that counts is known, but somebody could not be "
        "asked, or nobody was; that is no good news.",
        ("state", "asked", "year", "journal"),
        {
            "state": "What its notices leave it in.",
            "notices": "How many notices about it are known; leads to them.",
            "conflicts": "How many fields registries disagree on; leads to what each says.",
            "citations": "How often it is cited in what was read; leads to where.",
            "asked": "Who could not be asked when they were asked last.",
            "checked_on": "The day since which everybody who answered has answered.",
        },
        sort="key",
        label="key",
    ),
    "notices": Table(
        "Notices",
        "Errata, retractions, concerns, comments and updates, each with who says so.",
        ("type", "pubmed", "crossref", "retraction_watch"),
        {
            "work": "The work that it is about; leads to it. Empty: that is not in the library.",
            "pubmed": "PubMed's own term, or that it says nothing, was not or could not be asked.",
            "crossref": "The same of Crossref.",
            "retraction_watch": "The same of Retraction Watch.",
            "document": "What the page or file said in which the work was cited.",
            "itself": "The work that the notice is, where that is in the library.",
            "about": "What the work is known by.",
            "acknowledged_until": "Until when somebody has acknowledged it; empty: nobody has.",
        },
    ),
    "answers": Table(
        "Answers",
        "What each registry answered about each work when it was asked last.",
        ("registry", "answer"),
        {"last_answer": "The day of its last answer; an outage is none."},
    ),
    "conflicts": Table(
        "Conflicts",
        "What each registry says of the fields on which they disagree.",
        ("field", "registry", "taken"),
        {
            "field": "The variable of CSL.",
            "taken": "Whose value the library has taken, and exports.",
        },
    ),
    "citations": Table(
        "Citations",
        "Where works are cited, as it is written there.",
        ("file",),
        {
            "file": "What was read; empty: somebody typed it.",
            "key": "What the work is called there.",
        },
    ),
    "changes": Table(
        "Changes",
        "What changed in the library, and on whose word.",
        ("kind", "what", "day"),
        {"work": "The key that it happened under, of works that were removed, too."},
    ),
}

_BAD: Final = (
    Status.RETRACTED, Status.WITHDRAWN, Status.RETRACTED_AND_REPUBLISHED,
    Status.PARTIALLY_RETRACTED, Status.CONCERN,
)  # fmt: skip
_BAD_STATES: Final = ", ".join(f"'{STATES[state.value]}'" for state in _BAD)
_SAYS: Final = " + ".join(
    f"({name} not in ('says nothing', 'not asked', 'could not be asked'))"
    for name in ("pubmed", "crossref", "retraction_watch")
)

QUERIES: Final[Mapping[str, Query]] = {
    "retracted_or_doubted": Query(
        "Retracted or doubted",
        "Every work that is retracted or withdrawn, wholly or partly, or under a concern.",
        f"select key as work, state, title, year, doi, pmid, checked_on from works"  # noqa: S608
        f" where state in ({_BAD_STATES}) order by state, key",
    ),
    "not_acknowledged": Query(
        "Notices nobody has acknowledged",
        "Of works of the library, without an acknowledgement that holds today; comments last.",
        "select work, type, date, notice, doi, pmid, pubmed, crossref, retraction_watch"
        " from notices where work is not null and acknowledged_until is null"
        " order by type = 'comment', date desc, work",
    ),
    "changed_since": Query(
        "Changed since a day",
        "What changed on or after a day (2026-01-31).",
        "select day, work, kind, what, detail, who from changes"
        " where day >= :since order by day desc, work",
    ),
    "could_not_be_asked": Query(
        "Who could not be asked",
        "Works about which a registry did not answer, with why: nothing is concluded from that.",
        "select work, registry, detail, last_answer from answers"
        " where answer = 'could not be asked' order by registry, work",
    ),
    "nobody_asked": Query(
        "Works nobody was asked about",
        "Works about which no registry was ever asked.",
        "select key as work, title, year, doi, pmid from works where asked = 'nobody was asked'"
        " order by key",
    ),
    "cited_in_spite_of_it": Query(
        "Where retracted or doubted works are cited",
        "The file and line of each citation of what is retracted, withdrawn or under a concern.",
        "select citations.work, state, file, line, written from citations"  # noqa: S608
        f" join works on works.key = citations.work where state in ({_BAD_STATES})"
        " order by file is null, file, line, work",
    ),
    "disagreements": Query(
        "Fields on which registries disagree",
        "Side by side, and whose value is taken; what others say is in the table of conflicts.",
        "select work, field, max(case when taken is not null then registry end) as taken_from,"
        " max(case when registry = 'PubMed' then says end) as pubmed,"
        " max(case when registry = 'Crossref' then says end) as crossref"
        " from conflicts group by work, field order by field, work",
    ),
    "one_registry_alone": Query(
        "Notices of one registry alone",
        "Notices that one registry reports and no other confirms.",
        "select work, type, date, notice, pubmed, crossref, retraction_watch from notices"  # noqa: S608
        f" where {_SAYS} = 1 order by date desc, work",
    ),
    "without_doi": Query(
        "Works without a DOI",
        "Crossref can be asked about none of them.",
        "select key as work, title, journal, year, pmid from works where doi is null order by key",
    ),
}


def metadata(path: str, filled: Filled) -> Json:
    """Tell Datasette about a library."""
    asked = (
        f"the registries last answered on {filled.as_of}" if filled.as_of else "nobody was asked"
    )
    about = (
        f"{safe.path(path)}: {counted(filled.works, 'work')}; {asked}. This is the library as it "
        "was when citekit browse began; nothing here can change it."
    )
    titled = {"title": "citekit: the library", "description": about}
    database = {
        **titled,
        "tables": {name: _table(one) for name, one in TABLES.items()},
        "queries": {name: {**one._asdict(), "hide_sql": True} for name, one in QUERIES.items()},
    }
    return {**titled, "databases": {DATABASE: database}}


def _table(one: Table) -> Json:
    told: dict[str, object] = {
        "title": one.title,
        "description": one.description,
        "facets": list(one.facets),
        "columns": dict(one.columns),
        "size": PAGE_SIZE,
    }
    told |= {"sort": one.sort} if one.sort else {}
    return told | ({"label_column": one.label} if one.label else {})


def settings(*, sql: bool) -> Mapping[str, object]:
    """Choose what visitors may ask for: their own SQL on this machine alone."""
    return {
        "default_allow_sql": sql,
        "sql_time_limit_ms": SQL_MILLISECONDS,
        "facet_time_limit_ms": 500,
        "suggest_facets": False,
        # What is read is a copy: whoever wants the library has the file.
        "allow_download": False,
        "default_cache_ttl": 0,
        "truncate_cells_html": 500,
        "default_page_size": PAGE_SIZE,
    }
