"""A registry in memory, which has the records that it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from citekit.model import Absent, Answer, Candidate, Citation, Found, Identifier
from citekit.vocab import Scheme


class Held:
    """See `citekit.model.Registry`."""

    def __init__(self, name: str, takes: Iterable[Scheme], candidates: Iterable[Candidate]) -> None:
        self.name = name
        self.takes = frozenset(takes)
        self._held: dict[Identifier, list[Candidate]] = {}
        for one in candidates:
            for scheme, value in one.identifiers.items():
                self._held.setdefault(Identifier(scheme, value), []).append(one)

    def fetch(self, identifiers: Sequence[Identifier], until: float) -> Mapping[Identifier, Answer]:
        return {one: self._answer(one) for one in identifiers}

    def search(self, citation: Citation, until: float) -> Answer:
        return Absent()

    def _answer(self, identifier: Identifier) -> Answer:
        found = self._held.get(identifier)
        return Found(tuple(found)) if found else Absent()
