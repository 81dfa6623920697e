"""Which of a few thousand records could be meant by a citation: a plain scan, good for recall.

Nothing is decided here: `matching` judges what comes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citekit.matching.words import content
from citekit.model import Candidate, Citation, CslItem
from citekit.text import dates, journals, names, pages, sources, titles

OFFERED = 10
TITLE_SHARE = 0.5
"""Below this share of the words they could share, a title and a text are strangers."""
FEWEST_WORDS = 3
"""A text of fewer words is measured as if it had so many."""
_SAME_PAGE = 1.0
_SAME_AUTHOR_JOURNAL_YEAR = 0.5


class Profile(NamedTuple):
    """What a scan looks at in one record."""

    candidate: Candidate
    words: frozenset[str]
    families: frozenset[str]
    journals: tuple[str, ...]
    year: int | None


class _Question(NamedTuple):
    words: frozenset[str]
    sources: tuple[CslItem, ...]


def profile(candidate: Candidate) -> Profile:
    """Take from a record what every scan needs of it."""
    item = candidate.item
    named = (item.get("container-title"), item.get("container-title-short"))
    return Profile(
        candidate,
        frozenset(content(titles.tokens(item.get("title", "")))),
        frozenset(names.family_fold(author) for author in item.get("author", [])),
        tuple(name for name in named if name),
        dates.year(item.get("issued")),
    )


def plausible(citation: Citation, profiles: Sequence[Profile]) -> tuple[Candidate, ...]:
    """Choose the records that the citation could mean, the likeliest first."""
    question = _question(citation)
    scored = [(_score(question, one), n) for n, one in enumerate(profiles)]
    best = sorted((-score, n) for score, n in scored if score > 0)
    return tuple(profiles[n].candidate for _, n in best[:OFFERED])


def _question(citation: Citation) -> _Question:
    said = citation.said
    written = [citation.raw, said.get("title", "")]
    words = frozenset(word for text in written for word in content(titles.tokens(text)))
    families = frozenset(names.family_fold(author) for author in said.get("author", []))
    found = (source.item for source in sources.find(citation.raw))
    return _Question(words | families, (said, *found))


def _score(question: _Question, one: Profile) -> float:
    return _title(question, one) + max(_sources(question, one), default=0.0)


def _title(question: _Question, one: Profile) -> float:
    shared = len(one.words & question.words)
    if shared < 2:
        return 0.0
    # Either may be the longer one: a title typed halfway, a title in the midst of a page.
    share = shared / min(len(one.words), max(len(question.words), FEWEST_WORDS))
    return share if share >= TITLE_SHARE else 0.0


def _sources(question: _Question, one: Profile) -> Iterator[float]:
    for source in question.sources:
        if _same_page(source, one.candidate.item):
            yield _SAME_PAGE
        elif _same_year(source, one) and one.families & question.words:
            yield _SAME_AUTHOR_JOURNAL_YEAR


def _same_page(source: CslItem, item: CslItem) -> bool:
    if "volume" not in source or source["volume"] != item.get("volume"):
        return False
    first = pages.first(source.get("page", ""))
    return first is not None and first == pages.first(item.get("page", ""))


def _same_year(source: CslItem, one: Profile) -> bool:
    year, journal = dates.year(source.get("issued")), source.get("container-title")
    if year is None or year != one.year or journal is None:
        return False
    return any(journals.same(journal, name) for name in one.journals)
