"""When everything is absent at once, nothing is: somebody's index is gone."""

from __future__ import annotations

from citekit.model import Asked
from citekit.vocab import AskedOutcome, Outcome, Scheme
from tests.checks.cases import ITEM, candidate, case, judged, unresolved

ABSENT = Asked("pubmed", AskedOutcome.ABSENT), Asked("crossref", AskedOutcome.ABSENT)


def gone(count: int, *, lost: bool = False, named: bool = True) -> list[object]:
    registries = ("pubmed",) if lost else ()
    return [
        unresolved(
            Outcome.NOT_FOUND, *ABSENT, key=f"Key{n}", lost=registries,
            names={Scheme.PMID: str(n)} if named else {}, said=ITEM,
        )
        for n in range(count)
    ]  # fmt: skip


def there(count: int) -> list[object]:
    return [case(candidate(ITEM), key=f"There{n}", names={Scheme.PMID: "1"}) for n in range(count)]


def outcome(*cases: object) -> tuple[int, int]:
    findings, unchecked = judged(*cases)  # type: ignore[arg-type]
    codes = {"CK201", "CK203", "CK205"}
    return sum(one.rule.code in codes for one in findings), len(unchecked)


def test_a_sudden_absence_of_everything_is_unchecked_and_not_fabricated() -> None:
    cases = gone(2000)
    findings, unchecked = judged(*cases)  # type: ignore[arg-type]
    assert (findings, len(unchecked)) == ((), 2000)
    assert unchecked[0].registry == "pubmed"
    assert "absent like 1999 others of this run" in unchecked[0].reason


def test_a_few_absences_are_believed() -> None:
    assert outcome(*gone(19)) == (19, 0)
    assert outcome(*gone(30), *there(40)) == (30, 0)


def test_half_of_many_is_not_believed() -> None:
    assert outcome(*gone(30), *there(30)) == (0, 30)


def test_works_that_were_there_before_are_missed_sooner() -> None:
    assert outcome(*gone(20, lost=True), *there(80)) == (0, 20)
    assert outcome(*gone(20, lost=True), *there(200)) == (20, 0)


def test_a_list_of_books_without_identifiers_is_no_outage() -> None:
    assert outcome(*gone(50, named=False)) == (50, 0)
