from __future__ import annotations

from pathlib import Path

import pytest

from citekit.model import CslItem
from citekit.text import sources

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def said(
    journal: str, date: str = "", volume: str = "", issue: str = "", page: str = ""
) -> CslItem:
    item: CslItem = {"container-title": journal}
    if date:
        ends = [[int(part) for part in end.split("-")] for end in date.split("/")]
        item["issued"] = {"date-parts": ends}
    if volume:
        item["volume"] = volume
    if issue:
        item["issue"] = issue
    if page:
        item["page"] = page
    return item


ARD = "Ann Rheum Dis"
FULL = "Annals of the Rheumatic Diseases"

# A source alone; everything in it but the last full stop is the source.
ALONE: list[tuple[str, CslItem]] = [
    # NLM
    (
        "Ann Rheum Dis. 2010 Aug;69(8):1423-9.",
        said(ARD, "2010-8", "69", "8", "1423-1429"),
    ),
    ("Ann Rheum Dis. 2011 Jan;70(1):237", said(ARD, "2011-1", "70", "1", "237")),
    ("Ann Rheum Dis. 2010 Aug 3;69(8):1423–9", said(ARD, "2010-8-3", "69", "8", "1423-1429")),
    ("Ann Rheum Dis. 2010 Jul-Aug;69(8):1", said(ARD, "2010-7/2010-8", "69", "8", "1")),
    (
        "Science. 2010 Nov 5-12;330(6005):S1-S9",
        said("Science", "2010-11-5/2010-11-12", "330", "6005", "S1-S9"),
    ),
    (
        "Ann Rheum Dis. 1998 Dec-1999 Jan;57(12):1-3",
        said(ARD, "1998-12/1999-1", "57", "12", "1-3"),
    ),
    ("Arthritis Res Ther 2014;16:R79", said("Arthritis Res Ther", "2014", "16", "", "R79")),
    ("BMJ. 2021;372:n71", said("BMJ", "2021", "372", "", "n71")),
    ("BMJ 2021; 372: n71.", said("BMJ", "2021", "372", "", "n71")),
    ("Lancet 2003;361(9370):1767-8", said("Lancet", "2003", "361", "9370", "1767-1768")),
    ("N Engl J Med 2020; 382: 727-33.", said("N Engl J Med", "2020", "382", "", "727-733")),
    ("N. Engl. J. Med. 2020; 382: 727-33.", said("N. Engl. J. Med", "2020", "382", "", "727-733")),
    ("PLoS One. 2010;5(8):e12345", said("PLoS One", "2010", "5", "8", "e12345")),
    (
        "Cochrane Database Syst Rev. 2010;(8):CD000259",
        said("Cochrane Database Syst Rev", "2010", "", "8", "CD000259"),
    ),
    (
        "Circulation. 2010 Aug;69 Suppl 3:S12-S19",
        said("Circulation", "2010-8", "69", "Suppl 3", "S12-S19"),
    ),
    ("Circulation. 2010;69(Suppl 3):12-9", said("Circulation", "2010", "69", "Suppl 3", "12-19")),
    (
        "Circulation. 2010 Aug;69(8 Suppl 3):12",
        said("Circulation", "2010-8", "69", "8 Suppl 3", "12"),
    ),
    ("Circulation. 2010;Suppl 3:12-9", said("Circulation", "2010", "", "Suppl 3", "12-19")),
    ("Lancet. 1990 Jan;1(1 Pt 2):23-4", said("Lancet", "1990-1", "1", "1 Pt 2", "23-24")),
    (
        "Ann Intern Med. 2005 Mar 15;142(6):I12",
        said("Ann Intern Med", "2005-3-15", "142", "6", "I12"),
    ),
    ("J Foo. 2021 Jan 5:1-3", said("J Foo", "2021-1-5", "", "", "1-3")),
    (
        "Lancet. 2000 Spring;3(1):5",
        {
            "container-title": "Lancet",
            "issued": {"date-parts": [[2000]], "season": 1},
            "volume": "3",
            "issue": "1",
            "page": "5",
        },
    ),
    ("J Foo. 1990;12A:5-7", said("J Foo", "1990", "12A", "", "5-7")),
    ("J Foo. 1990;12-13:5-7", said("J Foo", "1990", "12-13", "", "5-7")),
    (
        "Lancet. 1990;1(8151):123-5, 140; discussion 125-8",
        said("Lancet", "1990", "1", "8151", "123-125, 140; discussion 125-128"),
    ),
    # PubMed's full names are in sentence case
    (
        "Arthritis and rheumatism. 2010 Aug;62(8):2467-75",
        said("Arthritis and rheumatism", "2010-8", "62", "8", "2467-2475"),
    ),
    (
        "The New England journal of medicine. 2020;382(8):727",
        said("The New England journal of medicine", "2020", "382", "8", "727"),
    ),
    (
        "Lancet (London, England). 2003;361(9370):1767-8",
        said("Lancet (London, England)", "2003", "361", "9370", "1767-1768"),
    ),
    (
        "Acta medica Scandinavica. 1990;12:5",
        said("Acta medica Scandinavica", "1990", "12", "", "5"),
    ),
    # other styles
    (
        "Arthritis & Rheumatism (2010) 62:2467-75",
        said("Arthritis & Rheumatism", "2010", "62", "", "2467-2475"),
    ),
    ("Annals of the Rheumatic Diseases, 69(8), 1423–1429", said(FULL, "", "69", "8", "1423-1429")),
    ("Annals of the Rheumatic Diseases, 69, 1423–1429", said(FULL, "", "69", "", "1423-1429")),
    (
        "Arthritis Research & Therapy, 16(2), Article R79",
        said("Arthritis Research & Therapy", "", "16", "2", "R79"),
    ),
    (
        "Annals of the Rheumatic Diseases 69.8 (2010): 1423-1429",
        said(FULL, "2010", "69", "8", "1423-1429"),
    ),
    (
        "Annals of the Rheumatic Diseases 69, no. 8 (2010): 1423–29",
        said(FULL, "2010", "69", "8", "1423-1429"),
    ),
    (
        "Annals of the Rheumatic Diseases 69, no. 8 (August 2010): 1423–29",
        said(FULL, "2010-8", "69", "8", "1423-1429"),
    ),
    (
        "Annals of the Rheumatic Diseases, vol. 69, no. 8, Aug. 2010, pp. 1423–29",
        said(FULL, "2010-8", "69", "8", "1423-1429"),
    ),
    (
        "Annals of the Rheumatic Diseases, vol. 69, no. 8, 2010, pp. 1423–29",
        said(FULL, "2010", "69", "8", "1423-1429"),
    ),
    (
        "Ann. Rheum. Dis., vol. 69, no. 8, pp. 1423–1429, Aug. 2010",
        said("Ann. Rheum. Dis", "2010-8", "69", "8", "1423-1429"),
    ),
    (
        "Ann. Rheum. Dis. 69, 1423–1429 (2010)",
        said("Ann. Rheum. Dis", "2010", "69", "", "1423-1429"),
    ),
    (
        "Ann. Rheum. Dis. 2010, 69, 1423−1429",
        said("Ann. Rheum. Dis", "2010", "69", "", "1423-1429"),
    ),
    (
        "Ann. Rheum. Dis. 2010, 69 (8), 1423−1429",
        said("Ann. Rheum. Dis", "2010", "69", "8", "1423-1429"),
    ),
    ("Ann Rheum Dis 69 (2010) 1423-1429", said(ARD, "2010", "69", "", "1423-1429")),
    ("Ann Rheum Dis 69:1423-1429, 2010", said(ARD, "2010", "69", "", "1423-1429")),
    ("Ann Rheum Dis 69(8):1423-1429, 2010", said(ARD, "2010", "69", "8", "1423-1429")),
    (
        "Brain, Behavior, and Immunity, 24(1), 12–15",
        said("Brain, Behavior, and Immunity", "", "24", "1", "12-15"),
    ),
    (
        "Brain, Behavior, and Immunity 2010;24:12-5",
        said("Brain, Behavior, and Immunity", "2010", "24", "", "12-15"),
    ),
    ("eLife 2020;9:e12345", said("eLife", "2020", "9", "", "e12345")),
    (
        "Alzheimer's & Dementia 2020;9:12-15",
        said("Alzheimer's & Dementia", "2020", "9", "", "12-15"),
    ),
    (
        "CA: a cancer journal for clinicians. 2020;70(1):7-30",
        said("CA: a cancer journal for clinicians", "2020", "70", "1", "7-30"),
    ),
    # PubMed's RefSource of what is not in print yet, and its numeric months
    ("Oecologia. 2021 Jun 6;:", said("Oecologia", "2021-6-6")),
    ("JAMA Oncol. 2019 Apr 25;:null", said("JAMA Oncol", "2019-4-25")),
    ("Phys Med Biol. 2021 Jun 07;66(12):", said("Phys Med Biol", "2021-6-7", "66", "12")),
    ("Neuroimage. 2021 Mar 4;:117932", said("Neuroimage", "2021-3-4", page="117932")),
    ("Genetics. 2021 03 03;217(1):1-14", said("Genetics", "2021-3-3", "217", "1", "1-14")),
    ("Oncol Rep. 2021 02;45(2):523-534", said("Oncol Rep", "2021-2", "45", "2", "523-534")),
    ("Curr Opin. 2021 02;59:iii-v", said("Curr Opin", "2021-2", "59", page="iii-v")),
    ("J Am Dir. 2021;22(6):1292-1299.e5", said("J Am Dir", "2021", "22", "6", "1292-1299.e5")),
    (
        "Ther Adv. 2021;13:17588359211018047",
        said("Ther Adv", "2021", "13", page="17588359211018047"),
    ),
    # names that are hard to see the beginning of
    ("3 Biotech. 2021 Jun;11(6):284", said("3 Biotech", "2021-6", "11", "6", "284")),
    (
        "Journal of chromatography. A 1650 (2021): 462",
        said("Journal of chromatography. A", "2021", "1650", page="462"),
    ),
    (
        "Comparative biochemistry. Part D, Genomics & proteomics. 2021;39:100",
        said("Comparative biochemistry. Part D, Genomics & proteomics", "2021", "39", page="100"),
    ),
    (
        "AJR. American journal of roentgenology 130 (1978): 1",
        said("AJR. American journal of roentgenology", "1978", "130", page="1"),
    ),
    (
        "Current opinion in insect science 44 (2021): 55–63",
        said("Current opinion in insect science", "2021", "44", page="55-63"),
    ),
    (
        "Proc. Natl Acad. Sci. USA 69, 12–15 (2010)",
        said("Proc. Natl Acad. Sci. USA", "2010", "69", page="12-15"),
    ),
    (
        "Methods in molecular biology 2011 (2019): 441–449",
        said("Methods in molecular biology", "2019", "2011", page="441-449"),
    ),
    ("Computing, 1, 2 (1990), 3–26", said("Computing", "1990", "1", "2", "3-26")),
]


