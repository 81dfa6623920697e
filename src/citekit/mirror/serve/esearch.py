"""esearch: a term in, PMIDs out, as XML or as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from citekit.mirror.serve import answers, esearch_evaluate
from citekit.mirror.serve.answers import XML, Answer
from citekit.mirror.serve.esearch_evaluate import Hits
from citekit.mirror.serve.esearch_term import Atom, Joined, Term, TermError, atoms, parse
from citekit.mirror.serve.eutils_shapes import Trouble, document, element, wrapped
from citekit.mirror.serve.questions import number
from citekit.mirror.serve.served import Holding, Served, silence

TAKES: Final = frozenset(
    {"term", "retmode", "rettype", "retmax", "retstart", "sort", "field", "datetype", "mindate"}
    | {"maxdate"}
)
RETMAX, MOST = 20, 10_000
_NOTHING = "No items found."
# Without a wish PubMed puts the newest first, which is to say those with the highest numbers.
_SORTS: Final = frozenset({"", "most recent", "most+recent", "relevance", "pub_date", "pub+date"})


class _Page(NamedTuple):
    total: int
    start: int
    pmids: tuple[str, ...]
    translation: str
    ignored: Sequence[str]
    notes: Sequence[str]


def answer(served: Served, params: Mapping[str, str]) -> Answer:
    """Search; raises Trouble for what this mirror cannot answer as PubMed would."""
    _check(params)
    try:
        term = _dated(_in_field(parse(params.get("term", "")), params.get("field", "")), params)
        hits = esearch_evaluate.evaluate(served, term)
    except TermError as error:
        raise Trouble(str(error)) from None
    page = _page(served, term, hits, params)
    return _as_json(page) if params.get("retmode") == "json" else _as_xml(page, params)


def fails(message: str, params: Mapping[str, str]) -> Answer:
    """Say what went wrong, in the shape that was asked for."""
    if params.get("retmode") == "json":
        return answers.json({"header": _HEADER, "esearchresult": {"ERROR": message}})
    return document("eSearchResult", message)


_HEADER: Final = {"type": "esearch", "version": "0.3"}
_CHOICES: Final = {
    "retmode": frozenset({"", "xml", "json"}),
    "rettype": frozenset({"", "uilist", "count"}),
    "sort": _SORTS,
    "datetype": frozenset({"", "pdat"}),
}


def _check(params: Mapping[str, str]) -> None:
    for name, choices in _CHOICES.items():
        if params.get(name, "").casefold() not in choices:
            offered = ", ".join(sorted(filter(None, choices)))
            raise Trouble(f"This mirror does not support {name}={params[name]}; it has {offered}")


def _in_field(term: Term, field: str) -> Term:
    """Put the field that the whole search is limited to where none is named."""
    if not field:
        return term
    if isinstance(term, Atom):
        return term if term.field else term._replace(field=field.casefold())
    return Joined(term.operator, _in_field(term.left, field), _in_field(term.right, field))


def _dated(term: Term, params: Mapping[str, str]) -> Term:
    ends = [params.get(name, "").strip() for name in ("mindate", "maxdate")]
    if not any(ends):
        return term
    if not all(ends):
        raise Trouble("mindate and maxdate go together")
    return Joined("AND", term, Atom(":".join(ends), "dp"))


def _sample_notes(held: Holding | None, hits: Hits) -> tuple[str, ...]:
    """Say that a sample has not all there is; raises Trouble where it found nothing at all."""
    if held is not None and held.is_whole:
        return ()
    told = silence("PubMed", held)
    if not hits.rows:
        raise Trouble(told)
    lacking = f" Lacking: {', '.join(hits.missing)}" if hits.missing else ""
    return (told + lacking,)


def _page(served: Served, term: Term, hits: Hits, params: Mapping[str, str]) -> _Page:
    start = number(params, "retstart", 0, MOST - 2)
    most = number(params, "retmax", RETMAX, MOST)
    if start is None or most is None:
        raise Trouble(
            "Search Backend failed: Exception: 'retstart' cannot be larger than 9998, "
            "'retmax' not larger than 10000"
        )
    pmids = _ordered(served, term, hits, params.get("sort", "").casefold())
    notes = (*_sample_notes(served.holding("pubmed"), hits), *hits.notes)
    notes = notes if pmids else (*notes, _NOTHING)
    return _Page(len(pmids), start, pmids[start : start + most], str(term), hits.ignored, notes)


def _ordered(served: Served, term: Term, hits: Hits, sort: str) -> tuple[str, ...]:
    known = {row: _pmid(served, row) for row in hits.rows}
    newest = sorted(known, key=lambda row: (-int(known[row]), row))
    if sort == "relevance":
        ranks = {row: rank for rank, row in enumerate(_ranked(served, term, len(known)))}
        newest.sort(key=lambda row: ranks.get(row, len(ranks)))
    elif sort.startswith("pub"):
        newest.sort(key=lambda row: -max(served.shelf.compact(row).years, default=0))
    # One PMID may have several versions.
    return tuple(dict.fromkeys(known[row] for row in newest))


def _ranked(served: Served, term: Term, count: int) -> Sequence[int]:
    words = [word for atom in atoms(term) for word in atom.value.casefold().split()]
    return served.shelf.said(list(dict.fromkeys(words)), 10 * count)


def _pmid(served: Served, row: int) -> str:
    names = served.shelf.compact(row).names
    return next(name[len("pmid:") :] for name in names if name.startswith("pmid:"))


def _as_json(page: _Page) -> Answer:
    result: dict[str, object] = {
        "count": str(page.total),
        "retmax": str(len(page.pmids)),
        "retstart": str(page.start),
        "idlist": page.pmids,
        "translationset": [],
        "querytranslation": page.translation,
    }
    if page.ignored or page.notes:
        result["warninglist"] = {
            "phrasesignored": page.ignored,
            "quotedphrasesnotfound": [],
            "outputmessages": page.notes,
        }
    return answers.json({"header": _HEADER, "esearchresult": result})


def _as_xml(page: _Page, params: Mapping[str, str]) -> Answer:
    count = element("Count", str(page.total))
    if params.get("rettype") == "count":
        return Answer(wrapped("eSearchResult", count), XML)
    numbers = element("RetMax", str(len(page.pmids))) + element("RetStart", str(page.start))
    listed = "".join(f"\n{element('Id', pmid)}" for pmid in page.pmids)
    told = element("QueryTranslation", page.translation)
    inner = f"{count}{numbers}<IdList>{listed}\n</IdList><TranslationSet/>{told}{_warnings(page)}"
    return Answer(wrapped("eSearchResult", inner), XML)


def _warnings(page: _Page) -> str:
    ignored = "".join(element("PhraseIgnored", word) for word in page.ignored)
    notes = "".join(element("OutputMessage", note) for note in page.notes)
    return f"<WarningList>{ignored}{notes}</WarningList>" if ignored or notes else ""
