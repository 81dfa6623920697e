"""Crossref JSON, on records made by hand; the people, papers and numbers in them do not exist."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from citekit.errors import FormatError
from citekit.formats import crossref_json
from citekit.model import Candidate, CslItem, End, Link, Place, Rejected, Stamp, Witness
from citekit.terms import RELATIONS, UPDATE_TYPES
from citekit.vocab import LinkType, Scheme, Side

REAL_WORKS = Path(__file__).parents[3] / "shared" / "data" / "crossref-works.jsonl.gz"
STAMP = Stamp("crossref", "2026-11-22T00:00:00Z")

ARTICLE: dict[str, Any] = {
    "DOI": "10.5555/AIM.2023.001",
    "type": "journal-article",
    "title": ["Uptake of <i>Quercus</i> &amp;amp; CO<sub>2</sub>\n        <scp>dna</scp>"],
    "subtitle": ["A pilot study"],
    "short-title": ["Oaks"],
    "original-title": ["Eichen"],
    "container-title": ["Annals of Imaginary Medicine &amp; Therapy"],
    "short-container-title": ["Ann Imag Med"],
    "author": [
        {
            "given": "Jan",
            "family": "Berg",
            "prefix": "van der",
            "suffix": "Jr.",
            "ORCID": "http://orcid.org/0000-0002-1825-0097",
            "authenticated-orcid": True,
            "sequence": "first",
            "affiliation": [{"name": "Institute of Nowhere"}],
        },
        {"name": "Quercus &amp; Acer Study Group", "sequence": "additional"},
        {"family": "Okafor", "prefix": "Dr."},
        {"given": "Plato"},
        {"affiliation": []},
        None,
    ],
    "editor": [{"given": "Edna", "family": "Editor"}],
    "translator": [{"given": "Tom", "family": "Translator"}],
    "issued": {"date-parts": [[2023, 9]]},
    "published-online": {"date-parts": [[2023, 7, 1]]},
    "volume": "12",
    "issue": "3",
    "page": "1423–1429",
    "article-number": "e12",
    "publisher": "Nowhere &amp; Sons",
    "publisher-location": "Nowhere",
    "language": "en",
    "abstract": (
        "<jats:title>Abstract</jats:title><jats:sec><jats:title>Background</jats:title>"
        "<jats:p>We gave 10<jats:sup>6</jats:sup> cells &amp; hope.</jats:p></jats:sec>"
    ),
    "ISSN": ["1234-5679", "0123-4560"],
    "issn-type": [
        {"type": "electronic", "value": "1234-5679"},
        {"type": "print", "value": "0123-4560"},
    ],
    "reference": [{"DOI": "10.5555/not.this.one", "key": "1"}],
    "is-referenced-by-count": 7,
}


def bare(**members: Any) -> bytes:
    return json.dumps({"DOI": "10.5555/x", **members}).encode()


def envelope(message: bytes, kind: str = "work") -> bytes:
    return b'{"status":"ok","message-type":"%s","message":%s}' % (kind.encode(), message)


def read(**members: Any) -> Candidate:
    return crossref_json.read_work(envelope(bare(**members)), STAMP)


def item(**members: Any) -> CslItem:
    return read(**members).item


def test_a_work_becomes_a_whole_candidate() -> None:
    candidate = read(**ARTICLE)
    assert candidate.item == {
        "type": "article-journal",
        "title": (
            "Uptake of <i>Quercus</i> & CO<sub>2</sub> "
            '<span style="font-variant:small-caps">dna</span>: A pilot study'
        ),
        "title-short": "Oaks",
        "original-title": "Eichen",
        "container-title": "Annals of Imaginary Medicine & Therapy",
        "container-title-short": "Ann Imag Med",
        "author": [
            {
                "family": "Berg",
                "given": "Jan",
                "non-dropping-particle": "van der",
                "suffix": "Jr.",
            },
            {"literal": "Quercus & Acer Study Group"},
            {"family": "Okafor"},
            {"literal": "Plato"},
        ],
        "editor": [{"family": "Editor", "given": "Edna"}],
        "translator": [{"family": "Translator", "given": "Tom"}],
        "custom": {"orcid": {"0": "0000-0002-1825-0097"}},
        "issued": {"date-parts": [[2023, 9]]},
        "available-date": {"date-parts": [[2023, 7, 1]]},
        "volume": "12",
        "issue": "3",
        "page": "1423-1429",
        "number": "e12",
        "publisher": "Nowhere & Sons",
        "publisher-place": "Nowhere",
        "abstract": "Background: We gave 10⁶ cells & hope.",
        "language": "en",
        "DOI": "10.5555/AIM.2023.001",
        "ISSN": "0123-4560",
    }
    assert candidate.identifiers == {Scheme.DOI: "10.5555/aim.2023.001"}
    assert (candidate.stamp, candidate.links) == (STAMP, ())


def test_a_list_keeps_its_order_and_each_record_its_own_hash() -> None:
    first, second = bare(DOI="10.5555/b"), bare(DOI="10.5555/a", title=["T"])
    message = b'{"total-results":2,"items":[%s , %s],"facets":{}}' % (first, second)
    found = crossref_json.read_list(envelope(message, "work-list"), STAMP)
    assert [c.identifiers[Scheme.DOI] for c in found] == ["10.5555/b", "10.5555/a"]
    alone = [crossref_json.read_work(envelope(raw), STAMP) for raw in (first, second)]
    assert [c.payload_hash for c in found] == [c.payload_hash for c in alone]
    assert found[0].payload_hash != found[1].payload_hash


def test_an_empty_list_is_an_answer() -> None:
    body = envelope(b'{"total-results":0,"items":[]}', "work-list")
    assert crossref_json.read_list(body, STAMP) == []


def test_a_list_with_an_unreadable_record_is_no_answer() -> None:
    """Left out, the record would pass for one that Crossref does not have."""
    body = envelope(b'{"items":[%s,{"DOI":"10.5555/y","title":7}]}' % bare(), "work-list")
    with pytest.raises(FormatError):
        crossref_json.read_list(body, STAMP)


@pytest.mark.parametrize(
    ("title", "subtitle", "whole"),
    [
        (["Oaks"], ["A study"], "Oaks: A study"),
        (["Oaks: a study"], ["A Study"], "Oaks: a study"),
        (["Why oaks?"], ["A study"], "Why oaks? A study"),
        (["Oaks"], [""], "Oaks"),
        ([""], ["A study"], "A study"),
        (["Oaks"], ["One", "Two"], "Oaks: One: Two"),
        ([], [], None),
        ([None], None, None),
        (["&lt;i&gt;Quercus&lt;/i&gt;"], None, "<i>Quercus</i>"),
        (["RETRACTED: Oaks"], None, "RETRACTED: Oaks"),
        (
            ['<mml:math xmlns:mml="http://w3.org/x"><mml:mi>T</mml:mi></mml:math>: X'],
            None,
            "T: X",
        ),
    ],
)
def test_titles_are_joined_with_what_they_lack(title, subtitle, whole) -> None:
    assert item(title=title, subtitle=subtitle).get("title") == whole


@pytest.mark.parametrize(
    ("members", "issued"),
    [
        ({"issued": {"date-parts": [[None]]}}, None),
        ({"issued": {"date-parts": [None]}}, None),
        ({"issued": {"date-parts": []}}, None),
        ({"issued": None}, None),
        ({"issued": {"date-parts": [[2020, 13, 1]]}}, {"date-parts": [[2020]]}),
        ({"issued": {"date-parts": [["2020", "3"]]}}, {"date-parts": [[2020, 3]]}),
        ({"issued": {"date-parts": [["soon"]]}}, None),
        (
            {"issued": {"date-parts": [[None]]}, "posted": {"date-parts": [[2020, 3, 1]]}},
            {"date-parts": [[2020, 3, 1]]},
        ),
    ],
)
def test_dates_say_no_more_than_crossref(members, issued) -> None:
    assert item(**members).get("issued") == issued


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"type": "journal-article"}, ("article-journal", None)),
        ({"type": "posted-content", "subtype": "preprint"}, ("article", "preprint")),
        ({"type": "posted-content", "subtype": "other"}, ("article", None)),
        ({"type": "dissertation", "degree": ["PhD"]}, ("thesis", "PhD")),
        ({"type": "book-chapter"}, ("chapter", None)),
        ({"type": "monograph"}, ("book", None)),
        ({"type": "peer-review"}, ("review", None)),
        ({"type": "grant"}, ("document", None)),
        ({"type": None}, ("document", None)),
        ({}, ("document", None)),
    ],
)
def test_types_become_those_of_csl(members, expected) -> None:
    found = item(**members)
    assert (found["type"], found.get("genre")) == expected


def test_a_part_of_a_book_comes_with_its_series_first() -> None:
    found = item(type="proceedings-article", **{"container-title": ["SPIE Proceedings", "Optics"]})
    assert (found["container-title"], found["collection-title"]) == ("Optics", "SPIE Proceedings")


def test_the_container_of_a_book_is_its_series() -> None:
    found = item(type="monograph", **{"container-title": ["Monographs on Oaks"]})
    assert (found["collection-title"], found.get("container-title")) == ("Monographs on Oaks", None)


@pytest.mark.parametrize(
    ("kind", "identifiers"),
    [
        ("book", {Scheme.DOI: "10.5555/x", Scheme.ISBN: "9783161484100"}),
        ("book-chapter", {Scheme.DOI: "10.5555/x"}),
    ],
)
def test_an_isbn_names_a_book_and_not_its_chapters(kind, identifiers) -> None:
    candidate = read(
        type=kind,
        **{
            "ISBN": ["http://id.crossref.org/isbn/9783161484100"],
            "isbn-type": [{"type": "print", "value": "9783161484100"}],
        },
    )
    assert candidate.item["ISBN"] == "9783161484100"
    assert candidate.identifiers == identifiers


@pytest.mark.parametrize(
    ("page", "expected"),
    [("1423-9", "1423-1429"), ("n/a-n/a", None), ("e12", "e12"), ("", None), (5, "5")],
)
def test_pages_are_whole(page, expected) -> None:
    assert item(page=page).get("page") == expected


def test_numbers_where_text_is_promised_are_read() -> None:
    found = item(volume=12, issue=3.5, title=[1984])
    assert (found["volume"], found["issue"], found["title"]) == ("12", "3.5", "1984")


@pytest.mark.parametrize(
    ("jats", "text"),
    [
        pytest.param("<jats:p>One.</jats:p><jats:p>Two.</jats:p>", "One.\nTwo.", id="paragraphs"),
        pytest.param("<jats:p/>", None, id="empty"),
        pytest.param("No markup at all.", "No markup at all.", id="bare text"),
        pytest.param(
            "<jats:title>Summary</jats:title><jats:p>Text.</jats:p>", "Text.", id="idle heading"
        ),
        pytest.param(
            "<jats:sec><jats:title>Aim:</jats:title><jats:p>A.</jats:p><jats:p>B.</jats:p></jats:sec>"
            "<jats:sec><jats:title>End</jats:title><jats:p>C.</jats:p></jats:sec>",
            "Aim: A.\nB.\nEnd: C.",
            id="sections",
        ),
        pytest.param(
            '<jats:list><jats:list-item><jats:p>a</jats:p></jats:list-item><jats:list-item>'
            "<jats:p>b</jats:p></jats:list-item></jats:list>",
            "a\nb",
            id="list",
        ),
        pytest.param(
            '<jats:p>R<jats:sup>2</jats:sup> of <jats:italic toggle="yes">x</jats:italic>'
            "<jats:sub>max</jats:sub></jats:p>",
            "R² of xmax",
            id="raised and lowered",
        ),
        pytest.param(
            "<jats:p><mml:math><mml:mi>K</mml:mi>\n <mml:annotation>\\K</mml:annotation></mml:math>"
            "-frames</jats:p>",
            "K-frames",
            id="MathML and its TeX twin",
        ),
        pytest.param('<jats:p><?tex note="<a>"?>Text.</jats:p>', "Text.", id="instruction"),
        pytest.param("<p>&lt;p&gt;T&lt;b&gt;x&lt;/b&gt;&lt;/p&gt;</p>", "Tx", id="escaped"),
        pytest.param("<p>" * 300 + "T" + "</p>" * 300, "T", id="deep"),
        pytest.param("&lt;p&gt;Text&lt;/p&gt;", "Text", id="all escaped"),
        pytest.param("<p>A&nbsp;&beta;</p>", "A β", id="named entities"),
        pytest.param("<jats:p>P &lt; 0.05</jats:p>", "P < 0.05", id="sign"),
        pytest.param("<jats:p>Cut <jats:b", "Cut <jats:b", id="cut"),
        pytest.param("<jats:p>P < 0.05 & more</jats:p>", "P < 0.05 & more", id="unescaped"),
        pytest.param("<jats:p>Nul\u0000 and bell\u0007</jats:p>", "Nul and bell", id="controls"),
        pytest.param("<!ENTITY a 'b'><p>&a;</p>", "<!ENTITY a 'b'> &a;", id="declaration"),
    ],
)  # fmt: skip
def test_abstracts_are_text(jats: str, text: str | None) -> None:
    found = item(abstract=jats).get("abstract")
    assert found == text


def witness(term: str, side: Side, **more: Any) -> tuple[Witness, ...]:
    registry = more.pop("registry", "crossref")
    return (Witness(registry, term, STAMP.fetched_at, stands_on=side, **more),)


OWN = End({Scheme.DOI: "10.5555/x"})
OTHER = End({Scheme.DOI: "10.5555/other"})


def test_update_to_stands_on_the_notice() -> None:
    update = {
        "DOI": "10.5555/OTHER",
        "type": "correction",
        "label": "Correction",
        "updated": {"date-parts": [[2014, 1, 3]], "timestamp": 1},
    }
    (link,) = read(**{"update-to": [update]}).links
    said = witness("correction", Side.NOTICE, asserted="2014-01-03")
    assert link == Link(LinkType.ERRATUM, OWN, OTHER, said)


def test_updated_by_stands_on_the_work_and_each_source_is_a_witness_of_its_own() -> None:
    publisher = {"DOI": "10.5555/other", "type": "retraction", "source": "publisher"}
    watch = {**publisher, "source": "retraction-watch", "record-id": 20946, "updated": None}
    links = read(**{"updated-by": [publisher, watch, None]}).links
    assert links == (
        Link(LinkType.RETRACTION, OTHER, OWN, witness("retraction", Side.WORK)),
        Link(
            LinkType.RETRACTION,
            OTHER,
            OWN,
            witness(
                "retraction",
                Side.WORK,
                registry="retraction-watch",
                record_id="20946",
                answered_by="crossref",
            ),
        ),
    )


def test_an_update_in_place_is_a_link_whose_ends_are_one() -> None:
    (link,) = read(**{"update-to": [{"DOI": "10.5555/X", "type": "new_version"}]}).links
    assert (link.notice.identifiers, link.type) == (link.work.identifiers, LinkType.UPDATE)


@pytest.mark.parametrize("doi", ["unavailable", "Unavailable", "", None])
def test_a_retraction_without_a_doi_is_a_notice_still(doi) -> None:
    (link,) = read(**{"updated-by": [{"DOI": doi, "type": "retraction"}]}).links
    assert (link.notice, link.work) == (End(), OWN)


def test_an_update_with_something_else_for_a_doi_keeps_it_raw() -> None:
    (link,) = read(**{"updated-by": [{"DOI": "see page 3", "type": "retraction"}]}).links
    assert link.notice == End(raw="see page 3")


@pytest.mark.parametrize(
    ("update", "type_", "term"),
    [
        *(({"type": term}, type_, term) for term, type_ in UPDATE_TYPES.items()),
        (
            {"type": "Expression of Concern"},
            LinkType.EXPRESSION_OF_CONCERN,
            "Expression of Concern",
        ),
        ({"type": "praise"}, LinkType.OTHER, "praise"),
        ({"type": None, "label": "Retraction"}, LinkType.RETRACTION, "Retraction"),
        ({"type": "correction", "label": "Reinstatement"}, LinkType.REINSTATEMENT, "Reinstatement"),
        ({}, LinkType.OTHER, ""),
    ],
)
def test_update_types_keep_crossrefs_word(update, type_, term) -> None:
    (link,) = read(**{"updated-by": [{"DOI": "10.5555/other", **update}]}).links
    assert (link.type, link.witnesses[0].term) == (type_, term)


@pytest.mark.parametrize("term", RELATIONS, ids=lambda term: term.term)
def test_relations_with_a_notice_are_links(term) -> None:
    related = {"id-type": "doi", "id": "10.5555/OTHER", "asserted-by": "object"}
    (link,) = read(relation={term.term: [related, None], "is-part-of": [related]}).links
    ends = (OTHER, OWN) if term.stands_on is Side.WORK else (OWN, OTHER)
    assert link == Link(term.type, *ends, witness(term.term, term.stands_on))


@pytest.mark.parametrize(
    ("term", "side"),
    [("has-praise", Side.WORK), ("is-praise-of", Side.NOTICE), ("correction", Side.WORK)],
)
def test_a_relation_that_no_table_knows_is_kept_as_other(term: str, side: Side) -> None:
    """Real deposits have such: 10.1371/journal.pbio.0050002, with the relation `correction`."""
    (link,) = read(relation={term: [{"id-type": "doi", "id": "10.5555/other"}]}).links
    ends = (OTHER, OWN) if side is Side.WORK else (OWN, OTHER)
    assert link == Link(LinkType.OTHER, *ends, witness(term, side))


@pytest.mark.parametrize(
    ("id_type", "value", "end"),
    [
        ("pmid", "20650877", End({Scheme.PMID: "20650877"})),
        ("uri", "https://doi.org/10.5555/other", OTHER),
        ("uri", "https://example.org/reply", End(raw="https://example.org/reply")),
        ("doi", "10.x", End(raw="10.x")),
        (None, None, End()),
    ],
)
def test_a_relation_names_its_object_in_several_ways(id_type, value, end) -> None:
    (link,) = read(relation={"has-reply": [{"id-type": id_type, "id": value}]}).links
    assert link.notice == end


NOT_FOUND = b"Resource not found."
REFUSED = (
    b'{"status":"failed","message-type":"validation-failure","message":[{"type":"select-not-available",'
    b'"value":"doi","message":"Select doi specified but there is no such select"}]}'
)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \n", "empty", id="white space"),
        pytest.param(NOT_FOUND, "no Crossref JSON", id="text"),
        pytest.param(b"<!DOCTYPE html><html>Sorry</html>", "HTML", id="page"),
        pytest.param(b"<?xml version='1.0'?><a/>", "XML", id="xml"),
        pytest.param(b'{"error":"API rate limit exceeded"}', "API rate limit exceeded", id="error"),
        pytest.param(REFUSED, "no such select", id="refused"),
        pytest.param(b"[]", "no Crossref JSON", id="array"),
        pytest.param(b"null", "no Crossref JSON", id="null"),
        pytest.param(b'{"status":"ok"}', "nothing", id="hollow"),
        pytest.param(envelope(b"{}", "work-list"), "work-list", id="another answer"),
        pytest.param(envelope(b"{}"), "without a valid DOI", id="no DOI"),
        pytest.param(envelope(b'{"DOI":"hello"}'), "without a valid DOI: hello", id="invalid DOI"),
        pytest.param(envelope(b'{"DOI":"' + b"x" * 5000 + b'"}'), "valid DOI", id="long DOI"),
        pytest.param(envelope(b"null"), "no Crossref JSON", id="no message"),
        pytest.param(envelope(b'{"DOI":"\xff"}'), "no Crossref JSON", id="not UTF-8"),
        pytest.param(envelope(b'{"DOI":"\\ud800"}'), "no Crossref JSON", id="half a character"),
        pytest.param(envelope(b'{"DOI":{}}'), "no Crossref JSON", id="DOI of another kind"),
        pytest.param(envelope(b"[" * 100_000), "nested too deep", id="deep"),
    ],
)
def test_what_is_no_work_is_refused_by_name(body: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message) as refused:
        crossref_json.read_work(body, STAMP)
    assert len(str(refused.value)) < 250


def test_a_list_without_items_is_refused() -> None:
    with pytest.raises(FormatError, match="no items"):
        crossref_json.read_list(envelope(b"{}", "work-list"), STAMP)


def read_quietly(body: bytes) -> Candidate | FormatError:
    try:
        return crossref_json.read_work(body, STAMP)
    except FormatError as error:
        return error


def test_an_answer_cut_at_any_offset_is_refused() -> None:
    body = envelope(bare(**ARTICLE))
    for offset in range(len(body)):
        assert isinstance(read_quietly(body[:offset]), FormatError)


@pytest.mark.parametrize("byte", [b"\x00", b'"', b"\\", b"\xff", b"[", b"9"])
def test_a_damaged_byte_never_gives_an_error_of_another_kind(byte: bytes) -> None:
    body = envelope(bare(**ARTICLE))
    for offset in range(0, len(body), 3):
        damaged = body[:offset] + byte + body[offset + 1 :]
        assert isinstance(read_quietly(damaged), Candidate | FormatError)


def test_lines_keep_their_numbers_and_a_bad_one_harms_no_other() -> None:
    stream = io.BytesIO(b"%s\n\nnot json\n%s" % (bare(), bare(DOI="10.5555/y")))
    first, bad, last = crossref_json.read_lines(stream, STAMP)
    assert isinstance(first, Candidate)
    assert isinstance(last, Candidate)
    assert isinstance(bad, Rejected)
    assert (bad.place, bad.raw) == (Place("", 3), "not json\n")
    assert bad.reason.startswith("This is no Crossref JSON")


def test_a_cut_gzip_file_is_a_format_error() -> None:
    packed = gzip.compress(bare(title=[str(list(range(999)))]))
    with gzip.open(io.BytesIO(packed[:-20])) as stream, pytest.raises(FormatError):
        list(crossref_json.read_lines(stream, STAMP))


@pytest.mark.skipif(not REAL_WORKS.exists(), reason="the real records are not here")
def test_real_works_that_were_kept_are_read_again_as_they_were() -> None:
    with gzip.open(REAL_WORKS) as stream:
        for each in crossref_json.read_lines(stream, STAMP):
            assert isinstance(each, Candidate)
            again = crossref_json.read_record(each.payload or b"", STAMP)
            assert (again, again.payload) == (each, each.payload)


@pytest.mark.skipif(not REAL_WORKS.exists(), reason="the real records are not here")
def test_real_works_are_read_to_the_last() -> None:
    with gzip.open(REAL_WORKS) as stream:
        found = list(crossref_json.read_lines(stream, STAMP))
    candidates = [each for each in found if isinstance(each, Candidate)]
    links = [link for candidate in candidates for link in candidate.links]
    assert (len(candidates), len(found)) == (1160, 1160)
    assert sum(link.type is LinkType.ERRATUM for link in links) == 15
    assert sum(link.type is LinkType.PREPRINT_OF for link in links) == 10
    assert not [c for c in candidates if "</" in c.item.get("abstract", "")]
