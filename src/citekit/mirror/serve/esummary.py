"""esummary: document summaries of PubMed records, version 1 as XML, or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from citekit.formats import pubmed_summary
from citekit.formats.pubmed_summary import Person, Summary
from citekit.mirror.serve import answers
from citekit.mirror.serve.answers import XML, Answer
from citekit.mirror.serve.eutils_shapes import Trouble, document, element, plain, wrapped
from citekit.mirror.serve.served import Served, silence

_UNKNOWN: Final = "cannot get document summary"
_SHAPES: Final = frozenset({("xml", ""), ("xml", "1.0"), ("json", ""), ("json", "2.0")})
_HEADER: Final = {"type": "esummary", "version": "0.3"}


def answer(served: Served, pmids: Sequence[str], params: Mapping[str, str]) -> Answer:
    """Summarise; raises Trouble for a shape that is not made here."""
    shape = (params.get("retmode", "") or "xml", params.get("version", ""))
    if shape not in _SHAPES:
        raise Trouble(
            f"This mirror has no esummary with retmode={shape[0]} version={shape[1]}; "
            "it has xml (version 1.0) and json"
        )
    found = {pmid: _summary(served, pmid) for pmid in pmids}
    held = served.holding("pubmed")
    lacking = _UNKNOWN if held is not None and held.is_whole else silence("PubMed", held)
    return _as_json(found, lacking) if shape[0] == "json" else _as_xml(found, lacking)


def fails(message: str, params: Mapping[str, str]) -> Answer:
    """Say what went wrong, in the shape that was asked for."""
    if params.get("retmode") == "json":
        return answers.json({"header": _HEADER, "esummaryresult": [message], "error": message})
    return document("eSummaryResult", message)


def _summary(served: Served, pmid: str) -> Summary | None:
    rows = served.rows("pubmed", f"pmid:{pmid}")
    # The last version of a PMID is the one that counts.
    return pubmed_summary.read(served.shelf.raw(rows[-1])) if rows else None


def _as_json(found: Mapping[str, Summary | None], lacking: str) -> Answer:
    told: dict[str, object] = {"uids": list(found)}
    for pmid, one in found.items():
        told[pmid] = {"uid": pmid, "error": lacking} if one is None else _members(one)
    return answers.json({"header": _HEADER, "result": told})


def _members(one: Summary) -> dict[str, object]:
    return {
        "uid": one.pmid,
        "pubdate": one.pub_date,
        "epubdate": one.epub_date,
        "source": one.source,
        "authors": [_author(person) for person in one.authors],
        "lastauthor": one.authors[-1].name if one.authors else "",
        "title": one.title,
        "volume": one.volume,
        "issue": one.issue,
        "pages": one.pages,
        "lang": one.languages,
        "nlmuniqueid": one.nlm_id,
        "issn": one.issn,
        "essn": one.essn,
        "pubtype": one.types,
        "recordstatus": one.record_status,
        "pubstatus": one.pub_status,
        "articleids": [{"idtype": kind, "value": value} for kind, value in one.ids],
        "history": [{"pubstatus": status, "date": date} for status, date in one.history],
        "references": [],
        "attributes": ["Has Abstract"] if one.has_abstract else [],
        "fulljournalname": one.journal,
        "elocationid": one.elocation,
        "doctype": "citation",
    }


def _author(person: Person) -> dict[str, str]:
    kind = "CollectiveName" if person.is_group else "Author"
    return {"name": person.name, "authtype": kind, "clusterid": ""}


def _as_xml(found: Mapping[str, Summary | None], lacking: str) -> Answer:
    parts = [
        element("ERROR", f"UID={pmid}: {lacking}") if one is None else _docsum(one)
        for pmid, one in found.items()
    ]
    return Answer(wrapped("eSummaryResult", "\n" + "\n".join(parts) + "\n"), XML)


def _docsum(one: Summary) -> str:
    return f"<DocSum>\n\t{element('Id', one.pmid)}\n\t" + "\n\t".join(_items(one)) + "\n</DocSum>"


def _items(one: Summary) -> Iterator[str]:
    yield _item("PubDate", "Date", one.pub_date)
    yield _item("EPubDate", "Date", one.epub_date)
    yield _item("Source", "String", one.source)
    yield _several("AuthorList", [("Author", "String", person.name) for person in one.authors])
    yield _item("LastAuthor", "String", one.authors[-1].name if one.authors else "")
    yield _item("Title", "String", one.title)
    yield _item("Volume", "String", one.volume)
    yield _item("Issue", "String", one.issue)
    yield _item("Pages", "String", one.pages)
    yield _several("LangList", [("Lang", "String", name) for name in one.languages])
    yield _item("NlmUniqueID", "String", one.nlm_id)
    yield _item("ISSN", "String", one.issn)
    yield _item("ESSN", "String", one.essn)
    yield _several("PubTypeList", [("PubType", "String", name) for name in one.types])
    yield _item("RecordStatus", "String", one.record_status)
    yield _item("PubStatus", "String", one.pub_status)
    yield _several("ArticleIds", [(kind, "String", value) for kind, value in one.ids])
    yield from (_item("DOI", "String", value) for kind, value in one.ids if kind == "doi")
    yield _several("History", [(status, "Date", date) for status, date in one.history])
    yield _item("References", "List", "")
    yield _item("HasAbstract", "Integer", str(int(one.has_abstract)))
    yield _item("FullJournalName", "String", one.journal)
    yield _item("ELocationID", "String", one.elocation)
    yield _item("SO", "String", one.so)


def _item(name: str, kind: str, text: str) -> str:
    return f'<Item Name="{_attribute(name)}" Type="{kind}">{plain(text)}</Item>'


def _several(name: str, items: Sequence[tuple[str, str, str]]) -> str:
    inner = "".join(f"\n\t\t{_item(*item)}" for item in items)
    return f'<Item Name="{name}" Type="List">{inner}\n\t</Item>'


def _attribute(text: str) -> str:
    return plain(text).replace('"', "&quot;")
