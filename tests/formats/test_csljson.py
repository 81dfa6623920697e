"""CSL-JSON files and answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.errors import FormatError
from citekit.formats import csl_variables, csljson
from citekit.model import (
    Candidate,
    CslItem,
    End,
    Entry,
    Link,
    Place,
    Rejected,
    Stamp,
    StoredLink,
    StoredWork,
    Witness,
)
from citekit.vocab import LinkType, Scheme, Status
from tests.formats.works import COMMENT, HOSTILE, PAPER_A, PAPER_B, items, works

SCHEMA = Path(__file__).parents[3] / "shared" / "data" / "schemas" / "csl-data.json"
STAMP = Stamp("datacite", "2026-11-22T00:00:00Z")


def read(value: object) -> list[Entry | Rejected]:
    text = value if isinstance(value, str) else json.dumps(value)
    return list(csljson.read(text, "refs.json"))


def entry(value: object) -> Entry:
    (found,) = read(value)
    assert isinstance(found, Entry)
    return found


def item(**members: Any) -> CslItem:
    return entry({"id": "k", "type": "book", **members}).item


def answer(value: object, agency: str | None = "DataCite") -> Candidate:
    return csljson.candidate(json.dumps(value).encode(), STAMP, agency)


def test_a_library_is_written_whole_and_the_same_every_time() -> None:
    written = csljson.write([PAPER_A, PAPER_B])
    assert written == csljson.write([PAPER_A, PAPER_B])
    first, second = json.loads(written)
    assert list(first) == [
        *("id", "type", "title", "author", "issued", "container-title", "container-title-short"),
        *("volume", "issue", "page", "publisher", "DOI", "PMID", "ISSN", "custom"),
    ]
    assert first["custom"] == {
        "citekit": {
            "notices": [
                {
                    "type": "erratum",
                    "raw": "Ann Rheum Dis. 2011 Jan;70(1):237",
                    "witnesses": [
                        {
                            "registry": "pubmed",
                            "term": "ErratumIn",
                            "fetched_at": "2026-11-22T00:00:00Z",
                        }
                    ],
                },
                {
                    "type": "comment",
                    "notice": COMMENT.link.notice.record,
                    "identifiers": {"doi": "10.1136/ard.2010.132639"},
                    "witnesses": [
                        {
                            "registry": "pubmed",
                            "term": "CommentIn",
                            "fetched_at": "2026-11-22T00:00:00Z",
                        }
                    ],
                },
            ]
        }
    }
    assert second == {
        "id": "Wang2010Umbilical",
        **PAPER_B.item,
        "PMID": "20506343",
        "custom": {"author_complete": False},
    }


def test_an_empty_library_is_an_empty_array() -> None:
    assert csljson.write([]) == "[]\n"


def test_identifiers_stand_in_their_own_variables() -> None:
    work = StoredWork(
        "k",
        {"type": "article"},
        {
            Scheme.DOI: "10.5555/x",
            Scheme.PMID: "7",
            Scheme.PMCID: "PMC7",
            Scheme.ISBN: "9783161484100",
            Scheme.ARXIV: "2101.00001",
        },
    )
    assert json.loads(csljson.write([work])) == [
        {
            "id": "k",
            "type": "article",
            "DOI": "10.5555/x",
            "PMID": "7",
            "PMCID": "PMC7",
            "ISBN": "9783161484100",
            "custom": {"arxiv": "2101.00001"},
        }
    ]


WITNESSES = (
    Witness("crossref", "retraction", "2026-11-22T00:00:00Z", "2020-01", None, None),
    Witness("retraction-watch", "Retraction", "2026-11-22T00:00:00Z", None, "mirror", "20946"),
)
RETRACTED = StoredWork(
    "k",
    {"type": "article-journal", "title": "T", "DOI": "10.5555/x"},
    {Scheme.DOI: "10.5555/x"},
    (
        StoredLink(
            1,
            Link(
                LinkType.RETRACTION,
                End({Scheme.DOI: "10.5555/notice"}, raw="J. 2020;1:1"),
                End({Scheme.DOI: "10.5555/x"}),
                WITNESSES,
            ),
            "k",
        ),
    ),
    Status.RETRACTED,
)


def test_notices_survive_the_way_out_and_back() -> None:
    written = csljson.write([RETRACTED])
    assert json.loads(written)[0]["custom"]["citekit"]["status"] == "retracted"
    found = entry(written)
    assert found.links == (RETRACTED.notices[0].link,)
    assert found.item == RETRACTED.item


@pytest.mark.parametrize(
    "said",
    [
        *(7, [], {}, {"notices": 7}, {"notices": [7]}),
        {"notices": [{"type": [], "identifiers": 7, "notice": 7, "witnesses": 7}]},
        {"notices": [{"type": "praise", "identifiers": {"doi": "x"}, "witnesses": [7]}]},
    ],
    ids=str,
)
def test_notices_of_another_shape_harm_nothing(said: object) -> None:
    found = entry({"id": "k", "type": "book", "custom": {"citekit": said}})
    assert all(link == Link(LinkType.OTHER, End(), End(), ()) for link in found.links)
    assert "custom" not in found.item


_ITEMS = items(
    sorted(csl_variables.TYPES),
    custom=st.fixed_dictionaries(
        {},
        optional={
            "author_complete": st.booleans(),
            "arxiv": st.just("2101.00001"),
            "event-title": st.text("abc ", min_size=1),
            "anything": st.lists(st.integers(), max_size=2),
        },
    ).filter(bool),
    note=st.text("abc:\n", min_size=1),
)


def _kept(item: CslItem) -> CslItem:
    """What can be told apart again: an empty text is no text."""
    return cast("CslItem", {name: value for name, value in item.items() if value})


@settings(max_examples=50, deadline=None)
@given(works(_ITEMS))
def test_what_is_written_is_read_again(library: list[StoredWork]) -> None:
    found = list(csljson.read(csljson.write(library), "x"))
    assert [(e.key, e.item) for e in found if isinstance(e, Entry)] == [
        (work.key, _kept(work.item)) for work in library
    ]
    assert [[link.notice for link in e.links] for e in found if isinstance(e, Entry)] == [
        [stored.link.notice for stored in work.notices] for work in library
    ]


@pytest.mark.skipif(not SCHEMA.exists(), reason="the CSL schema is not here")
def test_what_is_written_is_valid_by_csls_own_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()))

    @settings(max_examples=30, deadline=None)
    @given(works(_ITEMS))
    def check(library: list[StoredWork]) -> None:
        validator.validate(json.loads(csljson.write(library)))

    check()
    validator.validate(json.loads(csljson.write([PAPER_A, PAPER_B, RETRACTED])))
    odd = {
        "id": "another",
        "type": "no-such-type",
        "title": "",
        "custom": {"editor": 7, "chair": [{"family": "A", "ORCID": "x"}], "version": 7},
    }
    validator.validate(json.loads(csljson.write([StoredWork("k", cast("CslItem", odd), {})])))


@pytest.mark.skipif(not SCHEMA.exists(), reason="the CSL schema is not here")
def test_the_tables_hold_every_variable_of_the_schema() -> None:
    properties = json.loads(SCHEMA.read_text())["items"]["properties"]
    ours = {
        *csl_variables.TEXTS,
        *csl_variables.NAMES,
        *csl_variables.DATES,
        *csl_variables.OTHER_TEXTS,
        *csl_variables.OTHER_NAMES,
        *csl_variables.OTHER_DATES,
        *csl_variables.ALIASES,
    }
    assert set(properties) - ours == {"id", "citation-key", "categories", "custom"}
    assert set(properties["type"]["enum"]) == csl_variables.TYPES


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_title_stays_inside_its_string(title: str) -> None:
    written = csljson.write([StoredWork("k", {"type": "book", "title": title}, {})])
    shown = title.replace("\ud800", "\ufffd")
    assert written.encode()
    assert json.loads(written) == [
        {"id": "k", "type": "book", **({"title": shown} if title else {})}
    ]


def test_items_come_with_their_places_and_raw_text() -> None:
    text = '\ufeff[\n  {"id": "a", "type": "book"},\n\n    {"id": 2,\n "type": "book"}\n]\n'
    first, second = cast("list[Entry]", read(text))
    assert (first.key, first.place, first.raw) == (
        "a",
        Place("refs.json", 2, 3),
        '{"id": "a", "type": "book"}',
    )
    assert (second.key, second.place) == ("2", Place("refs.json", 4, 5))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('{"id":"a","type":"book"}', ["a"]),
        ('{"id":"a","type":"book"}\n{"id":"b","type":"book"}\n', ["a", "b"]),
        ('[{"id":"a","type":"book"},]', ["a"]),
        ("[]", []),
        ("", []),
        ('[{"id":"http://zotero.org/1","citation-key":"a1","type":"book"}]', ["a1"]),
        ('[{"type":"book"}]', [None]),
    ],
)
def test_files_have_several_shapes(text: str, keys: list[str | None]) -> None:
    assert [cast("Entry", each).key for each in read(text)] == keys


@pytest.mark.parametrize(
    ("text", "good", "line", "reason"),
    [
        ("not json", 0, 1, "no valid JSON"),
        ('[{"id":"a","type":"book"},\n {"id": oops}]', 1, 2, "no valid JSON"),
        ('[{"id":"a","type":"book"}\n {"id":"b","type":"book"}]', 1, 2, "a comma"),
        ('[{"id":"a","type":"book"},\n', 1, 2, "no valid JSON"),
        ('[{"id":"a","type":"book"}', 1, 1, "a comma or a closing bracket"),
        ('[{"id":"a","type":"book"},\n7]', 1, 2, "no CSL item|and this is none"),
        ('[{"id":"a","type":"book"},\n{"error":"x"}]', 1, 2, "no CSL item"),
        ("[" * 100_000, 0, 1, "nested too deep"),
        ('{"type":"book","custom":' + "[" * 40 + "]" * 40 + "}", 0, 1, "nested too deep"),
        ('{"type":"book","volume":' + "9" * 5000 + "}", 0, 1, "a number is too long"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_its_place(text, good, line, reason) -> None:
    *entries, rejected = read(text)
    assert [type(each) for each in entries] == [Entry] * good
    assert isinstance(rejected, Rejected)
    assert rejected.place.line == line
    assert any(each in rejected.reason for each in reason.split("|"))


def test_text_after_the_array_is_rejected_and_the_array_is_not() -> None:
    first, rest = read('[{"id":"a","type":"book"}] and more')
    assert (type(first), type(rest)) == (Entry, Rejected)


def test_unknown_members_come_back() -> None:
    found = item(type="book", categories=["a"], relations={"x": [1]})
    kept = {"categories": ["a"], "relations": {"x": [1]}}
    assert found["custom"] == {"csljson": kept}
    (back,) = read(csljson.write([StoredWork("k", found, {})]))
    assert back.item["custom"] == {"csljson": kept}


def test_the_key_in_zoteros_note_goes_before_its_address() -> None:
    note = "PMID: 1\nCitation Key: doe2010"
    (entry,) = read(
        json.dumps({"id": "http://zotero.org/users/1/items/A", "type": "book", "note": note})
    )
    assert (entry.key, entry.item["PMID"], entry.item["note"]) == ("doe2010", "1", note)


def test_values_of_other_types_become_those_of_csl() -> None:
    found = item(
        volume=12,
        page=3.5,
        title=["One", "Two"],
        ISSN=["0003-4967", "1468-2060"],
        shortTitle="S",
        journalAbbreviation="J",
        edition=True,
        publisher={"name": "x"},
        author=[
            {"family": "Doe", "given": "Jo", "ORCID": "https://orcid.org/0000-0002-1825-0097"},
            {"name": "A Group", "sequence": "additional"},
            "Roe, Ann",
            {},
            7,
        ],
        issued={"date-parts": [["2010", 8]]},
        accessed="2020-01-02",
        URL="",
        unknown="kept",
    )
    assert found == {
        "type": "book",
        "title": "One",
        "title-short": "S",
        "container-title-short": "J",
        "volume": "12",
        "page": "3.5",
        "ISSN": "0003-4967",
        "author": [
            {"family": "Doe", "given": "Jo"},
            {"literal": "A Group"},
            {"family": "Roe", "given": "Ann"},
        ],
        "issued": {"date-parts": [[2010, 8]]},
        "accessed": {"date-parts": [[2020, 1, 2]]},
        "custom": {"orcid": {"0": "0000-0002-1825-0097"}, "csljson": {"unknown": "kept"}},
    }


@pytest.mark.parametrize(
    ("date", "issued"),
    [
        ({"date-parts": [[2010], [2011, 2]]}, {"date-parts": [[2010], [2011, 2]]}),
        ({"date-parts": [[]]}, None),
        ({"date-parts": 7}, None),
        ({"raw": "3 August 2010"}, {"date-parts": [[2010, 8, 3]]}),
        ({"raw": "in press"}, {"literal": "in press"}),
        ({"literal": "in press", "circa": True}, {"literal": "in press"}),
        ({"date-parts": [[2010]], "season": "2"}, {"date-parts": [[2010]], "season": 2}),
        (2010, {"date-parts": [[2010]]}),
        ([2010], None),
        (None, None),
    ],
)
def test_dates_say_no_more_than_the_file(date, issued) -> None:
    assert item(issued=date).get("issued") == issued


def test_variables_without_a_place_of_ours_come_back_in_theirs() -> None:
    members = {
        "id": "k",
        "type": "paper-conference",
        "collection-editor": [{"family": "Doe"}],
        "event-date": {"date-parts": [[2010]]},
        "event-title": "Conference on Oaks",
        "custom": {"mine": {"a": 1}},
    }
    found = entry(members)
    assert json.loads(csljson.write([StoredWork("k", found.item, {})])) == [members]


def test_custom_values_of_another_type_than_ours_are_left_out() -> None:
    custom = {"orcid": "x", "author_complete": "no", "pmid_version": 2, "other": "x"}
    assert item(custom=custom)["custom"] == {"pmid_version": 2, "other": "x"}


def test_identifiers_written_in_a_note_are_found_and_the_note_stays() -> None:
    """Zotero writes so what CSL-JSON had no variables for."""
    note = "PMID: 20650877\nPMCID: PMC2\nDOI: hello\nComment in: J. 2010. PMID: 8"
    found = item(note=note, DOI="10.5555/x")
    assert (found["PMID"], found["PMCID"], found["DOI"]) == ("20650877", "PMC2", "10.5555/x")
    assert found["note"] == note


def test_half_characters_become_replacement_characters() -> None:
    text = '{"type":"book","title":"\\ud83d\\ude00 \\ud800 \\\\ud800 x","note":"\udfff"}'
    found = entry(text).item
    assert (found["title"], found["note"]) == ("😀 � \\ud800 x", "�")


DATASET = {
    "type": "dataset",
    "id": "https://doi.org/10.5555/ZENODO.7",
    "title": "Counts of <em>Quercus</em> &amp; Acer",
    "author": [{"family": "Doe", "given": "Jo", "ORCID": "0000-0002-1825-0097", "affiliation": []}],
    "issued": {"date-parts": [["2020", 3]]},
    "abstract": "<p>Many oaks.</p><p>Few elms.</p>",
    "DOI": "10.5555/ZENODO.7",
    "publisher": "Zenodo",
    "categories": ["trees"],
    "copyright": "CC0",
}


def test_an_agencys_answer_becomes_a_candidate() -> None:
    candidate = answer(DATASET)
    assert candidate.item == {
        "type": "dataset",
        "title": "Counts of <i>Quercus</i> & Acer",
        "author": [{"family": "Doe", "given": "Jo"}],
        "issued": {"date-parts": [[2020, 3]]},
        "abstract": "Many oaks.\nFew elms.",
        "DOI": "10.5555/ZENODO.7",
        "publisher": "Zenodo",
        "custom": {"orcid": {"0": "0000-0002-1825-0097"}, "agency": "DataCite"},
    }
    assert candidate.identifiers == {Scheme.DOI: "10.5555/zenodo.7"}
    assert candidate.stamp == STAMP


def test_crossrefs_own_csl_is_brought_into_the_schema() -> None:
    candidate = answer(
        {
            "type": "journal-article",
            "title": ["T"],
            "DOI": "10.5555/x",
            "ISSN": ["0003-4967"],
            "author": [{"name": "A Group", "sequence": "first", "affiliation": []}],
            "issn-type": [{"value": "0003-4967"}],
        },
        "Crossref",
    )
    assert candidate.item == {
        "type": "article-journal",
        "title": "T",
        "author": [{"literal": "A Group"}],
        "DOI": "10.5555/x",
        "ISSN": "0003-4967",
    }


def test_a_preprint_of_arxiv_is_named_by_its_number_too() -> None:
    candidate = answer({"type": "article", "DOI": "10.48550/ARXIV.2101.00001"})
    assert candidate.identifiers == {
        Scheme.DOI: "10.48550/arxiv.2101.00001",
        Scheme.ARXIV: "2101.00001",
    }
    assert candidate.item["custom"] == {"agency": "DataCite", "arxiv": "2101.00001"}


def test_a_doi_that_stands_in_the_id_alone_is_found() -> None:
    candidate = answer({"type": "dataset", "id": "https://doi.org/10.5555/X"}, None)
    assert candidate.item == {"type": "dataset", "DOI": "10.5555/x"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(b"", "not one CSL-JSON item but 0", id="empty"),
        pytest.param(b"<!DOCTYPE html><html/>", "HTML", id="page"),
        pytest.param(b"Resource not found.", "no valid JSON", id="text"),
        pytest.param(b'[{"type":"book"},{"type":"book"}]', "but 2", id="two"),
        pytest.param(b'{"errors":[{"status":"404"}]}', "no CSL item", id="error"),
        pytest.param(b'{"type":"dataset","title":"T"}', "no DOI", id="no DOI"),
        pytest.param(b'{"title":"\xff"}', "UTF-8", id="not UTF-8"),
        pytest.param(b"[" * 100_000, "nested too deep", id="deep"),
    ],
)
def test_what_is_no_item_is_refused_by_name(body: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message) as refused:
        csljson.candidate(body, STAMP, "DataCite")
    assert len(str(refused.value)) < 250


def test_an_answer_cut_at_any_offset_is_refused() -> None:
    body = json.dumps(DATASET).encode()
    for offset in range(len(body)):
        with pytest.raises(FormatError):
            csljson.candidate(body[:offset], STAMP, "DataCite")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)
_MEMBERS = ["id", "citation-key", "custom", "title", "author", "issued", "note", "ISSN", "chair"]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(_MEMBERS), _JSON))
def test_any_json_is_an_entry_or_rejected_and_can_be_written(members: dict[str, Any]) -> None:
    for found in read({"type": "book", **members}):
        assert isinstance(found, Entry)
        assert csljson.write([StoredWork("k", found.item, {})])


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from('[]{},:"\\u0d8 \n1eé.-'), max_size=40))
def test_any_text_is_taken_apart_without_an_error(text: str) -> None:
    for found in read(text):
        assert isinstance(found, Entry | Rejected)


def test_what_acts_on_who_shows_the_file_is_escaped() -> None:
    acting = "\x00\x1b\x7f\x9b\u061c\u200f\u2028\u202e\u2066\ufeff"
    item = cast("CslItem", {"type": "book", "title": f"a{acting}b ü\u200d😀"})
    written = csljson.write([StoredWork("k", item, {})])
    assert not set(acting) & set(written)
    assert "ü\u200d😀" in written
