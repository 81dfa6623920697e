"""Notices in columns: who says so, who says nothing, who was not or could not be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from citekit.formats.notes import notice_sentence
from citekit.model import Acknowledgement, Identifiers, Link, StoredLink, Witness
from citekit.reports import safe
from citekit.reports.surface import Surface, table
from citekit.reports.text import INKS, MARKED
from citekit.vocab import DOCUMENT, RETRACTION_WATCH, AskedOutcome, Status

if TYPE_CHECKING:
    from citekit.verbs.notices import WorkNotices

Acknowledged = Callable[[StoredLink], Acknowledgement | None]

REGISTRIES = ("pubmed", "crossref", RETRACTION_WATCH)
"""Who always has a column: that nobody asked them is worth knowing."""

SILENT = {
    AskedOutcome.ABSENT: "says nothing",
    AskedOutcome.FOUND: "says nothing",
    AskedOutcome.UNAVAILABLE: "could not be asked",
}
NOT_ASKED = "not asked"


def of_works(
    told: Iterable[WorkNotices], surface: Surface, acknowledged: Acknowledged
) -> Iterator[str]:
    """Print each work's state and notices, as a table with a column for each registry."""
    for known in told:
        if known.key is None:
            for name, of_one in groupby(known.notices, key=_name):
                yield safe.line(name)
                yield from notices(list(of_one), surface, acknowledged)
        else:
            word = known.status.replace("_", " ")
            state = f": {surface.paint(word, INKS.get(known.status))}"
            yield f"{safe.line(known.key)}{state if known.status is not Status.NONE else ''}"
            yield from notices(known.notices, surface, acknowledged)
            yield from map(surface.flow, _without_link(known))


def _without_link(known: WorkNotices) -> Iterator[str]:
    for turn in known.in_place:
        said = MARKED if turn.link is None else f"{_terms(turn.link)}, under its own identifiers"
        yield f"  {safe.line(f'{turn.type}: {said}')}"
    if not known.notices:
        heard = {one.registry: SILENT[one.outcome] for one in known.answers}
        if known.in_place:
            heard |= dict.fromkeys(_speakers(known), "says so")
        words = ", ".join(f"{name} {heard.get(name, NOT_ASKED)}" for name in REGISTRIES)
        yield f"  {safe.line(words)}"


def _speakers(known: WorkNotices) -> set[str]:
    linked = (turn.link for turn in known.in_place if turn.link is not None)
    marked = {"pubmed"} if any(turn.link is None for turn in known.in_place) else set()
    return marked | {witness.registry for link in linked for witness in link.witnesses}


def _terms(link: Link) -> str:
    said = (f'{witness.registry} says "{_said(witness)}"' for witness in link.witnesses)
    return ", ".join(dict.fromkeys(said))


def notices(
    stored: Sequence[StoredLink], surface: Surface, acknowledged: Acknowledged
) -> Iterator[str]:
    """Print the notices of one work as a table with a column for each registry."""
    if not stored:
        return
    registries = _columns(stored)
    rows = [("  notice", *map(safe.line, registries)), *(_row(link, registries) for link in stored)]
    heading, *printed = table(rows, surface, beneath=False)
    if heading:
        yield heading
    for link, text in zip(stored, printed, strict=True):
        yield text
        yield surface.flow(f"    {safe.line(notice_sentence(link))}")
        if (given := acknowledged(link)) is not None:
            yield surface.flow(f"    {safe.line(_given(given))}")
    yield from map(surface.flow, _read(stored))


def not_asked(link: StoredLink) -> list[str]:
    """Name the registries that nobody asked about the work of a notice."""
    heard = {witness.registry for witness in link.link.witnesses}
    heard |= {silence.registry for silence in link.silent}
    return [registry for registry in REGISTRIES if registry not in heard]


def _columns(stored: Sequence[StoredLink]) -> list[str]:
    witnesses = (witness.registry for link in stored for witness in link.link.witnesses)
    silent = (silence.registry for link in stored for silence in link.silent)
    others = sorted({*witnesses, *silent} - {*REGISTRIES, DOCUMENT})
    printed = any(w.registry == DOCUMENT for link in stored for w in link.link.witnesses)
    return [*REGISTRIES, *others, *([DOCUMENT] if printed else [])]


def _row(link: StoredLink, registries: Sequence[str]) -> tuple[str, ...]:
    pair = " (preprint)" if link.preprint else ""
    cells = (safe.line(cell(link, registry)) for registry in registries)
    return (f"  {link.link.type}{pair}", *cells)


def cell(link: StoredLink, registry: str) -> str:
    """Say what a registry says of a notice, or whether it says nothing or was not asked."""
    said = dict.fromkeys(_said(w) for w in link.link.witnesses if w.registry == registry)
    if said:
        return ", ".join(said)
    if registry == DOCUMENT:
        return "-"
    silence = next((one for one in link.silent if one.registry == registry), None)
    return NOT_ASKED if silence is None else SILENT[silence.outcome]


def _said(witness: Witness) -> str:
    record = f"({witness.record_id})" if witness.record_id else None
    return " ".join(filter(None, (witness.term, witness.asserted, record)))


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
