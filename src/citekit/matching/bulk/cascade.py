"""A citation's text to a record: by identifier, by place, by title, by full text, in that order.

Each step costs more than the one before, and is taken only while the answer is not certain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from citekit.matching.bulk.citation_keys import near_year_keys, place_keys, title_keys
from citekit.matching.bulk.compact import Compact
from citekit.matching.bulk.decide import Decision, Judged, decide, weigh
from citekit.matching.bulk.features import is_hopeless
from citekit.matching.bulk.lookups import Lookups
from citekit.matching.bulk.query import Query, prepare
from citekit.vocab import Outcome

JUDGED = 8
"""Records that one step brings up at most."""
TERMS = 8
"""Words that full text is searched for: the rarest."""


def match(text: str, lookups: Lookups) -> Decision:
    """Find the record that a citation's text means."""
    query = prepare(text)
    judged: dict[int, Judged] = {}
    decision = decide(())
    for step in STEPS:
        rows = [row for row in step(query, lookups) if row not in judged]
        fresh = [weigh(query, row, record) for row, record in weighable(query, lookups, rows)]
        if fresh:
            judged |= {one.row: one for one in fresh}
            decision = decide(tuple(judged.values()))
        if is_certain(decision):
            break
    return decision


def weighable(query: Query, lookups: Lookups, rows: Iterable[int]) -> Iterator[tuple[int, Compact]]:
    """Give the records worth comparing in full, with their rows."""
    for row in rows:
        record = lookups.compact(row)
        if not is_hopeless(query, record):
            yield row, record


def is_certain(decision: Decision) -> bool:
    """Tell whether looking further can change nothing: title or journal, and the place, agree."""
    best = decision.best
    if decision.outcome is not Outcome.RESOLVED or best is None:
        return False
    found = best.levels
    in_place = found.volume == "same" and found.page in {"range", "first", "start"}
    named = found.title in {"whole", "same", "close"} or (
        found.journal in {"whole", "abbreviated"} and found.year == "same"
    )
    return in_place and named


def by_name(query: Query, lookups: Lookups) -> Sequence[int]:
    """Give the records that carry an identifier written in the text."""
    rows = [row for name in query.names for row in lookups.named(name)]
    return list(dict.fromkeys(rows))[:JUDGED]


def by_place(query: Query, lookups: Lookups) -> Sequence[int]:
    """Give the records on whose page the text may be."""
    return most_named(lookups.keyed(place_keys(query)))


def by_near_year(query: Query, lookups: Lookups) -> Sequence[int]:
    """Give the records on whose page the text may be, were its year wrong by one."""
    return most_named(lookups.keyed(near_year_keys(query)))


def by_title(query: Query, lookups: Lookups) -> Sequence[int]:
    """Give the records with whose titles the text has words in a row in common."""
    return most_named(lookups.keyed(title_keys(query)))


def by_words(query: Query, lookups: Lookups) -> Sequence[int]:
    """Give the records that full text search brings up for the rarest words."""
    return lookups.said(rarest(query, lookups.rarity), JUDGED)


STEPS: tuple[Callable[[Query, Lookups], Sequence[int]], ...] = (
    by_name,
    by_place,
    by_near_year,
    by_title,
    by_words,
)


def most_named(rows: Iterable[int]) -> list[int]:
    """Give the rows that most keys lead to, of equals the lowest."""
    counted = Counter(rows).items()
    return [row for row, _ in sorted(counted, key=lambda one: (-one[1], one[0]))[:JUDGED]]


def rarest(query: Query, rarity: Callable[[str], int]) -> list[str]:
    """Choose the words that the fewest records have, and at least one has; ties by word."""
    counted = ((rarity(word), word) for word in sorted(set(query.words)))
    return [word for _, word in sorted(one for one in counted if one[0])[:TERMS]]
