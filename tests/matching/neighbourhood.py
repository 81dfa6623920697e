"""The two papers with what stands near them, as records: something for matching to be wrong about.

A, its comment, B and the 2014 study are real; what is marked MADE UP was written for these tests.
"""

from __future__ import annotations

from citekit.model import CslItem, CslName, Record
from citekit.vocab import Scheme


def people(line: str) -> list[CslName]:
    """Names as PubMed writes them: `Liang J, Zhang H`."""
    return [
        dict(zip(("family", "given"), name.rsplit(" ", 1), strict=True))
        for name in line.split(", ")
    ]  # type: ignore[misc]


def record(item: CslItem) -> Record:
    fields = {Scheme.DOI: "DOI", Scheme.PMID: "PMID"}
    identifiers = {s: str(item[f]).lower() for s, f in fields.items() if f in item}  # type: ignore[literal-required]
    return Record(item=item, identifiers=identifiers, fields={}, links=(), candidates=())


ANN_RHEUM_DIS: CslItem = {
    "container-title": "Annals of the Rheumatic Diseases",
    "container-title-short": "Ann Rheum Dis",
}

A = record(
    {
        "title": "Allogenic mesenchymal stem cells transplantation in refractory systemic lupus "
        "erythematosus: a pilot clinical study",
        "author": people(
            "Liang J, Zhang H, Hua B, Wang H, Lu L, Shi S, Hou Y, Zeng X, Gilkeson GS, Sun L"
        ),
        **ANN_RHEUM_DIS,
        "issued": {"date-parts": [[2010, 8]]},
        "volume": "69",
        "issue": "8",
        "page": "1423-1429",
        "DOI": "10.1136/ard.2009.123463",
        "PMID": "20650877",
    }
)
COMMENT = record(
    {
        "title": "Mesenchymal stem cells in the treatment of autoimmune diseases",
        "author": people("Tyndall A, Houssiau FA"),
        **ANN_RHEUM_DIS,
        "issued": {"date-parts": [[2010, 8, 1]]},
        "volume": "69",
        "issue": "8",
        "page": "1413-1414",
        "DOI": "10.1136/ard.2010.132639",
    }
)
B = record(
    {
        "title": "Umbilical cord mesenchymal stem cell transplantation in severe and refractory "
        "systemic lupus erythematosus",
        "author": people("Wang D"),
        "container-title": "Arthritis & Rheumatism",
        "container-title-short": "Arthritis Rheum",
        "issued": {"date-parts": [[2010, 8, 3]]},
        "volume": "62",
        "issue": "8",
        "page": "2467-2475",
        "DOI": "10.1002/art.27548",
        "PMID": "20506343",
        "custom": {"author_complete": False},
    }
)
TWIN = record(
    {
        "title": "Umbilical cord mesenchymal stem cell transplantation in active and refractory "
        "systemic lupus erythematosus: a multicenter clinical study",
        "author": people(
            "Wang D, Li J, Zhang Y, Zhang M, Chen J, Li X, Hu X, Jiang S, Shi S, Sun L"
        ),
        "container-title": "Arthritis Research & Therapy",
        "container-title-short": "Arthritis Res Ther",
        "issued": {"date-parts": [[2014]]},
        "volume": "16",
        "page": "R79",
        "DOI": "10.1186/ar4520",
    }
)
# MADE UP: the notice of A's erratum, titled as the journal might title it.
ERRATUM = record(
    {
        "title": "Correction to: Allogenic mesenchymal stem cells transplantation in refractory "
        "systemic lupus erythematosus: a pilot clinical study",
        "author": people("Liang J, Zhang H, Hua B"),
        **ANN_RHEUM_DIS,
        "issued": {"date-parts": [[2011, 1]]},
        "volume": "70",
        "issue": "1",
        "page": "237",
        "DOI": "10.1000/made-up.237",
    }
)
# MADE UP: the same notice under the very title of the work, as some journals print them.
BARE_ERRATUM = record({**ERRATUM.item, "title": A.item["title"], "DOI": "10.1000/made-up.237b"})
# MADE UP: a letter that begins on A's first page.
SAME_PAGE = record(
    {
        "title": "A letter on quite another matter, set below the last lines of the page before",
        "author": people("Quist P, Ahlberg M"),
        **ANN_RHEUM_DIS,
        "issued": {"date-parts": [[2010, 8]]},
        "volume": "69",
        "issue": "8",
        "page": "1423",
        "DOI": "10.1000/made-up.1423",
    }
)
# MADE UP: a second part of A.
PART_TWO = record(
    {
        **A.item,
        "title": f"{A.item['title']} (II)",
        "issued": {"date-parts": [[2012, 3]]},
        "volume": "71",
        "issue": "3",
        "page": "402-409",
        "DOI": "10.1000/made-up.402",
        "PMID": "90000402",
    }
)
# MADE UP: titles that are a piece of A's, and of B's.
PIECE = record(
    {
        "title": "Refractory systemic lupus erythematosus in adults",
        "author": people("Sun L, Liang J"),
        **ANN_RHEUM_DIS,
        "issued": {"date-parts": [[2010, 6]]},
        "volume": "69",
        "issue": "6",
        "page": "1001-1007",
        "DOI": "10.1000/made-up.1001",
    }
)
REPLY = record(
    {
        "title": f"Author's reply: {A.item['title']}",
        "author": people("Sun L, Liang J"),
        **ANN_RHEUM_DIS,
        "issued": {"date-parts": [[2010, 12]]},
        "volume": "69",
        "issue": "12",
        "page": "2204",
        "DOI": "10.1000/made-up.2204",
    }
)

ALL = (A, COMMENT, B, TWIN, ERRATUM, BARE_ERRATUM, SAME_PAGE, PART_TWO, PIECE, REPLY)


def without(*left_out: Record) -> tuple[Record, ...]:
    """All the neighbours but these."""
    return tuple(each for each in ALL if not any(each is one for one in left_out))
