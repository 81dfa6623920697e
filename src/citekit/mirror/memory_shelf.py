"""A small mirror as an index in memory: for the starter, and for what is built in a test.

It answers as the index on disk does (`matching.bulk.lookups.Lookups`), by plain dictionaries.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from citekit.matching.bulk.compact import Compact, of_item
from citekit.matching.bulk.lookups import HOT
from citekit.matching.bulk.record_keys import index_text, record_keys
from citekit.model import Candidate

_SATURATION = 1.2
_BY_LENGTH = 0.75


class MemoryShelf:
    """See `citekit.mirror.serve.served.Shelf`; rows are numbered in the order of the candidates."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._held = tuple(candidates)
        self._compacts = tuple(of_item(one.item, one.identifiers) for one in self._held)
        self._texts = tuple(Counter(index_text(one).split()) for one in self._compacts)
        self._named: defaultdict[str, list[int]] = defaultdict(list)
        self._keyed: defaultdict[int, list[int]] = defaultdict(list)
        self._speaking: defaultdict[str, list[int]] = defaultdict(list)
        self._worded: defaultdict[str, list[int]] = defaultdict(list)
        for row in range(len(self._held)):
            self._enter(row)

    def named(self, name: str) -> Sequence[int]:
        """See `Lookups.named`."""
        return self._named.get(name, [])

    def keyed(self, keys: Sequence[int]) -> Sequence[int]:
        """See `Lookups.keyed`."""
        lists = (self._keyed.get(key, []) for key in keys)
        return sorted(row for rows in lists if len(rows) <= HOT for row in rows)

    def said(self, terms: Sequence[str], limit: int) -> Sequence[int]:
        """See `Lookups.said`; scored by BM25."""
        scores: defaultdict[int, float] = defaultdict(float)
        for term in dict.fromkeys(terms):
            for row in self._worded.get(term, []):
                scores[row] += self._weight(term, row)
        return sorted(scores, key=lambda row: (-scores[row], row))[:limit]

    def rarity(self, term: str) -> int:
        """See `Lookups.rarity`."""
        return len(self._worded.get(term, []))

    def compact(self, row: int) -> Compact:
        """See `Lookups.compact`."""
        return self._compacts[row]

    def registry(self, row: int) -> str:
        """See `Shelf.registry`."""
        return self._held[row].stamp.registry

    def raw(self, row: int) -> bytes:
        """See `Shelf.raw`."""
        return self._held[row].payload or b""

    def speaking_of(self, name: str) -> Sequence[int]:
        """See `Shelf.speaking_of`."""
        return self._speaking.get(name, [])

    def _enter(self, row: int) -> None:
        compact = self._compacts[row]
        for name in compact.names:
            self._named[name].append(row)
        for key in record_keys(compact):
            self._keyed[key].append(row)
        for word in self._texts[row]:
            self._worded[word].append(row)
        for name in _spoken_of(self._held[row]):
            self._speaking[name].append(row)

    def _weight(self, term: str, row: int) -> float:
        count, held = self._texts[row][term], len(self._held)
        usual = sum(text.total() for text in self._texts) / held
        having = len(self._worded[term])
        rare = math.log(1 + (held - having + 0.5) / (having + 0.5))
        length = 1 - _BY_LENGTH + _BY_LENGTH * self._texts[row].total() / usual
        return rare * count * (_SATURATION + 1) / (count + _SATURATION * length)


def _spoken_of(candidate: Candidate) -> set[str]:
    own = set(candidate.identifiers.items())
    return {
        f"{scheme}:{value}"
        for link in candidate.links
        if own & set(link.notice.identifiers.items())
        for scheme, value in link.work.identifiers.items()
    }
