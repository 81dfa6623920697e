"""Listening changes no answer, and what is heard on the way adds up to what is answered."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from citekit.listening import Nobody
from citekit.model import Citation, Identifier, Unavailable, outcome_of
from citekit.settings import Settings
from citekit.verbs.listened import Listened
from citekit.verbs.world import open_world
from citekit.vocab import AskedOutcome, Scheme
from tests.registry_server import RegistryServer, work


class Ears(Nobody):
    def __init__(self) -> None:
        self.heard_of: dict[str, Counter[AskedOutcome]] = defaultdict(Counter)
        self.settled_of: dict[str, Counter[AskedOutcome]] = defaultdict(Counter)
        self.parts = 0
        self.names: list[str] = []

    def attend(self, registries) -> None:
        self.names += registries

    def heard(self, registry: str, outcome: AskedOutcome, count: int) -> None:
        self.parts += 1
        self.heard_of[registry][outcome] += count

    def settled(self, registry: str, counts: Mapping[AskedOutcome, int]) -> None:
        self.settled_of[registry].update(counts)


def test_crossref_is_heard_of_list_by_list(tmp_path: Path) -> None:
    dois = [f"10.1000/test.{number}" for number in range(120)]
    asked = [Identifier(Scheme.DOI, one) for one in dois]
    ears = Ears()
    with RegistryServer(works=map(work, dois[:-1])) as server:
        settings = Settings(
            crossref_url=server.crossref_url, pubmed_url=server.pubmed_url, cache_dir=tmp_path
        )
        crossref = open_world(settings, ears).registries[1]
        answers = crossref.fetch(asked, time.monotonic() + 60)
        plain = open_world(settings).registries[1].fetch(asked, time.monotonic() + 60)
    assert {one: outcome_of(answer) for one, answer in answers.items()} == {
        one: outcome_of(answer) for one, answer in plain.items()
    }
    assert ears.names == ["pubmed", "crossref"]
    assert ears.settled_of["crossref"] == Counter(map(outcome_of, answers.values()))
    assert ears.heard_of["crossref"] == ears.settled_of["crossref"]
    assert ears.parts >= 3


class Broken:
    name = "pubmed"
    takes = frozenset({Scheme.PMID})

    def fetch(self, identifiers, until: float):
        return {one: Unavailable("is down") for one in identifiers}

    def search(self, citation: Citation, until: float) -> Unavailable:
        return Unavailable("is down")


@pytest.mark.parametrize("count", [0, 3])
def test_an_outage_is_heard_as_one(count: int) -> None:
    ears = Ears()
    asked = [Identifier(Scheme.PMID, str(number)) for number in range(count)]
    listened = Listened(Broken(), ears)
    assert listened.fetch(asked, 0.0) == Broken().fetch(asked, 0.0)
    assert listened.search(Citation("x"), 0.0) == Unavailable("is down")
    assert ears.settled_of["pubmed"][AskedOutcome.UNAVAILABLE] == count
