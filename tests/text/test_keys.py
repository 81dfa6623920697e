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
