from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.errors import IdentifierError
from citekit.model import Identifier
from citekit.text import doi, identifiers, mentions, urls
from citekit.vocab import Scheme

ARD = "doi:10.1136/ard.2009.123463"
SICI = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"

# What the whole text names; None where it names nothing.
PARSED: list[tuple[str, str | None]] = [
    # PMID
    ("pmid:20650877", "pmid:20650877"),
    ("PMID: 20650877", "pmid:20650877"),
    ("PMID:20650877.", "pmid:20650877"),
    ("PMID 20650877", "pmid:20650877"),
    ("PMID20650877", "pmid:20650877"),
    ("PubMed PMID: 20650877;", "pmid:20650877"),
    ("PubMed ID: 20650877", "pmid:20650877"),
    ("pubmed:20650877", "pmid:20650877"),
    ("PM:20650877", "pmid:20650877"),
    ("info:pmid/20650877", "pmid:20650877"),
    ("pmid:00020650877", "pmid:20650877"),
    ("(PMID: 20650877)", "pmid:20650877"),
    ("https://pubmed.ncbi.nlm.nih.gov/20650877/", "pmid:20650877"),
    ("https://pubmed.ncbi.nlm.nih.gov/20650877/?format=pubmed#abstract", "pmid:20650877"),
    ("pubmed.ncbi.nlm.nih.gov/20650877", "pmid:20650877"),
    ("https://pubmed.ncbi.nlm.nih.gov/?term=20650877", "pmid:20650877"),
    ("http://www.ncbi.nlm.nih.gov/pubmed/20650877", "pmid:20650877"),
    ("www.ncbi.nlm.nih.gov/pubmed/20650877?dopt=Abstract", "pmid:20650877"),
    ("https://www.ncbi.nlm.nih.gov/pubmed/?term=20650877[uid]", "pmid:20650877"),
    ("https://www.ncbi.nlm.nih.gov/pubmed/?term=20650877%5Buid%5D", "pmid:20650877"),
    ("https://www.ncbi.nlm.nih.gov/m/pubmed/20650877/", "pmid:20650877"),
    (
        "http://www.ncbi.nlm.nih.gov/entrez/query.fcgi?cmd=Retrieve&db=pubmed&list_uids=20650877",
        "pmid:20650877",
    ),
    ("https://europepmc.org/article/MED/20650877", "pmid:20650877"),
    ("http://europepmc.org/abstract/med/20650877", "pmid:20650877"),
    ("https://identifiers.org/pubmed:20650877", "pmid:20650877"),
    ("https://identifiers.org/pubmed/20650877", "pmid:20650877"),
    ("https://pubmed-ncbi-nlm-nih-gov.proxy.lib.edu/20650877/", "pmid:20650877"),
    ("https://pmc.ncbi.nlm.nih.gov/articles/pmid/20650877/", "pmid:20650877"),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/pmid/20650877", "pmid:20650877"),
    # PMCID
    ("PMC2808187", "pmcid:PMC2808187"),
    ("pmc2808187", "pmcid:PMC2808187"),
    ("PMC2808187.1", "pmcid:PMC2808187"),
    ("PMCID: PMC2808187", "pmcid:PMC2808187"),
    ("pmcid:2808187", "pmcid:PMC2808187"),
    ("PMC: 2808187", "pmcid:PMC2808187"),
    ("https://pmc.ncbi.nlm.nih.gov/articles/PMC2808187/", "pmcid:PMC2808187"),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC2808187/pdf/x.pdf", "pmcid:PMC2808187"),
    ("http://www.ncbi.nlm.nih.gov/pmc/articles/pmc2808187", "pmcid:PMC2808187"),
    ("https://pmc.ncbi.nlm.nih.gov/articles/instance/PMC2808187.1/", "pmcid:PMC2808187"),
    ("https://europepmc.org/article/PMC/PMC2808187", "pmcid:PMC2808187"),
    ("https://europepmc.org/articles/PMC2808187", "pmcid:PMC2808187"),
    # DOI, bare and labelled
    ("10.1136/ard.2009.123463", ARD),
    ("10.1136/ARD.2009.123463", ARD),
    ("  10.1136/ard.2009.123463.  ", ARD),
    ("(10.1136/ard.2009.123463)", ARD),
    ('"10.1136/ard.2009.123463",', ARD),
    ("<10.1136/ard.2009.123463>", ARD),
    ("doi:10.1136/ard.2009.123463", ARD),
    ("DOI: 10.1136/ard.2009.123463", ARD),
    ("DOI 10.1136/ard.2009.123463", ARD),
    ("doi:https://doi.org/10.1136/ard.2009.123463", ARD),
    ("doi: 10. 1136/ard.2009.123463", ARD),
    ("info:doi/10.1136/ard.2009.123463", ARD),
    ("urn:doi:10.1136/ard.2009.123463", ARD),
    ("hdl:10.1136/ard.2009.123463", ARD),
    ("10.1136/ard.\u200b2009.\u00ad123463", ARD),
    ("10.1136%2Fard.2009.123463", ARD),
    ("10.1016/S0140-6736(97)11096-0", "doi:10.1016/s0140-6736(97)11096-0"),
    ("10.1016/S0140‐6736(97)11096–0", "doi:10.1016/s0140-6736(97)11096-0"),
    (SICI.upper(), f"doi:{SICI}"),
    (SICI.replace("<", "&lt;").replace(">", "&gt;"), f"doi:{SICI}"),
    (SICI.replace("<", "&amp;lt;").replace(">", "&amp;gt;"), f"doi:{SICI}"),
    (
        "10.1890/0012-9658(2006)87[1445:ABC]2.0.CO;2",
        "doi:10.1890/0012-9658(2006)87[1445:abc]2.0.co;2",
    ),
    ("10.1037//0022-3514.1.2", "doi:10.1037//0022-3514.1.2"),
    ("10.1000.10/123456", "doi:10.1000.10/123456"),
    ("10.1000/456#789", "doi:10.1000/456#789"),
    ("10.1207/s15326985ep&2501_2", "doi:10.1207/s15326985ep&2501_2"),
    ("10.48550/arXiv.2101.00001", "doi:10.48550/arxiv.2101.00001"),
    # what publishers append, and what is part of the DOI
    ("10.1136/ard.2009.123463/full", ARD),
    ("10.1136/ard.2009.123463.full.pdf", ARD),
    ("10.1136/ard.2009.123463.pdf", ARD),
    ("10.1136/ard.2009.123463?utm_source=x&utm_medium=y", ARD),
    ("10.1101/2020.01.01.123456v2", "doi:10.1101/2020.01.01.123456"),
    ("10.1101/123456v1.full-text", "doi:10.1101/123456"),
    ("10.64898/2026.01.01.123456v3", "doi:10.64898/2026.01.01.123456"),
    ("10.1101/gr.123456.111", "doi:10.1101/gr.123456.111"),
    ("10.6084/m9.figshare.1234567.v2", "doi:10.6084/m9.figshare.1234567.v2"),
    ("10.7554/eLife.12345.1", "doi:10.7554/elife.12345.1"),
    ("10.21203/rs.3.rs-123456/v1", "doi:10.21203/rs.3.rs-123456/v1"),
    ("10.12688/f1000research.1234.2", "doi:10.12688/f1000research.1234.2"),
    ("10.1371/journal.pone.0000001.g001", "doi:10.1371/journal.pone.0000001.g001"),
    # DOI in addresses
    ("https://doi.org/10.1136/ard.2009.123463", ARD),
    ("http://dx.doi.org/10.1136/ard.2009.123463", ARD),
    ("https://www.doi.org/10.1136/ard.2009.123463", ARD),
    ("doi.org/10.1136/ard.2009.123463", ARD),
    ("dx.doi.org/10.1136/ard.2009.123463", ARD),
    ("https://doi.org/10.1136%2Fard.2009.123463", ARD),
    ("https://doi.org/10.1136/ard.2009.123463).", ARD),
    ("https://doi.org/10.1136/ard.2009.123463?nosfx=y", ARD),
    ("https://doi.org/10.1136/ard.2009.123463#abstract", ARD),
    ("https://doi-org.proxy.lib.edu/10.1136/ard.2009.123463", ARD),
    ("https://0-doi-org.library.edu/10.1136/ard.2009.123463", ARD),
    ("https://doi.org.ezproxy.lib.edu/10.1136/ard.2009.123463", ARD),
    ("https://login.proxy.edu/login?url=https://doi.org/10.1136/ard.2009.123463", ARD),
    ("https://hdl.handle.net/10.1136/ard.2009.123463", ARD),
    ("https://identifiers.org/doi:10.1136/ard.2009.123463", ARD),
    ("https://api.crossref.org/works/10.1136/ard.2009.123463", ARD),
    ("https://doi.org/10.1000/456%23789", "doi:10.1000/456#789"),
    ("https://doi.org/10.1234/abc.pdf", "doi:10.1234/abc.pdf"),
    (
        "https://doi.org/10.1002/(SICI)1097-4636(199823)43:4<440::AID-JBM12>3.0.CO;2-#",
        "doi:10.1002/(sici)1097-4636(199823)43:4<440::aid-jbm12>3.0.co;2-#",
    ),
    ("https://onlinelibrary.wiley.com/doi/10.1002/art.27548/full", "doi:10.1002/art.27548"),
    ("https://onlinelibrary.wiley.com/doi/full/10.1002/art.27548", "doi:10.1002/art.27548"),
    (
        "http://onlinelibrary.wiley.com/doi/10.1002/art.27548/abstract;jsessionid=0A1B.f01t01",
        "doi:10.1002/art.27548",
    ),
    ("https://link.springer.com/content/pdf/10.1186/ar4520.pdf", "doi:10.1186/ar4520"),
    ("https://www.tandfonline.com/doi/epdf/10.1080/1.2?needAccess=true", "doi:10.1080/1.2"),
    ("https://iopscience.iop.org/article/10.1088/1-2/3/4/meta", "doi:10.1088/1-2/3/4"),
    (
        "https://pubs.acs.org/doi/suppl/10.1021/ja1234567/suppl_file/ja1234567_si.pdf",
        "doi:10.1021/ja1234567",
    ),
    (
        "https://academic.oup.com/rheumatology/article/doi/10.1093/rheumatology/kez123/5512345",
        "doi:10.1093/rheumatology/kez123",
    ),
    (
        "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001&type=printable",
        "doi:10.1371/journal.pone.0000001",
    ),
    (
        "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf+html",
        "doi:10.1101/2020.01.01.123456",
    ),
    (
        "https://www.medrxiv.org/content/10.1101/2020.01.01.20012345v1",
        "doi:10.1101/2020.01.01.20012345",
    ),
    ("https://zenodo.org/doi/10.5281/zenodo.123456", "doi:10.5281/zenodo.123456"),
    # arXiv
    ("arXiv:2101.00001", "arxiv:2101.00001"),
    ("arXiv:2101.00001v2", "arxiv:2101.00001"),
    ("arxiv: 0704.0001", "arxiv:0704.0001"),
    ("arXiv:hep-th/9901001v3", "arxiv:hep-th/9901001"),
    ("arXiv:math.GT/0309136", "arxiv:math/0309136"),
    ("https://arxiv.org/abs/2101.00001v1", "arxiv:2101.00001"),
    ("http://arxiv.org/pdf/2101.00001v1.pdf", "arxiv:2101.00001"),
    ("https://arxiv.org/html/2101.00001", "arxiv:2101.00001"),
    ("https://export.arxiv.org/abs/hep-th/9901001", "arxiv:hep-th/9901001"),
    # ISBN
    ("isbn:0-306-40615-2", "isbn:9780306406157"),
    ("ISBN 978-3-16-148410-0", "isbn:9783161484100"),
    ("ISBN-13: 9783161484100", "isbn:9783161484100"),
    ("urn:isbn:080442957X", "isbn:9780804429573"),
    ("https://openlibrary.org/isbn/9783161484100", "isbn:9783161484100"),
    # nothing
    ("20650877", None),
    ("1234-5679", None),
    ("2101.00001", None),
    ("9783161484100", None),
    ("", None),
    ("   ", None),
    ("lupus", None),
    ("refs.bib", None),
    ("./10/notes.txt", None),
    ("C:\\papers\\10.1136", None),
    ("10.1136", None),
    ("1/2", None),
    ("10/12", None),
    ("DOI: a history of identifiers", None),
    ("PubMed: the first twenty years", None),
    ("isbn numbers and what they are", None),
    ("PMC 2010 annual report", None),
    ("Liang J. Ann Rheum Dis 2010. doi:10.1136/ard.2009.123463", None),
    ("10.1136/ard.2009.123463 10.1002/art.27548", None),
    ("pmid:1 pmid:2", None),
    ("https://example.org/papers/12", None),
    ("https://www.nature.com/articles/nature12373", None),
    ("https://pubmed.ncbi.nlm.nih.gov/?term=lupus", None),
    ("https://pubmed.ncbi.nlm.nih.gov/advanced/", None),
    ("https://www.ncbi.nlm.nih.gov/books/NBK25497/", None),
    ("https://europepmc.org/article/PPR/PPR123456", None),
    ("https://arxiv.org/list/hep-th/new", None),
    ("https://[bad", None),
    ("foo:bar", None),
]


