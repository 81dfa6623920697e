"""Works as a table."""

from __future__ import annotations

import csv
import io
import re
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.formats import csv_works
from citekit.model import CslItem, End, StoredWork
from citekit.vocab import LinkType, Scheme, Status
from tests.formats.works import HOSTILE, PAPER_A, PAPER_B, TEXTS, items, stored, works

COLUMNS = (
    "key type title authors year journal journal_abbreviation volume issue pages article_number "
    "doi pmid pmcid status notices url"
)


def rows(library: list[StoredWork]) -> list[dict[str, str]]:
    text = csv_works.write(library)
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def row(said: dict[str, Any], **more: Any) -> dict[str, str]:
    (only,) = rows([StoredWork("k", cast("CslItem", said), {}, **more)])
    return {name: cell for name, cell in only.items() if cell and name != "key"}


def test_a_paper_is_a_row() -> None:
    first, second = rows([PAPER_B, PAPER_A])
    assert " ".join(first) == COLUMNS
    assert first["key"] == "Liang2010Allogenic"
    assert first["authors"].startswith("Liang, J; Zhang, H; ")
    assert (first["year"], first["pages"], first["pmid"]) == ("2010", "1423-1429", "20650877")
    assert first["notices"].startswith(
        "Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237. | Comment in:"
    )
    assert first["url"] == "https://doi.org/10.1136/ard.2009.123463"
    assert (second["pmid"], second["status"]) == ("20506343", "none")


def test_the_lines_end_as_rfc_4180_has_it() -> None:
    text = csv_works.write([PAPER_A])
    assert text.count("\r\n") == text.count("\n") == 2
    assert csv_works.write([]) == COLUMNS.replace(" ", ",") + "\r\n"


@pytest.mark.parametrize(
    ("said", "cells"),
    [
        ({"title": "10<sup>6</sup>, \"cells\"\nand more"}, {"title": '10⁶, "cells" and more'}),
        ({"page": "1423-9", "number": "e12"}, {"pages": "1423-1429", "article_number": "e12"}),
        ({"URL": "https://example.org/a,b"}, {"url": "https://example.org/a,b"}),
        ({"author": [{"family": "Berg", "given": "J", "non-dropping-particle": "van"},
                     {"literal": "A Group"}, {}]}, {"authors": "van Berg, J; A Group"}),
    ],
)  # fmt: skip
def test_cells(said: dict[str, Any], cells: dict[str, str]) -> None:
    assert row(said) == {"status": "none", **cells}


def test_the_state_and_the_address_of_a_work() -> None:
    (told,) = rows([StoredWork("k", {"type": "book"}, {Scheme.PMID: "1"}, (), Status.RETRACTED)])
    assert (told["status"], told["pmid"]) == ("retracted", "1")
    assert told["url"] == "https://pubmed.ncbi.nlm.nih.gov/1/"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", " =", "\n +", "\u00a0@", "＝"])
def test_no_cell_begins_a_formula(sign: str) -> None:
    said = {"title": f"{sign}cmd", "volume": f"{sign}1", "author": [{"family": f"{sign}A"}]}
    cells = row(said, notices=(stored(LinkType.ERRATUM, End(raw="x")),))
    for name in ("title", "volume", "authors"):
        assert cells[name].startswith(("'=", "'+", "'-", "'@", "'＝"))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_stays_in_its_cell(text: str) -> None:
    work = StoredWork(text, cast("CslItem", {"type": text, "title": text, "URL": text}), {})
    csv_works.write([work]).encode()
    assert len(rows([PAPER_A, work, PAPER_B])) == 3


@settings(deadline=None, max_examples=60)
@given(works(items(["article-journal", "book"], volume=TEXTS, issue=st.sampled_from(["-1", "@x"]))))
def test_every_table_is_whole_and_safe(library: list[StoredWork]) -> None:
    told = rows(library)
    assert [one["key"] for one in told] == [work.key for work in library]
    for cell in (cell for one in told for cell in one.values()):
        assert not re.match(r"\s*[=+\-@\t\r]", cell)
        assert "\n" not in cell


@pytest.mark.parametrize("sign", "\u200b\u200f\u00ad\u2060\u00a0\u3000")
def test_a_formula_behind_what_cannot_be_seen_is_text(sign: str) -> None:
    work = StoredWork("k", cast("CslItem", {"type": "book", "title": f"{sign}=1+1"}), {})
    assert rows([work])[0]["title"].startswith("'")
