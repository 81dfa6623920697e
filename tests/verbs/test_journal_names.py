"""Journals are called as their records call them, and by no other name."""

from __future__ import annotations

from typing import Any, cast

import pytest

from citekit.model import StoredWork
from citekit.verbs.journal_names import Journal, named

FULL = "Annals of the Rheumatic Diseases"


def called(how: str, type_: str = "article-journal", **said: str) -> tuple[str | None, int]:
    names = {name.replace("_", "-"): value for name, value in said.items()}
    item = cast("Any", {"type": type_, **names})
    (work,), lacking = named([StoredWork("k", item, {})], Journal(how))
    return work.item.get("container-title"), lacking


@pytest.mark.parametrize(
    ("how", "short", "name", "lacking"),
    [
        ("full", "Ann Rheum Dis", FULL, 0),
        ("nlm", "Ann Rheum Dis", "Ann Rheum Dis", 0),
        ("iso", "Ann. Rheum. Dis.", "Ann. Rheum. Dis.", 0),
        ("iso", "Ann Rheum Dis", FULL, 1),
        ("nlm", "Ann. Rheum. Dis.", FULL, 1),
        ("nlm", "", FULL, 1),
    ],
)
def test_a_name_is_never_made_up(how: str, short: str, name: str, lacking: int) -> None:
    assert called(how, container_title=FULL, container_title_short=short) == (name, lacking)


@pytest.mark.parametrize("how", ["nlm", "iso"])
def test_a_title_of_one_word_is_its_own_abbreviation(how: str) -> None:
    assert called(how, container_title="Lupus") == ("Lupus", 0)


def test_a_book_is_no_journal() -> None:
    assert called("nlm", "chapter", container_title="A Book") == ("A Book", 0)
    assert called("nlm") == (None, 0)


def test_a_record_with_the_abbreviation_alone_lacks_the_full_title() -> None:
    assert called("full", container_title_short="Ann Rheum Dis") == (None, 1)
