"""Web pages: their metadata, and their text where they have none."""

from __future__ import annotations

import pytest

from citekit.documents import html
from citekit.model import Citation, CslItem, Place
from citekit.vocab import Scheme
from tests.documents.papers import COMMENT_SOURCE, COMMENT_TITLE, ERRATUM, A, B, is_whole, printed

WHOLE: CslItem = {
    "type": "article-journal",
    "title": A.title,
    "author": [{"family": "Liang", "given": "Jun"}, {"family": "Zhang", "given": "Huayong"}],
    "container-title": "Annals of the Rheumatic Diseases",
    "issued": {"date-parts": [[2010, 8]]},
    "volume": "69",
    "issue": "8",
    "page": "1423-1429",
    "ISSN": "0003-4967",
}
BOTH = {Scheme.DOI: A.doi, Scheme.PMID: A.pmid}


def read(page: str | bytes) -> list[Citation]:
    data = page.encode() if isinstance(page, str) else page
    return list(html.read(data, "page.html"))


def one(page: str | bytes) -> Citation:
    (citation,) = read(page)
    return citation


def meta(*pairs: tuple[str, str]) -> str:
    return "\n".join(f'<meta name="{name}" content="{content}">' for name, content in pairs)


def head(inside: str, body: str = "") -> str:
    return f"<!doctype html>\n<html><head>\n{inside}\n</head>\n<body>{body}</body></html>"


HIGHWIRE = (
    ("citation_title", A.title),
    ("citation_author", "Liang, Jun"),
    ("citation_author_institution", "The Affiliated Drum Tower Hospital"),
    ("citation_author", "Zhang, Huayong"),
    ("citation_author_orcid", "https://orcid.org/0000-0002-1825-0097"),
    ("citation_publication_date", "2010/08"),
    ("citation_journal_title", "Annals of the Rheumatic Diseases"),
    ("citation_issn", "0003-4967"),
    ("citation_issn", "1468-2060"),
    ("citation_volume", "69"),
    ("citation_issue", "8"),
    ("citation_firstpage", "1423"),
    ("citation_lastpage", "1429"),
    ("citation_doi", A.doi),
    ("citation_pmid", A.pmid),
)


# --- meta tags


def test_highwire_tags() -> None:
    citation = one(head(meta(*HIGHWIRE)))

    assert citation.said == {**WHOLE, "custom": {"orcid": {"1": "0000-0002-1825-0097"}}}
    assert citation.identifiers == BOTH
    assert (citation.raw, citation.place) == (A.title, Place("page.html", 3, 1))


def test_a_citation_reference_is_another_work() -> None:
    page = head(
        meta(
            ("citation_reference", f"citation_title={B.title}; citation_doi={B.doi}"),
            ("citation_title", A.title),
            ("citation_doi", A.doi),
        )
    )
    assert one(page).identifiers == {Scheme.DOI: A.doi}


@pytest.mark.parametrize("content", ["", " ", "n/a", "10.1136", "doi:"])
def test_an_empty_or_impossible_identifier_is_none(content: str) -> None:
    citation = one(head(meta(("citation_title", A.title), ("citation_doi", content))))

    assert (citation.identifiers, citation.said) == ({}, {"title": A.title})


def test_values_that_are_encoded_twice() -> None:
    page = head(
        meta(
            ("citation_title", "Arthritis &amp;amp; &lt;i&gt;lupus&lt;/i&gt;"),
            ("citation_doi", f" doi:{A.doi.upper()} "),
        )
    )
    citation = one(page)

    assert citation.said["title"] == "Arthritis & <i>lupus</i>"
    assert citation.identifiers == {Scheme.DOI: A.doi}


def test_authors_in_one_tag() -> None:
    page = head(meta(("citation_title", A.title), ("citation_authors", "Liang J;Zhang H;Hua B")))

    assert [name["family"] for name in one(page).said["author"]] == ["Liang", "Zhang", "Hua"]


def test_a_page_that_lists_works_in_highwire_tags() -> None:
    page = head(
        meta(
            ("citation_title", A.title),
            ("citation_author", "Liang, Jun"),
            ("citation_doi", A.doi),
            ("citation_title", B.title),
            ("citation_doi", B.doi),
        )
    )
    first, second = read(page)

    assert (first.said["title"], first.identifiers) == (A.title, {Scheme.DOI: A.doi})
    assert (second.said, second.identifiers) == ({"title": B.title}, {Scheme.DOI: B.doi})