@pytest.mark.parametrize(("text", "expected"), PARSED)
def test_parse(text: str, expected: str | None) -> None:
    found = identifiers.parse(text)
    assert expected == (None if found is None else str(found))


@pytest.mark.parametrize(
    "text",
    [
        "pmid:0",
        "pmid:abc",
        "PMID: 1234567890",
        "pmid:",
        "doi:hello",
        "doi:10.1136",
        "doi:10.12/abc",
        "doi:",
        "10.12/abc",
        "10.1136/",
        "https://doi.org/xyz-1",
        "https://doi.org/10.1136/",
        "https://pubmed.ncbi.nlm.nih.gov/0/",
        "https://pubmed.ncbi.nlm.nih.gov/1234567890/",
        "pmcid:abc",
        "PMC0",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMCabc/",
        "arXiv:hello",
        "arXiv:2113.00001",
        "https://arxiv.org/abs/hello",
        "isbn:123",
        "isbn:9783161484101",
    ],
)
def test_an_impossible_value_is_named(text: str) -> None:
    with pytest.raises(IdentifierError) as error:
        identifiers.parse(text)
    assert repr(text) in str(error.value)


@pytest.mark.parametrize("text", ["10/abcde", "https://doi.org/10/b5n6", "https://doi.org/b5n6"])
def test_a_short_doi_is_no_doi(text: str) -> None:
    with pytest.raises(IdentifierError, match="give the full DOI"):
        identifiers.parse(text)


