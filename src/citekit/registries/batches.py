"""Cut what is asked into as few questions as a registry takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def split(
    items: Sequence[T], most: int, room: int | None = None, width: Callable[[T], int] | None = None
) -> Iterator[Sequence[T]]:
    """Yield groups of at most `most` items, and of at most `room` together as `width` measures."""
    group: list[T] = []
    used = 0
    for item in items:
        size = 0 if width is None else width(item)
        if group and (len(group) == most or (room is not None and used + size > room)):
            yield group
            group, used = [], 0
        group.append(item)
        used += size
    if group:
        yield group
