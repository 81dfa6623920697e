"""Authors: the first one above all, families misspelt, lists cut short or begun in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from citekit.matching.evidence import Evidence, Field, Verdict, weigh
from citekit.matching.written import Written
from citekit.model import CslItem, CslName
from citekit.text import names, titles

# Points for all the further authors written, shared out by how many the record has.
_FURTHER = 1.0

_HALF = 0.5

# Collaborations sign by the thousand; nobody writes so many down.
_MOST_AUTHORS = 100

# A family name this short is a word too ("Sun", "Long"): not looked for in running text.
_SHORTEST_IN_TEXT = 4


class _Person(NamedTuple):
    """A name as it is compared: folded, with as much of the given names as is known."""

    family: str
    given: str
    initial: str
    whole: frozenset[str]
    """All its words: what one reads as a person, another files as a group ("PLOS ONE Staff")."""
    shown: str


def compare(written: Written, item: CslItem) -> Evidence:
    """Compare the authors written with the record's.

    Only a list known to be whole can lack an author; where none was read from the citation, the
    first author's family may still stand in its text.
    """
    said, recorded = _people(written.said), _people(item)
    if not recorded:
        return Evidence(Field.AUTHOR, Verdict.SILENT)
    is_whole = item.get("custom", {}).get("author_complete") is not False
    verdict = _compare_lists(said, recorded, is_whole=is_whole)
    if verdict.verdict in {Verdict.AGREES, Verdict.NEAR}:
        return verdict
    return _in_text(written, recorded[0]) or verdict


def have_none_in_common(said: CslItem, item: CslItem) -> bool:
    """Tell whether no author written can be one of the record's, initials aside."""
    return not any(_same_family(a, b) for a in _people(said) for b in _people(item))


def _compare_lists(
    said: Sequence[_Person], recorded: Sequence[_Person], *, is_whole: bool
) -> Evidence:
    if not said:
        return Evidence(Field.AUTHOR, Verdict.SILENT)
    first = said[0]
    if _same_person(first, recorded[0]):
        agreeing = weigh(Field.AUTHOR, Verdict.AGREES, f"first author {first.shown}")
        further = _FURTHER * _share(said[1:], recorded[1:])
        return agreeing._replace(points=agreeing.points + further)
    if _share([first], recorded):
        return weigh(Field.AUTHOR, Verdict.NEAR, f"{first.shown} is an author, not the first")
    if _share(said, recorded) >= _HALF:
        return weigh(Field.AUTHOR, Verdict.NEAR, "most authors agree, not the first")
    if not is_whole:
        return Evidence(Field.AUTHOR, Verdict.SILENT)
    reason = f"author {first.shown}, record has {recorded[0].shown}"
    return weigh(Field.AUTHOR, Verdict.DIFFERS, reason)


def _people(item: CslItem) -> list[_Person]:
    people = [_person(name) for name in item.get("author", [])[:_MOST_AUTHORS]]
    return [person for person in people if person.family]


def _person(name: CslName) -> _Person:
    given = name.get("given", "")
    initials = names.family_fold({"family": names.initials(given)})
    return _Person(
        family=names.family_fold(name),
        given=names.family_fold({"family": given}),
        initial=initials[:1],
        whole=frozenset(titles.tokens(" ".join(_parts(name)))) - {"the"},
        shown=name.get("family") or name.get("literal", ""),
    )


def _parts(name: CslName) -> list[str]:
    return [name.get("literal", ""), name.get("family", ""), name.get("given", "")]


def _share(said: Sequence[_Person], recorded: Sequence[_Person]) -> float:
    if not said:
        return 0.0
    return sum(any(_same_person(a, b) for b in recorded) for a in said) / len(said)


def _same_person(a: _Person, b: _Person) -> bool:
    """Tell whether two names can be one person's: family but for a slip, first initial if known."""
    if a.whole == b.whole:
        return True
    if _same_family(a, b):
        return not a.initial or not b.initial or a.initial == b.initial
    return _is_swapped(a, b)


def _is_swapped(a: _Person, b: _Person) -> bool:
    """Family and given name change places, as in `Liang Jun` for Jun Liang."""
    return len(a.given) > 1 and a.given == b.family and a.family[:1] == b.initial


def _same_family(a: _Person, b: _Person) -> bool:
    return a.family == b.family or _is_slip(a.family, b.family)


def _is_slip(a: str, b: str) -> bool:
    """One slip from four letters, two from eight."""
    shorter = min(len(a), len(b))
    if shorter < _SHORTEST_IN_TEXT or abs(len(a) - len(b)) > 2:
        return False
    slips = 1 if shorter < 2 * _SHORTEST_IN_TEXT else 2
    return OSA.distance(a, b, score_cutoff=slips) <= slips


def _in_text(written: Written, first: _Person) -> Evidence | None:
    if len(first.family) < _SHORTEST_IN_TEXT or first.family not in written.tokens:
        return None
    return weigh(Field.AUTHOR, Verdict.AGREES, f"first author {first.shown}")