def test_a_long_impossible_value_is_shown_in_part() -> None:
    with pytest.raises(IdentifierError) as error:
        identifiers.parse("doi:" + "x" * 10_000)
    assert len(str(error.value)) < 200


@pytest.mark.parametrize(
    ("scheme", "value", "expected"),
    [
        (Scheme.DOI, "10.1136/ARD.2009.123463", "10.1136/ard.2009.123463"),
        (Scheme.DOI, " doi:10.1136/ard.2009.123463", "10.1136/ard.2009.123463"),
        (Scheme.DOI, "https://doi.org/10.1136/ard.2009.123463", "10.1136/ard.2009.123463"),
        (Scheme.DOI, "10.1136/ard.2009.123463.", "10.1136/ard.2009.123463."),
        (Scheme.DOI, "10.1234/abc.pdf", "10.1234/abc.pdf"),
        (Scheme.DOI, "10.1234/ÄÖ", "10.1234/ÄÖ"),
        (Scheme.DOI, "10.1007/s10107\u2010004\u20110503", "10.1007/s10107-004-0503"),
        (Scheme.DOI, "10.1234/a&amp;lt;b&gt;&amp;c", "10.1234/a<b>&c"),
        (Scheme.PMID, "20650877", "20650877"),
        (Scheme.PMID, "PMID: 20650877", "20650877"),
        (Scheme.PMCID, "2808187", "PMC2808187"),
        (Scheme.PMCID, "pmc2808187.2", "PMC2808187"),
        (Scheme.ARXIV, "2101.00001v3", "2101.00001"),
        (Scheme.ARXIV, "arXiv:2101.00001", "2101.00001"),
        (Scheme.ISBN, "0-306-40615-2", "9780306406157"),
    ],
)
def test_normalise(scheme: Scheme, value: str, expected: str) -> None:
    assert expected == identifiers.normalise(scheme, value)


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        (Scheme.DOI, "pmid:20650877"),
        (Scheme.DOI, "10.1136/ard 2009"),
        (Scheme.DOI, "10.1234/" + "x" * 2000),
        (Scheme.DOI, "10.1234/a\x00b"),
        (Scheme.PMID, "0"),
        (Scheme.PMID, "٢٠"),
        (Scheme.PMCID, "PMC"),
        (Scheme.ARXIV, "10.48550/arXiv.2101.00001"),
        (Scheme.ISBN, ""),
    ],
)
def test_normalise_refuses(scheme: Scheme, value: str) -> None:
    with pytest.raises(IdentifierError):
        identifiers.normalise(scheme, value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("foo:bar", "foo"),
        ("PMID:1", "pmid"),
        ("foo:", "foo"),
        ("openalex:W123", "openalex"),
        ("https://example.org", None),
        ("C:\\papers", None),
        ("c:papers", None),
        ("foo: bar", None),
        ("foo", None),
        ("10.1136/a:b", None),
        (":foo", None),
        ("", None),
    ],
)
def test_scheme_prefix(text: str, expected: str | None) -> None:
    assert expected == identifiers.scheme_prefix(text)