def test_a_title_in_two_languages_is_one_work() -> None:
    page = head(
        meta(
            ("citation_title", A.title),
            ("citation_title", "Células madre"),
            ("citation_doi", A.doi),
            ("citation_doi", f"https://doi.org/{A.doi}"),
        )
    )
    assert one(page).said["title"] == A.title


OTHER_TAGS = {
    "Dublin Core": (
        ("DC.Title", A.title),
        ("dc.creator", "Liang, Jun"),
        ("dc.creator", "Zhang, Huayong"),
        ("DC.date", "2010-08"),
        ("dc.identifier", "ISSN 0003-4967"),
        ("DC.Identifier", f"doi:{A.doi}"),
    ),
    "Dublin Core terms": (
        ("DCTERMS.title", A.title),
        ("DCTERMS.creator", "Jun Liang"),
        ("DCTERMS.creator", "Huayong Zhang"),
        ("DCTERMS.issued", "2010-08"),
        ("DCTERMS.identifier", f"https://doi.org/{A.doi}"),
    ),
    "bepress": (
        ("bepress_citation_title", A.title),
        ("bepress_citation_author", "Liang, Jun"),
        ("bepress_citation_author", "Zhang, Huayong"),
        ("bepress_citation_date", "2010/08"),
        ("bepress_citation_doi", A.doi),
    ),
    "EPrints": (
        ("eprints.title", A.title),
        ("eprints.creators_name", "Liang, Jun"),
        ("eprints.creators_name", "Zhang, Huayong"),
        ("eprints.date", "2010-08"),
        ("eprints.id_number", A.doi),
    ),
    "PRISM": (
        ("dc.title", A.title),
        ("dc.creator", "Liang, Jun"),
        ("dc.creator", "Zhang, Huayong"),
        ("prism.publicationDate", "2010-08"),
        ("prism.doi", A.doi),
    ),
}


@pytest.mark.parametrize("tags", OTHER_TAGS.values(), ids=OTHER_TAGS.keys())
def test_other_vocabularies(tags: tuple[tuple[str, str], ...]) -> None:
    citation = one(head(meta(*tags)))

    assert citation.said == {key: WHOLE[key] for key in ("title", "author", "issued")}
    assert citation.identifiers == {Scheme.DOI: A.doi}


def test_vocabularies_about_one_page_are_one_work() -> None:
    page = head(
        meta(("DC.Identifier", f"doi:{A.doi}"), ("DC.title", "A shorter title"), *HIGHWIRE)
        + f'<script type="application/ld+json">{{"@type": "ScholarlyArticle", "name": "{A.title}", '
        '"publisher": {"name": "BMJ"}}</script>'
        + f'<span class="Z3988" title="rft.atitle=X&amp;rft_id=info:doi/{A.doi}"></span>'
    )
    citation = one(page)

    assert (citation.said["title"], citation.identifiers) == (A.title, BOTH)


def test_any_page_may_carry_a_dublin_core_title() -> None:
    assert read(head(meta(("DC.title", "Our clinic"), ("DC.creator", "The clinic")))) == []


@pytest.mark.parametrize(
    "link",
    [
        f'<link rel="cite-as" href="https://doi.org/{A.doi}">',
        f'<link rel="canonical" href="https://www.example.org/doi/{A.doi}">',
    ],
)
def test_a_link_that_names_the_work(link: str) -> None:
    assert one(head(link)).identifiers == {Scheme.DOI: A.doi}


# --- JSON-LD


def json_ld(text: str) -> str:
    return head(f'<script type="application/ld+json">{text}</script>')


ARTICLE = f"""{{"@context": "https://schema.org", "@graph": [
  {{"@id": "#issue", "@type": "PublicationIssue", "issueNumber": 8, "isPartOf": {{
     "@type": ["PublicationVolume", "Periodical"], "name": "Annals of the Rheumatic Diseases",
     "issn": ["0003-4967", "1468-2060"], "volumeNumber": "69"}}}},
  {{"@type": "ScholarlyArticle", "isPartOf": "#issue", "name": "{A.title}",
    "author": [{{"@type": "Person", "givenName": "Jun", "familyName": "Liang"}}, "Zhang, Huayong"],
    "datePublished": "2010-08", "pageStart": "1423", "pageEnd": "1429",
    "identifier": [{{"@type": "PropertyValue", "propertyID": "doi", "value": "{A.doi}"}},
                   {{"@type": "PropertyValue", "propertyID": "PubMed ID", "value": {A.pmid}}}],
    "citation": [{{"@type": "ScholarlyArticle", "name": "Other", "identifier": "{B.doi}"}}]}}]}}"""


