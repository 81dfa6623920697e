"""What a document of one's own holds: citations, some of them only keys of a bibliography."""

from __future__ import annotations

from typing import NamedTuple

from citekit.model import Citation, Place, Rejected


class Bibliography(NamedTuple):
    """A bibliography file as a document names it."""

    name: str
    place: Place


class Part(NamedTuple):
    """A file that a document takes in, as it names it."""

    name: str
    place: Place
    folder: str | None = None
    """Where it is, and where its own parts are sought from then on; None: where others are."""
    from_main: bool = False
    """`folder` counts from the whole document's, not from the one in which others are sought."""


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
    parts: tuple[Part, ...] = ()


EVERY = "*"
"""The key that stands for all entries: ``\\nocite{*}``, ``nocite: "@*"``."""


def position(one: Citation | Rejected) -> tuple[int, int]:
    """Give line and column, to sort by."""
    place = one.place or Place("")
    return place.line, place.column


def certain(manuscript: Manuscript) -> Manuscript:
    """Take every `@somebody` for a key, as is right where there surely is a bibliography."""
    found = sorted([*manuscript.found, *manuscript.perhaps], key=position)
    return manuscript._replace(found=tuple(found), perhaps=())


def by_key(citation: Citation) -> bool:
    """Tell a citation that gives a key and nothing else."""
    return citation.key is not None and not citation.identifiers and not citation.said