@pytest.mark.parametrize(("text", "expected"), ALONE, ids=[text[:60] for text, _ in ALONE])
def test_a_source_alone(text: str, expected: CslItem) -> None:
    assert expected == sources.parse(text)
    found = sources.find(text)
    assert [(expected, text.rstrip("."))] == [
        (one.item, text[one.start : one.end]) for one in found
    ]


# (text, the piece of it that is the source)
WITHIN = [
    ("Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237.", "Ann Rheum Dis. 2011 Jan;70(1):237"),
    ("Erratum in Ann Rheum Dis. 2011 Jan;70(1):237.", "Ann Rheum Dis. 2011 Jan;70(1):237"),
    ("Comment in Lancet 2003;361:1767", "Lancet 2003;361:1767"),
    ("(Ann Rheum Dis 2010;69:1423-9)", "Ann Rheum Dis 2010;69:1423-9"),
    ("[Ann Rheum Dis 2010;69:1423-9]", "Ann Rheum Dis 2010;69:1423-9"),
    ("Liang J, et al. Ann Rheum Dis 2010;69:1423-9", "Ann Rheum Dis 2010;69:1423-9"),
    ("Liang J. Ann. Rheum. Dis. 2010, 69, 1423", "Ann. Rheum. Dis. 2010, 69, 1423"),
    ("Liang J, Ann Rheum Dis 2010;69:1423-9", "Ann Rheum Dis 2010;69:1423-9"),
    (
        "a pilot study. Ann. Rheum. Dis. 69, 1423–1429 (2010)",
        "Ann. Rheum. Dis. 69, 1423–1429 (2010)",
    ),
    ("Cells in Lupus. Ann Rheum Dis. 2010;69(8):1", "Ann Rheum Dis. 2010;69(8):1"),
    ("What is lupus? Lancet 2003;361:1767", "Lancet 2003;361:1767"),
    ("“What is lupus.” Lancet 361 (2003): 1767", "Lancet 361 (2003): 1767"),
    (
        "The trial that appeared in Ann Rheum Dis 2010;69:1423-9 was small",
        "Ann Rheum Dis 2010;69:1423-9",
    ),
    ("as was shown (Lancet 2003;361:1767) before", "Lancet 2003;361:1767"),
    (
        "NZ Centre\n\nAnn Rheum Dis. 2010 Aug;69(8):1423-9.\n\nTitle",
        "Ann Rheum Dis. 2010 Aug;69(8):1423-9",
    ),
    ("NZ Centre\nAnn Rheum Dis. 2010 Aug;69(8):1423-9", "Ann Rheum Dis. 2010 Aug;69(8):1423-9"),
    ("• Ann Rheum Dis. 2010 Aug;69(8):1423-9", "Ann Rheum Dis. 2010 Aug;69(8):1423-9"),
    ("12. Lancet 2003;361:1767", "Lancet 2003;361:1767"),
    ("Published in: Lancet 2003;361:1767", "Lancet 2003;361:1767"),
    (
        "[Article in Chinese]. Zhonghua Yi Xue Za Zhi. 2010;90:1-5",
        "Zhonghua Yi Xue Za Zhi. 2010;90:1-5",
    ),
]


