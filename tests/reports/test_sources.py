"""A record with its witnesses side by side."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from citekit.model import Alternative, FieldSource, StoredWork
from citekit.reports import safe, sources
from citekit.reports.surface import Surface
from citekit.verbs.dossier import Dossier

AT = "2026-03-01T12:00:00Z"


def dossier(
    item: dict[str, Any],
    believed: dict[str, str],
    others: dict[str, dict[str, Any]] | None = None,
) -> Dossier:
    return Dossier(
        work=StoredWork("K", item, {}),  # type: ignore[arg-type]
        fields={name: FieldSource(registry, AT) for name, registry in believed.items()},
        alternatives={
            name: tuple(Alternative(registry, AT, value) for registry, value in said.items())
            for name, said in (others or {}).items()
        },
        answers=(),
        citations=(),
        timeline=(),
        hints=(),
        payloads=(),
    )


PAPER = dossier(
    {"title": "Mine", "issue": "8", "volume": "69", "author": [{"family": "Doe", "given": "J"}]},
    {"title": "hand", "issue": "pubmed", "volume": "crossref", "author": "crossref"},
    {
        "title": {"pubmed": "Theirs", "crossref": "Mine"},
        "issue": {"crossref": "8"},
        "author": {"pubmed": [{"family": "Doe"}]},
    },
)


def test_the_whole_table() -> None:
    assert list(sources.sources(PAPER, Surface(60))) == [
        "field     hand             pubmed           crossref",
        "author                   ≠ Doe            * Doe J",
        "issue                    * 8              = 8",
        "title   * Mine           ≠ Theirs         = Mine",
        "volume                                    * 69",
        "* believed, = says the same, ≠ says something else",
        "in conflict: author, title",
    ]


def test_what_belongs_to_nobody_is_told_and_no_conflict() -> None:
    one = dossier(
        {"custom": {"agency": "x", "nbk": "y"}}, {"custom": "pubmed"},
        {"custom": {"pubmed": {"nbk": "y"}, "crossref": {"agency": "x"}}},
    )  # fmt: skip
    told = list(sources.sources(one, Surface(120)))
    assert told[1].split("  ")[0] == "custom"
    assert told[-1] == sources.LEGEND


def test_other_agencies_come_last() -> None:
    one = dossier(
        {"title": "T", "DOI": "10.1/x", "volume": "1"},
        {"title": "datacite", "DOI": "crossref", "volume": "pubmed"},
    )
    assert next(sources.sources(one, Surface(120))).split() == [
        "field",
        "pubmed",
        "crossref",
        "datacite",
    ]


def test_a_work_of_which_nobody_said_anything() -> None:
    assert list(sources.sources(dossier({"title": "T"}, {}), Surface(80))) == [
        "field",
        sources.LEGEND,
    ]


@pytest.mark.parametrize("columns", [10, 20, 40, 80, 120])
def test_any_width_gives_one_line_a_field(columns: int) -> None:
    told = list(sources.sources(PAPER, Surface(columns)))
    assert len(told) == 7
    widest = max(safe.width(line) for line in told[:-2])
    assert widest <= max(columns, 8 + 3 * 12 + 2 * 2)


@pytest.mark.parametrize(
    "text",
    ["a\x1b[31mred\x07", "two\nlines", "right \u202e left", "\x9b2J\x7f", "a\u2028b", "中文" * 40],
)
def test_hostile_text_stays_in_its_cell(text: str) -> None:
    one = dossier(
        {"title": text, "author": [{"literal": text}], "custom": {"nbk": text}},
        {"title": "pubmed", "author": "pubmed", "custom": text},
        {"title": {"crossref": text}},
    )
    told = list(sources.sources(one, Surface(80)))
    assert len(told) == 5
    assert not any(unicodedata.category(c) in {"Cc", "Zl", "Zp"} for c in "".join(told))
    assert "\u202e" not in "".join(told)
    assert all(safe.width(line) <= 80 + 12 for line in told[:-1])


def test_wide_characters_keep_the_columns_straight() -> None:
    one = dossier(
        {"title": "中文", "volume": "1"}, {"title": "pubmed", "volume": "pubmed"},
        {"title": {"crossref": "T"}, "volume": {"crossref": "1"}},
    )  # fmt: skip
    head, title, volume, *_ = sources.sources(one, Surface(60))
    places = [
        safe.width(line.partition(sign)[0])
        for line, sign in ((title, "≠"), (volume, "="), (head, "  crossref"))
    ]
    assert len(set(places)) == 1
