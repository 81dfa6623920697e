"""Gather everything the library holds about one work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from citekit.library.payloads import Payload
from citekit.library.store import Library
from citekit.model import Alternative, Asked, Citation, CslItem, FieldSource, StoredWork
from citekit.status import Hint, Turn, hints


@dataclass(frozen=True, slots=True)
class Dossier:
    """One work with its provenance."""

    work: StoredWork
    fields: Mapping[str, FieldSource]
    alternatives: Mapping[str, Sequence[Alternative]]
    answers: Sequence[Asked]
    citations: Sequence[Citation]
    timeline: Sequence[Turn]
    hints: Sequence[Hint]
    payloads: Sequence[Payload]


def open_dossier(library: Library, key: str) -> Dossier:
    """Read one work's dossier; raises UnknownKeyError."""
    return compile_dossier(library, library.get(key))


def compile_dossier(library: Library, work: StoredWork) -> Dossier:
    """Add to a stored work everything else that the library holds about it."""
    key = work.key
    fields, alternatives = library.fields(key), library.alternatives(key)
    return Dossier(
        work=work,
        fields=fields,
        alternatives=alternatives,
        answers=library.answers(key),
        citations=library.citations(key),
        timeline=library.timeline(key),
        hints=hints(_titles(work.item, fields, alternatives)),
        payloads=library.payloads(key),
    )


def _titles(
    item: CslItem,
    fields: Mapping[str, FieldSource],
    alternatives: Mapping[str, Sequence[Alternative]],
) -> dict[str, str]:
    """Give the title as each registry has it."""
    believed = {fields["title"].registry: item.get("title", "")} if "title" in fields else {}
    others = {one.registry: str(one.value) for one in alternatives.get("title", ())}
    return {**believed, **others}
