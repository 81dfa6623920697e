"""Whether the text beside an identifier speaks of another work; conservative on purpose."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.matching.contradict import contradicts
from citekit.model import Citation, CslItem, Record
from citekit.text import freetext, identifiers
from tests.matching.neighbourhood import ALL, COMMENT, ERRATUM, TWIN, A, B

TITLE_A, TITLE_B, TITLE_TWIN = A.item["title"], B.item["title"], TWIN.item["title"]


def said_of(record: Record, text: str) -> str | None:
    raw = f"{text} {'pmid:' + record.item['PMID'] if 'PMID' in record.item else ''}"
    names = {each.identifier.scheme: each.identifier.value for each in identifiers.find(raw)}
    unread = contradicts(Citation(raw, identifiers=names), record)
    assert unread == contradicts(
        Citation(raw, identifiers=names, said=freetext.describe(raw)), record
    )
    return unread


@pytest.mark.parametrize(
    ("record", "text"),
    [
        pytest.param(B, TITLE_A, id="the other paper's title"),
        pytest.param(B, f"Liang J, Zhang H. {TITLE_A}. Ann Rheum Dis. 2010;69:1423.", id="whole"),
        pytest.param(B, TITLE_TWIN, id="the twin's title"),
        pytest.param(B, f"Wang D, Li J. {TITLE_TWIN}. Arthritis Res Ther 2014;16:R79.", id="twin"),
        pytest.param(A, f"Correction to: {TITLE_A}.", id="a notice, the record is its work"),
        pytest.param(ERRATUM, f"Liang J. {TITLE_A}. Ann Rheum Dis. 2010;69:1423.", id="reverse"),
        pytest.param(COMMENT, TITLE_A, id="the comment's identifier"),
        pytest.param(
            A, "Smith J, Doe A. Insulin in type 1 diabetes. N Engl J Med 2010;362:100-9.", id="all"
        ),
        pytest.param(
            A, "Smith J, Doe A. N Engl J Med 2010;362:100-9.", id="other authors, other journal"
        ),
    ],
)
def test_another_works_text_contradicts(record: Record, text: str) -> None:
    assert said_of(record, text) is not None


def test_the_sentence_names_both() -> None:
    assert said_of(B, TITLE_A) == (f'pmid:20506343 is "{TITLE_B}", but the text says "{TITLE_A}"')
    assert said_of(A, "Smith J. N Engl J Med 2010;362:100-9.") == (
        f'pmid:20650877 is "{TITLE_A}", but the text says Smith, N Engl J Med'
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="the identifier alone"),
        pytest.param("https://pubmed.ncbi.nlm.nih.gov/20650877/", id="an address"),
        pytest.param("https://ard.bmj.com/content/69/8/1423", id="the publisher's address"),
        pytest.param("Liang J et al. 2010,", id="author and year"),
        pytest.param("Ann Rheum Dis. 2010;69(8):1423-9.", id="the journal's line"),
        pytest.param("Ann Rheum Dis. 2011 Jan;70(1):237.", id="another line of the journal"),
        pytest.param(f"{TITLE_A}.", id="the title"),
        pytest.param(f"{TITLE_A}.".lower(), id="in small letters"),
        pytest.param(TITLE_A.partition(":")[0], id="without its subtitle"),
        pytest.param(TITLE_A.replace("refractory", "refractry"), id="with a typo"),
        pytest.param(TITLE_A.replace("refractory", "severe"), id="one word of memory"),
        pytest.param("Laing J. Ann Rheum Dis. 2008;69:1424.", id="slips"),
        pytest.param(
            "Liang J. Allogenic MSC in refractory SLE. Ann Rheum Dis. 2010;69(8):1423-9.",
            id="a title abbreviated, in its place",
        ),
        pytest.param("Liang J. MSC transplants for lupus patients. 2010.", id="by its author"),
        pytest.param("Sun L. Mesenchymal stem cells in lupus.", id="a piece of the title"),
        pytest.param("see the great work on lupus,", id="prose"),
        pytest.param(
            "Stem cells helped 15 patients with lupus in a trial reported by Liang", id="long prose"
        ),
    ],
)
def test_what_lacks_fields_or_slips_never_contradicts(text: str) -> None:
    assert said_of(A, text) is None


def test_a_title_in_its_own_language_never_contradicts_its_translation() -> None:
    item: CslItem = {**A.item, "title": "[Treatment of severe lupus in children]"}
    record = Record(item, A.identifiers, {}, (), ())
    text = "Liang J, Zhang H. Die Behandlung des schweren Lupus erythematodes bei Kindern. 2010."
    assert said_of(record, text) is None


@pytest.mark.parametrize("record", ALL, ids=lambda record: record.item["DOI"])
def test_a_records_own_fields_never_contradict_it(record: Record) -> None:
    assert (
        contradicts(Citation("", said=record.item, identifiers=record.identifiers), record) is None
    )


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(ALL))
def test_any_text_can_stand_beside_an_identifier(raw: str, record: Record) -> None:
    told = contradicts(Citation(raw, identifiers=record.identifiers), record)
    assert told is None or told.strip()
