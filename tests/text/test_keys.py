from __future__ import annotations

import pytest

from citekit.model import CslItem
from citekit.text import keys

LIANG: CslItem = {
    "author": [{"family": "Liang", "given": "J"}],
    "issued": {"date-parts": [[2010, 8]]},
    "title": "Allogenic mesenchymal stem cells transplantation",
}


def _free(key: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (LIANG, "Liang2010Allogenic"),
        ({**LIANG, "title": "On the use of <i>E. coli</i> in mice"}, "Liang2010Coli"),
        ({**LIANG, "title": "What are β-lactams?"}, "Liang2010Lactams"),
        ({**LIANG, "title": "COVID-19 and lupus"}, "Liang2010COVID"),
        ({**LIANG, "title": "1984 revisited"}, "Liang2010Revisited"),
        ({**LIANG, "title": "Of it"}, "Liang2010"),
        ({**LIANG, "author": [{"family": "Müller-Ößner"}]}, "MullerOssner2010Allogenic"),
        ({**LIANG, "author": [{"family": "O’Neil"}]}, "ONeil2010Allogenic"),
        ({**LIANG, "author": [{"family": "李"}]}, "Li2010Allogenic"),
        (
            {**LIANG, "author": [{"family": "Berg", "non-dropping-particle": "van der"}]},
            "Berg2010Allogenic",
        ),
        ({**LIANG, "author": [{"literal": "World Health Organization"}]}, "WHO2010Allogenic"),
        ({**LIANG, "author": [{"literal": "Anonymous"}]}, "Anonymous2010Allogenic"),
        ({**LIANG, "author": [], "editor": [{"family": "Sun"}]}, "Sun2010Allogenic"),
        ({"title": "Allogenic cells"}, "AnonAllogenic"),
        ({}, "Anon"),
    ],
)
def test_make_key(item: CslItem, expected: str) -> None:
    assert expected == keys.make_key(item, _free)


def test_a_taken_key_gets_a_letter() -> None:
    taken = {"liang2010allogenic", "liang2010allogenicb"}
    assert keys.make_key(LIANG, lambda key: key.casefold() in taken) == "Liang2010Allogenicc"


def test_letters_go_on_after_z() -> None:
    given: set[str] = set()
    for _ in range(30):
        given.add(keys.make_key(LIANG, given.__contains__))
    assert {"Liang2010Allogenicz", "Liang2010Allogenicba"} <= given
    assert len(given) == 30


def test_a_key_is_ascii_and_short() -> None:
    item: CslItem = {**LIANG, "author": [{"family": "Ж" * 500}], "title": "Щ" * 500}
    key = keys.make_key(item, _free)
    assert key.isascii()
    assert len(key) < 100


PUBMED: CslItem = {
    **LIANG,
    "container-title-short": "Ann Rheum Dis",
    "PMID": "20650877",
    "DOI": "10.1002/(SICI)1097<1::AID-ARD>3.0.CO;2-0",
}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{family}{year}{word}", "Liang2010Allogenic"),
        ("{family}_{year}_{words:3}", "Liang_2010_AllogenicMesenchymalStem"),
        ("{words:9}", "AllogenicMesenchymalStemCellsTransplantation"),
        ("{journal}:{year}", "AnnRheumDis:2010"),
        ("pmid{pmid}", "pmid20650877"),
        ("{doi}", "10.1002/-sici-1097-1::aid-ard-3.0.co-2-0"),
    ],
)
def test_a_template_makes_the_key(template: str, expected: str) -> None:
    assert keys.make_key(PUBMED, _free, template) == expected


def test_a_template_that_nothing_fills_is_a_work_and_never_twice_the_same() -> None:
    taken = {"work", "workb"}
    assert keys.make_key({}, lambda key: key.casefold() in taken, "{pmid}{doi}") == "Workc"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{author}{year}", r"no placeholder \{author\}; known are \{family\}, \{year\}"),
        ("{words}", r"no placeholder \{words\}"),
        ("{words:0}", r"no placeholder \{words:0\}"),
        ("{year", r"no placeholder \{year"),
        ("{year} {word}", "ASCII letters"),
        ("{year}}", "ASCII letters"),
        ("{year},", "ASCII letters"),
        ("Müller{year}", "ASCII letters"),
        ("key", "all keys would be one"),
        ("", "all keys would be one"),
    ],
)
def test_a_template_that_makes_no_keys_is_refused(template: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        keys.check_template(template)
