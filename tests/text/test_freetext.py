from __future__ import annotations

import pytest

from citekit.model import CslItem, CslName
from citekit.text import freetext

A = (
    "Allogenic mesenchymal stem cells transplantation in refractory systemic lupus erythematosus: "
    "a pilot clinical study"
)
B = (
    "Umbilical cord mesenchymal stem cell transplantation in severe and refractory systemic lupus "
    "erythematosus"
)
PRISMA = "The PRISMA 2020 statement: an updated guideline for reporting systematic reviews"
FULL = "Annals of the Rheumatic Diseases"


def people(*written: str) -> list[CslName]:
    pairs = (name.split("|") for name in written)
    return [
        {"family": pair[0], "given": pair[1]} if len(pair) > 1 else {"family": pair[0]}
        for pair in pairs
    ]


def a(**changes: object) -> CslItem:
    """Paper A as a citation shows it; `None` takes a field away."""
    item: dict[str, object] = {
        "author": people("Liang|J", "Zhang|H", "Sun|L"),
        "title": A,
        "container-title": "Ann Rheum Dis",
        "issued": {"date-parts": [[2010]]},
        "volume": "69",
        "issue": "8",
        "page": "1423-1429",
    }
    item.update({name.replace("_", "-"): value for name, value in changes.items()})
    return {name: value for name, value in item.items() if value is not None}  # type: ignore[return-value]


DOTTED = people("Liang|J.", "Zhang|H.", "Sun|L.")
WHOLE = people("Liang|Jun", "Zhang|Huayong", "Sun|Lingyun")
AUGUST = {"date-parts": [[2010, 8]]}
DOI = "10.1136/ard.2009.123463"

