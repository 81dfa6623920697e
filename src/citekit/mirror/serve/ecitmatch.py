"""ecitmatch: ``journal|year|volume|page|author|key|`` lines in, the same lines with a PMID out.

A line that cannot be classified is dropped, as NCBI does it; so is one of which an index could give
half an answer only.
"""

from __future__ import annotations

from collections.abc import Iterator

from citekit.matching.bulk import record_keys
from citekit.mirror.serve.answers import TEXT, Answer
from citekit.mirror.serve.esearch_evaluate import among, evaluate
from citekit.mirror.serve.esearch_term import Atom, Joined, Term, TermError
from citekit.mirror.serve.eutils_shapes import Trouble
from citekit.mirror.serve.served import Served
from citekit.text.characters import ascii_words

MOST_LINES = 1000
LISTED = 5
"""So many PMIDs are listed where a line is ambiguous; of more only the number is told."""
_FIELDS = ("ta", "dp", "vi", "pg", "au")
FEWEST = 3
"""So many of the five must be given; fewer are not a citation."""


def answer(served: Served, bdata: str) -> Answer:
    """Match; raises Trouble for too many lines."""
    lines = [line for line in bdata.replace("\n", "\r").split("\r") if line.strip()]
    if len(lines) > MOST_LINES:
        raise Trouble(f"This mirror takes at most {MOST_LINES} citations at a time")
    if not lines:
        raise Trouble("bdata is empty; write journal|year|volume|page|author|key|")
    return Answer("".join(_matched(served, lines)).encode(), TEXT)


def _matched(served: Served, lines: list[str]) -> Iterator[str]:
    for line in lines:
        fields = [field.strip() for field in line.split("|")]
        if len(fields) < len(_FIELDS) + 1:
            continue
        verdict = _verdict(served, fields[: len(_FIELDS)])
        if verdict is not None:
            yield "|".join([*fields[: len(_FIELDS) + 1], verdict]) + "\n"


def _verdict(served: Served, said: list[str]) -> str | None:
    if sum(map(bool, said)) < FEWEST:
        return None
    try:
        rows = _rows(served, said)
    except TermError:
        return None
    pmids = sorted({_pmid(served, row) for row in rows}, key=int)
    if not pmids:
        held = served.holding("pubmed")
        return "NOT_FOUND" if held is not None and held.is_whole else "UNAVAILABLE;SAMPLE"
    if len(pmids) == 1:
        return pmids[0]
    listed = len(pmids) <= LISTED
    return f"AMBIGUOUS {','.join(pmids)}" if listed else f"AMBIGUOUS ({len(pmids)} citations)"


def _rows(served: Served, said: list[str]) -> frozenset[int]:
    *place, author = said
    if not all(place):
        return evaluate(served, _all_of(said)).rows
    rows = _at(served, place)
    # A place is enough; the author only chooses between two who share it.
    chosen = among(served, Atom(author, "au"), sorted(rows)) if author and len(rows) > 1 else None
    return chosen or rows


def _at(served: Served, place: list[str]) -> frozenset[int]:
    """Find what is at a place: the key of it leads there, unless too many places share it."""
    _, year, volume, page = place
    key = record_keys.volume_page_year(ascii_words(volume), ascii_words(page), year)
    term = _all_of(place)
    near = served.of("pubmed", served.shelf.keyed([key]))
    return among(served, term, near) or evaluate(served, term).rows


def _all_of(said: list[str]) -> Term:
    first, *others = [
        Atom(value, field) for value, field in zip(said, _FIELDS, strict=False) if value
    ]
    term: Term = first
    for atom in others:
        term = Joined("AND", term, atom)
    return term


def _pmid(served: Served, row: int) -> str:
    names = served.shelf.compact(row).names
    return next(name[len("pmid:") :] for name in names if name.startswith("pmid:"))
