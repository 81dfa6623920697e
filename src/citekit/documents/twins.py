"""Make one of the items that speak of one work, without comparing each with each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from itertools import chain, islice
from typing import Final, TypeVar

T = TypeVar("T")

_COMPARED: Final = 10
"""How many items that share something are compared, on pages made to be slow."""


def joined(
    items: Iterable[T],
    keys: Callable[[T], Iterable[Hashable]],
    same: Callable[[T, T], bool],
    join: Callable[[T, T], T],
) -> list[T]:
    """Join each item to the first one before it that is the same.

    Only items that share one of their `keys` are compared.
    """
    kept: list[T | None] = []
    places: dict[Hashable, list[int]] = {}
    for item in items:
        near = islice(chain.from_iterable(places.get(key, ()) for key in keys(item)), _COMPARED)
        place, whole = _placed(kept, item, sorted(set(near)), same, join)
        for key in keys(whole):
            known = places.setdefault(key, [])
            if place not in known[-_COMPARED:]:
                known.append(place)
    return [one for one in kept if one is not None]


def _placed(
    kept: list[T | None],
    item: T,
    near: Iterable[int],
    same: Callable[[T, T], bool],
    join: Callable[[T, T], T],
) -> tuple[int, T]:
    """Join an item to the first that is the same, and then to what the two are the same as."""
    first = len(kept)
    for place in near:
        known = kept[place]
        if known is not None and same(known, item):
            item = join(known, item) if place < first else join(item, known)
            kept[place] = None
            first = min(first, place)
    kept[first : first + 1] = [item]
    return first, item