def test_json_ld_with_its_issue_beside_it() -> None:
    citation = one(json_ld(ARTICLE))

    assert citation.said == WHOLE
    assert citation.identifiers == BOTH


@pytest.mark.parametrize(
    "identifier",
    [
        f'"identifier": "{A.doi}"',
        f'"identifier": ["isbn", "https://doi.org/{A.doi}"]',
        f'"sameAs": "https://doi.org/{A.doi}"',
        f'"@id": "https://doi.org/{A.doi}"',
        f'"identifier": {{"value": "{A.doi}"}}',
    ],
)
def test_where_json_ld_puts_identifiers(identifier: str) -> None:
    page = json_ld(f'[{{"@type": ["Article"], "headline": "{A.title}", {identifier}}}]')

    assert one(page).identifiers == {Scheme.DOI: A.doi}


def test_a_blog_post_calls_itself_an_article() -> None:
    page = json_ld('{"@type": "Article", "headline": "Cells for lupus", "author": {"name": "Me"}}')

    assert read(page) == []


def test_the_article_that_a_page_is_about() -> None:
    page = json_ld(
        f'<!--\n{{"@type": "WebPage", "mainEntity": {{"@type": "MedicalScholarlyArticle", '
        f'"headline": [{{"@value": "{A.title}"}}]}}}}\n-->'
    )
    assert one(page).said["title"] == A.title


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "[]", "[" * 100_000, '{"@type": 1}', '{"@graph": {"@graph": [[[{}]]]}}'],
    ids=["empty", "cut", "null", "list", "deep", "number", "nested"],
)
def test_broken_json_ld_says_nothing(text: str) -> None:
    assert read(json_ld(text)) == []


def test_an_issue_that_is_part_of_itself() -> None:
    page = json_ld('{"@id": "#a", "@type": "ScholarlyArticle", "name": "X y", "isPartOf": "#a"}')

    assert one(page).said["title"] == "X y"


# --- COinS


def coins(*objects: str) -> str:
    return head("", "".join(f'<span class="Z3988" title="{o}"></span>\n' for o in objects))


CONTEXT = (
    "ctx_ver=Z39.88-2004&amp;rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&amp;"
    f"rft.genre=article&amp;rft.atitle={A.title.replace(' ', '+').replace(':', '%3A')}&amp;"
    "rft.jtitle=Annals+of+the+Rheumatic+Diseases&amp;rft.volume=69&amp;rft.issue=8&amp;"
    "rft.spage=1423&amp;rft.epage=1429&amp;rft.date=2010-08&amp;rft.issn=0003-4967&amp;"
    "rft.aulast=Liang&amp;rft.aufirst=Jun&amp;rft.au=Zhang%2C+Huayong&amp;"
    f"rft_id=info%3Adoi%2F{A.doi.replace('/', '%2F')}&amp;rft_id=info%3Apmid%2F{A.pmid}"
)


def test_a_list_of_context_objects() -> None:
    first, second = read(coins(CONTEXT, f"rft.atitle=Other&amp;rft_id=info:doi/{B.doi}"))

    assert (first.said, first.identifiers) == (WHOLE, BOTH)
    assert (second.said, second.identifiers) == ({"title": "Other"}, {Scheme.DOI: B.doi})


def test_a_newspapers_context_object_is_no_work() -> None:
    assert read(coins("rft.genre=article&amp;rft.atitle=News&amp;rft.jtitle=The+Guardian")) == []


def test_context_objects_beside_the_pages_own_work_are_its_references() -> None:
    page = coins(f"rft.atitle=Other&amp;rft_id=info:doi/{B.doi}")

    assert one(page.replace("</head>", meta(*HIGHWIRE) + "</head>")).identifiers == BOTH


# --- the text

NOTICES = f"""<h1>{A.title}</h1><p>Somebody else's doi:{B.doi}</p>
<h3>Erratum in</h3><ul><li>{ERRATUM}</li></ul>
<h3>Comment in</h3>
<ul><li><a href="https://pubmed.ncbi.nlm.nih.gov/1234567/">{COMMENT_TITLE}.</a><br>
Tyndall A, Houssiau FA.<br>{COMMENT_SOURCE}</li>
<li>Another look at cells in lupus.<br>Doe A, Roe B.<br>Lupus. 2011;20(1):1-2.</li></ul>
<p>Fifteen people were treated.</p>"""


