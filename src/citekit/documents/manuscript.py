"""What a document of one's own holds: citations, some of them only keys of a bibliography."""

from __future__ import annotations

from typing import NamedTuple

from citekit.model import Citation, Place, Rejected


class Bibliography(NamedTuple):
    """A bibliography file as a document names it."""

    name: str
    place: Place


class Manuscript(NamedTuple):
    """Everything that one document says about what it cites, in its order."""

    found: tuple[Citation | Rejected, ...]
    """Citations by key have the key and nothing else."""
    entries: tuple[Citation, ...] = ()
    """The bibliography inside the document, by key."""
    perhaps: tuple[Citation, ...] = ()
    """Citations by key if some bibliography has the key, else names of people (`@somebody`)."""
    bibliographies: tuple[Bibliography, ...] = ()
    seeks: bool = False
    """Its keys are those of a file, named or beside it."""


EVERY = "*"
"""The key that stands for all entries: ``\\nocite{*}``, ``nocite: "@*"``."""


def by_key(citation: Citation) -> bool:
    """Tell a citation that gives a key and nothing else."""
    return citation.key is not None and not citation.identifiers and not citation.said
