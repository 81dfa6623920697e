"""Join citations by key with the entries of a bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from citekit.documents.manuscript import EVERY, Manuscript, by_key, position
from citekit.model import Citation, Place, Rejected
from citekit.vocab import RejectedFor


@dataclass(frozen=True, slots=True)
class Shelf:
    """The entries that a document's keys can stand for."""

    entries: Mapping[str, Citation]
    rejected: tuple[Rejected, ...] = ()
    """Entries that could not be read."""
    where: str = "the document's own list"
    """What to call it: `in refs.bib`."""


def shelf(read: Iterable[Citation | Rejected], where: str) -> Shelf:
    """Make a shelf of what a bibliography holds; the first entry of a key is the one."""
    entries: dict[str, Citation] = {}
    rejected: list[Rejected] = []
    for one in read:
        if isinstance(one, Rejected):
            rejected.append(one)
        elif one.key is not None:
            entries.setdefault(one.key, one)
    return Shelf(entries, tuple(rejected), where)


def needs_shelf(manuscript: Manuscript) -> bool:
    """Tell whether some key is not explained by the document itself."""
    own = {entry.key for entry in manuscript.entries}
    cited = [one for one in manuscript.found if isinstance(one, Citation) and by_key(one)]
    return manuscript.seeks and any(one.key not in own for one in (*cited, *manuscript.perhaps))


def completed(manuscript: Manuscript, known: Shelf) -> Iterator[Citation | Rejected]:
    """Give what the document cites, each key with what its entry says and the key's own place.

    A key without an entry is rejected, with where it was looked for.
    """
    own = {one.key: one for one in manuscript.entries if one.key is not None}
    entries = {**known.entries, **own}
    names = [one for one in manuscript.perhaps if one.key in entries]
    found = sorted([*manuscript.found, *names], key=position) if names else manuscript.found
    others = _not_named(found, entries)
    listed = {one.place for one in manuscript.entries}
    for one in found:
        if isinstance(one, Rejected) or not by_key(one) or one.place in listed:
            yield one
        elif one.key == EVERY:
            for entry in others:
                yield replace(entry, place=one.place)
            others = []
        else:
            yield _joined(one, entries, known)


def _not_named(
    found: Sequence[Citation | Rejected], entries: Mapping[str, Citation]
) -> list[Citation]:
    """Give the entries that `*` adds."""
    cited = {one.key for one in found if isinstance(one, Citation)}
    return [entry for key, entry in entries.items() if key not in cited]


def _joined(one: Citation, entries: Mapping[str, Citation], known: Shelf) -> Citation | Rejected:
    key, place = one.key or "", one.place or Place("")
    entry = entries.get(key)
    if entry is None:
        why = _why(key, entries, known)
        return Rejected(place, one.raw, why, RejectedFor.KEY_UNKNOWN)
    return replace(one, identifiers=entry.identifiers, said=entry.said, links=entry.links)


def _why(key: str, entries: Mapping[str, Citation], known: Shelf) -> str:
    for rejected in known.rejected:
        if re.search(rf"[{{(]\s*{re.escape(key)}\s*(?:,|$)", rejected.raw[:2000]):
            at = f"{rejected.place.path}:{rejected.place.line}"
            return f"the entry for key {key} cannot be read: {at}: {rejected.reason}"
    similar = next((one for one in entries if one.casefold() == key.casefold()), None)
    hint = f"; there is one for {similar}" if similar else ""
    return f"no entry for key {key} in {known.where}{hint}"
