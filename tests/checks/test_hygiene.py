"""What is wrong with the files themselves."""

from __future__ import annotations

from dataclasses import replace

from citekit.model import Place
from citekit.vocab import Scheme
from tests.checks.cases import ITEM, NAMES, candidate, case, found, item, judged


def at(line: int, key: str, names: dict[Scheme, str] | None = None, **said: object):  # type: ignore[no-untyped-def]
    registered = candidate(ITEM, names=names or NAMES)
    place = Place("refs.bib", line)
    return case(registered, said=item(DOI="10.5555/paper", **said), key=key, place=place)


def test_two_keys_of_one_work_are_found_at_the_second() -> None:
    [one] = judged(at(1, "Doe2015"), at(9, "Doe2015b"))[0]
    assert (one.rule.code, one.key, one.place and one.place.line) == ("CK401", "Doe2015b", 9)
    assert one.message == "the work of Doe2015 (refs.bib:1) under another key"


def test_another_file_may_call_the_work_as_it_likes() -> None:
    elsewhere = replace(at(1, "included"), place=Place("included.ris", 1))
    assert found(at(1, "Doe2015"), elsewhere) == []


def test_three_keys_are_two_findings() -> None:
    assert len(judged(at(1, "A"), at(5, "B"), at(9, "C"))[0]) == 2


def test_one_key_that_is_cited_twice_is_one_work() -> None:
    assert found(at(1, "Doe2015"), at(9, "Doe2015")) == []


def test_different_pmids_under_one_doi_are_two_works() -> None:
    doi = NAMES[Scheme.DOI]
    pair = [{Scheme.DOI: doi, Scheme.PMID: number} for number in ("1", "2")]
    assert found(at(1, "A", pair[0]), at(9, "B", pair[1])) == []


def test_an_entry_without_an_identifier_is_told_the_registrys() -> None:
    bare = case(candidate(ITEM), said=ITEM, names={}, place=Place("refs.bib", 1))
    [one] = judged(bare)[0]
    assert (one.rule.code, one.level, one.field, one.current) == (
        "CK402", "note", "doi", "10.5555/paper",
    )  # fmt: skip


def test_a_finding_is_told_once_for_a_key_that_one_line_cites_thrice() -> None:
    wrong = [at(3, "Doe2015", volume="8") for _ in range(3)]
    assert found(*wrong) == [("CK215", "warning")]
    assert len(judged(*wrong, at(4, "Doe2015", volume="8"))[0]) == 2
