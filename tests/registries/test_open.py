from __future__ import annotations

import time
from pathlib import Path

from citekit.model import Citation, Found, Identifier, Registry, Unavailable
from citekit.registries.open import open_registries
from citekit.vocab import Scheme
from tests import registry_server
from tests.registry_server import FAULTS, RegistryServer, article_xml, work


def test_pubmed_is_asked_before_crossref(server: RegistryServer, tmp_path: Path) -> None:
    registries: tuple[Registry, ...] = open_registries(server.settings(tmp_path))
    assert [registry.name for registry in registries] == ["pubmed", "crossref"]
    assert [sorted(registry.takes) for registry in registries] == [
        ["doi", "pmcid", "pmid"],
        ["arxiv", "doi"],
    ]


def test_both_answer_about_one_work(tmp_path: Path) -> None:
    with RegistryServer([article_xml("1", doi="10.1000/a")], [work("10.1000/a")]) as server:
        for registry in open_registries(server.settings(tmp_path)):
            doi = Identifier(Scheme.DOI, "10.1000/a")
            answer = registry.fetch([doi], time.monotonic() + 20)[doi]
            assert isinstance(answer, Found)
            assert answer.candidates[0].stamp.registry == registry.name


def test_a_registry_that_hangs_ends_at_the_deadline(tmp_path: Path) -> None:
    with RegistryServer() as server:
        server.break_all("slow-headers")
        began = time.monotonic()
        for registry in open_registries(server.settings(tmp_path, timeout=1)):
            answer = registry.search(Citation("Fruit flies like a banana"), began + 0.6)
            assert isinstance(answer, Unavailable)
        assert time.monotonic() - began < 1.2


def test_every_fault_of_the_test_server_is_described() -> None:
    assert all(f"\n    {fault} " in str(registry_server.__doc__) for fault in FAULTS)
