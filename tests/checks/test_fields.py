"""What is written of a work, beside what the registries have: differences, and what is none."""

from __future__ import annotations

import pytest

from citekit.model import CslItem
from tests.checks.cases import ITEM, candidate, case, found, item, judged

CHEN = [{"family": "Chen", "given": "Wei"}, {"family": "Li", "given": "Na"}]
SAME: dict[str, tuple[CslItem, CslItem]] = {
    "word for word": (ITEM, ITEM),
    "British spelling": (
        item(title="Haemoglobin and tumour behaviour: a randomised, generalised trial"),
        item(title="Hemoglobin and tumor behavior: a randomized, generalized trial"),
    ),
    "American spelling of -yse": (
        item(title="Analysing paediatric oesophageal fibre"),
        item(title="Analyzing pediatric esophageal fiber"),
    ),
    "British -lled and -re": (
        item(title="Labelled leukaemic cells in the centre of the litre"),
        item(title="Labeled leukemic cells in the center of the liter"),
    ),
    "subtitle left out": (
        item(title="Slow effects"),
        item(title="Slow effects: a trial of fast medicine"),
    ),
    "subtitle in the entry alone": (
        item(title="Slow effects - a trial"), item(title="Slow effects"),
    ),
    "marked as retracted": (ITEM, item(title="RETRACTED: Slow effects of fast medicine")),
    "marked as retracted in brackets": (
        item(title="[Retracted] Slow effects of fast medicine"), ITEM,
    ),
    "capitals and markup": (
        item(title="SLOW EFFECTS OF FAST MEDICINE"),
        item(title="Slow effects of <i>fast</i> medicine."),
    ),
    "Greek letters": (item(title="Effects of TNF-α"), item(title="Effects of TNF-alpha")),
    "hyphens": (item(title="A follow-up of non-smokers"), item(title="A followup of nonsmokers")),
    "swapped Chinese names": (
        item(author=[{"family": "Wei", "given": "Chen"}, {"family": "Na", "given": "Li"}]),
        item(author=CHEN),
    ),
    "a particle with the family": (
        item(author=[{"family": "van der Berg", "given": "A"}]),
        item(author=[{"family": "Berg", "given": "A", "non-dropping-particle": "van der"}]),
    ),
    "a particle left out": (
        item(author=[{"family": "Berg", "given": "A"}]),
        item(author=[{"family": "Van den Berg", "given": "A"}]),
    ),
    "a particle behind the given name": (
        item(author=[{"family": "Berg", "given": "A van"}]),
        item(author=[{"family": "Berg", "given": "A", "dropping-particle": "van"}]),
    ),
    "transliterated": (
        item(author=[{"family": "Mueller", "given": "J"}]),
        item(author=[{"family": "Müller", "given": "Jana"}]),
    ),
    "transliterated by the bare letter": (
        item(author=[{"family": "Muller", "given": "J"}]),
        item(author=[{"family": "Müller", "given": "Jana"}]),
    ),
    "apostrophes": (
        item(author=[{"family": "O’Brien"}]), item(author=[{"family": "O'Brien", "given": "T"}]),
    ),
    "a double name hyphenated": (
        item(author=[{"family": "Garcia Lopez"}]), item(author=[{"family": "García-López"}]),
    ),
    "a group as a person": (
        item(author=[{"family": "The Slow Group"}]), item(author=[{"literal": "The Slow Group"}]),
    ),
    "a group beside the people": (
        item(author=[{"family": "Doe"}]),
        item(author=[{"family": "Doe", "given": "Jane"}, {"literal": "The Slow Group"}]),
    ),
    "and others": (item(author=[{"family": "Doe"}, {"literal": "others"}]), ITEM),
    "the first of several": (item(author=[{"family": "Doe", "given": "J"}]), ITEM),
    "more than a list known to be cut": (
        item(author=[{"family": "Doe"}, {"family": "Moe"}]),
        item(author=[{"family": "Doe"}], custom={"author_complete": False}),
    ),
    "an abbreviated journal": (item(container_title="J. Tests", container_title_short=None), ITEM),
    "NLM's abbreviation": (
        item(container_title="Ann Rheum Dis", container_title_short=None),
        item(container_title="Annals of the rheumatic diseases", container_title_short=None),
    ),
    "an acronym": (
        item(container_title="JAMA", container_title_short=None),
        item(container_title="Journal of the American Medical Association"),
    ),
    "an ampersand": (
        item(container_title="Food & Function", container_title_short=None),
        item(container_title="Food and function", container_title_short=None),
    ),
    "the year online": (
        item(issued={"date-parts": [[2014]]}),
        item(available_date={"date-parts": [[2014, 12, 30]]}),
    ),
    "a short page range": (item(page="1423-9"), ITEM),
    "the first page": (item(page="1423"), ITEM),
    "a dash": (item(page="1423–1429"), ITEM),
    "pages with a label": (item(page="pp. 1423-1429"), ITEM),
    "an article number as pages": (
        item(page="e1001"), item(page=None, number="e1001"),
    ),
    "an article number without its letter": (item(page="1001"), item(page="e1001")),
    "an article number and pages of the file": (
        item(page="1-12", number="e1001"), item(page="e1001"),
    ),
    "the pages of an article with a number": (
        item(page="1-12"), item(page="e1001", number="e1001"),
    ),
    "a volume with its name": (item(volume="Vol. 07"), ITEM),
    "a double issue": (item(issue="8-9"), item(issue="8/9")),
    "a supplement": (item(issue="Suppl. 1"), item(issue="Suppl 1")),
    "a supplement by its letter": (item(issue="S1"), item(issue="Suppl 1")),
    "a supplement with the volume": (item(volume="7 Suppl 1", issue=None), item(issue="Suppl 1")),
    "a part of an issue": (item(issue="2"), item(issue="2 Pt 1")),
    "a Roman volume": (item(volume="VII"), ITEM),
    "pages online alone": (item(page="1423-1429.e3"), item(page="1423-1429.e1-3")),
    "a discussion behind the pages": (item(page="1423-9"), item(page="1423-9; discussion 1430")),
    "an issue of two years": (
        item(issued={"date-parts": [[2015]]}), item(issued={"date-parts": [[2014, 12], [2015, 1]]}),
    ),
    "an article before the title": (item(title="The slow effects of fast medicine"), ITEM),
    "the original of a translation": (
        item(title="Langsame Wirkungen"),
        item(title="[Slow effects]", original_title="Langsame Wirkungen"),
    ),
    "a notice's title": (
        item(title='Corrigendum to "Slow effects"'), item(title="Corrigendum: Slow effects"),
    ),
    "swapped with an initial": (
        item(author=[{"family": "Liang", "given": "Jun"}]),
        item(author=[{"family": "Jun", "given": "L"}]),
    ),
    "an acronym of a group": (
        item(author=[{"literal": "WHO"}]), item(author=[{"literal": "World Health Organization"}]),
    ),
    "a suffix with the family": (
        item(author=[{"family": "Smith", "given": "J", "suffix": "Jr"}]),
        item(author=[{"family": "Smith Jr", "given": "J"}]),
    ),
    "half of a double name": (
        item(author=[{"family": "Santos"}]), item(author=[{"family": "da Silva Santos"}]),
    ),
    "letters of an abbreviation": (
        item(container_title="Proc. Natl. Acad. Sci. USA", container_title_short=None),
        item(container_title_short="Proc Natl Acad Sci U S A"),
    ),
    "what one side leaves out": (item(volume=None, issue=None), item(page=None)),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_no_difference(name: str) -> None:
    said, registered = SAME[name]
    findings, _ = judged(case(candidate(registered), said=said))
    assert [one.message for one in findings] == []


DIFFERENT: dict[str, tuple[CslItem, str]] = {
    "another first author": (item(author=[{"family": "Moe"}]), "CK211"),
    "the second author first": (item(author=[{"family": "Roe", "given": "Richard"}]), "CK211"),
    "another family with the same given name": (
        item(author=[{"family": "Dale", "given": "Jane"}, {"family": "Roe"}]), "CK211",
    ),
    "another double name": (item(author=[{"family": "Moe Toe"}]), "CK211"),
    "an author too many": (
        item(author=[*ITEM["author"], {"family": "Moe", "given": "Max"}]), "CK211",
    ),
    "another word": (item(title="Slow effects of slow medicine"), "CK212"),
    "a missing word": (item(title="Effects of fast medicine"), "CK212"),
    "a cut title that is no subtitle": (item(title="Slow effects of"), "CK212"),
    "another journal": (item(container_title="Annals", container_title_short=None), "CK213"),
    "another year": (item(issued={"date-parts": [[2016]]}), "CK214"),
    "another volume": (item(volume="17"), "CK215"),
    "another issue": (item(issue="3"), "CK216"),
    "other pages": (item(page="1432-1439"), "CK217"),
    "another last page": (item(page="1423-1439"), "CK217"),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENT)
def test_a_difference_is_a_warning_of_its_field(name: str) -> None:
    said, rule = DIFFERENT[name]
    assert found(case(candidate(ITEM), said=said)) == [(rule, "warning")]


def test_a_wrong_translation_is_one_beside_the_right_original() -> None:
    registered = item(title="[Slow effects]", original_title="Langsame Wirkungen")
    wrong = item(title="[Quick effects]", original_title="Langsame Wirkungen")
    assert found(case(candidate(registered), said=wrong)) == [("CK212", "warning")]


def test_double_names_that_share_a_half_are_two() -> None:
    registered = item(author=[{"family": "da Silva Santos"}])
    said = item(author=[{"family": "Costa Santos"}])
    assert found(case(candidate(registered), said=said)) == [("CK211", "warning")]


def test_what_any_registry_has_is_right() -> None:
    both = candidate(ITEM), candidate(item(volume="8", page="e7"), "crossref")
    assert found(case(*both, said=item(volume="8"))) == []
    assert found(case(*both, said=item(page="e7"))) == []
    [one] = judged(case(*both, said=item(volume="9")))[0]
    assert (one.field, one.stored, one.current) == ("volume", "9", "7")
    assert one.message == "the volume here is 9; PubMed has 7, Crossref has 8"


def test_registries_that_agree_are_named_together() -> None:
    both = candidate(ITEM), candidate(ITEM, "crossref")
    [one] = judged(case(*both, said=item(page="1-2")))[0]
    assert one.message == "the pages here are 1-2; PubMed and Crossref have 1423-1429"
