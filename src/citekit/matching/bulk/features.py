"""What each field of a record says about a citation's text, as levels that have weights.

A level is a word, so that a decision can be told: ``page:first`` says that the first page stands
in the text. Nothing here is a number of its own; `weights` gives each level its points.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from citekit.matching.bulk.compact import Compact
from citekit.matching.bulk.query import Query
from citekit.matching.words import STOP_WORDS


class Levels(NamedTuple):
    """One level for each field, in the order in which reasons are given."""

    identifier: str
    title: str
    author: str
    year: str
    journal: str
    volume: str
    page: str
    issue: str
    numbers: str
    words: str
    kind: str
    part: str


_ALIKE = ((96, "same"), (90, "close"), (80, "alike"), (68, "vague"), (55, "faint"))
"""The least likeness (0 to 100, of the title with the likest stretch of the text) of each level."""
_WEAK = frozenset({"alike", "vague", "faint", "other"})
_SHORT = 4
"""A title of fewer telling words is found in many a text by chance."""
_CUT = 5
"""So many words of a title's beginning, and no more, are a title cut short."""
_FEWEST, _HOPE = 0.2, 0.3
"""A text with a smaller share of a title's telling words is not looked at for it."""
_FEW, _BRIEF = 2, 5
_NOTICE_WORDS = {
    "erratum": ("errat", "corri", "correct"),
    "correction": ("errat", "corri", "correct"),
    "addendum": ("addend",),
    "retraction": ("retract",),
    "partial retraction": ("retract",),
    "expression of concern": ("concern",),
    "comment": ("comment", "re"),
    "reply": ("repl", "respon"),
}
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def levels(query: Query, record: Compact) -> Levels:
    """Compare a citation's text with a record, field by field."""
    title = _title(query, record)
    return Levels(
        identifier=_identifier(query, record.names),
        title=title,
        author=_author(query, record.families),
        year=_year(query, record.years),
        journal=_journal(query, record.journals),
        volume=_number(query, record.volume),
        page=_page(query, record),
        issue=_number(query, record.issue),
        numbers=_left_numbers(query, record),
        words=_left_words(query, record),
        kind=_kind(query, record, title),
        part=_part(query, record, title),
    )


def is_hopeless(query: Query, record: Compact) -> bool:
    """Tell at a glance that a record cannot be meant: nothing that names it agrees."""
    if _may_stand_there(query, record):
        return False
    if record.families and f" {record.families[0]} " in query.folded:
        return False
    telling = [word for word in record.title.split() if word not in STOP_WORDS]
    if telling and sum(word in query.known for word in telling) >= _HOPE * len(telling):
        return False
    return not any(name in record.names for name in query.names)


def _may_stand_there(query: Query, record: Compact) -> bool:
    figures = query.figures
    if not record.first or (record.first not in figures and record.last not in figures):
        return False
    return not record.volume or any(word in figures for word in record.volume.split())


def _identifier(query: Query, names: Sequence[str]) -> str:
    if not query.names:
        return "none"
    if any(name in names for name in query.names):
        return "same"
    schemes = {name.partition(":")[0]: name for name in names}
    pairs = [
        (name, schemes[scheme])
        for name in query.names
        if (scheme := name.partition(":")[0]) in schemes
    ]
    if not pairs:
        return "none"
    return "misspelt" if any(_is_slip(*pair) for pair in pairs) else "other"


def _is_slip(written: str, name: str) -> bool:
    # Numbers that differ by a digit are two works, as are the letters of a DOI's prefix.
    is_doi = written.startswith("doi:")
    return is_doi and OSA.distance(written, name, score_cutoff=_SLIPS) <= _SLIPS


_SLIPS = 2


def _title(query: Query, record: Compact) -> str:
    if not record.title:
        return "none"
    telling = [word for word in record.title.split() if word not in STOP_WORDS]
    short = "short-" if len(telling) < _SHORT else ""
    if f" {record.title} " in query.folded:
        return f"{short}whole"
    if sum(word in query.known for word in telling) < _FEWEST * len(telling):
        return "other"
    level = _likeness(query, record.title)
    if level in _WEAK:
        return "cut" if _is_cut(query, record.title) else level
    return f"{short}{level}"


def _likeness(query: Query, title: str) -> str:
    if len(title) > len(query.folded):
        return "other"
    alike = fuzz.partial_ratio(title, query.folded, score_cutoff=_ALIKE[-1][0])
    return next((name for least, name in _ALIKE if alike >= least), "other")


def _is_cut(query: Query, title: str) -> bool:
    words = title.split()
    return len(words) > _CUT and f" {' '.join(words[:_CUT])} " in query.folded


def _author(query: Query, families: Sequence[str]) -> str:
    if not families:
        return "none"
    if f" {families[0]} " in query.folded:
        second = any(f" {family} " in query.folded for family in families[1:4])
        return "several" if second else ("first" if len(families) > 1 else "sole")
    if _is_misspelt(query, families[0]):
        return "misspelt"
    return "other" if any(f" {family} " in query.folded for family in families[1:]) else "missing"


def _is_misspelt(query: Query, family: str) -> bool:
    """Tell whether one of the first words is the family but for a slip, or glued or parted."""
    bare = family.replace(" ", "")
    if len(bare) < _SHORT:
        return False
    slips = 1 if len(bare) < 2 * _SHORT else 2
    return bool(process.extractOne(bare, query.head, scorer=OSA.distance, score_cutoff=slips))


