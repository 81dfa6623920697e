"""Gather everything the library holds about one work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from citekit.library.store import Library
from citekit.model import Asked, Citation, FieldSource, StoredWork


@dataclass(frozen=True, slots=True)
class Dossier:
    """One work with its provenance."""

    work: StoredWork
    fields: Mapping[str, FieldSource]
    answers: Sequence[Asked]
    citations: Sequence[Citation]


def open_dossier(library: Library, key: str) -> Dossier:
    """Read one work's dossier; raises UnknownKeyError."""
    work = library.get(key)
    return Dossier(work, library.fields(key), library.answers(key), library.citations(key))
