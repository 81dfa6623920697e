from __future__ import annotations

import unicodedata

import pytest

from citekit.mirror.index import normaliser as module
from citekit.mirror.index.normaliser import normaliser

FOLDED = "280e27b5371a900b"


@pytest.mark.skipif(unicodedata.unidata_version != "14.0.0", reason="other tables of Unicode")
def test_folding_is_what_it_was() -> None:
    """Where this fails, mirrors built before will be refused: say so in the changelog."""
    assert normaliser() == FOLDED


def test_any_other_folding_is_another_number(monkeypatch: pytest.MonkeyPatch) -> None:
    before = normaliser()
    normaliser.cache_clear()
    monkeypatch.setattr(module, "index_text", lambda record: record.title.replace("e", ""))
    try:
        assert normaliser() != before
    finally:
        normaliser.cache_clear()