def _year(query: Query, years: Sequence[int]) -> str:
    if not query.years:
        return "unwritten"
    if not years:
        return "none"
    written = [int(year) for year in query.years]
    if years[0] in written:
        return "same"
    if any(year in written for year in years):
        return "online"
    return "near" if any(abs(a - b) == 1 for a in years for b in written) else "other"


def _number(query: Query, number: str) -> str:
    if not number:
        return "none"
    if not query.figures:
        return "unwritten"
    # `34 Suppl 1`: the figure is what citations agree on.
    wanted = [word for word in number.split() if word[-1:].isdigit()] or number.split()
    return "same" if any(word in query.figures for word in wanted) else "other"


def _page(query: Query, record: Compact) -> str:
    first, last = record.first, record.last
    if not first:
        return "none"
    if first in query.ends:
        return "range" if last and query.ends[first] == last else "start"
    if first in query.figures or (not first[-1:].isdigit() and first in query.known):
        is_last = first in query.ends.values()
        return "tail" if is_last else ("opens" if last and last != first else "first")
    return _other_page(query, first, last)


def _other_page(query: Query, first: str, last: str) -> str:
    if not query.figures:
        return "unwritten"
    if last and last in query.ends.values():
        return "last"
    return "near" if _is_near(query, first) else "other"


def _is_near(query: Query, page: str) -> bool:
    if len(page) < _SHORT - 1:
        return False
    long = [number for number in query.figures if len(number) >= _SHORT - 1]
    return bool(process.extractOne(page, long, scorer=OSA.distance, score_cutoff=1))


def _journal(query: Query, journals: Sequence[str]) -> str:
    if not journals:
        return "none"
    if any(f" {name} " in query.folded for name in journals):
        return "whole"
    if any(_is_abbreviated(query, name) for name in journals):
        return "abbreviated"
    if any(_is_like(query, name) for name in journals):
        return "like"
    return "half" if any(_share(query, name) >= _HALF for name in journals) else "other"


def _is_like(query: Query, name: str) -> bool:
    return len(name) >= _LONG_NAME and fuzz.partial_ratio(name, query.folded) >= _LIKE


_HALF, _LONG_NAME, _LIKE = 0.6, 9, 85


def _is_abbreviated(query: Query, name: str) -> bool:
    """Tell whether words of the text in a row abbreviate the words of a name, or spell them out."""
    wanted, words = _wanted(name), query.row
    if not wanted:
        return False
    last = len(words) - len(wanted)
    return any(
        n <= last and all(map(_fits, words[n:], wanted)) for n in query.begins.get(wanted[0][0], ())
    )


@lru_cache(maxsize=65536)
def _wanted(name: str) -> tuple[str, ...]:
    return tuple(word for word in name.split() if word not in STOP_WORDS)


def _fits(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a)


def _share(query: Query, name: str) -> float:
    wanted = _wanted(name)
    return sum(word in query.known for word in wanted) / len(wanted) if wanted else 0.0


def _left_numbers(query: Query, record: Compact) -> str:
    """Count the numbers of the text that nothing in the record explains."""
    explained = {record.volume, record.issue, record.first, record.last, *map(str, record.years)}
    explained |= {word for field in (record.volume, record.issue) for word in field.split()}
    known = record.title
    left = sum(
        number not in explained
        and number not in query.days
        and number not in query.years
        and not (record.last and record.last.endswith(number))
        and f" {number} " not in f" {known} "
        for number in query.numbers
    )
    return str(min(left, 3))


def _left_words(query: Query, record: Compact) -> str:
    """Measure the words of the text that nothing in the record explains."""
    telling = query.telling
    if not telling:
        return "all"
    explained = {
        *record.title.split(),
        *(word for family in record.families for word in family.split()),
    }
    left = [word for word in telling if word not in explained]
    if left:
        journals = " ".join(("", *record.journals))
        starts = tuple(journals.split())
        left = [w for w in left if not (w.startswith(starts) or f" {w}" in journals)]
    if len(left) <= _FEW:
        return ("all", "but one", "but two")[len(left)]
    if len(telling) < _BRIEF:
        return "brief"
    share = len(left) / len(telling)
    return next((name for most, name in _LEFT if share <= most), "most")


_LEFT = ((0.2, "little"), (0.4, "some"), (0.6, "half"), (0.8, "much"))


def _kind(query: Query, record: Compact, title: str) -> str:
    """Compare what record and text say of being a notice of another work."""
    stems = _NOTICE_WORDS.get(record.kind)
    if stems:
        said = any(word.startswith(stems) for word in query.known)
        return "notice" if said else "unsaid"
    before = query.before(record.title) if title.endswith(("whole", "same", "close")) else ()
    return "another" if any(word.startswith(_ANY_NOTICE) for word in before) else "plain"


_ANY_NOTICE = (
    "errat",
    "corri",
    "correct",
    "addend",
    "retract",
    "concern",
    "comment",
    "repl",
    "respon",
)


def _part(query: Query, record: Compact, title: str) -> str:
    """Compare which part of a series record and text say they are."""
    if record.part:
        numeral = _ROMAN[record.part] if record.part < len(_ROMAN) else ""
        return "same" if {str(record.part), numeral} & query.known else "other"
    if not title.endswith("whole"):
        return "none"
    behind = query.behind(record.title)
    return "more" if behind and (behind == "part" or behind in _ROMAN[2:]) else "none"
