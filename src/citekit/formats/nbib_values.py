"""One work of the library as MEDLINE tags: values, no syntax."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citekit.formats import nlm_source
from citekit.formats.item_identifiers import completed
from citekit.formats.lines import one_line, stopped
from citekit.formats.nbib_notices import to_field
from citekit.formats.nbib_people import write_people
from citekit.formats.nbib_tags import (
    ARTICLE,
    CHAPTER,
    ORDER,
    UNDETERMINED,
    write_texts,
    written_kind,
)
from citekit.formats.pubmed_values import publication_type
from citekit.model import CslDate, CslItem, StoredWork
from citekit.text.named import named_in


def to_tags(work: StoredWork) -> list[tuple[str, str]]:
    """Write a work as tags with their values, in PubMed's order.

    The first is PMID; where there is none it is OWN, the other one that readers look for, with what
    NLM writes of records that are not its own.
    """
    item = completed(work)
    kind = written_kind(item.get("type", ""))
    if kind == CHAPTER and not item.get("container-title"):
        kind = ARTICLE
    fields = [
        *write_texts(item, kind),
        *write_people(item),
        *_date_fields(item),
        *_identifier_fields(item, kind),
        *(("PT", name) for name in _publication_types(item)),
        *(("OT", keyword) for keyword in _keywords(item.get("keyword", ""))),
        *_notice_fields(work, item),
        ("SO", _source(item) if kind == ARTICLE else ""),
    ]
    rest = sorted((field for field in fields if field[1]), key=lambda pair: ORDER[pair[0]])
    pmid = one_line(item.get("PMID", ""))
    return [("PMID", pmid) if pmid else ("OWN", "NOTNLM"), *rest]


def _date_fields(item: CslItem) -> Iterator[tuple[str, str]]:
    yield "DP", nlm_source.date(item.get("issued"))
    yield "DEP", _compact(item.get("available-date"))
    yield "LR", item.get("custom", {}).get("date_revised", "").replace("-", "")


def _compact(date: CslDate | None) -> str:
    parts = (date or {}).get("date-parts", [])
    return "".join(f"{n:0{2 if i else 4}d}" for i, n in enumerate(parts[0])) if parts else ""


def _identifier_fields(item: CslItem, kind: str) -> Iterator[tuple[str, str]]:
    for issn in re.split(r"[,;\s]+", item.get("ISSN", "")):
        yield "IS", f"{issn} ({UNDETERMINED})" if issn else ""
    yield "ISBN", item.get("ISBN", "")
    yield "PMC", item.get("PMCID", "")
    # The number of a report, or of a chapter, is no identifier of the publisher's.
    number = item.get("number") if kind == ARTICLE else None
    for tag in ("LID", "AID"):
        for value, mark in ((number, "pii"), (item.get("DOI"), "doi")):
            yield tag, f"{value} [{mark}]" if value else ""
    accession = item.get("custom", {}).get("nbk")
    yield "AID", f"{accession} [bookaccession]" if accession else ""


def _publication_types(item: CslItem) -> list[str]:
    told = list(item.get("custom", {}).get("publication_types", []))
    own = publication_type(item.get("type", ""), item.get("genre"))
    return [*told, own] if own and own not in told else told


def _keywords(written: str) -> list[str]:
    separator = ";" if ";" in written else ","
    return [word.strip() for word in written.split(separator)]


def _notice_fields(work: StoredWork, item: CslItem) -> Iterator[tuple[str, str]]:
    own = {**named_in(item), **work.identifiers}
    for stored in work.notices:
        field = to_field(stored.link, own)
        if field is not None:
            yield field


def _source(item: CslItem) -> str:
    doi = f"doi: {item['DOI']}." if item.get("DOI") else ""
    return " ".join(filter(None, [stopped(nlm_source.source(item)), doi]))
