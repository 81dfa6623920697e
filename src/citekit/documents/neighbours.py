"""What stands beside a row: the title and the author line that belong to it.

Copied abstracts print the title below the source, lists print it above; pages put buttons,
image sizes and affiliations between. Both sides are weighed and the better one is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from citekit.documents.author_lines import begins_with_authors
from citekit.documents.looks import Look

NOISE_SKIPPED: Final = 3

_AUTHORS = 3
_HEAD = 9
_BELOW = 0.5
"""Copied abstracts put the title below the source: with all else equal, so do others."""
_AS_THE_OTHERS = 1.5
_SENTENCE = 1
"""The weight of a title that might be a sentence: it needs its authors."""


class Side(NamedTuple):
    """The title and the author line on one side of a row, as row numbers."""

    score: float = 0.0
    title: int | None = None
    authors: int | None = None
    head: int | None = None
    """A row that holds both: the beginning of a citation whose source has its own line."""


@dataclass
class Neighbours:
    """The rows of a page, and which of them are spoken for."""

    looks: Sequence[Look]
    taken: set[int] = field(default_factory=set)

    def beside(self, place: int) -> Side:
        """Give the better side of a row; an empty one when neither has a title."""
        above, below = self.above(place), self.below(place)
        return above if above.score > below.score else below

    def above(self, place: int) -> Side:
        """Give what stands over a row."""
        side = self._side(place, self._near(range(place - 1, -1, -1)))
        return _raised(side, _AS_THE_OTHERS if self._titles_stand_above else 0.0)

    def below(self, place: int) -> Side:
        """Give what stands under a row."""
        side = self._side(place, self._near(range(place + 1, len(self.looks))))
        return _raised(side, _BELOW)

    def only_noise(self, between: Sequence[int]) -> bool:
        """Tell whether rows have nothing to say; too many of them do."""
        return len(between) <= NOISE_SKIPPED and all(map(self._is_passed_over, between))

    @cached_property
    def _titles_stand_above(self) -> bool:
        """Tell a list whose titles stand over their sources, by all its sources together."""
        places = [place for place, look in enumerate(self.looks) if look.source]
        if len(places) < 2:
            return False
        above = sum(self._side(p, self._near(range(p - 1, -1, -1))).score for p in places)
        below = sum(self._side(p, self._near(range(p + 1, len(self.looks)))).score for p in places)
        return above > below

    def _near(self, numbers: Iterable[int]) -> Iterator[int]:
        skipped = 0
        for number in numbers:
            if number in self.taken or self.looks[number].is_heading:
                return
            if not self._is_passed_over(number):
                yield number
            elif (skipped := skipped + 1) > NOISE_SKIPPED:
                return

    def _side(self, place: int, near: Iterable[int]) -> Side:
        title = authors = None
        for number in near:
            look, above = self.looks[number], number < place
            if authors is None and _names_authors(look, above=above, titled=title is not None):
                authors = number
            elif title is None and look.weight and look.source is None:
                title = number
            elif title is None and authors is None and above and _is_head(look):
                return Side(_HEAD, head=number)
            else:
                break
            if title is not None and authors is not None:
                break
        return self._weighed(place, title, authors)

    def _weighed(self, place: int, title: int | None, authors: int | None) -> Side:
        weight = self.looks[title].weight if title is not None else 0
        if title is None or (weight <= _SENTENCE and authors is None):
            return Side()
        nearest = title if authors is None or abs(title - place) < abs(authors - place) else authors
        adjacent = not self.looks[max(nearest, place)].row.gap
        score = weight + adjacent + self._is_repeated(title)
        return Side(score + (_AUTHORS if authors is not None else 0), title, authors)

    def _is_repeated(self, title: int) -> bool:
        """Tell a title that a page prints twice: over the copied abstract, and in it."""
        return self._times_printed[_key(self.looks[title])] > 1

    @cached_property
    def _times_printed(self) -> Counter[str]:
        return Counter(map(_key, self.looks))

    def _is_passed_over(self, number: int) -> bool:
        return number in self.taken or self.looks[number].is_noise


def _key(look: Look) -> str:
    return look.row.text.casefold().strip(" .")


def _raised(side: Side, by: float) -> Side:
    return side._replace(score=side.score + by) if side.score else side


def _names_authors(look: Look, *, above: bool, titled: bool) -> bool:
    """Tell the author line; without initials only where authors stand: under the title."""
    return look.authors is not None and (look.authors.sure or titled is not above)


def _is_head(look: Look) -> bool:
    return begins_with_authors(look.row.text) and look.authors is None
