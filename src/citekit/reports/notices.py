"""Notices in columns: who says so, who says nothing, who was not or could not be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from citekit.formats.notes import notice_sentence
from citekit.model import (
    DOCUMENT,
    RETRACTION_WATCH,
    Acknowledgement,
    Identifiers,
    StoredLink,
    Witness,
)
from citekit.reports import safe
from citekit.reports.text import table
from citekit.vocab import AskedOutcome

Acknowledged = Callable[[StoredLink], Acknowledgement | None]

REGISTRIES = ("pubmed", "crossref", RETRACTION_WATCH)
"""Who always has a column: that nobody asked them is worth knowing."""

_SILENT = {
    AskedOutcome.ABSENT: "says nothing",
    AskedOutcome.FOUND: "says nothing",
    AskedOutcome.UNAVAILABLE: "could not be asked",
}
_NOT_ASKED = "not asked"


def notices(
    stored: Sequence[StoredLink], columns: int, acknowledged: Acknowledged
) -> Iterator[str]:
    """Print the notices of each work as a table with a column for each registry."""
    for name, of_one in groupby(stored, key=_name):
        yield safe.line(name)
        yield from _of_work(list(of_one), columns, acknowledged)


def not_asked(link: StoredLink) -> list[str]:
    """Name the registries that nobody asked about the work of a notice."""
    heard = {witness.registry for witness in link.link.witnesses}
    heard |= {silence.registry for silence in link.silent}
    return [registry for registry in REGISTRIES if registry not in heard]


def _of_work(
    stored: Sequence[StoredLink], columns: int, acknowledged: Acknowledged
) -> Iterator[str]:
    registries = _columns(stored)
    rows = [("  notice", *registries), *(_row(link, registries) for link in stored)]
    heading, *printed = table(rows, columns)
    yield heading
    for link, text in zip(stored, printed, strict=True):
        yield text
        yield f"    {safe.line(notice_sentence(link))}"
        if (given := acknowledged(link)) is not None:
            yield f"    {safe.line(_given(given))}"
    yield from _read(stored)


def _columns(stored: Sequence[StoredLink]) -> list[str]:
    witnesses = (witness.registry for link in stored for witness in link.link.witnesses)
    silent = (silence.registry for link in stored for silence in link.silent)
    others = sorted({*witnesses, *silent} - {*REGISTRIES, DOCUMENT})
    printed = any(w.registry == DOCUMENT for link in stored for w in link.link.witnesses)
    return [*REGISTRIES, *others, *([DOCUMENT] if printed else [])]


def _row(link: StoredLink, registries: Sequence[str]) -> tuple[str, ...]:
    pair = " (preprint)" if link.preprint else ""
    cells = (safe.line(_cell(link, registry)) for registry in registries)
    return (f"  {link.link.type}{pair}", *cells)


def _cell(link: StoredLink, registry: str) -> str:
    said = dict.fromkeys(_said(w) for w in link.link.witnesses if w.registry == registry)
    if said:
        return ", ".join(said)
    if registry == DOCUMENT:
        return "-"
    silence = next((one for one in link.silent if one.registry == registry), None)
    return _NOT_ASKED if silence is None else _SILENT[silence.outcome]


def _said(witness: Witness) -> str:
    return f"{witness.term} {witness.asserted or ''}".rstrip()


def _given(given: Acknowledgement) -> str:
    purpose = ", cited on purpose" if given.cited_on_purpose else ""
    return f"acknowledged until {given.until}{purpose}: {given.reason}"


def _read(stored: Sequence[StoredLink]) -> Iterator[str]:
    """Tell when each witness was last heard, and through which mirror."""
    heard: dict[str, tuple[str, str | None]] = {}
    for witness in (each for link in stored for each in link.link.witnesses):
        last = heard.get(witness.registry, ("", None))
        heard[witness.registry] = max(last, (witness.fetched_at, witness.via), key=lambda h: h[0])
    for registry, (at, via) in sorted(heard.items()):
        through = f" via {via}" if via else ""
        yield f"  {safe.line(f'{registry} read {at[:10]}{through}')}"


def _name(stored: StoredLink) -> str:
    return stored.key or named(stored.link.work.identifiers)


def named(identifiers: Identifiers) -> str:
    """Name a work that is not in the library."""
    pairs = (f"{scheme}:{value}" for scheme, value in identifiers.items())
    return ", ".join(pairs) or "(unnamed work)"