# (text, the pieces of it that are mentions, what they mention)
FOUND: list[tuple[str, list[tuple[str, str]]]] = [
    (
        "See doi: 10.1136/ard.2009.123463. PMID: 20650877; PMCID: PMC2808187.",
        [
            ("doi: 10.1136/ard.2009.123463", ARD),
            ("PMID: 20650877", "pmid:20650877"),
            ("PMCID: PMC2808187", "pmcid:PMC2808187"),
        ],
    ),
    (
        "(https://pmc.ncbi.nlm.nih.gov/articles/PMC2808187/)",
        [("https://pmc.ncbi.nlm.nih.gov/articles/PMC2808187/", "pmcid:PMC2808187")],
    ),
    (
        "[a](https://doi.org/10.1136/ard.2009.123463).",
        [("https://doi.org/10.1136/ard.2009.123463", ARD)],
    ),
    (
        "[10.1002/art.27548](https://doi.org/10.1136/ard.2009.123463)",
        [
            ("10.1002/art.27548", "doi:10.1002/art.27548"),
            ("https://doi.org/10.1136/ard.2009.123463", ARD),
        ],
    ),
    (
        "10.1002/art.27548,10.1136/ard.2009.123463;10.1186/ar4520",
        [
            ("10.1002/art.27548", "doi:10.1002/art.27548"),
            ("10.1136/ard.2009.123463", ARD),
            ("10.1186/ar4520", "doi:10.1186/ar4520"),
        ],
    ),
    (
        "\\href{https://doi.org/10.1002/art.27548}{10.1136/ard.2009.123463}",
        [
            ("https://doi.org/10.1002/art.27548", "doi:10.1002/art.27548"),
            ("10.1136/ard.2009.123463", ARD),
        ],
    ),
    ("\\doi{10.1136/ard.2009.123463}", [("10.1136/ard.2009.123463", ARD)]),
    (f"old: {SICI}.", [(SICI, f"doi:{SICI}")]),
    (
        "<https://doi.org/10.1136/ard.2009.123463>",
        [("https://doi.org/10.1136/ard.2009.123463", ARD)],
    ),
    (
        "<a href='x'>10.1136/ard.2009.123463</a>",
        [("10.1136/ard.2009.123463", ARD)],
    ),
    ("10.1136/ard.2009.123463<br>next", [("10.1136/ard.2009.123463", ARD)]),
    (
        "(10.1016/S0140-6736(97)11096-0)",
        [("10.1016/S0140-6736(97)11096-0", "doi:10.1016/s0140-6736(97)11096-0")],
    ),
    (
        "doi:10.1136/ard.2009.123463PMID:20650877",
        [("doi:10.1136/ard.2009.123463", ARD), ("PMID:20650877", "pmid:20650877")],
    ),
    ("**10.1136/ard.2009.123463**", [("10.1136/ard.2009.123463", ARD)]),
    ("“10.1136/ard.2009.123463.”", [("10.1136/ard.2009.123463", ARD)]),
    ("10.1136/ard.2009.123463。", [("10.1136/ard.2009.123463", ARD)]),
    ("doi 10. 1136/ ard.2009.123463", [("doi 10. 1136/ ard.2009.123463", ARD)]),
    ("10.1136/ard.2009\u200b.123463 x", [("10.1136/ard.2009\u200b.123463", ARD)]),
    ("x 20650877 [PMID] y", [("20650877 [PMID]", "pmid:20650877")]),
    ("20650877[uid]", [("20650877[uid]", "pmid:20650877")]),
    ("PMID- 20650877", [("PMID- 20650877", "pmid:20650877")]),
    ("PubMed ID 20650877", [("PubMed ID 20650877", "pmid:20650877")]),
    ("arXiv:2101.00001v2 [cs.DL]", [("arXiv:2101.00001v2", "arxiv:2101.00001")]),
    ("arXiv:hep-th/9901001.", [("arXiv:hep-th/9901001", "arxiv:hep-th/9901001")]),
    ("ISBN 978-3-16-148410-0.", [("ISBN 978-3-16-148410-0", "isbn:9783161484100")]),
    (
        "see pubmed.ncbi.nlm.nih.gov/20650877.",
        [("pubmed.ncbi.nlm.nih.gov/20650877", "pmid:20650877")],
    ),
    ("version 10.1136 of 10/12", []),
    ("PMID: 0", []),
    ("PMID: 12.5", []),
    ("PMC 12", []),
    ("GSE12345, NCT01234567, 20650877", []),
    ("mail me@doi.org/10", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text[:40] for text, _ in FOUND])
