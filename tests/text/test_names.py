from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citekit.model import CslName
from citekit.text import names
from citekit.text.characters import squeeze


def person(family: str, given: str = "", **more: str) -> CslName:
    name: dict[str, str] = {"family": family}
    if given:
        name["given"] = given
    if "particle" in more:
        name["non-dropping-particle"] = more["particle"]
    if "dropping" in more:
        name["dropping-particle"] = more["dropping"]
    if "suffix" in more:
        name["suffix"] = more["suffix"]
    return name  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Gilkeson GS", person("Gilkeson", "GS")),
        ("Sun L", person("Sun", "L")),
        ("van der Berg J Jr", person("Berg", "J", particle="van der", suffix="Jr")),
        ("O'Neil-Smith AB 3rd", person("O'Neil-Smith", "AB", suffix="3rd")),
        ("Ivanov II", person("Ivanov", "II")),
        ("Smith J II", person("Smith", "J", suffix="II")),
        ("Ivanov IuA", person("Ivanov", "IuA")),
        ("Garcia Marquez G", person("Garcia Marquez", "G")),
        ("De Vries A", person("De Vries", "A")),
        ("de la Cruz MA", person("Cruz", "MA", particle="de la")),
        ("Müller Ö", person("Müller", "Ö")),
        ("Kim J-H", person("Kim", "J-H")),
        ("Aristotle", person("Aristotle")),
        ("World Health Organization", {"literal": "World Health Organization"}),
        ("LUMINA Study Group", {"literal": "LUMINA Study Group"}),
        ("LUMINA Team", {"literal": "LUMINA Team"}),
        ("de Miranda JR", person("Miranda", "JR", particle="de")),
        ("Miranda J JR", person("Miranda", "J", suffix="JR")),
        ("", {}),
        ("  ", {}),
    ],
)
def test_from_pubmed(written: str, expected: CslName) -> None:
    assert expected == names.from_pubmed(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Tyndall, Alan", person("Tyndall", "Alan")),
        ("Alan Tyndall", person("Tyndall", "Alan")),
        ("Tyndall A", person("Tyndall", "A")),
        ("Tyndall A.", person("Tyndall", "A.")),
        ("A. Tyndall", person("Tyndall", "A.")),
        ("Frederic A Houssiau", person("Houssiau", "Frederic A")),
        ("Gilkeson, Gary S.", person("Gilkeson", "Gary S.")),
        ("G.S. Gilkeson", person("Gilkeson", "G.S.")),
        ("Gilkeson G. S.", person("Gilkeson", "G. S.")),
        ("GS Gilkeson", person("Gilkeson", "GS")),
        ("Smith, John, Jr.", person("Smith", "John", suffix="Jr.")),
        ("Smith, Jr., John", person("Smith", "John", suffix="Jr.")),
        ("John Smith III", person("Smith", "John", suffix="III")),
        ("Ludwig van Beethoven", person("Beethoven", "Ludwig", particle="van")),
        ("van Beethoven, Ludwig", person("Beethoven", "Ludwig", particle="van")),
        ("Beethoven, Ludwig van", person("Beethoven", "Ludwig", dropping="van")),
        ("J LI", person("LI", "J")),
        ("LI J", person("LI", "J")),
        ("Monastyrev IuP", person("Monastyrev", "IuP")),
        ("Rao CMMP", person("Rao", "CMMP")),
        ("JUN LIU", person("LIU", "JUN")),
        ("Aristotle", person("Aristotle")),
        ("WHO", {"literal": "WHO"}),
        ("Cochrane Collaboration", {"literal": "Cochrane Collaboration"}),
        ("Lupus Nephritis Trials Network", {"literal": "Lupus Nephritis Trials Network"}),
        ("{Barnes and Noble}", {"literal": "Barnes and Noble"}),
        (", Alan", person("Alan")),
        ("", {}),
        (" , ", {}),
    ],
)
def test_from_written(written: str, expected: CslName) -> None:
    assert expected == names.from_written(written)


