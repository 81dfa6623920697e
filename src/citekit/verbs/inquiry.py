"""Ask the registries about many citations at once, each registry as seldom as it allows."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from citekit import records
from citekit.matching.decide import Decision, decide
from citekit.model import (
    Answer,
    Candidate,
    Citation,
    Found,
    Identifier,
    Identifiers,
    Registry,
    Unavailable,
)
from citekit.vocab import Scheme

# A PMID names one record; a DOI may stand on several, and an arXiv id on a preprint only.
STRENGTH = (Scheme.PMID, Scheme.PMCID, Scheme.DOI, Scheme.ARXIV, Scheme.ISBN)
IDENTIFIERS_PER_BUDGET = 50
"""One SOURCE's seconds are enough for this many identifiers in a batch."""


@dataclass(slots=True)
class Inquiry:
    """One citation on its way to a resolution, with every answer so far."""

    citation: Citation
    fetched: dict[tuple[str, Identifier], Answer] = field(default_factory=dict)
    searched: dict[str, Answer] = field(default_factory=dict)
    decision: Decision | None = None
    """What the search led to; None while the citation was only asked by identifier."""

    def candidates(self) -> list[Candidate]:
        """List what was found by identifier, or what the search made of it."""
        pinned = {scheme: self.citation.identifiers[scheme] for scheme in self.citation.pinned}
        found = [_named(one, pinned) for one in _candidates(self.fetched.values())]
        if self.decision is not None and self.decision.accepted is not None:
            return [*self.decision.accepted.record.candidates, *found]
        return found

    def wants(self, registry: Registry) -> Identifier | None:
        """Name the strongest identifier this registry has not been asked by; None to leave it."""
        if registry.name in {candidate.stamp.registry for candidate in self.candidates()}:
            return None
        known = self._known()
        for scheme in STRENGTH:
            if scheme in known and scheme in registry.takes:
                identifier = Identifier(scheme, known[scheme])
                if (registry.name, identifier) not in self.fetched:
                    return identifier
        return None

    def missing(self) -> list[Identifier]:
        """List the cited identifiers that registries were asked by; after a search, in vain.

        An ISBN, which no registry takes, is not among them.
        """
        asked = {identifier for _, identifier in self.fetched}
        cited = (Identifier(*pair) for pair in sorted(self.citation.identifiers.items()))
        return [identifier for identifier in cited if identifier in asked]

    def answers(self, registry: str) -> list[Answer]:
        """List every answer of one registry, by identifier and by search."""
        fetched = [answer for (name, _), answer in self.fetched.items() if name == registry]
        return fetched + [answer for name, answer in self.searched.items() if name == registry]

    def _known(self) -> dict[Scheme, str]:
        known: dict[Scheme, str] = {}
        if self.decision is None:
            known |= self.citation.identifiers
        for candidate in self.candidates():
            known = {**candidate.identifiers, **known}
        return known


def _candidates(answers: Iterable[Answer]) -> list[Candidate]:
    return [one for answer in answers if isinstance(answer, Found) for one in answer.candidates]


def _named(candidate: Candidate, pinned: Identifiers) -> Candidate:
    """Give a candidate the identifiers that a person has set for the work it was fetched for."""
    if not pinned:
        return candidate
    return replace(candidate, identifiers={**candidate.identifiers, **pinned})


class Desk:
    """The registries, and how long they may take altogether."""

    def __init__(
        self,
        registries: Sequence[Registry],
        seconds: float,
        sources: int,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._registries = registries
        self._seconds = seconds
        self._now = now
        self._until = now() + seconds * max(1, sources)

    @property
    def names(self) -> tuple[str, ...]:
        """The registries' names, in the order they are asked."""
        return tuple(registry.name for registry in self._registries)

    def fetch(self, inquiries: Sequence[Inquiry]) -> None:
        """Ask by identifier until no registry can tell more.

        One registry's record names the work in another's scheme (PubMed gives the DOI), so there
        are as many rounds as schemes at most, each one batch for each registry.
        """
        for _ in STRENGTH:
            asked = [self._fetch_round(registry, inquiries) for registry in self._registries]
            if not any(asked):
                return

    def search(self, inquiries: Sequence[Inquiry]) -> None:
        """Ask by description, and decide among what every registry offered.

        Identifiers are left out: those that led to a record made a search needless, and those
        that nobody has must not speak against the record that the text describes.
        """
        for inquiry in inquiries:
            described = replace(inquiry.citation, identifiers={})
            for registry in self._registries:
                inquiry.searched[registry.name] = registry.search(described, self._budget(1))
            groups = records.group(_candidates(inquiry.searched.values()))
            inquiry.decision = decide(described, [records.merge(group) for group in groups])

    def _fetch_round(self, registry: Registry, inquiries: Sequence[Inquiry]) -> bool:
        wanted: dict[Identifier, list[Inquiry]] = {}
        for inquiry in inquiries:
            identifier = inquiry.wants(registry)
            if identifier is not None:
                wanted.setdefault(identifier, []).append(inquiry)
        if not wanted:
            return False
        answers = registry.fetch(list(wanted), self._budget(len(wanted)))
        for identifier, asking in wanted.items():
            answer = verified(identifier, answers.get(identifier))
            for inquiry in asking:
                inquiry.fetched[registry.name, identifier] = answer
        return True

    def _budget(self, identifiers: int) -> float:
        share = self._seconds * math.ceil(identifiers / IDENTIFIERS_PER_BUDGET)
        return min(self._until, self._now() + share)


def verified(identifier: Identifier, answer: Answer | None) -> Answer:
    """Accept only candidates that carry the DOI or PMID asked for, whoever answered."""
    if answer is None:
        return Unavailable(f"gave no answer about {identifier}")
    if not isinstance(answer, Found) or identifier.scheme not in {Scheme.DOI, Scheme.PMID}:
        return answer
    right = tuple(
        candidate
        for candidate in answer.candidates
        if candidate.identifiers.get(identifier.scheme) == identifier.value
    )
    return Found(right) if right else Unavailable(f"answered about another work than {identifier}")
