"""PubMed XML, on files made by hand; the people, papers and numbers in them do not exist."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from citekit.errors import FormatError
from citekit.formats import pubmed_xml
from citekit.model import (
    Candidate,
    CslItem,
    Deleted,
    End,
    Identifier,
    Link,
    Rejected,
    Stamp,
    Witness,
)
from citekit.terms import REF_TYPES, ref_type
from citekit.vocab import LinkType, Scheme, Side

DATA = Path(__file__).parents[1] / "data" / "formats"
STAMP = Stamp("pubmed", "2026-11-22T00:00:00Z", via="a mirror")
SAMPLE = (DATA / "pubmed.xml").read_bytes()
DOCTYPE = (
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2026//EN"'
    ' "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_260101.dtd">'
)


def read(xml: str | bytes) -> list[Candidate]:
    data = xml.encode() if isinstance(xml, str) else xml
    return list(pubmed_xml.read(io.BytesIO(data), STAMP))


def article(
    *,
    title: str = "<ArticleTitle>A title.</ArticleTitle>",
    locators: str = "",
    people: str = "",
    types: str = "",
    date: str = "<Year>2020</Year>",
    journal: str = "",
    after: str = "",
    citation: str = "",
    data: str = "",
    pmid: str = '<PMID Version="1">900000005</PMID>',
) -> CslItem:
    """Wrap parts of a record into a whole one and read it."""
    (candidate,) = read(
        f"""<PubmedArticleSet><PubmedArticle><MedlineCitation>{pmid}<Article>
        <Journal>{journal}<JournalIssue><Volume>7</Volume><PubDate>{date}</PubDate></JournalIssue>
        </Journal>{title}{locators}{people}
        <PublicationTypeList>{types}</PublicationTypeList>{after}</Article>{citation}
        </MedlineCitation>{data}</PubmedArticle></PubmedArticleSet>"""
    )
    return candidate.item


def people(*authors: str) -> list[dict[str, str]]:
    listed = "".join(f"<Author>{author}</Author>" for author in authors)
    return [dict(name) for name in article(people=f"<AuthorList>{listed}</AuthorList>")["author"]]


def test_an_article_becomes_a_whole_candidate() -> None:
    candidate = read(SAMPLE)[0]
    assert candidate.item == {
        "type": "article-journal",
        "title": "Uptake of <sup>13</sup>C by <i>Quercus</i> & CO<sub>2</sub>: a trial of T2 maps",
        "original-title": "Aufnahme von Kohlenstoff durch Eichen",
        "container-title": "Annals of imaginary medicine",
        "container-title-short": "Ann Imag Med",
        "ISSN": "0123-4560",
        "volume": "12",
        "issue": "3 Suppl 1",
        "issued": {"date-parts": [[2023, 9]]},
        "available-date": {"date-parts": [[2023, 7, 1]]},
        "author": [
            {"family": "van der Berg", "given": "Jan", "suffix": "3rd"},
            {"family": "Sunoto"},
            {"literal": "The Quercus Study Group"},
            {"family": "Okafor", "given": "NB", "suffix": "MD"},
        ],
        "custom": {
            "author_complete": False,
            "orcid": {"0": "0000-0002-1825-0097"},
            "publication_types": ["Journal Article", "Retracted Publication"],
            "date_revised": "2024-03-07",
        },
        "abstract": "BACKGROUND: We gave 10⁶ cells at 5 °C.\nRESULTS: H₂O helped (P < 0.05).",
        "keyword": "oaks; cells, Quercus",
        "language": "en",
        "page": "1423-1429",
        "DOI": "10.5555/AIM.2023.001",
        "PMID": "900000001",
        "PMCID": "PMC9000001",
    }
    assert candidate.identifiers == {
        Scheme.PMID: "900000001",
        Scheme.DOI: "10.5555/aim.2023.001",
        Scheme.PMCID: "PMC9000001",
    }
    assert candidate.stamp == STAMP


def test_links_point_from_the_notice_to_the_work_whoever_carries_them() -> None:
    candidate = read(SAMPLE)[0]
    own = End(candidate.identifiers)

    def witness(term: str) -> tuple[Witness, ...]:
        side = ref_type(term).stands_on
        return (Witness("pubmed", term, STAMP.fetched_at, via="a mirror", stands_on=side),)

    assert candidate.links == (
        Link(
            LinkType.ERRATUM,
            notice=End({}, raw="Ann Imag Med. 2024 Jan;13(1):237"),
            work=own,
            witnesses=witness("ErratumIn"),
        ),
        Link(
            LinkType.RETRACTION,
            notice=End(
                {Scheme.DOI: "10.5555/aim.2024.300"},
                raw="Ann Imag Med. 2024 Feb;13(2):300. doi: 10.5555/AIM.2024.300.",
            ),
            work=own,
            witnesses=witness("RetractionIn"),
        ),
        Link(
            LinkType.COMMENT,
            notice=own,
            work=End({Scheme.PMID: "900000009"}, raw="Ann Imag Med. 2022 May;11(5):50-9"),
            witnesses=witness("CommentOn"),
        ),
    )


@pytest.mark.parametrize("term", REF_TYPES, ids=lambda term: term.term)
def test_every_ref_type_of_the_dtd_is_read_in_its_direction(term) -> None:
    (candidate,) = read(
        f"""<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>900000005</PMID>
        <Article><ArticleTitle>T</ArticleTitle></Article><CommentsCorrectionsList>
        <CommentsCorrections RefType="{term.term}"><RefSource>J. 2020;1:1</RefSource>
        <PMID>900000006</PMID></CommentsCorrections></CommentsCorrectionsList>
        </MedlineCitation></PubmedArticle></PubmedArticleSet>"""
    )
    (link,) = candidate.links
    here = link.work if term.stands_on is Side.WORK else link.notice
    assert (link.type, link.witnesses[0].term) == (term.type, term.term)
    assert here.identifiers == {Scheme.PMID: "900000005"}


@pytest.mark.parametrize("term", REF_TYPES, ids=lambda term: term.term)
def test_the_old_form_with_child_elements_is_read_as_the_new_one(term) -> None:
    """Files before the DTD of 2008 have <CommentsCorrections><ErratumIn>…, without RefType."""
    template = (
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>900000005</PMID><Article/>{}"
        "</MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )
    inside = "<RefSource>J. 2020;1:1</RefSource><PMID>900000006</PMID>"
    old = f"<CommentsCorrections><{term.term}>{inside}</{term.term}></CommentsCorrections>"
    new = (
        f'<CommentsCorrectionsList><CommentsCorrections RefType="{term.term}">{inside}'
        "</CommentsCorrections></CommentsCorrectionsList>"
    )
    assert read(template.format(old))[0].links == read(template.format(new))[0].links
    assert len(read(template.format(old))[0].links) == 1


def test_a_file_tells_what_it_deletes_and_a_bad_record_costs_no_other() -> None:
    good = "<MedlineCitation><PMID>900000005</PMID><Article/></MedlineCitation>"
    data = (
        f"<PubmedArticleSet><PubmedArticle><MedlineCitation/></PubmedArticle>"
        f"<PubmedArticle>{good}</PubmedArticle>"
        "<DeleteCitation><PMID Version='1'>900000001</PMID><PMID>900000002</PMID></DeleteCitation>"
        "</PubmedArticleSet>"
    )
    rejected, candidate, *deleted = pubmed_xml.read_file(io.BytesIO(data.encode()), STAMP)
    assert isinstance(rejected, Rejected)
    assert "without PMID" in rejected.reason or "without Article" in rejected.reason
    assert isinstance(candidate, Candidate)
    assert candidate.identifiers == {Scheme.PMID: "900000005"}
    assert deleted == [
        Deleted(Identifier(Scheme.PMID, "900000001")),
        Deleted(Identifier(Scheme.PMID, "900000002")),
    ]


def test_a_file_that_is_cut_keeps_what_is_whole_and_says_so() -> None:
    good = "<PubmedArticle><MedlineCitation><PMID>900000005</PMID><Article/></MedlineCitation>"
    data = f"<PubmedArticleSet>{good}</PubmedArticle>{good}".encode()
    candidate, rejected = pubmed_xml.read_file(io.BytesIO(data), STAMP)
    assert isinstance(candidate, Candidate)
    assert isinstance(rejected, Rejected)
    assert rejected.reason.endswith("1 records before it were read.")


def test_an_unknown_ref_type_is_kept_as_it_comes() -> None:
    (candidate,) = read(
        """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>900000005</PMID>
        <Article/><CommentsCorrectionsList><CommentsCorrections RefType="PraisedIn"/>
        </CommentsCorrectionsList></MedlineCitation></PubmedArticle></PubmedArticleSet>"""
    )
    (link,) = candidate.links
    assert (link.type, link.witnesses[0].term) == (LinkType.OTHER, "PraisedIn")
    assert (link.notice, link.work) == (End(), End({Scheme.PMID: "900000005"}))


def test_a_chapter_has_its_own_authors_and_date_and_the_editors_of_its_book() -> None:
    candidate = read(SAMPLE)[1]
    assert candidate.item == {
        "type": "chapter",
        "title": "Oak Syndrome",
        "container-title": "Imaginary Reviews<sup>®</sup>",
        "author": [{"family": "Author", "given": "Ann B"}],
        "issued": {"date-parts": [[2007, 4, 3]]},
        "custom": {
            "publication_types": ["Review"],
            "date_revised": "2023-05-04",
            "nbk": "NBK900001",
        },
        "editor": [{"family": "Editor", "given": "Edna"}],
        "edition": "2nd",
        "publisher": "University of Nowhere",
        "publisher-place": "Nowhere (NW)",
        "ISBN": "9783161484100",
        "PMID": "900000002",
        "language": "en",
        "abstract": "Rare.",
    }
    assert candidate.identifiers == {Scheme.PMID: "900000002"}, "an ISBN names the whole book"
    assert candidate.links == ()


def test_a_book_record_without_article_title_is_the_whole_book() -> None:
    candidate = read(SAMPLE)[2]
    assert candidate.item == {
        "type": "book",
        "title": "A Whole Book",
        "author": [{"literal": "Panel on Nothing"}],
        "issued": {"date-parts": [[2012, 4]]},
        "number": "12-EHC001",
        "DOI": "10.5555/whole.book",
        "custom": {"nbk": "NBK900002"},
        "collection-title": "Reports on Nothing",
        "publisher": "Agency of Nothing",
        "ISBN": "9783161484100",
        "PMID": "900000003",
    }
    assert candidate.identifiers == {
        Scheme.PMID: "900000003",
        Scheme.DOI: "10.5555/whole.book",
        Scheme.ISBN: "9783161484100",
    }


@pytest.mark.parametrize(
    ("xml", "title"),
    [
        pytest.param("Stop at the end.", "Stop at the end", id="full stop"),
        pytest.param("Does it stop?", "Does it stop?", id="question"),
        pytest.param("[Translated title].", "[Translated title]", id="stop after the bracket"),
        pytest.param("[Translated title.]", "[Translated title]", id="stop inside the bracket"),
        pytest.param("Growth of <i>E. coli.</i>", "Growth of <i>E. coli</i>", id="stop in markup"),
        pytest.param("To be continued...", "To be continued...", id="ellipsis"),
        pytest.param("Health in the U.S.", "Health in the U.S.", id="abbreviation"),
        pytest.param("RETRACTED: Oaks.", "RETRACTED: Oaks", id="retracted title as given"),
        pytest.param("A<b>B<i>C</i></b>D", "A<b>B<i>C</i></b>D", id="nested markup"),
        pytest.param("At &lt;5% of 3 &gt; 2.", "At <5% of 3 > 2", id="signs"),
        pytest.param("One<!-- no --> two<?x y?>.", "One two", id="comments"),
        pytest.param("Two\n   lines.", "Two lines", id="layout"),
    ],
)
def test_titles_keep_their_words(xml: str, title: str) -> None:
    assert article(title=f"<ArticleTitle>{xml}</ArticleTitle>")["title"] == title


@pytest.mark.parametrize(
    "missing", ["", "<ArticleTitle/>", "<ArticleTitle>[Not Available].</ArticleTitle>"]
)
def test_an_untranslated_title_stands_in_vernacular_title_alone(missing: str) -> None:
    item = article(title=missing, after="<VernacularTitle>Die erste Seite.</VernacularTitle>")
    assert item["title"] == item["original-title"] == "Die erste Seite"


def test_a_record_without_any_title_has_none() -> None:
    assert "title" not in article(title="<ArticleTitle/>")


@pytest.mark.parametrize(
    ("written", "page"),
    [
        ("<MedlinePgn>1423-9</MedlinePgn>", "1423-1429"),
        ("<StartPage>237</StartPage><MedlinePgn>237</MedlinePgn>", "237"),
        ("<StartPage>237</StartPage><EndPage>237</EndPage>", "237"),
        ("<StartPage>1423</StartPage><EndPage>9</EndPage>", "1423-1429"),
        (
            "<StartPage>123</StartPage><EndPage>128</EndPage>"
            "<MedlinePgn>123-5, 140; discussion 125-8</MedlinePgn>",
            "123-125, 140; discussion 125-128",
        ),
        ("<MedlinePgn>S1-S9</MedlinePgn>", "S1-S9"),
        ("<MedlinePgn>e12</MedlinePgn>", "e12"),
        ("<MedlinePgn>1 p following 5</MedlinePgn>", "1 p following 5"),
        ("<MedlinePgn/>", None),
    ],
)
def test_pages_are_whole(written: str, page: str | None) -> None:
    assert article(locators=f"<Pagination>{written}</Pagination>").get("page") == page


@pytest.mark.parametrize(
    ("pii", "number"),
    [
        ("e1001", "e1001"),
        ("104567", "104567"),
        ("00108-2021", "00108-2021"),
        ("S0140-6736(10)60175-4", None),
        ("S2239253X21034599", None),
        ("arztebl.m2021.0221", None),
    ],
)
def test_an_electronic_article_is_found_by_its_number(pii: str, number: str | None) -> None:
    location = f'<ELocationID EIdType="pii" ValidYN="Y">{pii}</ELocationID>'
    assert article(locators=location).get("number") == number


def test_beside_pages_a_publishers_item_identifier_is_no_article_number() -> None:
    pages = "<Pagination><MedlinePgn>5</MedlinePgn></Pagination>"
    location = '<ELocationID EIdType="pii">e5</ELocationID>'
    assert "number" not in article(locators=pages + location)


@pytest.mark.parametrize(
    ("xml", "issued"),
    [
        ("<Year>2010</Year><Month>08</Month><Day>3</Day>", {"date-parts": [[2010, 8, 3]]}),
        ("<Year>1979</Year><Season>Winter</Season>", {"date-parts": [[1979]], "season": 4}),
        (
            "<MedlineDate>1998 Dec-1999 Jan</MedlineDate>",
            {"date-parts": [[1998, 12], [1999, 1]]},
        ),
        (
            "<MedlineDate>2021 3rd Quarter</MedlineDate>",
            {"date-parts": [[2021]], "literal": "2021 3rd Quarter"},
        ),
        ("", None),
    ],
)
def test_dates_say_no_more_than_pubmed(xml: str, issued: object) -> None:
    assert article(date=xml).get("issued") == issued


def test_people_come_in_many_shapes() -> None:
    assert people(
        "<LastName>Doe</LastName><ForeName>Jo  Ann</ForeName><Initials>JA</Initials>",
        "<LastName>Roe</LastName><Initials>R</Initials><Suffix>Jr</Suffix>",
        "<LastName>Warsinggih</LastName>",
        "<CollectiveName>Group <i>X</i></CollectiveName>",
        "<ForeName>Plato</ForeName>",
        "",
    ) == [
        {"family": "Doe", "given": "Jo Ann"},
        {"family": "Roe", "given": "R", "suffix": "Jr"},
        {"family": "Warsinggih"},
        {"literal": "Group X"},
        {"literal": "Plato"},
    ]


def test_orcids_are_told_by_the_position_of_a_name_that_is_kept() -> None:
    listed = (
        '<Author ValidYN="N"><LastName>Old</LastName>'
        '<Identifier Source="ORCID">0000-0001-5109-3700</Identifier></Author>'
        "<Author><LastName>A</LastName></Author>"
        "<Author><LastName>B</LastName>"
        '<Identifier Source="ISNI">0000000121032683</Identifier>'
        '<Identifier Source="ORCID"> 0000000218250097 </Identifier></Author>'
    )
    item = article(people=f"<AuthorList>{listed}</AuthorList>")
    assert item["custom"]["orcid"] == {"1": "0000-0002-1825-0097"}


def test_editors_of_an_article_are_no_authors() -> None:
    listed = '<AuthorList Type="editors"><Author><LastName>E</LastName></Author></AuthorList>'
    item = article(people=listed)
    assert (item.get("author"), item["editor"]) == (None, [{"family": "E"}])


@pytest.mark.parametrize(
    ("publication_type", "expected"),
    [
        ("Journal Article", ("article-journal", None)),
        ("Published Erratum", ("article-journal", None)),
        ("Preprint", ("article", "preprint")),
        ("Newspaper Article", ("article-newspaper", None)),
    ],
)
def test_publication_types_decide_the_csl_type(publication_type, expected) -> None:
    item = article(types=f"<PublicationType>{publication_type}</PublicationType>")
    assert (item["type"], item.get("genre")) == expected
    assert item["custom"]["publication_types"] == [publication_type]


@pytest.mark.parametrize(("code", "language"), [("ger", "de"), ("chi", "zh"), ("und", "und")])
def test_languages_are_bcp_47(code: str, language: str) -> None:
    assert article(after=f"<Language>{code}</Language>")["language"] == language


@pytest.mark.parametrize(
    ("issns", "expected"),
    [
        pytest.param(
            ('<ISSN IssnType="Print">1111-1111</ISSN>', "2222-2222"), "1111-1111", id="print"
        ),
        pytest.param(
            ('<ISSN IssnType="Electronic">1111-1111</ISSN>', "2222-2222"), "2222-2222", id="linking"
        ),
        pytest.param(
            ('<ISSN IssnType="Electronic">1111-1111</ISSN>', ""), "1111-1111", id="electronic"
        ),
        pytest.param(("", "2222-2222"), "2222-2222", id="linking alone"),
        pytest.param(("", ""), None, id="none"),
    ],
)
def test_the_issn_is_that_of_the_printed_journal_if_known(issns, expected) -> None:
    info = f"<MedlineJournalInfo><ISSNLinking>{issns[1]}</ISSNLinking></MedlineJournalInfo>"
    assert article(journal=issns[0], citation=info).get("ISSN") == expected


def test_an_invalid_doi_stays_in_the_item_and_is_no_identifier() -> None:
    (candidate,) = read(
        """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>900000005</PMID><Article>
        <ELocationID EIdType="doi" ValidYN="Y">10.103/00006450</ELocationID></Article>
        </MedlineCitation></PubmedArticle></PubmedArticleSet>"""
    )
    assert candidate.item["DOI"] == "10.103/00006450"
    assert candidate.identifiers == {Scheme.PMID: "900000005"}


def test_the_doi_of_the_article_ids_is_taken_where_the_locations_hold_no_valid_one() -> None:
    item = article(
        locators='<ELocationID EIdType="doi">10.103/00006450</ELocationID>',
        data='<PubmedData><ArticleIdList><ArticleId IdType="doi">10.5555/b</ArticleId>'
        "</ArticleIdList></PubmedData>",
    )
    assert item["DOI"] == "10.5555/b"


def test_the_versions_of_one_pmid_are_candidates_of_their_own() -> None:
    record = (
        '<PubmedArticle><MedlineCitation VersionID="{0}"><PMID Version="{0}">900000005</PMID>'
        "<Article/></MedlineCitation></PubmedArticle>"
    )
    versions = "".join(record.format(number) for number in (1, 2, 3))
    found = read(f"<PubmedArticleSet>{versions}</PubmedArticleSet>")
    assert [c.item.get("custom", {}).get("pmid_version") for c in found] == [None, 2, 3]
    assert {c.identifiers[Scheme.PMID] for c in found} == {"900000005"}


def test_the_payload_hash_changes_with_the_record_and_only_with_it() -> None:
    first, *rest = read(SAMPLE)
    again = read(SAMPLE.replace(b"\n  <PubmedBookArticle>", b"\n\n <PubmedBookArticle>"))
    changed = read(SAMPLE.replace(b"oaks", b"elms"))
    assert [c.payload_hash for c in again] == [c.payload_hash for c in (first, *rest)]
    assert changed[0].payload_hash != first.payload_hash
    assert [c.payload_hash for c in changed[1:]] == [c.payload_hash for c in rest]


def test_a_record_that_was_kept_is_read_again_as_it_was() -> None:
    for each in read(SAMPLE):
        again = pubmed_xml.read_record(each.payload or b"", STAMP)
        assert (again, again.payload) == (each, each.payload)


@pytest.mark.parametrize(
    "payload",
    [b"", b"<PubmedArticle>", b"</PubmedArticleSet>", b"<PubmedArticle/>", SAMPLE],
    ids=["nothing", "cut", "the end of a set", "no record", "a set"],
)
def test_what_was_kept_and_is_no_record_is_refused(payload: bytes) -> None:
    with pytest.raises(FormatError):
        pubmed_xml.read_record(payload, STAMP)


@pytest.mark.parametrize(
    "xml",
    [
        "<PubmedArticleSet></PubmedArticleSet>",
        f'<?xml version="1.0" ?>\n{DOCTYPE}\n<PubmedArticleSet/>\n',
        "<PubmedArticleSet><DeleteCitation><PMID>1</PMID></DeleteCitation></PubmedArticleSet>",
    ],
    ids=["bare", "with the DOCTYPE of 2026", "deletions only"],
)
def test_an_empty_set_yields_nothing(xml: str) -> None:
    assert read(xml) == []


def test_a_record_inside_a_record_is_none() -> None:
    inner = "<PubmedArticle><MedlineCitation><PMID>1</PMID></MedlineCitation></PubmedArticle>"
    outer = (
        f"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>900000005</PMID>"
        f"<Article/></MedlineCitation>{inner}</PubmedArticle></PubmedArticleSet>"
    )
    assert [c.identifiers[Scheme.PMID] for c in read(outer)] == ["900000005"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \n ", "empty", id="white space"),
        pytest.param(b'<?xml version="1.0" ?>', "cut or damaged", id="declaration only"),
        pytest.param(
            f'<?xml version="1.0" ?>\n{DOCTYPE}\n'.encode(), "cut or damaged", id="no root"
        ),
        pytest.param(b"<!DOCTYPE html><html><body>Sorry</body></html>", "HTML", id="page"),
        pytest.param(b"<html><PubmedArticleSet/></html>", "HTML", id="set inside a page"),
        pytest.param(b"<eSearchResult/>", "eSearchResult", id="another answer"),
        pytest.param(b"NCBI C++ Exception: EOF", "cut or damaged", id="text"),
        pytest.param(b"\x00\x01\x02", "cut or damaged", id="binary"),
        pytest.param(
            b"<eFetchResult><ERROR>ID list is empty!</ERROR></eFetchResult>",
            "ID list is empty!",
            id="error",
        ),
        pytest.param(b"<ERROR>Cannot retrieve history data</ERROR>", "history", id="bare error"),
        pytest.param(b"<PubmedArticleSet>" + b"<a>" * 300, "cut or damaged", id="deep and cut"),
        pytest.param(
            b"<PubmedArticleSet><PubmedArticle>"
            + b"<a>" * 220
            + b"</a>" * 220
            + b"</PubmedArticle>",
            "nested",
            id="deep",
        ),
        pytest.param(
            b"<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>",
            "PubmedArticle without MedlineCitation",
            id="hollow record",
        ),
        pytest.param(
            b'<?xml version="1.0" encoding="x-none"?><PubmedArticleSet/>', "cut", id="encoding"
        ),
    ],
)
def test_what_is_no_whole_set_is_refused_by_name(body: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message) as refused:
        read(body)
    assert len(str(refused.value)) < 250


def test_the_rate_limit_answer_is_told_without_the_key_it_echoes() -> None:
    body = b'{"error":"API rate limit exceeded","api-key":"0123456789abcdef","limit":"3"}'
    with pytest.raises(FormatError, match="API rate limit exceeded") as refused:
        read(body)
    assert "0123456789abcdef" not in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;',
        '<!ENTITY x "oak">',
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;">',
    ],
    ids=["file", "parameter", "plain", "nested"],
)
def test_declarations_inside_the_document_are_refused(subset: str, encoding: str) -> None:
    xml = (
        f"<!DOCTYPE PubmedArticleSet [{subset}]><PubmedArticleSet><PubmedArticle><MedlineCitation>"
        "<PMID>900000005</PMID><Article><ArticleTitle>&x;</ArticleTitle></Article>"
        "</MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )
    with pytest.raises(FormatError):
        read(xml.encode(encoding))


def test_other_encodings_are_read() -> None:
    text = SAMPLE.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert [c.item for c in read(text.encode("utf-16"))] == [c.item for c in read(SAMPLE)]


SMALL = (
    b'<?xml version="1.0" ?>\n' + DOCTYPE.encode() + b"\n<PubmedArticleSet>\n"
    b"<PubmedArticle><MedlineCitation><PMID>900000005</PMID><Article><ArticleTitle>On <i>oaks</i>."
    b"</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n"
    b"<PubmedArticle><MedlineCitation><PMID>900000006</PMID><Article><ArticleTitle>\xc3\x89lan"
    b" &amp; co.</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n</PubmedArticleSet>"
)


RECORD = (
    '<PubmedArticle><MedlineCitation><PMID Version="1">900000005</PMID><Article><Journal>'
    "<JournalIssue><PubDate><Year>2020</Year></PubDate></JournalIssue></Journal><ArticleTitle>T."
    "</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
)


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<ERROR>Unable to obtain query</ERROR>", "answered with an error: Unable to obtain query"),
        (f"<ERROR>2 of 3 failed</ERROR>{RECORD}", "answered with an error: 2 of 3 failed"),
        (f"{RECORD}<ERROR>2 of 3 failed</ERROR>", "answered with an error: 2 of 3 failed"),
        (f"{RECORD}<Other/>{RECORD}", "among its records is Other"),
        ("Be right back", "among its records is a text, Be right back"),
        (f"{RECORD}down{RECORD}", "among its records is a text, down"),
    ],
)
def test_a_message_in_a_set_is_no_empty_set(inside: str, message: str) -> None:
    """What PubMed says in the place of a record would make the record pass for absent."""
    with pytest.raises(FormatError, match=message):
        read(f"<PubmedArticleSet>{inside}</PubmedArticleSet>")


def test_a_character_that_is_named_and_not_declared_is_not_left_out_of_a_title() -> None:
    """With a DOCTYPE that is not fetched, XML lets such a name pass; the title would be halved."""
    whole = f"{DOCTYPE}<PubmedArticleSet>{RECORD}</PubmedArticleSet>"
    assert len(read(whole)) == 1
    with pytest.raises(FormatError, match="names a character"):
        read(whole.replace("T.", "Half &alpha; title."))


def read_as_far_as_it_goes(data: bytes) -> tuple[list[Candidate], FormatError | None]:
    found: list[Candidate] = []
    try:
        found.extend(pubmed_xml.read(io.BytesIO(data), STAMP))
    except FormatError as error:
        return found, error
    return found, None


def test_a_set_cut_at_any_offset_gives_whole_records_and_then_an_error() -> None:
    whole = read(SMALL)
    counts = set()
    for offset in range(len(SMALL)):
        found, error = read_as_far_as_it_goes(SMALL[:offset])
        assert error is not None
        assert found == whole[: len(found)]
        counts.add(len(found))
    assert counts == {0, 1, 2}


@pytest.mark.parametrize("byte", [b"\x00", b"<", b"&", b"\xff"], ids=["nul", "lt", "amp", "ff"])
def test_a_damaged_byte_never_gives_an_error_of_another_kind(byte: bytes) -> None:
    for offset in range(len(SMALL)):
        _, error = read_as_far_as_it_goes(SMALL[:offset] + byte + SMALL[offset + 1 :])
        assert len(str(error)) < 250


def test_a_cut_gzip_file_is_a_format_error() -> None:
    packed = gzip.compress(SAMPLE)
    with gzip.open(io.BytesIO(packed[: len(packed) // 2])) as stream, pytest.raises(FormatError):
        list(pubmed_xml.read(stream, STAMP))


def test_records_arrive_before_the_file_ends() -> None:
    """A baseline file is larger than memory should hold."""
    record = SAMPLE[SAMPLE.index(b"<PubmedArticle>") : SAMPLE.index(b"<PubmedBookArticle>")]
    stream = io.BytesIO(b"<PubmedArticleSet>" + record * 100 + b"</PubmedArticleSet>")
    next(pubmed_xml.read(stream, STAMP))
    assert stream.tell() < len(record) * 20
