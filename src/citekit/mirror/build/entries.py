"""What the readers of source files yield."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from citekit.mirror.build.opened import Heard
from citekit.mirror.index.segment import Entry
from citekit.model import Link, Rejected
from citekit.vocab import Side


class Gone(NamedTuple):
    """A record that its registry has taken back."""

    ident: str


Read = Entry | Gone | Rejected
Reader = Callable[[Path, Heard], Iterator[Read]]
"""Yields what a file holds, in order; raises FormatError where the file is cut or damaged."""


def said_by(links: Iterable[Link]) -> tuple[str, ...]:
    """Name the works about which a record carries notices, where it is the notice itself."""
    return tuple(
        dict.fromkeys(
            f"{scheme}:{value}"
            for link in links
            if any(witness.stands_on is Side.NOTICE for witness in link.witnesses)
            for scheme, value in link.work.identifiers.items()
        )
    )
