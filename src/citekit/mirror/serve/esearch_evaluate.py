"""Find the PubMed records that a term means, all of them or none.

An AND is led by whichever side the index has fewer rows for, and tested by the other, so the count
is exact. A term of which no part leads to few enough rows is refused: half a count is a lie.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from citekit.mirror.serve.esearch_fields import Look, look
from citekit.mirror.serve.esearch_term import Atom, Joined, Term, TermError, atoms
from citekit.mirror.serve.served import Served

MOST_LED = 20_000


class Hits(NamedTuple):
    """The rows found and what there is to say about them."""

    rows: frozenset[int]
    missing: tuple[str, ...]
    """Identifiers that no record here carries."""
    notes: tuple[str, ...]
    ignored: tuple[str, ...]


class _Search:
    def __init__(self, served: Served, term: Term) -> None:
        self._served = served
        self._looks = {atom: look(served, atom) for atom in dict.fromkeys(atoms(term))}
        self._costs: dict[int, int] = {}
        self.led: set[str] = set()

    def hits(self, term: Term) -> Hits:
        rows = frozenset(self._rows(term))
        every = self._looks.values()
        notes = [note for one in every for note in one.notes] + sorted(self.led)
        return Hits(
            rows,
            tuple(atom.value for atom, one in self._looks.items() if one.is_name and not one.cost),
            tuple(dict.fromkeys(notes)),
            tuple(dict.fromkeys(word for one in every for word in one.ignored)),
        )

    def among(self, term: Term, rows: Sequence[int]) -> frozenset[int]:
        return frozenset(row for row in rows if self._holds(term, row))

    def _rows(self, term: Term) -> set[int]:
        if isinstance(term, Atom):
            return self._lead(self._looks[term], term)
        if term.operator == "OR":
            return self._rows(term.left) | self._rows(term.right)
        leader, other = self._order(term)
        wanted = term.operator == "AND"
        return {row for row in self._rows(leader) if self._holds(other, row) is wanted}

    def _order(self, term: Joined) -> tuple[Term, Term]:
        if term.operator == "AND" and self._cost(term.right) < self._cost(term.left):
            return term.right, term.left
        return term.left, term.right

    def _lead(self, one: Look, atom: Atom) -> set[int]:
        if one.cost > MOST_LED:
            raise TermError(
                f"Too many works in this mirror fit {atom}; join it by AND with something that "
                f"fewer than {MOST_LED} works have."
            )
        if one.if_led:
            self.led.add(one.if_led)
        rows = self._served.of("pubmed", list(one.rows()))
        return {row for row in rows if one.holds(row)}

    def _holds(self, term: Term, row: int) -> bool:
        if isinstance(term, Atom):
            return self._looks[term].holds(row)
        left, right = term.left, term.right
        if term.operator == "AND" and self._is_slow(left):
            left, right = right, left
        match term.operator:
            case "OR":
                return self._holds(left, row) or self._holds(right, row)
            case "AND":
                return self._holds(left, row) and self._holds(right, row)
            case "NOT":
                return self._holds(left, row) and not self._holds(right, row)

    def _is_slow(self, term: Term) -> bool:
        return isinstance(term, Atom) and self._looks[term].is_slow

    def _cost(self, term: Term) -> int:
        if isinstance(term, Atom):
            return self._looks[term].cost
        known = self._costs.get(id(term))
        if known is None:
            known = self._costs[id(term)] = self._joined_cost(term)
        return known

    def _joined_cost(self, term: Joined) -> int:
        left = self._cost(term.left)
        if term.operator == "NOT":
            return left
        right = self._cost(term.right)
        return left + right if term.operator == "OR" else min(left, right)


def among(served: Served, term: Term, rows: Sequence[int]) -> frozenset[int]:
    """Keep the rows that a term means; raises TermError for a field that is not indexed."""
    return _Search(served, term).among(term, rows)


def evaluate(served: Served, term: Term) -> Hits:
    """Find what a term means; raises TermError where this mirror cannot."""
    return _Search(served, term).hits(term)