LIANG = [person("Liang", "J"), person("Zhang", "H"), person("Sun", "L")]
DOTTED = [person("Liang", "J."), person("Zhang", "H."), person("Sun", "L.")]
WHOLE = [person("Liang", "Jun"), person("Zhang", "Huayong"), person("Sun", "Lingyun")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Liang J, Zhang H, Sun L", LIANG),
        ("Liang J, Zhang H, Sun L.", LIANG),
        ("Liang J, Zhang H & Sun L", LIANG),
        ("Liang J, Zhang H, and Sun L.", LIANG),
        ("Liang J; Zhang H; Sun L", LIANG),
        ("Liang J1, Zhang H2,3, Sun L*", LIANG),
        ("Liang J(1), Zhang H(2), Sun L(1)(2).", LIANG),
        ("Liang J¹, Zhang H², Sun L¹,²", LIANG),
        ("Liang J, MD, Zhang H, PhD, Sun L", LIANG),
        ("Authors: Liang J, Zhang H, Sun L", LIANG),
        ("Liang J, Zhang H, Sun L, et al.", LIANG),
        ("Liang J, Zhang H, Sun L et al", LIANG),
        ("Liang J, Zhang H, Sun L and others", LIANG),
        ("Liang J, Zhang H, Sun L, …", LIANG),
        ("Liang, J., Zhang, H., & Sun, L.", DOTTED),
        ("Liang, J., Zhang, H. and Sun, L.", DOTTED),
        ("Liang, J.; Zhang, H.; Sun, L.", DOTTED),
        ("J. Liang, H. Zhang, and L. Sun", DOTTED),
        ("Liang, Jun, Huayong Zhang, and Lingyun Sun", WHOLE),
        ("Liang, Jun and Zhang, Huayong and Sun, Lingyun", WHOLE),
        ("Liang, Jun; Zhang, Huayong; Sun, Lingyun", WHOLE),
        ("Jun Liang, Huayong Zhang, Lingyun Sun", WHOLE),
        ("Jun Liang, Huayong Zhang and Lingyun Sun", WHOLE),
        ("Smith, A. B., & Doe, J.-P.", [person("Smith", "A. B."), person("Doe", "J.-P.")]),
        (
            "Smith J Jr, Doe A 3rd",
            [person("Smith", "J", suffix="Jr"), person("Doe", "A", suffix="3rd")],
        ),
        ("Smith, J., Jr., & Doe, A.", [person("Smith", "J.", suffix="Jr."), person("Doe", "A.")]),
        (
            "Garcia Marquez, G., van der Berg, J.",
            [person("Garcia Marquez", "G."), person("Berg", "J.", particle="van der")],
        ),
        (
            "Liang J, Lupus Study Group",
            [person("Liang", "J"), {"literal": "Lupus Study Group"}],
        ),
        (
            "Cabrera López, Carlos, José Gómez Sáenz, and Jesús Molina",
            [
                person("Cabrera López", "Carlos"),
                person("Sáenz", "José Gómez"),
                person("Molina", "Jesús"),
            ],
        ),
        ("Cabrera López, Carlos, et al.", [person("Cabrera López", "Carlos")]),
        ("Hao, Meng, and Stephanie Y Jo", [person("Hao", "Meng"), person("Jo", "Stephanie Y")]),
        ("Davis K , MSN, MPH, Wilbur K , MSW", [person("Davis", "K"), person("Wilbur", "K")]),
        (", Dandan Wang, et al. ", [person("Wang", "Dandan")]),
        ("Authors:  , Dandan Wang, et al. ", [person("Wang", "Dandan")]),
        ("Liang et al.", [person("Liang")]),
        ("et al.", []),
        ("1, 2, 3", []),
        ("", []),
    ],
)
def test_split_authors(line: str, expected: list[CslName]) -> None:
    assert expected == names.split_authors(line)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Gary S", "GS"),
        ("G.S.", "GS"),
        ("G. S.", "GS"),
        ("GS", "GS"),
        ("Jean-Paul", "JP"),
        ("J.-P.", "JP"),
        ("Jun", "J"),
        ("XIAOFENG", "X"),
        ("élodie", "É"),
        ("", ""),
    ],
)
def test_initials(given: str, expected: str) -> None:
    assert expected == names.initials(given)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (person("Berg", particle="van der"), person("van der Berg")),
        (person("Berg"), person("Van Der Berg")),
        (person("Müller"), person("Muller")),
        (person("O'Neil"), person("O’Neil")),
        (person("Smith-Jones"), person("Smith Jones")),
        (person("SMITH"), person("Smith")),
        ({"literal": "Lupus Study Group"}, {"literal": "lupus study group"}),
    ],
)
def test_family_fold_unifies(a: CslName, b: CslName) -> None:
    assert names.family_fold(a) == names.family_fold(b)


def test_a_family_that_is_a_particle_keeps_its_name() -> None:
    assert names.family_fold(person("Le")) == "le"


def test_nobody_folds_to_nothing() -> None:
    assert names.family_fold({}) == ""


_PARTS = ["Smith", "Ana", "van", "de", "d'", "Jr", "JR.", "3rd", "B.", "{", ",", ",", " ", " "]


@given(st.lists(st.sampled_from(_PARTS), max_size=8).map("".join).map(squeeze))
@example("Beethoven, Ludwig van")
@example("Smith, Jr")
@example("Berg, van")
def test_a_plain_inverted_name_is_read_as_any_inverted_name_is(text: str) -> None:
    plain = text.strip(" ,;")
    assert names._from_inverted(plain) == names._from_parts(plain)


_SCRAPS = ["Group", "FOR THE", "Etudy", "sTudies", "ſtudy", "taſk force", "\u212a", "İ", "-", "."]


@given(st.lists(st.sampled_from([*_SCRAPS, "Task", "Force", " ", "x"]), max_size=6).map("".join))
def test_a_group_is_known_by_its_words_in_any_letters(text: str) -> None:
    assert names._is_group(text) == (names.GROUP.search(text) is not None)
