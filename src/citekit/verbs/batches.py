"""What a file yields, in batches of what one transaction stores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from citekit.errors import FormatError

AT_ONCE = 500
"""Records that are stored in one transaction."""

Read = TypeVar("Read")


def batches(read: Iterator[Read], size: int | None = None) -> Iterator[list[Read]]:
    """Yield what is read, `size` (None: `AT_ONCE`) in a batch, the last of a cut file too.

    Raises FormatError where `read` does, after that.
    """
    limit = AT_ONCE if size is None else size
    some: list[Read] = []
    try:
        for one in read:
            some.append(one)
            if len(some) >= limit:
                yield some
                some = []
    except FormatError:
        yield some
        raise
    yield some