def test_of_a_page_with_metadata_only_the_notices_are_read() -> None:
    citation = one(head(meta(*HIGHWIRE), NOTICES))

    assert citation.identifiers == BOTH
    assert [printed(link) for link in citation.links] == [
        ("erratum", "Erratum in", ERRATUM),
        (
            "comment",
            "Comment in",
            f"{COMMENT_TITLE}. Tyndall A, Houssiau FA. {COMMENT_SOURCE}",
        ),
        (
            "comment",
            "Comment in",
            "Another look at cells in lupus. Doe A, Roe B. Lupus. 2011;20(1):1-2.",
        ),
    ]
    assert [dict(link.notice.identifiers) for link in citation.links] == [
        {},
        {Scheme.PMID: "1234567", Scheme.DOI: "10.1136/ard.2010.132639"},
        {},
    ]
    assert all(link.work.identifiers == BOTH for link in citation.links)


def test_a_page_without_metadata_is_read_as_text() -> None:
    page = f"""<html><body><nav>{B.written}</nav><script>"{B.doi}"</script>
<!-- {B.doi} --><style>{B.doi}</style><noscript>{B.doi}</noscript><p hidden>{B.doi}</p>
<p style="display: none">{B.doi}</p>
<p>{A.source}</p><h2>{A.title}.</h2>
<p>{A.authors.replace("J,", "J<sup>1</sup>,")}</p></body></html>"""
    citation = one(page)

    assert is_whole(citation, A)
    assert citation.place == Place("page.html", 4, 1)


def test_line_breaks_end_lines() -> None:
    assert is_whole(one(f"<div>{A.source}<br/>{A.title}.<br>{A.authors}</div>"), A)


def test_identifiers_behind_links() -> None:
    page = f"""<html><p>There is <a href="https://doi.org/{B.doi}">a study</a>.</p>
<ol><li>{A.written} <a href="https://pubmed.ncbi.nlm.nih.gov/{A.pmid}">PubMed</a>
 <a href="https://doi.org/{A.doi}">CrossRef</a> <a href="/share">Share</a></li></ol></html>"""
    first, second = read(page)

    assert (first.raw, first.said) == (f"https://doi.org/{B.doi}", {})
    assert first.identifiers == {Scheme.DOI: B.doi}
    assert is_whole(second, A)
    assert second.identifiers == BOTH
    assert second.place == Place("page.html", 2, 1)


def test_preformatted_lines_stay_lines() -> None:
    assert is_whole(one(f"<pre>\n{A.source}\n{A.title}.\n{A.authors}\n</pre>"), A)


@pytest.mark.parametrize(
    "page",
    [
        "",
        " ",
        "<",
        "<html>",
        "<!doctype html><html><head><title>Just a moment...</title></head><body>"
        "<h1>Checking your browser before you continue</h1></body></html>",
        "<html><body><form>Please solve this captcha</form></body></html>",
        "<html><body>" + "<div>" * 50_000,
        "<p>" * 3000 + "</b>" * 3000,
        "<meta><meta name=citation_title><meta content=x><a href><a href='http://['>",
    ],
    ids=[*("empty", "blank", "cut", "bare", "challenge", "captcha", "deep", "malformed", "odd")],
)
def test_pages_without_a_citation(page: str) -> None:
    assert read(page) == []


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        *[("utf-8", name) for name in ("koi8-r", "latin-1", "no-such-code", "unicode_escape", "")],
        *[("latin-1", name) for name in ("utf-8", "ascii", "no-such-code", "unicode_escape", "")],
        *[("utf-16", name) for name in ("utf-8", "koi8-r")],
    ],
)
def test_a_wrong_charset_does_no_harm(encoding: str, declared: str) -> None:
    page = f"<html><meta charset='{declared}'><p>Müller A, Groß B. Über Lupus. Lupus. 2010;1(2):3."

    assert one(page.encode(encoding)).raw == page.rpartition("<p>")[2]


def test_a_declared_charset_is_believed_where_the_bytes_are_not_utf8() -> None:
    page = "<html><meta charset=koi8-r><p>Иванов И. Волчанка. Lupus. 2010;1(2):3-4."

    assert one(page.encode("koi8-r")).raw.startswith("Иванов И.")


def test_an_xml_declaration_is_no_obstacle() -> None:
    page = (
        '<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>doi:10.1000/x</p></body></html>'
    )

    assert one(page).identifiers == {Scheme.DOI: "10.1000/x"}