def test_find(text: str, expected: list[tuple[str, str]]) -> None:
    found = identifiers.find(text)
    assert expected == [(text[m.start : m.end], str(m.identifier)) for m in found]


def test_find_in_markup_stops_at_a_tag() -> None:
    text = '<a href="https://doi.org/10.1136/ard.2009.123463">10.1002/art.27548<i>x</i></a>'
    assert [mention.identifier.value for mention in identifiers.find(text, markup=True)] == [
        "10.1136/ard.2009.123463",
        "10.1002/art.27548",
    ]


def test_find_in_markup_decodes_escaped_angle_brackets() -> None:
    text = "<p>" + SICI.replace("<", "&lt;").replace(">", "&gt;") + "</p>"
    assert [mention.identifier.value for mention in identifiers.find(text, markup=True)] == [SICI]


URLS = st.sampled_from(
    ["https://doi.org/", "PMID: ", "pmid:", " 10.1234/", "PMC", "arXiv:", ".pdf", "/full", " ", ")"]
)
MIXED = st.lists(st.one_of(URLS, st.text(max_size=8), st.integers(0, 10**9).map(str)), max_size=9)


@given(MIXED.map("".join))
def test_mentions_never_overlap(text: str) -> None:
    mentions = identifiers.find(text)
    edges = [place for mention in mentions for place in (mention.start, mention.end)]
    assert sorted(edges) == edges
    assert all(mention.start < mention.end <= len(text) for mention in mentions)


