"""How a written title stands to a record's: what differs counts, not how much is alike."""

from __future__ import annotations

import pytest

from citekit.matching import title
from citekit.matching.title import Fit
from citekit.matching.written import prepare
from citekit.model import Citation, CslItem
from tests.matching.neighbourhood import A, B

TITLE_A, TITLE_B = A.item["title"], B.item["title"]


def fit(said: str, recorded: str) -> Fit:
    written = prepare(Citation(raw="", said={"title": said}))
    return title.compare(written, {"title": recorded}).fit


def fit_text(raw: str, item: CslItem) -> Fit:
    return title.compare(prepare(Citation(raw=raw)), item).fit


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        pytest.param(Fit.EXACT, TITLE_B, id="the title"),
        pytest.param(Fit.EXACT, TITLE_B.upper(), id="in capitals"),
        pytest.param(Fit.EXACT, TITLE_B.replace("cell", "cells"), id="a plural"),
        pytest.param(Fit.EXACT, TITLE_B.replace("refractory", "refractry"), id="a typo"),
        pytest.param(Fit.EXACT, TITLE_B.replace(" ", "\u2010"), id="typographic hyphens"),
        pytest.param(Fit.EXACT, f"RETRACTED: {TITLE_B}", id="a mark of the work itself"),
        pytest.param(Fit.CUT, f"{TITLE_B}: a study", id="with a subtitle"),
        pytest.param(Fit.NEAR, TITLE_B.replace("refractory ", ""), id="a word left out"),
        pytest.param(Fit.TWIN, TITLE_B.replace("severe", "active"), id="another word"),
        pytest.param(Fit.TWIN, f"{TITLE_B} without fever", id="turned round"),
        pytest.param(Fit.TWIN, f"{TITLE_B} 2", id="numbered"),
        pytest.param(Fit.TWIN, f"{TITLE_B} (II)", id="a part"),
        pytest.param(Fit.NOTICE, f"Correction to: {TITLE_B}", id="a correction"),
        pytest.param(Fit.NOTICE, f'Comment on "{TITLE_B}"', id="a comment"),
        pytest.param(Fit.NOTICE, f'A comment on "{TITLE_B}"', id="a comment with its article"),
        pytest.param(Fit.NOTICE, f"{TITLE_B} - authors' reply", id="a reply"),
        pytest.param(Fit.OTHER, "Insulin in type 1 diabetes", id="another title"),
        pytest.param(Fit.TWIN, TITLE_A, id="the other paper"),
        pytest.param(Fit.OTHER, "Refractory lupus", id="a piece of it"),
    ],
)
def test_a_title_against_papers_b(expected: Fit, said: str) -> None:
    assert fit(said, TITLE_B) is expected
    assert fit(TITLE_B, said) is expected


def test_parts_of_a_series_differ() -> None:
    assert fit("Studies on lupus. II. The kidney", "Studies on lupus. I. The kidney") is Fit.PART


def test_one_kind_of_notice_has_many_names() -> None:
    assert fit(f"Erratum: {TITLE_B}", f"Correction to: {TITLE_B}") is Fit.EXACT


def test_a_translated_title_fits_in_its_own_language() -> None:
    item: CslItem = {
        "title": "[Treatment of severe lupus in children]",
        "original-title": "Die Behandlung des schweren Lupus bei Kindern",
    }
    written = prepare(Citation("", said={"title": "Die Behandlung des schweren Lupus bei Kindern"}))
    assert title.compare(written, item).fit is Fit.EXACT


class TestInText:
    ITEM = A.item

    @pytest.mark.parametrize(
        ("expected", "raw"),
        [
            pytest.param(Fit.EXACT, f"Liang J. {TITLE_A}. Ann Rheum Dis 2010", id="a sentence"),
            pytest.param(
                Fit.EXACT, f"liang j zhang h {TITLE_A} ann rheum dis 69 1423".lower(), id="no stops"
            ),
            pytest.param(Fit.EXACT, f"Liang J, “{TITLE_A},” Ann. Rheum. Dis.", id="in quotes"),
            pytest.param(Fit.TWIN, f"Liang J. {TITLE_A} (II). Lupus 2012", id="a part in brackets"),
            pytest.param(Fit.NOTICE, f"Liang J. Correction. {TITLE_A}. Lupus", id="a heading"),
            pytest.param(Fit.NOTICE, f"Liang J. Corrigendum to “{TITLE_A}”. Lupus", id="quoted"),
            pytest.param(Fit.NOTICE, f"Liang J. A comment on “{TITLE_A}.” Lupus", id="comment on"),
        ],
    )
    def test_the_title_is_found_where_it_stands(self, expected: Fit, raw: str) -> None:
        assert fit_text(raw, self.ITEM) is expected

    def test_a_title_inside_a_longer_one_is_another(self) -> None:
        short: CslItem = {"title": "Refractory systemic lupus erythematosus"}
        assert fit_text(f"Liang J. {TITLE_A}. Lupus 2010", short) in {Fit.OTHER, Fit.TWIN, Fit.NONE}

    def test_authors_and_journal_are_no_title(self) -> None:
        assert fit_text("Liang J et al., Ann. Rheum. Dis. 69, 1423 (2010)", self.ITEM) is Fit.NONE


@pytest.mark.parametrize(
    ("said", "recorded"), [("", "X"), ("X", ""), ("...", "X"), ("X", "..."), ("", "")]
)
def test_a_title_of_nothing_compares_to_nothing(said: str, recorded: str) -> None:
    assert fit(said, recorded) is Fit.NONE