STYLES: dict[str, tuple[str, CslItem]] = {
    "nlm": (
        f"Liang J, Zhang H, Sun L. {A}. Ann Rheum Dis. 2010 Aug;69(8):1423-9.",
        a(issued=AUGUST),
    ),
    "nlm-et-al": (
        f"Liang J, Zhang H, Sun L, et al. {A}. Ann Rheum Dis. 2010 Aug;69(8):1423-9.",
        a(issued=AUGUST),
    ),
    "nlm-with-identifiers": (
        f"Liang J, Zhang H, Sun L. {A}. Ann Rheum Dis. 2010 Aug;69(8):1423-9. doi: {DOI}. "
        "Epub 2010 Aug 3. PMID: 20650877; PMCID: PMC2808187.",
        a(issued=AUGUST, DOI=DOI, PMID="20650877"),
    ),
    "pubmed-copy": (
        f"1. Liang J, Zhang H, Sun L. {A}. Ann Rheum Dis. 2010 Aug;69(8):1423-9. "
        "PubMed PMID: 20650877.",
        a(issued=AUGUST, PMID="20650877"),
    ),
    "vancouver-internet": (
        f"Liang J, Zhang H, Sun L. {A}. Ann Rheum Dis [Internet]. 2010 [cited 2020 Jan 1];"
        f"69(8):1423-9. Available from: https://doi.org/{DOI}",
        a(DOI=DOI),
    ),
    "ama": (
        f"Liang J, Zhang H, Sun L, et al. {A}. Ann Rheum Dis. 2010;69(8):1423-1429. doi:{DOI}",
        a(DOI=DOI),
    ),
    "apa": (
        f"Liang, J., Zhang, H., & Sun, L. (2010). {A}. {FULL}, 69(8), 1423–1429. https://doi.org/{DOI}",
        a(author=DOTTED, container_title=FULL, DOI=DOI),
    ),
    "apa-ellipsis": (
        f"Liang, J., Zhang, H., … Sun, L. (2010). {A}. {FULL}, 69(8), 1423–1429.",
        a(author=DOTTED[:2], container_title=FULL),
    ),
    "apa-month": (
        f"Liang, J., Zhang, H., & Sun, L. (2010, August). {A}. {FULL}, 69(8), 1423–1429.",
        a(author=DOTTED, container_title=FULL, issued=AUGUST),
    ),
    "mla-7": (
        f"Liang, Jun, et al. “{A}.” {FULL} 69.8 (2010): 1423-1429. Print.",
        a(author=WHOLE[:1], container_title=FULL),
    ),
    "mla-8": (
        f'Liang, Jun, et al. "{A}." {FULL}, vol. 69, no. 8, Aug. 2010, pp. 1423–29.',
        a(author=WHOLE[:1], container_title=FULL, issued=AUGUST),
    ),
    "chicago-notes": (
        f"Jun Liang, Huayong Zhang, and Lingyun Sun, “{A},” {FULL} 69, no. 8 (2010): 1423–29.",
        a(author=WHOLE, container_title=FULL),
    ),
    "chicago-author-date": (
        f"Liang, Jun, Huayong Zhang, and Lingyun Sun. 2010. “{A}.” {FULL} 69 (8): 1423–29.",
        a(author=WHOLE, container_title=FULL),
    ),
    "ieee": (
        f"[3] J. Liang, H. Zhang, and L. Sun, “{A},” Ann. Rheum. Dis., vol. 69, no. 8, "
        f"pp. 1423–1429, Aug. 2010, doi: {DOI}.",
        a(author=DOTTED, container_title="Ann. Rheum. Dis", issued=AUGUST, DOI=DOI),
    ),
    "nature": (
        f"Liang, J., Zhang, H. & Sun, L. {A}. Ann. Rheum. Dis. 69, 1423–1429 (2010).",
        a(author=DOTTED, container_title="Ann. Rheum. Dis", issue=None),
    ),
    "acs": (
        "Liang, J.; Zhang, H.; Sun, L. Ann. Rheum. Dis. 2010, 69, 1423−1429.",
        a(author=DOTTED, title=None, container_title="Ann. Rheum. Dis", issue=None),
    ),
    "elsevier": (
        f"J. Liang, H. Zhang, L. Sun, {A}, Ann. Rheum. Dis. 69 (2010) 1423–1429.",
        a(author=DOTTED, container_title="Ann. Rheum. Dis", issue=None),
    ),
    "harvard": (
        f"Liang, J., Zhang, H. and Sun, L. (2010) ‘{A}’, {FULL}, 69(8), pp. 1423–1429.",
        a(author=DOTTED, container_title=FULL),
    ),
    "harvard-vol": (
        f"Liang, J, Zhang, H & Sun, L 2010, '{A}', {FULL}, vol. 69, no. 8, pp. 1423-1429.",
        a(container_title=FULL),
    ),
    "springer": (
        f"Liang J, Zhang H, Sun L (2010) {A}. Ann Rheum Dis 69:1423–1429. https://doi.org/{DOI}",
        a(issue=None, DOI=DOI),
    ),
    "bmj": (
        f"Liang J, Zhang H, Sun L. {A}. Ann Rheum Dis 2010; 69: 1423-9.",
        a(issue=None),
    ),
    "no-title": (
        "Liang J, et al. Ann Rheum Dis 2010;69:1423-9",
        a(author=people("Liang|J"), title=None, issue=None),
    ),
    "no-title-no-initials": (
        "Liang et al. Ann Rheum Dis 2010;69:1423-9",
        a(author=people("Liang"), title=None, issue=None),
    ),
    "no-title-comma": (
        "Liang J, Zhang H, Sun L, Ann Rheum Dis 2010;69:1423-9",
        a(title=None, issue=None),
    ),
    "no-authors": (f"{A}. Ann Rheum Dis. 2010;69(8):1423-9.", a(author=None)),
    "source-only": ("Ann Rheum Dis. 2010;69(8):1423-9.", a(author=None, title=None)),
    "source-first": (
        f"Ann Rheum Dis. 2010 Aug;69(8):1423-9. {A}. Liang J, Zhang H, Sun L.",
        a(issued=AUGUST),
    ),
    "title-first": (
        f"{A}. Liang J, Zhang H, Sun L. Ann Rheum Dis. 2010 Aug;69(8):1423-9.",
        a(issued=AUGUST),
    ),
    "title-only": (A, {"title": A}),
    "title-with-stop": (f"{A}.", {"title": A}),
    "authors-and-title": (
        f"Liang J, Zhang H. {A}.",
        {"author": people("Liang|J", "Zhang|H"), "title": A},
    ),
    "title-and-journal": (
        f"{A}. Ann Rheum Dis 2010",
        a(author=None, volume=None, issue=None, page=None),
    ),
    "several-lines": (
        f"Liang J, Zhang H, Sun L.\n  {A}.\n  Ann Rheum Dis. 2010 Aug;69(8):1423-9.\n",
        a(issued=AUGUST),
    ),
    "pubmed-comment": (
        "Mesenchymal stem cells in the treatment of autoimmune diseases. [Ann Rheum Dis. 2010]",
        {
            "title": "Mesenchymal stem cells in the treatment of autoimmune diseases",
            "container-title": "Ann Rheum Dis",
            "issued": {"date-parts": [[2010]]},
        },
    ),
    "ampersand-journal": (
        f"Sun L, Wang D. {B}. Arthritis & Rheumatism 2010;62(8):2467–2475.",
        {
            "author": people("Sun|L", "Wang|D"),
            "title": B,
            "container-title": "Arthritis & Rheumatism",
            "issued": {"date-parts": [[2010]]},
            "volume": "62",
            "issue": "8",
            "page": "2467-2475",
        },
    ),
    "article-number": (
        f"Page MJ, McKenzie JE, Bossuyt PM, et al. {PRISMA}. BMJ. 2021;372:n71. "
        "Published 2021 Mar 29. doi:10.1136/bmj.n71",
        {
            "author": people("Page|MJ", "McKenzie|JE", "Bossuyt|PM"),
            "title": PRISMA,
            "container-title": "BMJ",
            "issued": {"date-parts": [[2021]]},
            "volume": "372",
            "page": "n71",
            "DOI": "10.1136/bmj.n71",
        },
    ),
    "ahead-of-print": (
        "Smith J. A title about things. J Foo. 2021 Jan 5. doi: 10.1234/foo.bar. "
        "Online ahead of print.",
        {
            "author": people("Smith|J"),
            "title": "A title about things",
            "container-title": "J Foo",
            "issued": {"date-parts": [[2021, 1, 5]]},
            "DOI": "10.1234/foo.bar",
        },
    ),
    "group-author": (
        "World Health Organization. Global report on things. Lancet 2003;361(9370):1767-8",
        {
            "author": [{"literal": "World Health Organization"}],
            "title": "Global report on things",
            "container-title": "Lancet",
            "issued": {"date-parts": [[2003]]},
            "volume": "361",
            "issue": "9370",
            "page": "1767-1768",
        },
    ),
    "question-title": (
        "Smith J, Doe A. Is lupus one disease? Lancet 2003;361:1767.",
        {
            "author": people("Smith|J", "Doe|A"),
            "title": "Is lupus one disease?",
            "container-title": "Lancet",
            "issued": {"date-parts": [[2003]]},
            "volume": "361",
            "page": "1767",
        },
    ),
    "two-sentence-title": (
        "Smith J, Doe A. Lupus. A review. Lancet 2003;361:1767.",
        {
            "author": people("Smith|J", "Doe|A"),
            "title": "Lupus. A review",
            "container-title": "Lancet",
            "issued": {"date-parts": [[2003]]},
            "volume": "361",
            "page": "1767",
        },
    ),
    "numbers-in-title": (
        "Smith J. COVID-19 in 2020: 12 lessons from 3 trials (2010-2019). Lancet 2021;397(10):5-9.",
        {
            "author": people("Smith|J"),
            "title": "COVID-19 in 2020: 12 lessons from 3 trials (2010-2019)",
            "container-title": "Lancet",
            "issued": {"date-parts": [[2021]]},
            "volume": "397",
            "issue": "10",
            "page": "5-9",
        },
    ),
    "springer-doi-only": (
        f"Liang J, Zhang H, Sun L (2010) {A}. Ann Rheum Dis. https://doi.org/{DOI}",
        a(volume=None, issue=None, page=None, DOI=DOI),
    ),
    "nature-doi-before-year": (
        f"Liang, J., Zhang, H. & Sun, L. {A}. Ann. Rheum. Dis. 69, 1423. "
        f"https://doi.org/{DOI} (2010).",
        a(author=DOTTED, container_title="Ann. Rheum. Dis", issue=None, page="1423", DOI=DOI),
    ),
    "apa-single-page": (
        f"Liang, J., Zhang, H., & Sun, L. (Aug. 2010). {A}. {FULL}, 69, 1423.",
        a(author=DOTTED, container_title=FULL, issue=None, page="1423", issued=AUGUST),
    ),
    "stray-spaces": (
        f"Liang J , Zhang H , Sun L . {A} . Ann Rheum Dis . 2010 ; 69(8) : 1423-9 .",
        a(),
    ),
    "spaced-hyphen": (
        f"Lin, Q. -H., & Sun, L. (2010). {A}. {FULL}, 69(8), 1423–1429.",
        a(author=people("Lin|Q.-H.", "Sun|L."), container_title=FULL),
    ),
    "title-with-quotation": (
        "Smith J, Doe A. “The lupus diverticulum”, a manifestation. Lancet 2003;361:1767.",
        {
            "author": people("Smith|J", "Doe|A"),
            "title": "“The lupus diverticulum”, a manifestation",
            "container-title": "Lancet",
            "issued": {"date-parts": [[2003]]},
            "volume": "361",
            "page": "1767",
        },
    ),
    "title-with-inner-quotation": (
        'Smith, John. “The "ring sign" of lupus.” Lancet 361 (2003): 1767.',
        {
            "author": people("Smith|John"),
            "title": 'The "ring sign" of lupus',
            "container-title": "Lancet",
            "issued": {"date-parts": [[2003]]},
            "volume": "361",
            "page": "1767",
        },
    ),
    "erratum-of-a-named-source": (
        "Smith J. Corrigendum to 'X' [Journal of Lupus 87 (2021) 63-73]. J Lupus. 2021 Jun;89:113.",
        {
            "author": people("Smith|J"),
            "title": "Corrigendum to 'X' [Journal of Lupus 87 (2021) 63-73]",
            "container-title": "J Lupus",
            "issued": {"date-parts": [[2021, 6]]},
            "volume": "89",
            "page": "113",
        },
    ),
    "small-letter-title": (
        "Ren H, Xu Q. miR-19a inhibition of lupus. Lancet 2003;361:1767.",
        {
            "author": people("Ren|H", "Xu|Q"),
            "title": "miR-19a inhibition of lupus",
            "container-title": "Lancet",
            "issued": {"date-parts": [[2003]]},
            "volume": "361",
            "page": "1767",
        },
    ),
    "suffixes-and-particles": (
        "Harding JW Jr, White HB 3rd, al-Mefty O. Is lupus one? Lancet 2003;361:1767.",
        {
            "author": [
                {"family": "Harding", "given": "JW", "suffix": "Jr"},
                {"family": "White", "given": "HB", "suffix": "3rd"},
                {"family": "al-Mefty", "given": "O"},
            ],
            "title": "Is lupus one?",
            "container-title": "Lancet",
            "issued": {"date-parts": [[2003]]},
            "volume": "361",
            "page": "1767",
        },
    ),
    "title-that-reads-like-names": (
        "Heart Failure and Renal Disease. Lancet 2003;361:1767.",
        {
            "title": "Heart Failure and Renal Disease",
            "container-title": "Lancet",
            "issued": {"date-parts": [[2003]]},
            "volume": "361",
            "page": "1767",
        },
    ),
    "cited-is-a-word-too": (
        "Smith J. Most cited articles in lupus. Lancet 2003;361:1767.",
        {
            "author": people("Smith|J"),
            "title": "Most cited articles in lupus",
            "container-title": "Lancet",
            "issued": {"date-parts": [[2003]]},
            "volume": "361",
            "page": "1767",
        },
    ),
    "doi-only": (f"doi:{DOI}", {"DOI": DOI}),
    "url-only": (f"https://doi.org/{DOI}", {"DOI": DOI}),
    "empty": ("", {}),
    "nothing-but-marks": (" . , ;", {}),
}


@pytest.mark.parametrize(("text", "expected"), STYLES.values(), ids=STYLES.keys())
def test_describe(text: str, expected: CslItem) -> None:
    found = freetext.describe(text)
    found.pop("PMCID", None)
    assert expected == found


def test_a_pmcid_is_taken_too() -> None:
    assert freetext.describe("Lancet 2003;361:1767. PMCID: PMC2808187")["PMCID"] == "PMC2808187"


def test_capitals_in_a_row_are_one_word_of_a_journal() -> None:
    """They were parted into words in every way there is: thousands of years for these."""
    item = freetext.describe(f"Alder B. A title of it. {'J' * 300}; more of it. doi:10.1000/x")
    assert item["DOI"] == "10.1000/x"
    assert "container-title" not in item
    item = freetext.describe(f"Alder B. A title of it. {'J' * 60}. doi:10.1000/x")
    assert item["container-title"] == "J" * 60