SUFFIXES = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, blacklist_categories=("C", "Z")),
    min_size=1,
    max_size=20,
)


@given(st.sampled_from(["10.1234/", "10.1000.10/", "10.1101/"]), SUFFIXES)
def test_a_doi_survives_its_address_and_normalising(prefix: str, suffix: str) -> None:
    try:
        value = identifiers.normalise(Scheme.DOI, prefix + suffix)
    except IdentifierError:
        return
    identifier = Identifier(Scheme.DOI, value)
    assert value == identifiers.normalise(Scheme.DOI, value)
    assert identifier == identifiers.parse(identifiers.to_url(identifier))


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("pmid:20650877", "https://pubmed.ncbi.nlm.nih.gov/20650877/"),
        ("PMC2808187", "https://pmc.ncbi.nlm.nih.gov/articles/PMC2808187/"),
        ("arXiv:2101.00001", "https://arxiv.org/abs/2101.00001"),
        ("arXiv:hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("isbn:0306406152", "https://openlibrary.org/isbn/9780306406157"),
        ("10.1136/ard.2009.123463", "https://doi.org/10.1136/ard.2009.123463"),
        ("10.1000/456#789", "https://doi.org/10.1000/456%23789"),
        ("10.1016/s0140-6736(97)11096-0", "https://doi.org/10.1016/s0140-6736(97)11096-0"),
    ],
)
def test_to_url_and_back(written: str, url: str) -> None:
    identifier = identifiers.parse(written)
    assert identifier is not None
    assert url == identifiers.to_url(identifier)
    assert identifier == identifiers.parse(url)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("10.1136/ARD.1", "https://doi.org/10.1136/ard.1", True),
        ("10.1136/ard.1", "10.1136/ard.2", False),
        ("none", "none", False),
        ("", "", False),
    ],
)
def test_same_doi(a: str, b: str, expected: bool) -> None:
    assert expected is identifiers.same_doi(a, b)