@pytest.mark.parametrize(("text", "expected"), WITHIN, ids=[text[:40] for text, _ in WITHIN])
def test_a_source_within_other_text(text: str, expected: str) -> None:
    assert [expected] == [text[one.start : one.end] for one in sources.find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Between 2 May 2001 and 9 June 2003, 21 people took part",
        "fell from 10.1+/-2.2 to 4.5+/-1.8 (p<0.01, n=21)",
        "First published: 03 August 2010",
        "has been open in Springfield, Illinois, since 1971.",
        "median 7.75 months (range 2–31 months)",
        "a yearly saving of $12.4 million",
        "Tel. 03 555 1234, open 9:00-17:00",
        "2010;69(8):1423-9",
        "v. 2.3 (2010)",
        "et al. (2010)",
        "Smith et al, 12(3), 15-18",
        "Vol. 12, no. 3, pp. 15-18",
        "open on Monday 10:30-12",
        "in grade 3:1, as said",
        "Chapter 3, 12-15",
        "1 Jan 2020 10:30",
        "",
    ],
)
def test_prose_holds_no_source(text: str) -> None:
    assert sources.find(text) == []


def test_several_sources_are_found_in_order() -> None:
    text = "Lancet. 2004;363(9411):750. Lancet. 2010 Feb 6;375(9713):445. BMJ 2011;342:c7452"
    assert [text[one.start : one.end] for one in sources.find(text)] == [
        "Lancet. 2004;363(9411):750",
        "Lancet. 2010 Feb 6;375(9713):445",
        "BMJ 2011;342:c7452",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "J Name. 2021 Jan;1(2):3. doi: 10.1234/x. PMID: 1000",
            {"DOI": "10.1234/x", "PMID": "1000"},
        ),
        (
            "J Name. 2021 Jan;1(2):3. Epub 2020 Dec 1. doi: 10.1234/X. PMID: 1000; PMCID: PMC2000.",
            {"DOI": "10.1234/x", "PMID": "1000", "PMCID": "PMC2000"},
        ),
        ("J Name 2021;1:3. https://doi.org/10.1234/x", {"DOI": "10.1234/x"}),
        ("J Name 2021;1:3 [PMID: 1000]", {"PMID": "1000"}),
        ("J Name. 2021 Jan 5. doi: 10.1234/x.", {"DOI": "10.1234/x"}),
        ("J Name. 2021 Jan 5:namej-2020-1. doi: 10.1234/x.", {"DOI": "10.1234/x"}),
        ("J Name. 2021. PMID: 1000", {"PMID": "1000"}),
    ],
)
def test_identifiers_behind_a_source_belong_to_it(text: str, expected: dict[str, str]) -> None:
    item = sources.parse(text)
    assert item is not None
    assert item["container-title"] == "J Name"
    assert expected == {name: item.get(name) for name in ("DOI", "PMID", "PMCID") if name in item}


