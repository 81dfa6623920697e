"""Citations of a manuscript as the tests compare them: what they name, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable

from citekit.documents.manuscript import by_key
from citekit.model import Citation

Located = tuple[str, int, int]


def citations(found: Iterable[object]) -> list[Citation]:
    """List citations that came with nothing rejected."""
    listed = list(found)
    assert all(isinstance(one, Citation) for one in listed)
    return [one for one in listed if isinstance(one, Citation)]


def keys(cited: Iterable[Citation]) -> list[Located]:
    """List the citation keys with line and column."""
    return [
        (one.key, one.place.line, one.place.column)
        for one in cited
        if by_key(one) and one.key and one.place
    ]


def identifiers(cited: Iterable[Citation]) -> list[Located]:
    """List the values of all identifiers with line and column."""
    return [
        (value, one.place.line, one.place.column)
        for one in cited
        for value in one.identifiers.values()
        if one.place
    ]