@pytest.mark.parametrize("host", urls.HOST_NAMES)
@pytest.mark.parametrize("proxied", ["{}", "{}.proxy.edu", "0-{}.lib.edu", "www.{}", "x.{}"])
@pytest.mark.parametrize("dot", [".", "-"])
def test_a_known_host_is_found_behind_a_proxy(host: str, proxied: str, dot: str) -> None:
    written = proxied.format(host.replace(".", dot))
    bare = written.removeprefix("0-").removeprefix("www.")
    fitting = [
        one
        for one in urls.HOST_NAMES
        if bare == one or bare.startswith((f"{one}.", f"{one.replace('.', '-')}."))
    ]
    assert urls._known_host(written) == (fitting or [bare])[0]


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_an_ascii_doi_is_spelled_as_any_is(text: str) -> None:
    assert text.lower() == text.translate(doi._SPELLING)


LOOKALIKES = [
    "10.5555/m\u0430de.up",  # Cyrillic a
    "10.5555/made\uff0eup",  # a full stop of full width
    "10.5555/made\u2024up",  # a one-dot leader
    "10.5555/ma\u0301de.up",  # a combining accent
    "10.5555/m\u00e1de.up",
    "10.5555/m\u0251de.up",  # Latin alpha
    "10.5555/\U0001d5c6ade.up",  # a mathematical m
    "\uff11\uff10.5555/made.up",  # digits of full width
    "10.5555\u2215made.up",  # a division slash
    "10.5555\uff0fmade.up",
]


@pytest.mark.parametrize("written", LOOKALIKES, ids=ascii)
def test_a_doi_that_only_looks_the_same_is_another_one(written: str) -> None:
    assert not identifiers.same_doi(written, "10.5555/made.up")
    parsed = identifiers.parse(written)
    assert parsed is None or not parsed.value.isascii()


WORDS = """
    10. doi DOI: hdl pmid PM\u0130D 1234 [uid] [PM\u0131D] PMC 12345 arxiv: 2101.01234
    \u0131sbn i\u017fbn 978-3-16-148410-0 https:// www. doi.org/ /10.1234/abc 10.1234/x :
    pubmed europepmc.org /article/MED/123 ncbi.nlm.nih.gov /pubmed/ n2t.net/ \u212a
"""


@given(st.lists(st.one_of(st.sampled_from([*WORDS.split(), " "]), st.text(max_size=3)), max_size=8))
def test_no_text_that_names_a_work_is_passed_over(words: list[str]) -> None:
    text = "".join(words)
    assert mentions._may_name(text) or mentions._WRITTEN.search(text) is None


def test_half_of_a_surrogate_pair_is_no_part_of_an_address() -> None:
    named = Identifier(Scheme.DOI, "10.5555/x\udcffy")
    assert identifiers.to_url(named) == "https://doi.org/10.5555/x%3Fy"
