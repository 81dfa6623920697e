"""Registries whose answers somebody counts; what they are asked and answer is the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from citekit.listening import Listener
from citekit.model import (
    Answer,
    Citation,
    Identifier,
    NoticeRegistry,
    Registry,
    outcome_of,
)
from citekit.vocab import Scheme


class ListenedNotices:
    """One who knows notices alone, listened to."""

    def __init__(self, registry: NoticeRegistry, listener: Listener) -> None:
        self._notices, self._listener = registry, listener

    @property
    def name(self) -> str:
        """See `NoticeRegistry.name`."""
        return self._notices.name

    @property
    def takes(self) -> frozenset[Scheme]:
        """See `NoticeRegistry.takes`."""
        return self._notices.takes

    def fetch(self, identifiers: Sequence[Identifier], until: float) -> Mapping[Identifier, Answer]:
        """See `NoticeRegistry.fetch`."""
        answers = self._notices.fetch(identifiers, until)
        self._listener.settled(self.name, Counter(map(outcome_of, answers.values())))
        return answers


class Listened(ListenedNotices):
    """A registry, listened to."""

    def __init__(self, registry: Registry, listener: Listener) -> None:
        super().__init__(registry, listener)
        self._registry = registry

    def search(self, citation: Citation, until: float) -> Answer:
        """See `Registry.search`."""
        answer = self._registry.search(citation, until)
        self._listener.searched(self.name)
        return answer
