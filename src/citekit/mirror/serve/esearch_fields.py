"""The fields that an esearch may name, and how each is looked for in an index.

What is looked for exists twice: as rows that an index leads to, and as a test of one record. A
field that the index does not hold (abstracts, MeSH, affiliations …) is an error, never nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from citekit.formats import pubmed_summary
from citekit.matching.bulk.compact import Compact
from citekit.matching.bulk.record_keys import index_text
from citekit.matching.words import STOP_WORDS
from citekit.mirror.serve.esearch_term import Atom, TermError
from citekit.mirror.serve.served import Served
from citekit.text import identifiers, pages, titles
from citekit.text.characters import ascii_words
from citekit.vocab import Scheme

_ALIASES: Final = {
    "ti": "title",
    "pmid": "uid",
    "pmcid": "pmc",
    "article identifier": "aid",
    "doi": "doi",
    "location id": "lid",
    "au": "author",
    "1au": "first author",
    "author - first": "first author",
    "dp": "date",
    "pdat": "date",
    "date - publication": "date",
    "publication date": "date",
    "ta": "journal",
    "jour": "journal",
    "vi": "volume",
    "ip": "issue",
    "pg": "pages",
    "pagination": "pages",
    "page": "pages",
    "": "citation",
    "all": "citation",
    "all fields": "citation",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How one thing is looked for."""

    cost: int
    """Rows that the index leads to, at most."""
    rows: Callable[[], Iterable[int]]
    holds: Callable[[int], bool]
    is_name: bool = False
    """An identifier: rows are found by name, and what is missing is missing by name."""
    notes: tuple[str, ...] = ()
    """What the caller must know about this search."""
    if_led: str = ""
    """What the caller must know where this one leads the search."""
    ignored: tuple[str, ...] = ()
    is_slow: bool = False
    """The test reads the whole record."""


LEADS_LAST = 10_000
"""What is added to the cost of names, because not all of them are indexed."""
MOST_INITIALS = 4
_UNTAGGED = (
    "Words without a field are looked for in titles, authors, journals, years, volumes and pages "
    "only: this mirror indexes neither abstracts nor MeSH."
)
_LATE_AUTHORS = "Authors after the twelfth of a work do not lead to it in this mirror."


def look(served: Served, atom: Atom) -> Look:
    """Say how an atom is looked for; raises TermError for a field that is not indexed."""
    field = _ALIASES.get(atom.field, atom.field)
    if field not in _FIELDS:
        known = ", ".join(sorted(name for name in _ALIASES if name))
        raise TermError(f"[{atom.field}] is not indexed in this mirror. It has: {known}")
    if "*" in atom.value:
        raise TermError(f"This mirror does not truncate words: {atom}")
    return _FIELDS[field](served, atom)


def _names(*schemes: Scheme) -> Callable[[Served, Atom], Look]:
    def find(served: Served, atom: Atom) -> Look:
        for scheme in schemes:
            value = identifiers.valid(scheme, atom.value)
            if value is not None:
                return _named(served, f"{scheme}:{value}")
        kinds = " or a ".join(scheme.upper() for scheme in schemes)
        raise TermError(f"[{atom.field}] takes a {kinds} in this mirror: {atom}")

    return find


def _named(served: Served, name: str) -> Look:
    rows = served.rows("pubmed", name)
    held = frozenset(rows)
    return Look(len(rows), lambda: rows, held.__contains__, is_name=True)


def _uid(served: Served, atom: Atom) -> Look:
    numbers = re.split(r"[\s,]+", atom.value.strip())
    if not all(re.fullmatch(r"0*[1-9][0-9]{0,8}", one) for one in numbers):
        raise TermError(f"[{atom.field}] takes PMIDs: {atom}")
    looks = [_named(served, f"pmid:{one.lstrip('0')}") for one in numbers]
    rows = [row for one in looks for row in one.rows()]
    found = all(one.cost for one in looks)
    # One of several that is missing counts as the whole being missing by name.
    return Look(len(rows) if found else 0, lambda: rows, frozenset(rows).__contains__, is_name=True)


def _citation(served: Served, atom: Atom) -> Look:
    whole = _names_a_work(served, atom)
    if whole is not None:
        return whole
    words, ignored = _telling(ascii_words(atom.value).split())
    wanted = frozenset(words)

    def holds(row: int) -> bool:
        return wanted <= set(index_text(served.shelf.compact(row)).split())

    return _worded(served, words, holds, notes=(_UNTAGGED,), ignored=ignored)


def _names_a_work(served: Served, atom: Atom) -> Look | None:
    if re.fullmatch(r"[0-9]{1,9}([\s,]+[0-9]{1,9})*", atom.value.strip()):
        return _uid(served, atom)
    for scheme in (Scheme.DOI, Scheme.PMCID):
        value = identifiers.valid(scheme, atom.value)
        if value is not None:
            return _named(served, f"{scheme}:{value}")
    return None


