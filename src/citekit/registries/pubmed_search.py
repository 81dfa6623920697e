"""PubMed by description: every search the citation has words for, one efetch at the end.

At most three searches and one fetch for a citation. What is found is offered, not believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from citekit.model import Absent, Answer, Candidate, Citation, CslItem, Found, Unavailable
from citekit.registries.clues import clues, first_author, written
from citekit.registries.ncbi import Hits, Ids, Ncbi
from citekit.registries.questions import NoAnswer
from citekit.text import dates, pages, titles

SEARCHES = 3
MOST = 20
"""Records worth fetching for one citation."""
WORDS = 12
"""Words of a title that are searched; more only find less."""
HALVED = 4
"""Words from which a title is worth searching by halves."""

# Words that PubMed leaves out of its index: an AND with one of them finds nothing. Leaving out one
# too many only finds more.
_STOPWORDS = """
    a about again all almost also although always among an and another any are as at be because
    been before being between both but by can could did do does done due during each either enough
    especially etc for found from further had has have having here how however i if in into is it
    its itself just kg km made mainly make may mg might ml mm most mostly must nearly neither no
    nor obtained of often on our overall perhaps pmid quite rather really regarding seem seen
    several should show showed shown shows significantly since so some such than that the their
    theirs them then there therefore these they this those through thus to upon use used using
    various very was we were what when which while with within without would
"""
STOPWORDS = frozenset(_STOPWORDS.split())

Fetch = Callable[[Ids, float], Mapping[str, Candidate]]
"""Fetches records by PMID; raises NoAnswer."""


class _Step(NamedTuple):
    ask: Callable[[float], Hits]
    counts: bool = True
    """False: its failure leaves the search complete (the matcher is undocumented)."""


def search(ncbi: Ncbi, fetch: Fetch, citation: Citation, until: float) -> Answer:
    """Gather PMIDs in every way the citation allows, and fetch the first of them."""
    known = clues(citation)
    steps = list(_steps(ncbi, citation, known))
    found, trouble = _gather(steps, until)
    if not found and len(steps) < SEARCHES:
        more, problem = _gather(list(_last_steps(ncbi, known)), until)
        found, trouble = more, trouble or problem
    if not found:
        return Absent() if trouble is None else Unavailable(trouble)
    try:
        records = fetch(found[:MOST], until)
    except NoAnswer as problem:
        return Unavailable(problem.reason)
    candidates = tuple(records[pmid] for pmid in found if pmid in records)
    if candidates:
        return Found(candidates, caveat=trouble)
    return Absent() if trouble is None else Unavailable(trouble)


def _gather(steps: list[_Step], until: float) -> tuple[Ids, str | None]:
    found: dict[str, None] = {}
    trouble: str | None = None
    for step in steps:
        try:
            hits = step.ask(until)
        except NoAnswer as problem:
            trouble = problem.reason if step.counts else trouble
            continue
        found |= dict.fromkeys(hits.ids[:MOST])
        trouble = trouble or hits.silence
    return tuple(found), trouble


def _steps(ncbi: Ncbi, citation: Citation, known: CslItem) -> Iterator[_Step]:
    line = _match_line(known)
    if line is not None:
        yield _Step(lambda until: ncbi.match_fields(line, until))
    text = written(citation)
    if ncbi.is_ncbi and text:
        yield _Step(lambda until: ncbi.match_text(text, until), counts=False)
    words = title_words(known)
    if words:
        yield _Step(_find(ncbi, _all_of(words)))


def _last_steps(ncbi: Ncbi, known: CslItem) -> Iterator[_Step]:
    """Ask once more, so that one misspelt word does not lose the work."""
    words = title_words(known)
    if len(words) >= HALVED:
        yield _Step(_find(ncbi, f"({_all_of(words[::2])}) OR ({_all_of(words[1::2])})"))
    elif (term := _imprint_term(known)) is not None:
        yield _Step(_find(ncbi, term))


def _find(ncbi: Ncbi, term: str) -> Callable[[float], Hits]:
    return lambda until: ncbi.find_relevant(term, MOST, until)


def title_words(known: CslItem) -> list[str]:
    """List the words of a title that PubMed indexes, in order."""
    words = dict.fromkeys(titles.tokens(known.get("title", "")))
    return [word for word in words if len(word) > 1 and word not in STOPWORDS][:WORDS]


def _all_of(words: list[str]) -> str:
    return " AND ".join(f"{word}[ti]" for word in words)


def _imprint_term(known: CslItem) -> str | None:
    author, year = _field(first_author(known)), dates.year(known.get("issued"))
    journal = _journal(known)
    if not (author and year):
        return None
    terms = [f"{author}[au]", f"{year}[dp]"] + ([f'"{journal}"[ta]'] if journal else [])
    return " AND ".join(terms)


def _match_line(known: CslItem) -> str | None:
    """Write ``journal|year|volume|page|author``; None where one of the first four is not known."""
    year = dates.year(known.get("issued"))
    first = pages.first(known.get("page", ""))
    fields = (_journal(known), str(year or ""), known.get("volume", ""), first or "")
    return "|".join(map(_field, (*fields, first_author(known)))) if all(fields) else None


def _journal(known: CslItem) -> str:
    return _field(known.get("container-title-short") or known.get("container-title", ""))


def _field(text: str) -> str:
    return " ".join(text.replace("|", " ").replace('"', " ").split())
