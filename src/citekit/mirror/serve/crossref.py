"""Crossref's REST API, for what the mirror holds of it.

A work goes out in Crossref's own bytes. What a sample lacks is never a 404: see
`answers.NOT_AUTHORITATIVE`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from citekit.matching.bulk.record_keys import index_text
from citekit.mirror.serve import answers, crossref_terms
from citekit.mirror.serve.answers import NOT_AUTHORITATIVE, TEXT, Answer, Pairs
from citekit.mirror.serve.crossref_question import Question, Refused, only_who_asks, read
from citekit.mirror.serve.crossref_terms import Complaint, Untold
from citekit.mirror.serve.served import Served, silence
from citekit.text import identifiers
from citekit.text.characters import ascii_words
from citekit.vocab import Scheme

RANKED = 2000
"""Records that a query looks at, the best first; those of other registries among them count."""
QUERY_WORDS = 12
"""The rarest words of a query are looked for: the others tell nothing."""

_NOT_FOUND = Answer(b"Resource not found.", TEXT, 404)


def work(served: Served, doi: str, given: Pairs) -> Answer:
    """Answer ``/works/{doi}``."""
    try:
        only_who_asks(given)
    except Refused as refused:
        return _refusal(refused)
    known = identifiers.valid(Scheme.DOI, doi)
    rows = served.rows("crossref", f"doi:{known}") if known else []
    if not rows:
        return _missing(served)
    return _message("work", msgspec.Raw(served.shelf.raw(rows[0])))


def agency(served: Served, doi: str, given: Pairs) -> Answer:
    """Answer ``/works/{doi}/agency``: of other agencies' DOIs a mirror knows only that it has none.

    One that PubMed names is registered with somebody, but nobody here knows with whom.
    """
    try:
        only_who_asks(given)
    except Refused as refused:
        return _refusal(refused)
    known = identifiers.valid(Scheme.DOI, doi)
    if known and served.rows("crossref", f"doi:{known}"):
        told = {"DOI": doi, "agency": {"id": "crossref", "label": "Crossref"}}
        return _message("work-agency", told)
    if known and served.rows("pubmed", f"doi:{known}"):
        sentence = "PubMed names this DOI, Crossref does not have it: its agency is not known here."
        return answers.text(sentence, NOT_AUTHORITATIVE)
    return _missing(served)


def works(served: Served, given: Pairs) -> Answer:
    """Answer ``/works?…``."""
    try:
        question = read(given)
        rows = list(_found(served, question))
    except Refused as refused:
        return _refusal(refused)
    held = served.holding("crossref")
    if held is None or not (held.is_whole or rows):
        return _missing(served)
    listed = rows[question.offset : question.offset + question.rows]
    return _message("work-list", _list(served, question, rows, listed))


def not_served(route: str) -> Answer:
    """Answer for a route of Crossref's that the mirror does not have."""
    return answers.text(f"This mirror has /works only, not {route}.", 501)


def _missing(served: Served) -> Answer:
    held = served.holding("crossref")
    if held is not None and held.is_whole:
        return _NOT_FOUND
    return answers.text(silence("Crossref", held), NOT_AUTHORITATIVE)


def _found(served: Served, question: Question) -> Iterator[int]:
    """List the rows that fit, the best first; raises Refused where a record does not tell."""
    for row in _candidates(served, question):
        try:
            told = crossref_terms.told(served.shelf.raw(row)) if question.tests else None
            if told is None or all(any(test(told) for test in group) for group in question.tests):
                yield row
        except (Untold, msgspec.DecodeError) as error:
            raise Refused(_untold(error)) from None


def _untold(error: Exception) -> Complaint:
    if isinstance(error, Untold):
        told = f"Records of this mirror do not say when they were {error}ed"
        return Complaint("filter-not-available", str(error), told)
    return Complaint("filter-not-available", "filter", "A record of this mirror cannot be read")


def _candidates(served: Served, question: Question) -> Iterable[int]:
    named = [
        rows(served, dois)
        for rows, dois in ((_by_doi, question.dois), (_notices, question.updates))
        if dois is not None
    ]
    if not named:
        return _ranked(served, " ".join(question.words))
    common = set(named[0]).intersection(*named)
    asked = [_words(text) for text in question.words]
    return [
        row
        for row in named[0]
        if row in common and all(words & _text(served, row) for words in asked)
    ]


def _by_doi(served: Served, dois: Sequence[str]) -> list[int]:
    rows = (served.rows("crossref", f"doi:{doi}") for doi in dois)
    return list(dict.fromkeys(row for found in rows for row in found[:1]))


def _notices(served: Served, dois: Sequence[str]) -> list[int]:
    rows: dict[int, None] = {}
    for doi in dois:
        spoken = served.of("crossref", served.shelf.speaking_of(f"doi:{doi}"))
        rows |= dict.fromkeys(row for row in spoken if _updates(served, row, doi))
    return list(rows)


def _updates(served: Served, row: int, doi: str) -> bool:
    told = crossref_terms.told(served.shelf.raw(row))
    return any(identifiers.same_doi(one.doi, doi) for one in told.update_to)


def _ranked(served: Served, text: str) -> list[int]:
    shelf = served.shelf
    counted = sorted((count, word) for word in _words(text) if (count := shelf.rarity(word)))
    telling = [word for _, word in counted[:QUERY_WORDS]]
    return served.of("crossref", shelf.said(telling, RANKED)) if telling else []


def _words(text: str) -> set[str]:
    return set(ascii_words(text).split())


def _text(served: Served, row: int) -> set[str]:
    return set(index_text(served.shelf.compact(row)).split())


def _list(
    served: Served, question: Question, rows: Sequence[int], listed: Sequence[int]
) -> dict[str, object]:
    query = {"start-index": question.offset, "search-terms": " ".join(question.words) or None}
    told: dict[str, object] = {
        "facets": {},
        "total-results": len(rows),
        "items": [_item(served.shelf.raw(row), question.select) for row in listed],
        "items-per-page": question.rows,
        "query": query,
    }
    unanswered = _unanswered(served, question)
    return {**told, "unanswered": unanswered} if unanswered else told


def _unanswered(served: Served, question: Question) -> list[str]:
    """Name the DOIs that a list leaves out although nobody knows whether Crossref has them."""
    held = served.holding("crossref")
    if held is None or held.is_whole or question.dois is None:
        return []
    return [doi for doi in question.dois if not served.rows("crossref", f"doi:{doi}")]


def _item(raw: bytes, select: Sequence[str] | None) -> msgspec.Raw | dict[str, msgspec.Raw]:
    if select is None:
        return msgspec.Raw(raw)
    whole = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    return {name: whole[name] for name in select if name in whole}


def _message(kind: str, message: object) -> Answer:
    envelope = {"status": "ok", "message-type": kind, "message-version": "1.0.0"}
    return answers.json({**envelope, "message": message})


def _refusal(refused: Refused) -> Answer:
    body = {
        "status": "failed",
        "message-type": "validation-failure",
        "message": list(refused.complaints),
    }
    return answers.json(body, 400)
