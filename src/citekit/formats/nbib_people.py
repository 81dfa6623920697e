"""The people of a MEDLINE record: FAU, AU, CN and AUID in their order; FED and ED for editors.

FAU is the full name, AU the same one with initials; a record may have either for each author.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citekit.formats import name_forms
from citekit.model import CslItem, CslName
from citekit.text import names, numbers

Fields = Sequence[tuple[str, str]]
"""The tags of a record with their values, in the order of the file."""


class People(NamedTuple):
    """The names of one role, and the ORCIDs of those at a position, counted from 0."""

    names: list[CslName]
    orcid: dict[str, str]


def read_authors(fields: Fields) -> People:
    """Read the authors, groups between them."""
    return _read(fields, "FAU", "AU")


def read_editors(fields: Fields) -> list[CslName]:
    """Read the editors."""
    return _read(fields, "FED", "ED").names


def write_people(item: CslItem) -> Iterator[tuple[str, str]]:
    """Write authors with their ORCIDs, then editors; nobody of whom nothing is known."""
    orcid = item.get("custom", {}).get("orcid", {})
    for place, name in enumerate(item.get("author", [])):
        yield from _written(name, "FAU", "AU", "CN")
        if str(place) in orcid:
            yield "AUID", f"ORCID: {orcid[str(place)]}"
    for name in item.get("editor", []):
        yield from _written(name, "FED", "ED", "FED")


def _written(name: CslName, full: str, short: str, group: str) -> Iterator[tuple[str, str]]:
    if name.get("family"):
        yield full, name_forms.full(name)
        yield short, name_forms.short(name)
    else:
        yield group, name_forms.inverted(name)


def _read(fields: Fields, full: str, short: str) -> People:
    """Read one role; an AU that repeats a FAU, wherever that stands, is nobody else."""
    unpaired = Counter(names.family_fold(_full(value)) for tag, value in fields if tag == full)
    found = People([], {})
    before = ""
    for tag, value in fields:
        if tag == "AUID" and before in {full, short, "CN"}:
            _note_orcid(found, value)
            continue  # several may follow one name
        if tag == full or (tag == "CN" and full == "FAU"):
            name = _full(value) if tag == full else CslName(literal=value)
        else:
            repeats = tag != short or _repeats(value, before == full, unpaired)
            name = CslName() if repeats else names.from_pubmed(value)
        found.names.extend([name] if any(name.values()) else [])
        before = tag
    return found


def _repeats(short: str, behind_full: bool, unpaired: Counter[str]) -> bool:
    family = names.family_fold(names.from_pubmed(short))
    if unpaired[family] > 0:
        unpaired[family] -= 1
        return True
    return behind_full


def _full(text: str) -> CslName:
    """Read `Family, Given Jr`, or `Family, Given, Jr`; what has no comma is a family name."""
    family, *rest = (part.strip() for part in text.split(","))
    if not family or not rest:
        return {"family": text.strip(", ")} if text.strip(", ") else {}
    words = [family, *rest[0].split()]
    suffix = ", ".join(rest[1:]) or names.pop_suffix(words)
    name: CslName = {"family": family}
    if words[1:]:
        name["given"] = " ".join(words[1:])
    if suffix:
        name["suffix"] = suffix
    return name


def _note_orcid(found: People, written: str) -> None:
    orcid = numbers.normalise_orcid(written)
    if orcid and found.names:
        found.orcid[str(len(found.names) - 1)] = orcid