def _title(served: Served, atom: Atom) -> Look:
    folded = titles.fold(atom.value)
    words, ignored = (folded.split(), ()) if atom.quoted else _telling(folded.split())
    wanted = frozenset(words)

    def holds(row: int) -> bool:
        title = served.shelf.compact(row).title
        if atom.quoted:
            return f" {folded} " in f" {title} "
        return wanted <= set(title.split())

    return _worded(served, words, holds, ignored=ignored)


def _author(*, first: bool) -> Callable[[Served, Atom], Look]:
    def find(served: Served, atom: Atom) -> Look:
        readings = _readings(atom)

        def holds(row: int) -> bool:
            people = pubmed_summary.read(served.shelf.raw(row)).authors
            some = people[:1] if first else people
            return any(_is(one, *reading) for one in some for reading in readings)

        looks = [_worded(served, family.split(), holds) for family, _ in readings]
        return Look(
            sum(one.cost for one in looks) + (0 if first else LEADS_LAST),
            lambda: {row for one in looks for row in one.rows()},
            holds,
            if_led="" if first else _LATE_AUTHORS,
            is_slow=True,
        )

    return find


def _readings(atom: Atom) -> list[tuple[str, str]]:
    """Read a name: the last word is initials (``Lopukhin IuM``) or part of it (``van Berg``)."""
    words = atom.value.replace(",", " ").replace(".", " ").split()
    whole = (ascii_words(" ".join(words)), "")
    initials = ascii_words(words[-1]) if words else ""
    if len(words) < 2 or not 0 < len(initials) <= MOST_INITIALS:
        return [whole]
    return [whole, (ascii_words(" ".join(words[:-1])), initials)]


def _is(person: pubmed_summary.Person, family: str, initials: str) -> bool:
    if ascii_words(person.family) != family:
        return False
    return ascii_words(person.initials).replace(" ", "").startswith(initials)


def _date(served: Served, atom: Atom) -> Look:
    match = re.fullmatch(r"([0-9]{4})(?:\s*:\s*([0-9]{4}))?", atom.value.strip())
    if match is None:
        raise TermError(f"[{atom.field}] takes a year or two of them, 2010:2012: {atom}")
    earliest, latest = int(match[1]), int(match[2] or match[1])
    years = [str(year) for year in range(earliest, latest + 1)][:200]
    shelf = served.shelf
    counted = {year: shelf.rarity(year) for year in years}

    def rows() -> Iterable[int]:
        return {
            row for year, count in counted.items() if count for row in shelf.said([year], count)
        }

    def holds(row: int) -> bool:
        return any(earliest <= year <= latest for year in shelf.compact(row).years)

    return Look(sum(counted.values()), rows, holds)


def _exact(
    tells: Callable[[Compact], Sequence[str]], fold: Callable[[str], str]
) -> Callable[[Served, Atom], Look]:
    def find(served: Served, atom: Atom) -> Look:
        value = fold(atom.value)

        def holds(row: int) -> bool:
            return value in tells(served.shelf.compact(row))

        return _worded(served, value.split(), holds)

    return find


def _issue(served: Served, atom: Atom) -> Look:
    value = ascii_words(atom.value)
    # Issues are compared, but no index leads to them.
    return Look(NOWHERE, list, lambda row: served.shelf.compact(row).issue == value)


def _first_page(text: str) -> str:
    return ascii_words(pages.first(text) or text).replace(" ", "")


NOWHERE = 1 << 62
"""The cost of what no index leads to."""

_FIELDS: Final[dict[str, Callable[[Served, Atom], Look]]] = {
    "title": _title,
    "uid": _uid,
    "doi": _names(Scheme.DOI),
    "lid": _names(Scheme.DOI),
    "aid": _names(Scheme.DOI, Scheme.PMCID),
    "pmc": _names(Scheme.PMCID),
    "author": _author(first=False),
    "first author": _author(first=True),
    "date": _date,
    "journal": _exact(lambda one: one.journals, ascii_words),
    "volume": _exact(lambda one: (one.volume,), ascii_words),
    "pages": _exact(lambda one: (one.first,), _first_page),
    "issue": _issue,
    "citation": _citation,
}


def _telling(words: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Part the words that are looked for from those that every text has."""
    kept = [word for word in words if word not in STOP_WORDS]
    if not kept:
        return list(words), ()
    return kept, tuple(word for word in words if word in STOP_WORDS)


def _worded(
    served: Served,
    words: Sequence[str],
    holds: Callable[[int], bool],
    *,
    notes: tuple[str, ...] = (),
    ignored: tuple[str, ...] = (),
) -> Look:
    """Look for words by the rarest of them; the test sees to the others and to their place."""
    if not words:
        raise TermError("A word of the term has neither letters nor digits.")
    shelf = served.shelf
    count, rarest = min((shelf.rarity(word), word) for word in words)

    def rows() -> Iterable[int]:
        return shelf.said([rarest], count) if count else ()

    return Look(count, rows, holds, notes=notes, ignored=ignored)