def test_identifiers_of_the_next_source_do_not() -> None:
    first, second = sources.find("J One 2021;1:3. J Two 2022;1:3. doi:10.1234/x")
    assert ("DOI" in first.item, "DOI" in second.item) == (False, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Rheum Dis. 2010", said(ARD, "2010")),
        ("Ann Rheum Dis 2010 Aug.", said(ARD, "2010-8")),
        ("Ann Rheum Dis (2010)", said(ARD, "2010")),
        ("lupus", None),
        ("2010", None),
        ("https://example.org/2010", None),
        (
            "This sentence ends with a year, is much longer than what any journal is called, and "
            "goes on and on until 2010",
            None,
        ),
        ("", None),
    ],
)
def test_parse_takes_less_than_find(text: str, expected: CslItem | None) -> None:
    assert expected == sources.parse(text)


def test_parse_wants_the_source_first() -> None:
    assert sources.parse("Some words and then. Lancet 2003;361:1767") is None


@pytest.mark.parametrize(
    "text", ["Sensors, 17, 292", "Biotropica 14, 40-9", "Textile Res J 57:640"]
)
def test_undated_numbers_count_only_where_lenient(text: str) -> None:
    assert sources.find(text) == []
    assert [text] == [text[one.start : one.end] for one in sources.find(text, lenient=True)]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared seeds are not here")
def test_the_two_pages_hold_two_sources_and_none() -> None:
    found = [
        [text[one.start : one.end] for one in sources.find(text)]
        for text in (path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt")))
    ]
    assert found == [
        ["Ann Rheum Dis. 2010 Aug;69(8):1423-9", "Ann Rheum Dis. 2011 Jan;70(1):237"],
        [],
    ]
