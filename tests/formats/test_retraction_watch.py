"""The Retraction Watch CSV: a sheet that people fill in by hand, and its export."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.errors import FormatError
from citekit.formats.retraction_watch import Row, links, read
from citekit.links import split_self
from citekit.model import End, Identifier, Link, Rejected, Stamp
from citekit.vocab import LinkType, Scheme, Side
from tests.retraction_watch import HEADER, row, sheet

STAMP = Stamp("retraction-watch", "2026-12-01T00:00:00Z", "a mirror")
BY_DOI = Identifier(Scheme.DOI, "10.5555/made.up")
BY_PMID = Identifier(Scheme.PMID, "1111")


def told(data: bytes) -> list[Row | Rejected]:
    return list(read(io.BytesIO(data)))


def one(**cells: str) -> Row:
    [read_back] = told(sheet(row(**cells)))
    assert isinstance(read_back, Row), read_back
    return read_back


def rejected(*rows: str) -> tuple[list[Row], list[Rejected]]:
    every = told(sheet(*rows))
    bad = [each for each in every if isinstance(each, Rejected)]
    return [each for each in every if isinstance(each, Row)], bad


def link(asked: Identifier = BY_DOI, **cells: str) -> Link:
    [made] = links([one(**cells)], asked, STAMP)
    return made


class TestRead:
    def test_a_row_tells_of_a_notice_and_its_paper(self) -> None:
        assert one() == Row(
            record_id="101",
            nature="Retraction",
            date="2019-07-26",
            notice={Scheme.DOI: "10.5555/notice", Scheme.PMID: "2222"},
            work={Scheme.DOI: "10.5555/made.up", Scheme.PMID: "1111"},
            title="Slow effects of fast medicine",
            journal="Journal of Made Up Studies",
            reasons=("Duplication of Image", "Concerns/Issues About Data"),
        )

    @pytest.mark.parametrize(
        ("written", "date"),
        [
            ("7/26/2019 0:00", "2019-07-26"),
            ("12/1/2010 0:00", "2010-12-01"),
            ("03/08/2010", "2010-03-08"),
            ("2019-07-26", "2019-07-26"),
            ("2/30/2019 0:00", "2019-02"),
            ("13/1/2019 0:00", "2019"),
            ("", None),
            ("soon", None),
        ],
    )
    def test_dates_are_those_of_the_united_states(self, written: str, date: str | None) -> None:
        assert one(RetractionDate=written).date == date

    @pytest.mark.parametrize("nothing", ["", " ", "0", "unavailable", "Unavailable", "UNAVAILABLE"])
    def test_unavailable_zero_and_blank_are_no_identifiers(self, nothing: str) -> None:
        assert one(RetractionDOI=nothing, RetractionPubMedID=nothing).notice == {}
        assert one(OriginalPaperDOI=nothing).work == {Scheme.PMID: "1111"}
        assert one(OriginalPaperPubMedID=nothing).work == {Scheme.DOI: "10.5555/made.up"}

    def test_the_case_of_a_doi_varies(self) -> None:
        assert one(OriginalPaperDOI="10.5555/Made.UP ").work[Scheme.DOI] == "10.5555/made.up"

    @pytest.mark.parametrize("written", ["+One;+Two, or 3;", "One;Two, or 3;", "+One; ;Two, or 3"])
    def test_newer_reasons_have_no_plus_sign(self, written: str) -> None:
        assert one(Reason=written).reasons == ("One", "Two, or 3")

    def test_several_rows_may_be_about_one_work(self) -> None:
        rows, _ = rejected(row(), row(Record_ID="102", RetractionNature="Reinstatement"))
        assert [(each.record_id, each.work) for each in rows] == [
            ("101", rows[0].work),
            ("102", rows[0].work),
        ]

    def test_bytes_that_are_no_utf8_cost_a_letter(self) -> None:
        data = sheet(row(Title="X in Y")).replace(b"X in Y", b"caf\xe9 in M\xc3\xbcnster")
        [read_back] = told(data)
        assert isinstance(read_back, Row)
        assert read_back.title == "caf\ufffd in Münster"

    def test_a_byte_order_mark_is_no_part_of_the_first_name(self) -> None:
        assert told(b"\xef\xbb\xbf" + sheet(row())) == [one()]

    def test_line_ends_of_windows_are_line_ends(self) -> None:
        assert told(sheet(row(), row()).replace(b"\n", b"\r\n")) == [one(), one()]

    def test_a_cell_may_hold_lines(self) -> None:
        rows, bad = rejected(row(Title="one\ntwo", Notes='a "note",\n\nof lines'), row())
        assert ([each.title for each in rows], bad) == (["one two", one().title], [])

    def test_the_trailing_comma_may_be_there_or_not(self) -> None:
        bare = sheet(row()).replace(b",\n", b"\n")
        assert told(bare) == told(HEADER.encode() + bare.splitlines(keepends=True)[1]) == [one()]

    def test_columns_are_found_by_name(self) -> None:
        cells = {
            "OriginalPaperPubMedID": "1111",
            "Something New": "x",
            "RetractionNature": "Retraction",
            "RetractionDate": "7/26/2019 0:00",
            "RetractionPubMedID": "0",
            "RetractionDOI": "10.5555/notice",
            "OriginalPaperDOI": "unavailable",
            "Record ID": "7",
        }
        data = f"{','.join(cells)},\n{','.join(cells.values())},\n".encode()
        notice, work = {Scheme.DOI: "10.5555/notice"}, {Scheme.PMID: "1111"}
        assert told(data) == [Row("7", "Retraction", "2019-07-26", notice, work)]

    @pytest.mark.parametrize("name", ["Record ID", "OriginalPaperDOI", "RetractionNature"])
    def test_a_file_without_the_needed_columns_is_refused(self, name: str) -> None:
        with pytest.raises(FormatError, match=name):
            told(sheet(row()).replace(name.encode(), b"Other", 1))

    @pytest.mark.parametrize(
        "data",
        [b"", b"<html>no such page</html>", b"version https://git-lfs.github.com/spec/v1\n", b"\0"],
        ids=["empty", "a page", "a pointer of Git LFS", "a NUL"],
    )
    def test_what_is_no_such_csv_is_refused(self, data: bytes) -> None:
        with pytest.raises(FormatError, match="no Retraction Watch CSV"):
            told(data)

    def test_a_compressed_file_that_is_cut_is_refused(self) -> None:
        whole = gzip.compress(sheet(*(row(Record_ID=str(n)) for n in range(500))))
        with pytest.raises(FormatError, match="cut"):
            list(read(gzip.GzipFile(fileobj=io.BytesIO(whole[:-40]))))  # type: ignore[arg-type]


class TestPapersWithoutIdentifiers:
    @pytest.mark.parametrize(
        ("doi", "pmid"), [("", "0"), ("unavailable", ""), ("Unavailable", "0")]
    )
    def test_a_row_that_names_its_paper_in_words_only_is_no_damage(
        self, doi: str, pmid: str
    ) -> None:
        rows, bad = rejected(row(OriginalPaperDOI=doi, OriginalPaperPubMedID=pmid), row())
        assert ([r.work == {} for r in rows], bad) == ([True, False], [])


class TestRejected:
    @pytest.mark.parametrize(
        ("cells", "reason"),
        [
            ({"OriginalPaperDOI": "see notes", "OriginalPaperPubMedID": "x"}, "no original paper"),
            ({"Record_ID": " "}, "no Record ID"),
        ],
    )
    def test_a_row_that_says_nothing_usable_is_named(
        self, cells: dict[str, str], reason: str
    ) -> None:
        rows, [bad] = rejected(row(), row(Title="a\nb", **cells), row())
        assert rows == [one(), one()]
        assert (bad.place.line, reason in bad.reason) == (3, True)
        assert "Made Up Press" in bad.raw

    @pytest.mark.parametrize(
        "line",
        ["101,too,few,cells\n", row().replace(",Made Up Press,", ",Made,Up,Press,")],
        ids=["too few cells", "too many cells"],
    )
    def test_a_row_of_another_number_of_cells_is_named(self, line: str) -> None:
        rows, [bad] = rejected(row(), line, row())
        assert rows == [one(), one()]
        assert (bad.place.line, "cells" in bad.reason) == (3, True)

    @pytest.mark.parametrize("quoted", [True, False], ids=["quotes after it", "no quotes after it"])
    @pytest.mark.parametrize("after", [0, 1, 3])
    def test_a_quotation_mark_that_is_never_closed_costs_its_own_row(
        self, after: int, quoted: bool
    ) -> None:
        stray = row(Title="XX").replace("XX", '"an opened one')
        other = row() if quoted else row(Institution="Nowhere")
        rows, [bad] = rejected(row(), stray, *[other] * after)
        assert rows == [one()] * (1 + after)
        assert bad.place.line == 3

    @pytest.mark.parametrize("quoted", [True, False], ids=["quotes after it", "no quotes after it"])
    def test_one_that_opens_the_last_cell_costs_nothing(self, quoted: bool) -> None:
        stray = row(Notes="XX").replace("XX", '"an opened one')
        other = row() if quoted else row(Institution="Nowhere")
        assert rejected(row(), stray, other, other) == ([one()] * 4, [])

    def test_quotation_marks_that_nobody_doubled_cost_nothing(self) -> None:
        rows, bad = rejected(row(Title="a, XX").replace("XX", 'so-called "effect"'), row())
        assert (len(rows), bad) == (2, [])

    def test_a_cell_beyond_all_measure_costs_its_own_row(self) -> None:
        rows, [bad] = rejected(row(), row(Notes="x" * 2_000_000), row(Notes="x" * 500_000))
        assert (len(rows), bad.place.line) == (2, 3)
        assert len(bad.raw) <= 200

    def test_lines_count_from_the_first_of_the_file(self) -> None:
        _, [bad] = rejected(row(Title="one\ntwo\nthree"), "\n", row(Record_ID=""))
        assert bad.place.line == 6


class TestLinks:
    def test_a_link_runs_from_the_notice_to_the_paper(self) -> None:
        made = link()
        assert made.type is LinkType.RETRACTION
        assert made.notice == End({Scheme.DOI: "10.5555/notice", Scheme.PMID: "2222"})
        [witness] = made.witnesses
        assert (witness.registry, witness.term, witness.record_id) == (
            "retraction-watch", "Retraction", "101",
        )  # fmt: skip
        assert (witness.asserted, witness.fetched_at) == ("2019-07-26", "2026-12-01T00:00:00Z")
        assert (witness.via, witness.stands_on) == ("a mirror", Side.WORK)

    @pytest.mark.parametrize("asked", [BY_DOI, BY_PMID], ids=str)
    def test_the_paper_is_known_by_the_identifier_asked_by_alone(self, asked: Identifier) -> None:
        assert link(asked).work == End({asked.scheme: asked.value})

    @pytest.mark.parametrize(
        ("nature", "type_"),
        [
            ("Retraction", LinkType.RETRACTION),
            ("Expression of concern", LinkType.EXPRESSION_OF_CONCERN),
            ("Expression of Concern", LinkType.EXPRESSION_OF_CONCERN),
            ("Correction", LinkType.ERRATUM),
            ("Reinstatement", LinkType.REINSTATEMENT),
            ("Second thoughts", LinkType.OTHER),
            ("", LinkType.OTHER),
        ],
    )
    def test_natures(self, nature: str, type_: LinkType) -> None:
        made = link(RetractionNature=nature)
        assert (made.type, made.witnesses[0].term) == (type_, nature)

    def test_a_notice_that_the_sheet_does_not_name_is_an_empty_end(self) -> None:
        assert link(RetractionDOI="unavailable", RetractionPubMedID="0").notice == End()

    @pytest.mark.parametrize("asked", [BY_DOI, BY_PMID], ids=str)
    @pytest.mark.parametrize(
        "cells",
        [
            {"RetractionDOI": "10.5555/MADE.up", "RetractionPubMedID": "0"},
            {"RetractionDOI": "10.5555/made.up", "RetractionPubMedID": "1111"},
            {"RetractionDOI": "unavailable", "RetractionPubMedID": "1111"},
        ],
        ids=["one DOI", "both", "one PMID"],
    )
    def test_a_notice_in_place_is_no_edge(self, asked: Identifier, cells: dict[str, str]) -> None:
        made = link(asked, **cells)
        assert made.notice == made.work == End({asked.scheme: asked.value})
        assert split_self([made]) == ((), (made,))

    @pytest.mark.parametrize(
        ("cells", "notice"),
        [
            ({"RetractionPubMedID": "1111"}, {Scheme.DOI: "10.5555/notice"}),
            ({"RetractionDOI": "10.5555/made.up"}, {Scheme.PMID: "2222"}),
        ],
        ids=["the paper's PMID beside a DOI of its own", "one DOI, two PMIDs"],
    )
    def test_a_notice_with_an_identifier_of_its_own_does_not_have_the_papers(
        self, cells: dict[str, str], notice: dict[Scheme, str]
    ) -> None:
        """The paper's PMID is often typed for a notice that PubMed has not indexed."""
        assert link(**cells).notice == End(notice)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_after_the_header_are_rows_or_rejected(noise: bytes) -> None:
    def walk() -> Iterator[Row | Rejected]:
        yield from read(io.BytesIO(sheet(row()) + noise + b"\n" + row().encode()))

    read_back = list(walk())
    assert read_back[0] == one()
    assert read_back[-1] == one()
    assert all(isinstance(each, Row | Rejected) for each in read_back)
